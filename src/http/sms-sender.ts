/**
 * Whom an SMS is from, where the message itself says so.
 * @module
 */
import { PermanentDeliveryError } from '../core/errors.js';
import { isSmsSender, smsSenderForm } from '../core/sms-sender.js';
import type { Message } from '../ports/transport.js';

/**
 * The sender of a message that is an SMS: its `sms`; undefined where it has none. Its `name` and `from` are those of e-mail. Throws
 * `PermanentDeliveryError` for what no phone can show.
 */
export function senderOf(provider: string, { sender }: Message): string | undefined {
  const given = sender?.sms;
  if (given === undefined || isSmsSender(given)) return given;
  throw new PermanentDeliveryError(
    `${provider}: sender: ${JSON.stringify(given)} cannot be the sender of an SMS. Expected ${smsSenderForm}.`,
  );
}
