/**
 * A message on its way out.
 * @module
 */
import type { Message } from '../ports/transport.js';
import type { LazyAbort } from './timeout.js';

/**
 * A message whose `abort` is made when somebody looks at it. It is a property of its own, so that a copy of the message has it, too. A
 * getter in a literal would do the same, at the cost of all else that is done for a message between its rendering and its sending.
 */
export class Outgoing implements Message {
  readonly key: string;
  readonly channel: string;
  readonly lifecycle: string;
  readonly subject: string;
  readonly rule: string;
  readonly role: Message['role'];
  readonly recipient: Message['recipient'];
  readonly address: string;
  readonly locale: string;
  readonly category: Message['category'];
  readonly text: string;
  readonly attempt: number;
  declare readonly abort: AbortSignal;
  // Only e-mail has these two; a transport may tell e-mail from text by them.
  declare readonly subjectLine?: string;
  declare readonly html?: string | undefined;
  readonly #abort: LazyAbort;

  static readonly #property: PropertyDescriptor & ThisType<Outgoing> = {
    enumerable: true,
    configurable: true,
    get() {
      return this.#abort.signal;
    },
  };

  constructor(
    message: Omit<Message, 'abort'>,
    mail: { readonly subjectLine: string; readonly html: string | undefined } | undefined,
    abort: LazyAbort,
  ) {
    this.#abort = abort;
    this.key = message.key;
    this.channel = message.channel;
    this.lifecycle = message.lifecycle;
    this.subject = message.subject;
    this.rule = message.rule;
    this.role = message.role;
    this.recipient = message.recipient;
    this.address = message.address;
    this.locale = message.locale;
    this.category = message.category;
    this.text = message.text;
    this.attempt = message.attempt;
    if (mail !== undefined) {
      this.subjectLine = mail.subjectLine;
      this.html = mail.html;
    }
    Object.defineProperty(this, 'abort', Outgoing.#property);
  }
}
