/**
 * Events: what a notifier tells the host while it works.
 * @module
 */
import type { JobRecord } from '../core/job.js';
import type { DeliveryState } from '../core/receipt.js';

/** What became of one job, or of one attempt to deliver it. */
export interface JobEvent {
  readonly at: Date;
  readonly job: JobRecord;
  /** The channel that was used or tried; undefined where none was reached. */
  readonly channel: string | undefined;
  /** The recipient's address on that channel, where it was looked up. */
  readonly address: string | undefined;
  /** A code of `SkipCode` or `ErrorCode`, and a sentence, where the message was not sent. */
  readonly code: string | undefined;
  readonly why: string | undefined;
}

/** A message that a transport accepted. */
export interface SentEvent extends JobEvent {
  readonly channel: string;
  readonly address: string;
  readonly transport: string;
  readonly providerId: string | undefined;
  readonly locale: string;
  /** The content. It is not stored; whoever listens and keeps it keeps personal data. */
  readonly text: string;
  readonly subjectLine: string | undefined;
  readonly html: string | undefined;
}

/** An attempt that failed and will be repeated. One that fails while its transport rests (see {@link BreakerEvent}) is no event. */
export interface RetryEvent extends JobEvent {
  readonly retryAt: Date;
  readonly error: unknown;
}

/** A job that was given up, or whose outcome is unknown and will not be repeated. */
export interface FailedEvent extends JobEvent {
  readonly error: unknown;
}

/** A change that was refused. */
export interface RefusedEvent {
  readonly at: Date;
  readonly lifecycle: string;
  readonly subject: string;
  readonly code: string;
  readonly why: string;
}

/** The circuit breaker of a transport has opened, lets a message probe, or has closed. */
export interface BreakerEvent {
  readonly at: Date;
  /** Its name, and the first channel that it serves. */
  readonly transport: string;
  readonly channel: string;
  /** `open`: nothing is attempted, and no message loses an attempt. `half-open`: one message probes. `closed`: all is well again. */
  readonly state: 'open' | 'half-open' | 'closed';
  /** With `open`: when a message will probe. */
  readonly until: Date | undefined;
  /** What the transport threw last; undefined once it is closed. */
  readonly error: unknown;
}

/** A provider has told how far a message came, or somebody has pretended to be it. */
export type ReceiptEvent =
  | {
      readonly at: Date;
      readonly transport: string;
      /** `applied` is news; `already-known` has changed nothing; no job is known by an `unknown` one. */
      readonly outcome: 'applied' | 'already-known' | 'unknown';
      /** The provider's id of the message. */
      readonly id: string;
      readonly state: DeliveryState;
      /** The provider's own word for the state. */
      readonly word: string;
      readonly job: JobRecord | undefined;
      readonly code: undefined;
      readonly why: undefined;
    }
  | {
      readonly at: Date;
      readonly transport: string;
      readonly outcome: 'refused';
      readonly code: string;
      readonly why: string;
    };

/**
 * Something failed that is no message's fault: the store could not be asked or written, a `retry.policy` threw, a subject could not be
 * planned anew. The notifier goes on: it asks the store again, and writes again what became of jobs, for the length of a lease.
 */
export interface ErrorEvent {
  readonly at: Date;
  readonly error: unknown;
}

/** Event to what its listeners are told. */
export interface NotifierEvents {
  readonly sent: [SentEvent];
  readonly skipped: [JobEvent];
  readonly withdrawn: [JobEvent];
  readonly retry: [RetryEvent];
  readonly failed: [FailedEvent];
  readonly unknown: [FailedEvent];
  readonly signal: [JobEvent];
  readonly receipt: [ReceiptEvent];
  readonly breaker: [BreakerEvent];
  readonly refused: [RefusedEvent];
  readonly error: [ErrorEvent];
}

/** Tells listeners. */
export type Emit = <E extends keyof NotifierEvents>(event: E, ...values: NotifierEvents[E]) => void;
