/**
 * Addresses that only their owner recognises: `a***@example.com`, `+7 *** *** 45 67`.
 * @module
 */

/**
 * An e-mail address or phone number with most of it hidden; undefined for any other channel, and `***` for what looks like no
 * address. What is shown is made of letters, digits, `.`, `-`, `+` and `@` alone, whatever the address was made of.
 *
 * @example
 * maskedAddress('email', 'ann@example.com'); // 'a***@example.com'
 * maskedAddress('sms', '+79261234567'); // '+7 *** *** 45 67'
 */
export function maskedAddress(channel: string, address: string): string | undefined {
  if (channel === 'email') return maskedEmail(address);
  return channel === 'sms' ? maskedPhone(address) : undefined;
}

const hidden = '***';

function maskedEmail(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  if (at < 1 || !/^[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,251}[\p{L}\p{N}])?$/u.test(domain)) return hidden;
  const [first = '', second] = address.slice(0, at);
  // The first letter of a name of one letter would be the whole of it.
  return `${second !== undefined && /^[\p{L}\p{N}]$/u.test(first) ? first : ''}${hidden}@${domain}`;
}

/** The fewest digits of which the last four tell nobody the number. */
const enough = 8;

function maskedPhone(address: string): string {
  const digits = address.replace(/[^0-9]/g, '');
  if (digits.length < enough || digits.length > 15) return hidden;
  const code = address.trim().startsWith('+') ? `+${callingCode(digits)} ` : '';
  return `${code}${hidden} ${hidden} ${digits.slice(-4, -2)} ${digits.slice(-2)}`;
}

/** The country of an international number, which says where it ends: 1 and 7 are whole, and of the rest only these have two digits. */
function callingCode(digits: string): string {
  const short = /^(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/.exec(digits);
  return short?.[0] ?? digits.slice(0, 3);
}
