/**
 * Retries: whether an error is worth another attempt, and when.
 * @module
 */

import { RetryableDeliveryError } from '../core/errors.js';
import { type ClaimedJob, recordOf } from '../core/job.js';
import type { Settlement } from '../ports/store.js';
import { askedFor, codeOf, isFinal, isUnclear, sentenceOf } from './failure.js';
import type { Outcome } from './outcome.js';
import type { Parts } from './setup.js';

/** What a settlement says of a job, besides whose it is and when. */
export type Ending = Omit<Settlement, 'key' | 'ticket' | 'leaseUntil' | 'at'>;

/** What an error makes of a job: another attempt later, given up, or unknown for ever. */
export function afterError<Tx>(
  parts: Parts<Tx>,
  job: ClaimedJob,
  { error, channel, transport, restsUntil }: Extract<Outcome, { kind: 'error' }>,
  now: number,
): Ending {
  const { retry } = parts;
  const asked = retry.policy?.(error, { job: recordOf(job), attempt: job.attempts, channel, transport });
  const isOver = asked === 'give-up' || (asked !== 'retry' && isFinal(error));
  const code = codeOf(error);
  const why = sentenceOf(error);
  if (isUnclear(error) && isAtMostOnce(parts, job)) return { status: 'unknown', code: 'delivery-unknown', why };
  if (isOver) return { status: 'failed', code, why };
  const old = tooOld(parts, job, now);
  if (old !== undefined) return { status: 'failed', code, why: `${old}: ${why}` };
  if (restsUntil !== undefined)
    return { status: 'scheduled', runAt: restsUntil, attempts: job.attempts - 1, code: 'postponed', why };
  if (error instanceof RetryableDeliveryError && error.reason === 'no-credit')
    return withoutCredit(job, askedFor(error, now), now, why);
  if (job.attempts >= retry.attempts) return { status: 'failed', code, why: `given up after ${job.attempts} attempts: ${why}` };
  // No longer than until it would be given up: whoever asks for a year of patience would have it forgotten.
  const patience = Math.min(askedFor(error, now), lastChance(parts, job));
  return { status: 'scheduled', runAt: retryAt(now, now + retry.delay(job.attempts, job.key), patience), code, why };
}

/** An account that is empty is no fault of the message's: it waits until somebody tops it up, and loses no attempt. */
function withoutCredit(job: ClaimedJob, asked: number, now: number, why: string): Ending {
  return { status: 'scheduled', runAt: retryAt(now + creditPause, asked), attempts: job.attempts - 1, code: 'postponed', why };
}

const creditPause = 5 * 60_000;

/** Whether a job must not be repeated once it may have been sent. */
export function isAtMostOnce<Tx>({ tables }: Parts<Tx>, { lifecycle, rule, pinned }: ClaimedJob): boolean {
  // The row that decides on the job; not compiled, because what it names may be gone.
  const row = pinned ?? tables.get(lifecycle)?.byName.get(rule)?.row;
  return row?.delivery === 'at-most-once';
}

/** Why a job is not to be tried any more, however few its attempts; undefined while it may be. */
export function tooOld<Tx>(parts: Parts<Tx>, job: ClaimedJob, now: number): string | undefined {
  const late = now - lastChance(parts, job);
  return late > 0 ? `given up ${Math.round((late + parts.retry.maxAge) / 3_600_000)} hours after it was due` : undefined;
}

function lastChance<Tx>({ retry: { maxAge } }: Parts<Tx>, { dueAt, plannedAt }: ClaimedJob): number {
  return Math.max(dueAt, plannedAt) + maxAge;
}

/** The latest of several instants, those left out that are none: a provider's `Retry-After` may be anything. */
function retryAt(...instants: readonly number[]): number {
  return Math.max(...instants.filter((instant) => Number.isFinite(new Date(instant).getTime())));
}
