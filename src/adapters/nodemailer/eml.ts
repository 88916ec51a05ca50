/**
 * Messages as files that mail programs open.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
import type { EmailMessage } from '../../ports/transport.js';
import { mailsFrom, type Sender } from './mail.js';
import type { MailTransporter } from './mail-transporter.js';

/** Options of {@link eml}. */
export interface EmlOptions extends Sender {
  /** Built by `nodemailer.createTransport({ streamTransport: true, buffer: true })`. */
  readonly transporter: MailTransporter;
}

/**
 * Compiles messages as {@link smtp} would send them, for the `eml` option of `fileTransport`.
 *
 * @example
 * const transporter = nodemailer.createTransport({ streamTransport: true, buffer: true });
 * fileTransport({ directory: 'outbox', eml: eml({ transporter, from: 'studio@example.com' }) });
 */
export function eml({ transporter, ...sender }: EmlOptions): (message: EmailMessage) => Promise<Uint8Array> {
  const mailOf = mailsFrom(sender);
  return async (message) => {
    const { message: compiled } = await transporter.sendMail(mailOf(message));
    if (compiled instanceof Uint8Array) return compiled;
    const expected = 'Build it with createTransport({ streamTransport: true, buffer: true }).';
    throw new OrderbellError('invalid-argument', `eml: the transporter does not hand messages back as a whole. ${expected}`);
  };
}
