/**
 * Texts as every database takes them.
 * @module
 */

/** Begins an escape; itself escaped. Hardly a text holds it. */
const mark = '\u001B';

/** Stands in every text that {@link encodeText} has changed. */
export const escapeMark: string = mark;

const unusual = /[\p{Cc}\p{Cs}]/u;
const escaped = new RegExp(`${mark}(e|0|u[0-9a-f]{4})`, 'g');

/**
 * A text in a form that every database keeps: PostgreSQL refuses U+0000, and half of a surrogate pair is lost in UTF-8. Any two
 * different texts stay different; all others stay as they are.
 */
export function encodeText(text: string): string {
  return unusual.test(text) ? Array.from(text, encodeCharacter).join('') : text;
}

/** Undoes {@link encodeText}. */
export function decodeText(text: string): string {
  if (!text.includes(mark)) return text;
  return text.replace(escaped, (_, code: string) => {
    if (code === 'e') return mark;
    return code === '0' ? '\0' : String.fromCharCode(Number.parseInt(code.slice(1), 16));
  });
}

function encodeCharacter(character: string): string {
  if (character === mark) return `${mark}e`;
  if (character === '\0') return `${mark}0`;
  // Array.from keeps pairs together: what is a surrogate here has lost its other half.
  return character >= '\uD800' && character <= '\uDFFF' && character.length === 1
    ? `${mark}u${character.charCodeAt(0).toString(16)}`
    : character;
}
