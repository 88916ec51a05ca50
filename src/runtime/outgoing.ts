/**
 * A message on its way out.
 * @module
 */
import type { ClaimedJob } from '../core/job.js';
import type { Message } from '../ports/transport.js';
import type { OutgoingMessage } from './outcome.js';
import type { LazyAbort } from './timeout.js';

/** What is known of a message before its text is written. */
export interface Addressed {
  readonly job: Pick<ClaimedJob, 'key' | 'lifecycle' | 'subject' | 'rule' | 'role' | 'site' | 'attempts'>;
  readonly recipient: { readonly contact: Message['recipient'] };
  readonly channel: string;
  readonly address: string;
  readonly category: Message['category'];
}

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

  constructor(letter: Addressed, locale: string, text: string, abort: LazyAbort) {
    const { job } = letter;
    this.#abort = abort;
    this.key = job.key;
    this.channel = letter.channel;
    this.lifecycle = job.lifecycle;
    this.subject = job.subject;
    this.rule = job.rule;
    this.role = job.role;
    this.recipient = letter.recipient.contact;
    this.address = letter.address;
    this.locale = locale;
    this.category = letter.category;
    this.site = job.site;
    this.text = text;
    this.attempt = job.attempts;
    Object.defineProperty(this, 'abort', Outgoing.#property);
  }
}
