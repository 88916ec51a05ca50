/**
 * What may be shown of an answer that was not expected.
 * @module
 */

/** Characters of an answer that are looked at, and that are shown. */
const looked = 4_000;
const shown = 120;

/**
 * The beginning of an answer as one line for an error: without markup, control characters and numbers of four digits or more, and
 * without what a gateway may echo: credentials, the text of the message, the phone number. Parts of them are left out as well, also
 * where they come back encoded for a URL, for JSON or for HTML.
 */
export function excerptOf(answer: string, hidden: readonly string[]): string {
  const plain = withoutMarkup(decoded(answer.slice(0, looked)))
    .replace(/[\p{Cc}\p{Cs}\s]+/gu, ' ')
    .trim();
  const line = masked(plain, hidden)
    .replace(/\d(?:[\s().-]?\d){3,}/g, '…')
    .replace(/…[\s…]*…/g, '…');
  return line.length > shown ? `${line.slice(0, shown).trimEnd()}…` : line;
}

function withoutMarkup(text: string): string {
  return text.replace(/<(script|style)\b[^<]*<\/\1>/gi, ' ').replace(/<[^<>]*>/g, ' ');
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function decoded(text: string): string {
  return text
    .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\(["\\/])/g, '$1')
    .replace(/(?:%[0-9a-f]{2})+/gi, percentDecoded)
    .replace(/&#(x?)([0-9a-f]{1,6});/gi, (whole, hex: string, code: string) => character(hex, code) ?? whole)
    .replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole);
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function character(hex: string, code: string): string | undefined {
  const point = Number.parseInt(code, hex === '' ? 10 : 16);
  return point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
}

/** The text with a mark in place of every part of a hidden value; white space, plus signs and case make no difference. */
function masked(text: string, hidden: readonly string[]): string {
  const { letters, places } = folded(text);
  const marks = new Set<number>();
  for (const value of hidden) {
    const secret = folded(value).letters;
    const width = Math.min(secret.length, /^\p{ASCII}*$/u.test(secret) ? 8 : 4);
    const parts = new Set(
      Array.from({ length: width === 0 ? 0 : secret.length - width + 1 }, (_, at) => secret.slice(at, at + width)),
    );
    for (let at = 0; parts.size > 0 && at + width <= letters.length; at += 1) {
      if (parts.has(letters.slice(at, at + width)))
        for (let next = at; next < at + width; next += 1) marks.add(places[next] ?? -1);
    }
  }
  return Array.from({ length: text.length }, (_, at) => (marks.has(at) ? '…' : text.charAt(at))).join('');
}

/** The letters that count, and where each stands in the text. */
function folded(text: string): { readonly letters: string; readonly places: readonly number[] } {
  const places = Array.from({ length: text.length }, (_, at) => at).filter((at) => !/[\s+]/.test(text.charAt(at)));
  return { letters: places.map((at) => text.charAt(at).toLowerCase().charAt(0)).join(''), places };
}
