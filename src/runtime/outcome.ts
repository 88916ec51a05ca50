/**
 * Outcomes: what became of an attempt to deliver a job.
 * @module
 */
import { UnknownOutcomeError } from '../core/errors.js';
import type { ClaimedJob } from '../core/job.js';
import type { Reason } from '../core/judge.js';
import type { ReceiptsWanted } from '../ports/store.js';
import type { EmailMessage, Message } from '../ports/transport.js';
import { FollowUpMissing, isFinal } from './failure.js';

/** A message of any channel: only e-mail has a subject line and, perhaps, HTML and files. */
export type OutgoingMessage = Message & Partial<Pick<EmailMessage, 'subjectLine' | 'html' | 'attachments' | 'calendar'>>;

/** What is kept and told of a message that was sent. */
export type SentText = Pick<OutgoingMessage, 'locale' | 'text' | 'subjectLine' | 'html'>;

/** Put back, and no attempt: no fault of the message's. */
export interface Postponed {
  readonly kind: 'postponed';
  /** Undefined where it keeps its instant. */
  readonly runAt?: number | undefined;
  readonly dueAt?: number | undefined;
  readonly wallTime?: string | undefined;
  /** What its window says, where that has put it off. */
  readonly window?: string | undefined;
  /** Why, where neither its date nor its window has moved: it is then judged from when it was meant to go out. */
  readonly why?: string | undefined;
  /** What made its transport rest. */
  readonly error?: unknown;
  /** The pause that holds it back. */
  readonly parkedBy?: string | undefined;
}

/** What became of an attempt. */
export type Outcome =
  | {
      readonly kind: 'sent';
      readonly channel: string;
      readonly address: string;
      readonly transport: string;
      readonly providerId: string | undefined;
      /** Set where receipts may come. */
      readonly receipts: ReceiptsWanted | undefined;
      readonly message: SentText;
    }
  | { readonly kind: 'signalled' }
  | {
      readonly kind: 'skipped';
      readonly reason: Reason;
      readonly channel: string | undefined;
      readonly address: string | undefined;
    }
  | { readonly kind: 'withdrawn'; readonly code: 'withdrawn' | 'superseded'; readonly why: string; readonly replan: boolean }
  | Postponed
  | {
      readonly kind: 'error';
      readonly error: unknown;
      readonly channel: string | undefined;
      readonly address: string | undefined;
      readonly transport?: string | undefined;
      /** Set where the error is one of many, and the transport rests: the attempt does not count. */
      readonly restsUntil?: number | undefined;
    };

/** A transport lets it wait for its turn. What was checked and rendered by then is done anew: it may be out of date. */
export interface Waiting {
  readonly kind: 'waiting';
  readonly turn: Promise<void>;
}

/** What an error comes to that is no single channel's: it is told with the first of them. */
export function failed({ channels }: Pick<ClaimedJob, 'channels'>, error: unknown): Outcome {
  return { kind: 'error', error, channel: channels[0], address: undefined };
}

/** Whether it may have been accepted, so that nothing else may be tried. */
function isUnknown(outcome: Outcome): boolean {
  return outcome.kind === 'error' && outcome.error instanceof UnknownOutcomeError;
}

/** Whether nothing else may be tried: it was accepted, or may have been, or what has to be stored first cannot be. */
export function endsTrying(outcome: Outcome): boolean {
  return outcome.kind === 'sent' || isUnknown(outcome) || (outcome.kind === 'error' && outcome.error instanceof FollowUpMissing);
}

/**
 * Of two channels, or transports, that did not accept, the outcome that still leaves a chance: a later opening, then an error worth a
 * retry, then a transport that rests or a pause that ends. Where none is left, that one has failed is told rather than that the
 * other was skipped.
 */
export function preferred(a: Outcome | undefined, b: Outcome): Outcome {
  if (a === undefined) return b;
  if (a.kind === 'postponed' && b.kind === 'postponed' && rankOf(a) === rankOf(b))
    return (a.runAt ?? Infinity) <= (b.runAt ?? Infinity) ? a : b;
  // Of two that were skipped the last is told, as the simulation does.
  if (a.kind === 'skipped' && b.kind === 'skipped') return b;
  return rankOf(a) <= rankOf(b) ? a : b;
}

function rankOf(outcome: Outcome): number {
  if (outcome.kind === 'postponed') return outcome.parkedBy !== undefined ? 3 : outcome.why !== undefined ? 2 : 0;
  if (outcome.kind !== 'error') return 5;
  return isFinal(outcome.error) ? 4 : 1;
}
