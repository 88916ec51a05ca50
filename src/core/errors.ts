/**
 * Errors: one class, one table of codes, and the delivery errors that transports throw.
 * @module
 */
import { nearest } from './nearest.js';

/**
 * Every code that an {@link OrderbellError} or one of its {@link Problem}s can carry: what to branch on. `docs/errors.md` says for
 * each what to do about it; a test compares the two.
 */
export type ErrorCode =
  /** A state machine is defined with mistakes; `problems` lists all of them. */
  | 'invalid-machine'
  /** A lifecycle is defined with mistakes; `problems` lists all of them. */
  | 'invalid-lifecycle'
  /** A rule table has mistakes; `problems` lists all of them. */
  | 'invalid-rules'
  /** A set of templates has mistakes; `problems` lists all of them. */
  | 'invalid-templates'
  /** The parts given to createNotifier do not fit together; `problems` lists all misfits. */
  | 'invalid-notifier'
  /** A scenario file has mistakes; `problems` lists all of them. */
  | 'invalid-scenario'
  /** Data do not fit the schema of their lifecycle. */
  | 'invalid-data'
  /** A named date of a subject is neither an instant, a day nor null. */
  | 'invalid-date'
  /** A role yields something that is not a contact. */
  | 'invalid-contact'
  /** A function was called with an argument it does not take. */
  | 'invalid-argument'
  /** A state or group that the machine does not have. */
  | 'unknown-state'
  /** A machine that the lifecycle does not have. */
  | 'unknown-machine'
  /** An event that the machine or lifecycle does not have. */
  | 'unknown-event'
  /** A fact or field that the lifecycle does not have. */
  | 'unknown-fact'
  /** A date that the lifecycle does not have. */
  | 'unknown-date'
  /** A role that the lifecycle does not have. */
  | 'unknown-role'
  /** A condition that the lifecycle does not have. */
  | 'unknown-condition'
  /** An owner of stages that the lifecycle does not have. */
  | 'unknown-owner'
  /** An item collection that the lifecycle does not have. */
  | 'unknown-items'
  /** A column that rules or scenario steps do not have. */
  | 'unknown-column'
  /** A lifecycle that the notifier, or the scenario, does not know. */
  | 'unknown-lifecycle'
  /** A rule that no table of the notifier has. */
  | 'unknown-rule'
  /** A channel that no transport serves. */
  | 'unknown-channel'
  /** No job is stored under that key. */
  | 'unknown-job'
  /** No subject is stored, or loaded, under that key. */
  | 'unknown-subject'
  /** An option that does not exist. */
  | 'unknown-option'
  /** A time zone that this runtime does not know. */
  | 'unknown-zone'
  /** A locale that is not a well-formed language tag. */
  | 'unknown-locale'
  /** A state that no event leads to. */
  | 'unreachable-state'
  /** Links that set each other off for ever. */
  | 'link-cycle'
  /** A name that orderbell uses itself. */
  | 'reserved-name'
  /** Two things share one name. */
  | 'duplicate-name'
  /** A value of the wrong kind or form. */
  | 'invalid-value'
  /** A value that is needed and not there. */
  | 'missing-value'
  /** A rule and channel for which no template is written in the default locale. */
  | 'missing-template'
  /** A path in a template that the schema does not have. */
  | 'unknown-variable'
  /** A template helper that does not exist. */
  | 'unknown-helper'
  /** A partial that does not exist. */
  | 'unknown-partial'
  /** An image that a template shows and its set does not have. */
  | 'unknown-image'
  /** A template that Handlebars cannot parse, or that is not a string. */
  | 'invalid-template'
  /** A channel that rules use and no transport serves. */
  | 'missing-transport'
  /** A transport for a channel that no rule uses. */
  | 'unused-transport'
  /** A signal that rules raise and no handler takes. */
  | 'missing-signal'
  /** A template failed while it was rendered. */
  | 'render-failed'
  /** The message can never be delivered as it is; it is not tried again. */
  | 'delivery-permanent'
  /** The message was not accepted now; it is tried again later. */
  | 'delivery-retryable'
  /** Whether the message was accepted cannot be known. */
  | 'delivery-unknown'
  /** A function of the host (load, a signal handler, a condition, a role) threw. */
  | 'handler-failed'
  /** The database cannot be reached, or does not answer in time. */
  | 'store-unavailable'
  /** The tables of the store are missing or older than this version needs. */
  | 'store-not-migrated'
  /** The tables of the store were made by a newer version of orderbell. */
  | 'store-newer'
  /** The database takes no writes. */
  | 'store-read-only'
  /** The database has no room left. */
  | 'store-full'
  /** A row of the store cannot be read. */
  | 'store-corrupt'
  /** Something needs records, and the store keeps none. */
  | 'store-without-records'
  /** A store or scheduler was given a client it does not know. */
  | 'invalid-client'
  /** `tx` is not a transaction that is open. */
  | 'invalid-transaction'
  /** Somebody else changed the same subject at the same time, again and again. */
  | 'conflict'
  /** A receipt that its provider cannot have sent: the signature or the secret is wrong, or it is too old. */
  | 'receipt-forged'
  /** A receipt that cannot be read: it names no message, or a state that is not documented. */
  | 'receipt-invalid'
  /** What was asked for cannot be done with a job of this status. */
  | 'wrong-status'
  /** A message cannot be sent again, because its text needs a payload that was forgotten when it was sent. */
  | 'payload-forgotten'
  /** The queue that wakes the jobs cannot be reached, or does not answer in time. Nothing is lost by it. */
  | 'queue-unavailable'
  /** The notifier has been stopped. */
  | 'stopped'
  /** An assertion of the testing kit did not hold. */
  | 'assertion-failed';

/** One mistake, with the place it stands in. A definition with several mistakes reports them all at once. */
export interface Problem {
  readonly code: ErrorCode;
  /** Where the mistake stands, readable by its author: `rule 'pre-visit'`, `steps[3].event`. */
  readonly place: string;
  /** What is wrong, what was expected and how to mend it, in one or two sentences, without the place. */
  readonly message: string;
}

/** What an {@link OrderbellError} may be given besides its code and message. */
export interface OrderbellErrorOptions {
  readonly problems?: readonly Problem[];
  readonly cause?: unknown;
}

/**
 * The only error class that orderbell throws. Refusals of the business (an event that is not allowed now) are values, not errors.
 *
 * `message` names the place, the value, what was expected and the fix; secrets and message bodies never appear in it.
 */
export class OrderbellError extends Error {
  /** What to branch on. */
  readonly code: ErrorCode;
  /** All mistakes found, where the error is about a definition, a table, a set of templates or a file; else empty. */
  readonly problems: readonly Problem[];

  constructor(code: ErrorCode, message: string, options: OrderbellErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'OrderbellError';
    this.code = code;
    this.problems = options.problems ?? [];
  }
}

/** Options of a {@link PermanentDeliveryError}. */
export interface PermanentDeliveryErrorOptions extends OrderbellErrorOptions {
  /** Why, where it is certain: `no-such-address` means that nobody can be reached there, whatever the message. */
  readonly reason?: 'no-such-address' | undefined;
}

/** Thrown by a transport when the message can never be accepted as it is: bad address, rejected content, closed account. */
export class PermanentDeliveryError extends OrderbellError {
  /** `no-such-address`: the address itself was refused. Undefined where something else was, or nobody knows. */
  readonly reason: 'no-such-address' | undefined;

  constructor(message: string, options: PermanentDeliveryErrorOptions = {}) {
    super('delivery-permanent', message, options);
    this.name = 'PermanentDeliveryError';
    this.reason = options.reason;
  }
}

/** Options of a {@link RetryableDeliveryError}. */
export interface RetryableDeliveryErrorOptions extends OrderbellErrorOptions {
  /** Milliseconds that the provider asked to wait, or the instant from which it wants to be asked again. */
  readonly retryAfter?: number | Date;
  /** Why, where the host can do something about it: `no-credit` waits until the account at the provider is topped up. */
  readonly reason?: 'no-credit';
}

/** Thrown by a transport when the message was certainly not accepted, but may be later: busy, throttled, no connection. */
export class RetryableDeliveryError extends OrderbellError {
  readonly retryAfter: number | Date | undefined;
  /** `no-credit`: the account at the provider has to be topped up. Undefined where waiting is all that helps. */
  readonly reason: 'no-credit' | undefined;

  constructor(message: string, options: RetryableDeliveryErrorOptions = {}) {
    super('delivery-retryable', message, options);
    this.name = 'RetryableDeliveryError';
    this.retryAfter = options.retryAfter;
    this.reason = options.reason;
  }
}

/** Thrown by a transport when the message was handed over and the answer was lost: it may or may not have been accepted. */
export class UnknownOutcomeError extends OrderbellError {
  constructor(message: string, options: OrderbellErrorOptions = {}) {
    super('delivery-unknown', message, options);
    this.name = 'UnknownOutcomeError';
  }
}

/** Throws one error that lists all problems, or does nothing when there is none. */
export function throwProblems(code: ErrorCode, subject: string, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const lines = problems.map((problem) => `${problem.place}: ${problem.message}`);
  const message =
    lines.length === 1
      ? `${subject}: ${lines[0]}`
      : `${subject} has ${lines.length} mistakes:\n${lines.map((line) => `  - ${line}`).join('\n')}`;
  throw new OrderbellError(code, message, { problems });
}

/** What something that was thrown says; it may be anything. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The sentence for a name that is not known: the name, the nearest known one, and all known ones. */
export function unknownName(kind: string, name: string, known: readonly string[]): string {
  const guess = nearest(name, known);
  const hint = guess === undefined ? '' : ` Did you mean '${guess}'?`;
  const list = known.length === 0 ? `There are none.` : `Known: ${known.join(', ')}.`;
  return `unknown ${kind} '${name}'.${hint} ${list}`;
}
