/**
 * Reading phone numbers as people write them.
 * @module
 */
import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  ParseError,
  type PhoneNumber,
  type PhoneNumberType,
  parsePhoneNumberWithError,
  validatePhoneNumberLength,
} from 'libphonenumber-js/max';
import { OrderbellError } from '../core/errors.js';
import type { PhoneProblem, PhoneReading } from '../core/phone.js';

/** Where a number is read. */
export interface ReadPhoneOptions {
  /** ISO 3166-1 alpha-2, `TW`: where a number without a country code is from. Without it only numbers with one can be read. */
  readonly country?: string | undefined;
}

/**
 * Reads a phone number that is to get SMS, by the rules that are applied before one is sent: for a form where people give theirs.
 *
 * Spaces, brackets and dashes of any kind are allowed, full-width digits and those of other scripts, `00` instead of `+`, and a trunk
 * prefix that does not belong there (`+886 0912 ...`). A number of the country that is given must be in one of its mobile ranges.
 * Of another country it must have a length that exists there, and must not be known to be anything but a mobile: new ranges abroad are
 * not refused because the tables are older than they.
 *
 * Throws `invalid-value` for a country that does not exist.
 *
 * @example
 * readPhone('0912-345-678', { country: 'TW' }); // { ok: true, number: '+886912345678', country: 'TW', destination: 'domestic' }
 * readPhone('02-2345 6789', { country: 'TW' }); // { ok: false, code: 'not-mobile', why: "'02-2345 6789' is a landline of TW; ..." }
 */
export function readPhone(text: string, { country }: ReadPhoneOptions = {}): PhoneReading {
  const home = country === undefined ? undefined : countryCode(country);
  const plain = withoutInvisible(text);
  const attempts = [...new Set([plain, withPlus(plain)])].map((writing) => ({ writing, parsed: parse(writing, home) }));
  const isValid = ({ parsed }: Attempt) => typeof parsed !== 'string' && parsed.isValid();
  const best = attempts.find(isValid) ?? attempts.find(isPossible);
  const shown = text.length > mostShown ? `${text.slice(0, mostShown)}…` : text;
  return reading(shown, best ?? { writing: plain, parsed: parse(plain, home) }, home);
}

/** Characters of a text that a sentence repeats: twice those of a number. */
const mostShown = 40;

/** One way in which a text may be meant, and the number, or what the library says instead. */
interface Attempt {
  readonly writing: string;
  readonly parsed: PhoneNumber | string;
}

function isPossible({ parsed }: Attempt): boolean {
  return typeof parsed !== 'string' && parsed.isPossible();
}

/** The text without what nobody sees, such as zero-width spaces and marks of direction that came with copying. */
function withoutInvisible(text: string): string {
  return text
    .replace(/\p{Cf}/gu, '')
    .trim()
    .replace(/^tel:/i, '');
}

/** `00` may stand for `+`, except where a country dials abroad with another prefix that begins in the same way. */
function withPlus(plain: string): string {
  return plain.replace(/^[0０]\s?[0０]/, '+');
}

function reading(text: string, { writing, parsed }: Attempt, home: CountryCode | undefined): PhoneReading {
  if (typeof parsed !== 'string') return judged(text, parsed, home);
  const isInternational = /^[+＋]/.test(writing);
  const where = home === undefined || isInternational ? '' : ` of ${home}`;
  switch (parsed) {
    case 'TOO_SHORT':
      return problem('too-short', `'${text}' is too short for a number${where}`);
    case 'TOO_LONG':
      return problem('too-long', `'${text}' is too long for a number${where}`);
    case 'INVALID_COUNTRY':
      if (isInternational || home !== undefined)
        return problem('not-a-number', `'${text}' begins with a country code that does not exist`);
      return problem('no-country', `'${text}' has no country code; write it with one, such as +886 912 345 678`);
    default:
      return problem('not-a-number', `'${text}' is not a phone number`);
  }
}

function parse(writing: string, home: CountryCode | undefined): PhoneNumber | string {
  try {
    return parsePhoneNumberWithError(writing, { extract: false, ...(home === undefined ? {} : { defaultCountry: home }) });
  } catch (error) {
    if (error instanceof ParseError) return error.message;
    throw error;
  }
}

/** Types that get no SMS, in words. A personal number is passed on to whatever its owner chose; one of two kinds may be a mobile. */
const otherTypes: Readonly<Partial<Record<PhoneNumberType, string>>> = {
  FIXED_LINE: 'a landline',
  TOLL_FREE: 'a toll-free number',
  PREMIUM_RATE: 'a premium-rate number',
  SHARED_COST: 'a shared-cost number',
  VOIP: 'an internet telephone',
  PAGER: 'a pager',
  UAN: 'a company number',
  VOICEMAIL: 'a voicemail box',
};

function judged(text: string, parsed: PhoneNumber, home: CountryCode | undefined): PhoneReading {
  const { country, number, ext } = parsed;
  const where = country === undefined ? '' : ` of ${country}`;
  if (ext !== undefined) return problem('extension', `'${text}' has an extension, and no SMS reaches one`);
  if (!parsed.isPossible()) return wrongLength(text, parsed, country ?? `+${parsed.countryCallingCode}`);
  const type = parsed.getType();
  const other = type === undefined ? undefined : otherTypes[type];
  if (other !== undefined) return problem('not-mobile', `'${text}' is ${other}${where}; SMS needs a mobile number`);
  const isDomestic = country === undefined ? sharesCode(parsed, home) : country === home;
  if (type === undefined && isDomestic) return problem('not-mobile', `'${text}' is no mobile number of ${home}`);
  const destination = home === undefined ? undefined : isDomestic ? 'domestic' : 'international';
  return { ok: true, number, country, destination };
}

/** A number with a code of several countries, in no range that is known: as near as can be told, it is from there. */
function sharesCode({ countryCallingCode }: PhoneNumber, home: CountryCode | undefined): boolean {
  return home !== undefined && countryCallingCode === getCountryCallingCode(home);
}

function wrongLength(text: string, { nationalNumber, countryCallingCode }: PhoneNumber, where: string): PhoneReading {
  switch (validatePhoneNumberLength(`+${countryCallingCode}${nationalNumber}`)) {
    case 'TOO_SHORT':
      return problem('too-short', `'${text}' is too short for a number of ${where}`);
    case 'TOO_LONG':
      return problem('too-long', `'${text}' is too long for a number of ${where}`);
    default:
      return problem('wrong-length', `'${text}' has a length that no number of ${where} has`);
  }
}

function problem(code: PhoneProblem, why: string): PhoneReading {
  return { ok: false, code, why };
}

function countryCode(country: string): CountryCode {
  const code = String(country).trim().toUpperCase();
  if (isSupportedCountry(code)) return code;
  throw new OrderbellError(
    'invalid-value',
    `country: '${country}' is no country. Expected two letters of ISO 3166-1, such as 'TW' or 'GB'.`,
  );
}
