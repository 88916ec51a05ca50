/**
 * Phone numbers that were read a while ago: a customer gets several messages, and to read a number takes longer than to plan one.
 * @module
 */
import type { PhoneReading } from '../core/phone.js';
import { remembered } from '../core/remembered.js';

/** Reads a number; see `orderbell/phones`. */
type ReadPhone = (text: string, options: { readonly country?: string | undefined }) => PhoneReading;

const mostKept = 1_000;
/** Characters; no number is longer, whatever else the text may be. */
const longest = 40;
const separator = '\n';

/** The same reading, with the last numbers remembered. What throws is asked again. */
export function phoneReadings(read: ReadPhone): (text: string, country: string | undefined) => PhoneReading {
  const known = remembered(mostKept, (key: string) => {
    const [country, ...text] = key.split(separator);
    return read(text.join(separator), { country: country === '' ? undefined : country });
  });
  return (text, country) => (text.length > longest ? read(text, { country }) : known(`${country ?? ''}${separator}${text}`));
}
