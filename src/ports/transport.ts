/**
 * The Transport port: hands one rendered message to a provider.
 * @module
 */
import type { Attachment } from '../core/attachment.js';
import type { CalendarFile } from '../core/calendar-file.js';
import type { Contact } from '../core/contact.js';
import type { DeliveryState } from '../core/receipt.js';
import type { Category } from '../core/rule.js';

export type { Attachment } from '../core/attachment.js';
export type { CalendarFile } from '../core/calendar-file.js';
export type { Contact } from '../core/contact.js';
export type { DeliveryState } from '../core/receipt.js';
export type { Category } from '../core/rule.js';

/**
 * Who a message is from, where not who the transport's options say. Each part that is given wins over that of the options, and is
 * checked as they are; what is no sender there fails the message for good.
 */
export interface MessageSender {
  /** The name beside an address; of an SMS what phones show, where the provider has names of senders. */
  readonly name?: string | undefined;
  /** An e-mail address; of an SMS a number, or a name that the provider has approved. */
  readonly from?: string | undefined;
  /** An e-mail address that answers go to. */
  readonly replyTo?: string | undefined;
}

/** How a recipient ends such messages. */
export interface Unsubscribe {
  /** An https address that ends them by one POST, without a question (RFC 8058). */
  readonly url: string;
  /** An address that does the same by an e-mail: `stop@shop.example`, or `mailto:stop@shop.example?subject=stop`. */
  readonly mailto?: string | undefined;
}

/** One rendered message for one recipient on one channel. */
export interface Message {
  /** The job's key: give it to the provider as idempotency key. */
  readonly key: string;
  readonly channel: string;
  readonly lifecycle: string;
  readonly subject: string;
  readonly rule: string;
  /** The role the recipient was found by; undefined for a fixed contact. */
  readonly role: string | undefined;
  readonly recipient: Contact;
  /**
   * The recipient's address on this channel; never contains line breaks or other control characters. For SMS the number in E.164,
   * `+886912345678`; as it was given only where it could not be read and the lifecycle names no country.
   */
  readonly address: string;
  /** For SMS where the lifecycle names its country: whether the number is from there. */
  readonly destination?: 'domestic' | 'international' | undefined;
  /** Language tag of the template that was used. */
  readonly locale: string;
  readonly category: Category;
  /** The site of the subject, where its lifecycle names one: by it a transport tells shops apart. */
  readonly site: string | undefined;
  /** Who it is from, where not who the transport's options say. */
  readonly sender?: MessageSender | undefined;
  /** How the recipient ends such messages, for promotional ones. E-mail carries it in its headers. */
  readonly unsubscribe?: Unsubscribe | undefined;
  /** The whole message for text channels, the plain-text part for e-mail. */
  readonly text: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** When the message is worth nothing any more, by its rule's `expires`: a provider that can is told to give it up then. */
  readonly expiresAt?: Date | undefined;
  /** Aborted when the notifier stops waiting for this transport. */
  readonly abort: AbortSignal;
}

/** A message for an e-mail channel. */
export interface EmailMessage extends Message {
  /** Subject line; never contains line breaks or other control characters. */
  readonly subjectLine: string;
  readonly html: string | undefined;
  /** Files that go along: those with a `contentId` are images of the HTML. */
  readonly attachments?: readonly Attachment[] | undefined;
  /** Invitations, one appointment each; undefined where there are none. */
  readonly calendar?: readonly CalendarFile[] | undefined;
}

/** What a provider answers when it has accepted a message. */
export interface Accepted {
  /** The provider's own id for the message, for receipts and support. */
  readonly id?: string | undefined;
}

/** What is left of the host's account at a provider. */
export interface Balance {
  /** How much: messages, or money; a fraction or a negative number where the provider says so. */
  readonly amount: number;
  /** `messages`, or the currency as the provider writes it: `USD`, `RUR`. */
  readonly unit: string;
}

/** Names a message to the provider that accepted it. */
export interface Sent {
  /** The id that `send` resolved with. */
  readonly id: string;
  /** The address it was sent to; some providers ask for both. */
  readonly address: string;
}

/** What a provider knows of a message that it accepted. */
export interface Receipt {
  readonly id: string;
  readonly state: DeliveryState;
  /** The provider's own word for the state: `DELIVRD`. */
  readonly word: string;
  /** When the state was reached, as the provider writes it and in its own zone, where it says so. */
  readonly time?: string | undefined;
}

/** What a provider bears. */
export interface TransportLimits {
  /** Messages under way at a time. */
  readonly concurrency?: number | undefined;
  /** Messages started within a second, evenly spaced; may be a fraction. */
  readonly perSecond?: number | undefined;
}

/** What is done with emoji before a text is handed over: it goes as it is, without them, or not at all. */
export type EmojiPolicy = 'send' | 'strip' | 'reject';

/**
 * Hands messages to one provider. `send` resolves once the provider has accepted the message, and throws
 * `PermanentDeliveryError` when it never will, `RetryableDeliveryError` when it certainly did not but may later, and
 * `UnknownOutcomeError` when the answer was lost. Any other error counts as retryable (for rules with
 * `delivery: 'at-most-once'` as unknown), except a `TypeError` without a cause, `RangeError`, `ReferenceError` or `SyntaxError`: those
 * are bugs and fail the job at once.
 *
 * The notifier calls `send` for many messages at a time and retries by itself: a transport does neither.
 */
export interface Transport<M extends Message = Message> {
  /** Name of the provider in history and events: `smtp`, `twsms`. */
  readonly name: string;
  readonly send: (message: M) => Promise<Accepted>;
  /**
   * What the provider bears, for each process that sends. Messages beyond it wait, whoever they are for, and hold up no other
   * transport. For any transport: `{ ...smtp({ ... }), limits: { perSecond: 10 } }`.
   */
  readonly limits?: TransportLimits | undefined;
  /**
   * Whether the provider bears emoji in a text; `'send'` unless told otherwise. `'strip'` takes them out, whole, before parts are
   * counted, and a text of nothing else is `empty`; with `'reject'` such a text is refused for good, and the next transport of the
   * list is tried. E-mail is sent as it is. For any transport: `{ ...twsms({ ... }), emoji: 'reject' }`.
   */
  readonly emoji?: EmojiPolicy | undefined;
  /** What is left of the account, where the provider tells. Rejects as `send` does; it sends nothing, so nothing is ever unknown. */
  readonly balance?: (() => Promise<Balance>) | undefined;
  /** How far a message came that `send` resolved for, where the provider tells when asked. Rejects as `balance` does. */
  readonly receipt?: ((sent: Sent) => Promise<Receipt>) | undefined;
  /** The same for up to a hundred messages at once, where the provider allows it. One of which it says nothing may be missing. */
  readonly receipts?: ((sent: readonly Sent[]) => Promise<readonly Receipt[]>) | undefined;
  /**
   * Reads what the provider posted to the host's own route, where it reports by itself: one receipt, or several. Throws
   * `receipt-forged` for what the provider cannot have sent, and `invalid-receipt` for what cannot be read.
   */
  readonly readReceipt?: ((payload: unknown) => Receipt | readonly Receipt[] | Promise<Receipt | readonly Receipt[]>) | undefined;
  /** Milliseconds that it may take to answer before the outcome counts as unknown; the notifier's `sendTimeout` unless given. */
  readonly timeout?: number | undefined;
  /** Releases connections; called by `notifier.stop()`. */
  readonly close?: (() => Promise<void> | void) | undefined;
}

/**
 * The messages that a channel carries: `email` has a subject line and HTML, every other channel is text. Where the compiler does
 * not know the channel (a table from JSON), any transport will do.
 */
export type MessageOf<Channel extends string> = string extends Channel
  ? EmailMessage
  : Channel extends 'email'
    ? EmailMessage
    : Message;
