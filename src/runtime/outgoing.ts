/**
 * A message on its way out.
 * @module
 */
import type { Message } from '../ports/transport.js';
import type { OutgoingMessage } from './outcome.js';
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
  readonly site: string | undefined;
  readonly text: string;
  readonly attempt: number;
  declare readonly abort: AbortSignal;
  // Set where there is something to say: a transport may look which of them it has.
  declare destination?: OutgoingMessage['destination'];
  declare unsubscribe?: OutgoingMessage['unsubscribe'];
  declare sender?: NonNullable<OutgoingMessage['sender']>;
  declare expiresAt?: OutgoingMessage['expiresAt'];
  declare subjectLine?: string;
  declare html?: string | undefined;
  declare attachments?: NonNullable<OutgoingMessage['attachments']>;
  declare calendar?: NonNullable<OutgoingMessage['calendar']>;
  readonly #abort: LazyAbort;

  static readonly #property: PropertyDescriptor & ThisType<Outgoing> = {
    enumerable: true,
    configurable: true,
    get() {
      return this.#abort.signal;
    },
  };

  constructor(message: Omit<Message, 'abort'>, abort: LazyAbort) {
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
    this.site = message.site;
    this.text = message.text;
    this.attempt = message.attempt;
    Object.defineProperty(this, 'abort', Outgoing.#property);
  }
}
