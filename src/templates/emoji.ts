/**
 * Emoji: finding them, and taking them out of a text whole.
 * @module
 */

/**
 * What begins an emoji: a character that is shown as one by itself, or one that is made so by what follows. Of a symbol that is text by
 * itself (©, ☎, ❤) only the form that asks for colour is one. Digits are not, whatever follows, save in keycaps.
 */
const base =
  '(?:\\p{Emoji_Presentation}|(?=[\\u{1f000}-\\u{1faff}])\\p{Extended_Pictographic}|\\p{Regional_Indicator}|(?![0-9#*])\\p{Emoji}\\ufe0f' +
  '|\\p{Extended_Pictographic}(?=[\\u{1f3fb}-\\u{1f3ff}]|[\\ufe0e\\ufe0f]?\\u200d\\p{Extended_Pictographic}))';

/** What belongs to the character before: variation selectors, skin tones, the frame of a keycap, the tags of a flag. */
const suffix = '[\\ufe0e\\ufe0f\\u20e3\\u{1f3fb}-\\u{1f3ff}\\u{e0020}-\\u{e007f}]*';

/** A keycap, or an emoji with all that is joined to it, or what is left of one that was cut. */
const emoji =
  `(?:[0-9#*]\\ufe0f?\\u20e3|${base}${suffix}(?:\\u200d(?:${base}|\\p{Extended_Pictographic})${suffix})*\\u200d?` +
  '|[\\ufe0e\\ufe0f\\u{e0020}-\\u{e007f}])';

const one = new RegExp(emoji, 'u');
/** Several in a row, with the spaces around them. */
const run = new RegExp(`(?<! ) *${emoji}(?: *${emoji})* *`, 'gu');

/** Whether a text has an emoji, or a part of one. */
export function hasEmoji(text: string): boolean {
  return one.test(text);
}

/**
 * The text without its emoji, each taken out whole: flags, keycaps, skin tones, and what is joined by zero-width joiners. Of the
 * spaces around one is left between two words, and none before a punctuation mark or at either end of a line.
 *
 * @example
 * stripEmoji('Booked 🎉 See you 👩‍🎨!'); // Booked See you!
 */
export function stripEmoji(text: string): string {
  let left = text;
  // What stood on both sides of one may make another, where the text is odd.
  while (hasEmoji(left)) left = withoutRuns(left);
  return left;
}

function withoutRuns(text: string): string {
  return text.replace(run, (found: string, offset: number) => {
    const [before, after] = [text[offset - 1], text[offset + found.length]];
    const isAtEnd = before === undefined || before === '\n' || after === undefined || after === '\n';
    const isApart = found.startsWith(' ') || found.endsWith(' ');
    return isApart && !isAtEnd && !/[,.;:!?)\]，。；：！？、）」』】]/.test(after) ? ' ' : '';
  });
}
