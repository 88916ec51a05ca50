/**
 * Content lines: properties as iCalendar writes them (RFC 5545, section 3.1). No value can begin another property.
 * @module
 */

/** A line of at most 75 octets, continued on further lines where it is longer; no character is split. */
export function folded(line: string): string {
  if (line.length <= maxOctets / mostOctets || (line.length <= maxOctets && isPlain(line))) return line;
  const lines: string[] = [];
  let current = '';
  let octets = 0;
  for (const character of line) {
    const size = octetsOf(character);
    if (octets + size > maxOctets) {
      lines.push(current);
      current = ' ';
      octets = 1;
    }
    current += character;
    octets += size;
  }
  lines.push(current);
  return lines.join('\r\n');
}

const maxOctets = 75;
/** Of one UTF-16 code unit, in UTF-8. */
const mostOctets = 3;

function isPlain(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

/** In UTF-8. */
function octetsOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}

/** The value of a property of type TEXT: separators are escaped, line breaks are written `\n`. */
export function textValue(text: string): string {
  return clean(text.replace(lineBreak, '\n'))
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\n/g, '\\n');
}

/** The value of a parameter, always in quotation marks; it can hold neither those nor line breaks. */
export function parameterValue(text: string): string {
  return `"${clean(text.replace(lineBreak, ' '))
    .replace(/[\n\t]/g, ' ')
    .replace(/"/g, "'")
    .trim()}"`;
}

// Whatever some program may take for the end of a line.
const lineBreak = /\r\n?|[\u0085\u2028\u2029]/g;

/** Without control characters, but for line breaks and tabs, and without halves of surrogate pairs, which UTF-8 cannot write. */
function clean(text: string): string {
  return isPlain(text) ? text : text.replace(/(?![\n\t])\p{Cc}/gu, '').replace(/\p{Cs}/gu, '\uFFFD');
}

/** An e-mail address as `mailto:`; undefined for what is not plainly one address. */
export function mailAddress(address: string | undefined): string | undefined {
  const trimmed = address?.trim() ?? '';
  if (!/^[^\s\p{C}<>()[\]\\,;:"@]+@[^\s\p{C}<>()[\]\\,;:"@]+$/u.test(trimmed)) return undefined;
  return `mailto:${encodeURIComponent(trimmed).replace(/%40/g, '@').replace(/%2B/g, '+')}`;
}

/** An address of the web in the characters that an address may have; undefined for any other scheme. */
export function webAddress(address: string): string | undefined {
  const trimmed = address.trim();
  if (!/^https?:\/\//i.test(trimmed)) return undefined;
  try {
    return new URL(trimmed).href;
  } catch {
    return undefined;
  }
}

/** A part of a UID: what is not plain is percent-encoded. */
export function uidPart(text: string): string {
  return encodeURIComponent(text.trim().replace(/\p{Cs}/gu, '\uFFFD')).replace(/%40/g, '@');
}
