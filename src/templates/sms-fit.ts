/**
 * Fitting: an SMS within a number of parts, shortened only where its author allows it.
 * @module
 */
import { OrderbellError } from '../core/errors.js';
import type { Fit } from '../core/rule.js';
import { readMarks, type Section } from './shorten-marks.js';
import { cutsOf, shortened } from './sms-cut.js';
import { type SmsParts, smsParts } from './sms-parts.js';
import { transliterate } from './transliterate.js';

/** How many parts a text may have, and what is done where it has more. */
export interface FitOptions {
  /** Most parts: a whole number, 1 or more. */
  readonly parts: number;
  /** `'reject'` unless told otherwise. */
  readonly fit?: Fit | undefined;
}

/** A text that fits, and what was done for it; or how far it is from fitting. */
export type FitResult =
  | {
      readonly ok: true;
      readonly text: string;
      readonly size: SmsParts;
      readonly shortened: boolean;
      readonly transliterated: boolean;
    }
  | {
      readonly ok: false;
      /** The limit. */
      readonly parts: number;
      /** What the text takes after everything that `fit` allows. */
      readonly size: SmsParts;
      /** Both in words: `3 parts (310 units of GSM-7), and 2 are allowed`. */
      readonly why: string;
    };

/**
 * Fits an SMS into a number of parts, or says that it cannot be done. A text that fits is never changed.
 *
 * `'reject'` changes nothing. `'shorten'` cuts the end off what was marked by `{{#shorten}}` (or {@link shortenable}): the last
 * marked section first, down to nothing, then the one before. An ellipsis stands where something was cut: three dots in GSM-7, one
 * character in UCS-2. Nothing outside the marks is touched, and no cut goes through a character as people see it, or through a
 * link. `'transliterate'` writes the text in the SMS alphabet where all of it can be (see {@link transliterate}), and shortens it
 * where that is not enough. The marks themselves are never in the result.
 *
 * Throws `invalid-value` for a limit that is no whole number, 1 or more.
 *
 * @example
 * fitSms('Оплата заказа 7 принята, ждём вас завтра в 10:00 на ул. Ленина, 5', { parts: 1, fit: 'transliterate' });
 */
export function fitSms(text: string, { parts, fit = 'reject' }: FitOptions): FitResult {
  if (!Number.isInteger(parts) || parts < 1)
    throw new OrderbellError('invalid-value', `parts: expected a whole number, 1 or more; got ${parts}.`);
  const marked = readMarks(text);
  const size = smsParts(marked.text);
  if (size.count <= parts) return { ok: true, text: marked.text, size, shortened: false, transliterated: false };
  switch (fit) {
    case 'reject':
      return tooLong(size, parts);
    case 'shorten':
      return shorten(marked.text, marked.sections, parts, false);
    case 'transliterate': {
      const latin = readMarks(transliterate(text));
      const latinSize = smsParts(latin.text);
      // With one character left that has no Latin form, longer Latin words would only cost more.
      if (latinSize.encoding === 'UCS-2') return shorten(marked.text, marked.sections, parts, false);
      if (latinSize.count > parts) return shorten(latin.text, latin.sections, parts, true);
      return { ok: true, text: latin.text, size: latinSize, shortened: false, transliterated: true };
    }
    default:
      return fit satisfies never;
  }
}

/** Units of the largest part. */
const mostUnits = 160;

function tooLong(size: SmsParts, parts: number): FitResult {
  const why = `${size.count} parts (${size.units} units of ${size.encoding}), and ${parts} ${parts === 1 ? 'is' : 'are'} allowed`;
  return { ok: false, parts, size, why };
}

/** Cuts section by section, from the last one; of the cuts of a section the one that keeps most. */
function shorten(text: string, sections: readonly Section[], parts: number, transliterated: boolean): FitResult {
  let current = text;
  for (const section of sections.toReversed()) {
    const cuts = cutsOf(current, section, parts * mostUnits);
    const best = lastThatFits(cuts.length, (index) => {
      const candidate = shortened(current, section, cuts[index] ?? section.start);
      return smsParts(candidate).count <= parts;
    });
    const cut = cuts[best ?? 0];
    if (cut === undefined) continue;
    const next = shortened(current, section, cut);
    if (best !== undefined) return { ok: true, text: next, size: smsParts(next), shortened: true, transliterated };
    current = next;
  }
  return tooLong(smsParts(current), parts);
}

/** The last index that fits, where all before it fit, too; undefined where not even the first does. */
function lastThatFits(length: number, fits: (index: number) => boolean): number | undefined {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fits(middle)) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? undefined : low - 1;
}
