/**
 * Phone numbers as the core sees them: what reading one yields. Reading needs tables of every country, so it is done elsewhere.
 * @module
 */

/** Why a number can get no SMS. */
export type PhoneProblem = 'not-a-number' | 'no-country' | 'too-short' | 'too-long' | 'wrong-length' | 'extension' | 'not-mobile';

/** A number that can get SMS. */
export interface MobileNumber {
  /** E.164: `+886912345678`. */
  readonly number: string;
  /** ISO 3166-1 alpha-2: `TW`; undefined for a number that belongs to no country, or to one of several. */
  readonly country: string | undefined;
  /** From the country that was given; undefined where none was. An SMS abroad costs more. */
  readonly destination: 'domestic' | 'international' | undefined;
}

/** A number that can get SMS, or why it cannot: a code, and a sentence. */
export type PhoneReading =
  | ({ readonly ok: true } & MobileNumber)
  | { readonly ok: false; readonly code: PhoneProblem; readonly why: string };

/** Reads a number as somebody wrote it, in the country (ISO 3166-1 alpha-2) where they write it without a country code. */
export type ReadPhone = (text: string, country: string | undefined) => PhoneReading;

/**
 * The number that an SMS to this address goes to, or why none can.
 *
 * Where the shop's country is known, every number has to be usable. Where it is not, only one that is known to be no mobile is refused:
 * what cannot be read without a country goes to the transport as it was given, since that may know the country.
 */
export function smsNumber(
  address: string,
  country: string | undefined,
  read: ReadPhone,
): MobileNumber | { readonly why: string } {
  const reading = read(address, country);
  if (reading.ok) return reading;
  if (country !== undefined || reading.code === 'not-mobile') return { why: reading.why };
  return { number: address, country: undefined, destination: undefined };
}
