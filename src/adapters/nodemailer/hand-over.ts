/**
 * Which mails have been handed to the server as a whole.
 * @module
 */
import { Readable } from 'node:stream';
import type { Mail, MailTransporter, MailUnderway } from './mail-transporter.js';

/**
 * Follows mails through a transporter. nodemailer reports a lost connection in the same words, whether it was lost before the
 * server had the message or while its answer was awaited; what tells the two apart is whether the message was read to its end.
 */
export class HandOver {
  readonly #followed = new WeakSet<object>();
  readonly #whole = new WeakSet<object>();
  /** Whether the transporter lets itself be watched. */
  readonly isKnown: boolean;

  constructor(transporter: MailTransporter) {
    this.isKnown = transporter.use !== undefined;
    transporter.use?.('stream', (mail, done) => {
      this.#watch(mail);
      done();
    });
  }

  /** Is told of each mail before it is sent. Mails that the host sends by the same transporter are left alone. */
  follow({ to }: Mail): void {
    this.#followed.add(to);
  }

  /** Whether the server got the end of this mail, and with it the right to accept it. */
  isWhole({ to }: Mail): boolean {
    return this.#whole.has(to);
  }

  // A mail is known by its `to`, the one object of ours that nodemailer hands on to plugins as it is. What is followed is what the
  // connection reads: a signature needs the whole message before its first byte is sent, so what goes into it tells nothing.
  #watch({ data: { to }, message }: MailUnderway): void {
    if (typeof to !== 'object' || to === null || !this.#followed.has(to)) return;
    const open = message.createReadStream.bind(message);
    // A stream made from a generator reads nothing ahead: it is at its end only when the connection has asked for all of it.
    message.createReadStream = (options) => Readable.from(this.#read(open(options), to), { objectMode: false });
  }

  async *#read(input: AsyncIterable<unknown>, to: object): AsyncGenerator<unknown> {
    yield* input;
    this.#whole.add(to);
  }
}
