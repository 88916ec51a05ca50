/**
 * Whom an SMS is from, where the message itself says so.
 * @module
 */
import { PermanentDeliveryError } from '../core/errors.js';
import type { Message } from '../ports/transport.js';

/**
 * The sender of a message: its `from`, or else its `name`; undefined where it has none. An e-mail address is none, as one sender may
 * be written down for both. Throws `PermanentDeliveryError` for what no phone can show.
 */
export function senderOf(provider: string, { sender }: Message): string | undefined {
  const from = sender?.from?.includes('@') ? undefined : sender?.from;
  const given = from ?? sender?.name;
  if (given === undefined || /^(?:\+?\d{1,15}|(?=.*[A-Za-z])[A-Za-z0-9 .&_-]{1,11})$/.test(given)) return given;
  throw new PermanentDeliveryError(
    `${provider}: sender: ${JSON.stringify(given)} cannot be the sender of an SMS. Expected at most 11 plain letters and digits, or a number of at most 15 digits.`,
  );
}
