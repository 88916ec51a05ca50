/**
 * The Transport port: hands one rendered message to a provider.
 * @module
 */
import type { Contact } from '../core/contact.js';
import type { Category } from '../core/rule.js';

export type { Contact } from '../core/contact.js';
export type { Category } from '../core/rule.js';

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
  /** The recipient's address on this channel; never contains line breaks or other control characters. */
  readonly address: string;
  /** Language tag of the template that was used. */
  readonly locale: string;
  readonly category: Category;
  /** The whole message for text channels, the plain-text part for e-mail. */
  readonly text: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** Aborted when the notifier stops waiting for this transport. */
  readonly abort: AbortSignal;
}

/** A message for an e-mail channel. */
export interface EmailMessage extends Message {
  /** Subject line; never contains line breaks or other control characters. */
  readonly subjectLine: string;
  readonly html: string | undefined;
}

/** What a provider answers when it has accepted a message. */
export interface Accepted {
  /** The provider's own id for the message, for receipts and support. */
  readonly id?: string | undefined;
}

/** What a provider bears. */
export interface TransportLimits {
  /** Messages under way at a time. */
  readonly concurrency?: number | undefined;
  /** Messages started within a second, evenly spaced; may be a fraction. */
  readonly perSecond?: number | undefined;
}

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
