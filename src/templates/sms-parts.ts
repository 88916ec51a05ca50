/**
 * SMS parts: what a text costs, and where it is split.
 * @module
 */
import { septetsByUnit, septetsOf } from './gsm-alphabet.js';

/** How an SMS is written: in septets of GSM 03.38, or in UTF-16 code units. */
export type SmsEncoding = 'GSM-7' | 'UCS-2';

/** What a text is as an SMS. */
export interface SmsParts {
  readonly encoding: SmsEncoding;
  /** Number of parts, each of which is paid for; 0 for an empty text. */
  readonly count: number;
  /** What the whole text takes: septets in GSM-7, code units in UCS-2. Without what a part leaves free before a pair. */
  readonly units: number;
  /** Units that are still free in the last part. */
  readonly remaining: number;
  /** The text of each part. Joined, they are the text. */
  readonly texts: readonly string[];
}

/** Units of a text that is sent alone, and of each part of one that is joined by the phone. */
const room = { 'GSM-7': { alone: 160, joined: 153 }, 'UCS-2': { alone: 70, joined: 67 } } as const;

/**
 * Counts and splits an SMS as gateways bill it.
 *
 * A text whose characters are all in the alphabet of GSM 03.38 has 160 septets in one part and 153 in each of several; the characters
 * of the extension table (`^ { } \ [ ~ ] |`, the euro sign, form feed) cost two. One character outside, and the whole text is UCS-2:
 * 70 code units in one part, 67 in each of several.
 *
 * The rule for pairs: an escape and its character are never split over two parts, and neither is a surrogate pair; the unit that stays
 * free is lost. So 152 times `a`, `]`, and 152 times `a` are 3 parts, as bills show, although 306 septets divided by 153 are 2.
 *
 * The text is counted as it is, not normalised: an `e` with a combining accent is UCS-2, where `é` is GSM-7; CR and LF are two
 * characters. What people see as one character, such as a flag, may be spread over two parts, and the phone joins it again.
 *
 * @example
 * smsParts('Your booking {42} is confirmed'); // { encoding: 'GSM-7', count: 1, units: 32, remaining: 128, texts: [...] }
 */
export function smsParts(text: string): SmsParts {
  const septets = septetsOf(text);
  const encoding = septets === undefined ? 'UCS-2' : 'GSM-7';
  const units = septets ?? text.length;
  const { alone, joined } = room[encoding];
  if (units <= alone) {
    return { encoding, count: text === '' ? 0 : 1, units, remaining: alone - units, texts: text === '' ? [] : [text] };
  }
  const texts = septets === undefined ? splitUnits(text, joined) : splitSeptets(text, joined);
  const last = texts.at(-1) ?? '';
  const used = septets === undefined ? last.length : (septetsOf(last) ?? 0);
  return { encoding, count: texts.length, units, remaining: joined - used, texts };
}

function splitSeptets(text: string, size: number): readonly string[] {
  const texts: string[] = [];
  let start = 0;
  let used = 0;
  for (let i = 0; i < text.length; i++) {
    const septets = septetsByUnit[text.charCodeAt(i)] ?? 0;
    if (used + septets > size) {
      texts.push(text.slice(start, i));
      start = i;
      used = 0;
    }
    used += septets;
  }
  texts.push(text.slice(start));
  return texts;
}

function splitUnits(text: string, size: number): readonly string[] {
  const texts: string[] = [];
  let start = 0;
  while (start < text.length) {
    let end = start + size;
    // In the last place of a part, the first half of a pair goes with the other half.
    if (isHigh(text.charCodeAt(end - 1)) && isLow(text.charCodeAt(end))) end--;
    texts.push(text.slice(start, end));
    start = end;
  }
  return texts;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
