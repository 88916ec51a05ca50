/**
 * Phone numbers, and the forms in which gateways want them.
 * @module
 */
import { PermanentDeliveryError } from '../core/errors.js';

/**
 * Digits with the country code. A local number, one that begins with `0`, gets `countryCode`; without one it is refused for good.
 * Digits without `+` that do not begin with `0` are taken to have their country code.
 */
export function withCountryCode(provider: string, address: string, countryCode: string | undefined): string {
  const { digits, isInternational } = phoneNumberOf(provider, address);
  if (isInternational || !digits.startsWith('0')) return digits;
  if (countryCode !== undefined) return `${countryCode.replace(/\D/g, '')}${digits.slice(1)}`;
  const fix = "Store numbers as '+886...', or give the option countryCode: '886'.";
  throw new PermanentDeliveryError(`${provider}: the phone number has no country code. ${fix}`);
}

/** The local form of numbers of one country, `09...` for Taiwan's `886`; digits with their country code for all others. */
export function localForm(provider: string, address: string, countryCode: string): string {
  const { digits } = phoneNumberOf(provider, address);
  return digits.startsWith(countryCode) ? `0${digits.slice(countryCode.length).replace(/^0/, '')}` : digits;
}

/** One phone number. */
interface PhoneNumber {
  /** Digits only, without the prefix `+` or `00`. */
  readonly digits: string;
  /** Whether the digits begin with a country code for certain: the number was written with `+` or `00`. */
  readonly isInternational: boolean;
}

/** Reads one number, written with or without `+`, spaces, hyphens, dots and brackets. Anything else is refused for good, unseen. */
function phoneNumberOf(provider: string, address: string): PhoneNumber {
  const compact = /^[+(\d][\d ().-]*$/.test(address.trim()) ? address.replace(/[ ().-]/g, '') : '';
  const [, prefix, digits] = /^(\+|00)?(\d{4,15})$/.exec(compact) ?? [];
  if (digits !== undefined) return { digits, isInternational: prefix !== undefined };
  throw new PermanentDeliveryError(
    `${provider}: the address is not one phone number. Expected 4 to 15 digits, such as '+886 900 000 000' or '0900-000-000'.`,
  );
}
