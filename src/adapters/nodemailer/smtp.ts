/**
 * E-mail through a nodemailer transporter.
 * @module
 */
import { PermanentDeliveryError, RetryableDeliveryError } from '../../core/errors.js';
import type { EmailMessage, Transport, TransportLimits } from '../../ports/transport.js';
import { deliveryErrorFrom, type Progress } from './delivery-error.js';
import { HandOver } from './hand-over.js';
import { mailsFrom, type Sender } from './mail.js';
import type { Mail, MailResult, MailTransporter } from './mail-transporter.js';
import { poolLimits } from './pool.js';

/** Options of {@link smtp}. */
export interface SmtpOptions extends Sender {
  /** Built by `nodemailer.createTransport`, 6.9 or later. It stays the host's: a pooled one is closed after `notifier.stop()`. */
  readonly transporter: MailTransporter;
  /** What the server bears: `{ concurrency: 5, perSecond: 14 }`. Unless given, that of the transporter's pool, where it has one. */
  readonly limits?: TransportLimits;
}

/**
 * Sends e-mail, plain text and HTML, through a nodemailer transporter.
 *
 * Name and address of a recipient stay apart, so that neither can add a second recipient or header, and nodemailer is kept from
 * reading files and URLs. A retry carries the same Message-ID. A wrong password counts as retryable: nothing is lost while it is
 * being mended.
 *
 * One plugin is added to the transporter. It looks at the mails of this transport only, to know whether one that failed had
 * reached the server.
 *
 * @example
 * smtp({
 *   transporter: nodemailer.createTransport({ host: 'smtp.example.com', auth: { user, pass } }),
 *   from: { name: 'Studio', address: 'studio@example.com' },
 * });
 */
export function smtp({ transporter, limits, ...sender }: SmtpOptions): Transport<EmailMessage> {
  const mailOf = mailsFrom(sender);
  const handOver = new HandOver(transporter);
  const progressOf = (mail: Mail): Progress => {
    if (!handOver.isKnown) return 'unknown';
    return handOver.isWhole(mail) ? 'whole' : 'partly';
  };
  return {
    name: 'smtp',
    limits: limits ?? poolLimits(transporter),
    send: async (message) => {
      if (message.abort.aborted) throw new RetryableDeliveryError('smtp: nobody waits for this message any more.');
      const mail = mailOf(message);
      handOver.follow(mail);
      const result = await transporter.sendMail(mail).catch((error: unknown) => {
        throw deliveryErrorFrom(error, progressOf(mail));
      });
      assertAccepted(result);
      return { id: result.messageId ?? mail.messageId };
    },
  };
}

/** Some transporters resolve although every recipient was rejected; there is but one. */
function assertAccepted({ accepted, rejected }: MailResult): void {
  if (accepted?.length === 0 && rejected !== undefined && rejected.length > 0) {
    throw new PermanentDeliveryError('smtp: the recipient was rejected.');
  }
}
