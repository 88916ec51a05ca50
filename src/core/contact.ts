/**
 * Contacts: who may be told, and what tells two of them apart.
 * @module
 */

/** Somebody who may be told something. Which address is used is decided by the channel. */
export interface Contact {
  /** Stable identity in the host's system, where it has one. */
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  /** Language tag for what is sent to this contact, before the lifecycle's own. */
  readonly locale?: string | undefined;
  /** Addresses of channels other than e-mail and SMS: `{ line: 'U123' }`. */
  readonly addresses?: Readonly<Record<string, string>> | undefined;
}

/**
 * What tells one recipient from another in a job's key: the contact's `id`; without one its normalised e-mail, else its
 * phone reduced to digits, else its name; undefined for an empty contact.
 */
export function identityOf(contact: Contact): string | undefined {
  if (contact.id !== undefined && contact.id !== '') return contact.id;
  const email = contact.email?.trim().toLowerCase();
  if (email) return email;
  const phone = contact.phone?.replace(/[^\d+]/g, '');
  if (phone) return phone;
  return contact.name?.trim() || undefined;
}

/** The address of a contact on a channel: `email` and `sms` read `email` and `phone`, others read `addresses`. */
export function addressOf(contact: Contact, channel: string): string | undefined {
  const { addresses } = contact;
  const own = addresses && Object.hasOwn(addresses, channel) ? addresses[channel] : undefined;
  const address = own ?? (channel === 'email' ? contact.email : channel === 'sms' ? contact.phone : undefined);
  return address?.trim() || undefined;
}

/** Whether an address could lead to a second one, or a second header: line breaks and other control characters. */
export function hasControlCharacters(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

/** Whether a channel leads to one address for both of two contacts. */
export function sharesAddress(one: Contact, other: Contact, channel: string): boolean {
  const address = addressOf(one, channel);
  const theirs = addressOf(other, channel);
  if (address === undefined || theirs === undefined) return false;
  if (channel === 'sms') return address.replace(/[^\d+]/g, '') === theirs.replace(/[^\d+]/g, '');
  return channel === 'email' ? address.toLowerCase() === theirs.toLowerCase() : address === theirs;
}

/**
 * The form of an address in which two spellings of one are the same: e-mail in lower case, as {@link identityOf} has it; of an SMS number
 * the digits, with `countryCode` in place of the zero that local numbers begin with; addresses of other channels as they are.
 */
export function normalAddress(channel: string, address: string, countryCode?: string): string {
  const trimmed = address.trim();
  if (channel === 'email') return trimmed.toLowerCase();
  if (channel !== 'sms') return trimmed;
  const digits = trimmed.replace(/\D/g, '');
  // A sender that is no number, as in an inbound message of a service.
  if (digits === '') return trimmed.toLowerCase();
  if (trimmed.startsWith('+')) return digits;
  if (digits.startsWith('00')) return digits.slice(2);
  return countryCode !== undefined && digits.startsWith('0') ? `${countryCode.replace(/\D/g, '')}${digits.slice(1)}` : digits;
}
