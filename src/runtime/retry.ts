/**
 * Retries: whether an error is worth another attempt, and when.
 * @module
 */

import type { CompiledRule } from '../core/compile-rule.js';
import { OrderbellError, UnknownOutcomeError } from '../core/errors.js';
import { type ClaimedJob, recordOf } from '../core/job.js';
import { ruleFor } from '../core/pinned.js';
import type { CompiledTable } from '../core/table.js';
import { askedFor, codeOf, isFinal, sentenceOf } from './failure.js';
import type { Outcome } from './outcome.js';
import type { Ending } from './settler.js';
import type { Parts } from './setup.js';

/** What an error makes of a job: another attempt later, given up, or unknown for ever. */
export function afterError<Tx>(
  parts: Parts<Tx>,
  job: ClaimedJob,
  { error, channel, transport, restsUntil }: Extract<Outcome, { kind: 'error' }>,
  now: number,
): Omit<Ending, 'at'> {
  const { retry } = parts;
  const asked = retry.policy?.(error, { job: recordOf(job), attempt: job.attempts, channel, transport });
  const isOver = asked === 'give-up' || (asked !== 'retry' && isFinal(error));
  const code = codeOf(error);
  const why = sentenceOf(error);
  const table = parts.tables.get(job.lifecycle);
  const delivery = table && ruleOf(table, job)?.delivery;
  // Only our own errors say that nothing was accepted: what else a transport throws may come after it was.
  const isUnclear = error instanceof UnknownOutcomeError || !(error instanceof OrderbellError || isFinal(error));
  if (isUnclear && delivery === 'at-most-once') return { status: 'unknown', code: 'delivery-unknown', why };
  if (isOver) return { status: 'failed', code, why };
  const old = tooOld(parts, job, now);
  if (old !== undefined) return { status: 'failed', code, why: `${old}: ${why}` };
  if (restsUntil !== undefined)
    return { status: 'scheduled', runAt: restsUntil, attempts: job.attempts - 1, code: 'postponed', why };
  if (job.attempts >= retry.attempts) return { status: 'failed', code, why: `given up after ${job.attempts} attempts: ${why}` };
  return { status: 'scheduled', runAt: retryAt(now, now + retry.delay(job.attempts, job.key), askedFor(error, now)), code, why };
}

/** The rule that decides on a job; none where a pinned row no longer fits, which is the very error then. */
function ruleOf(table: CompiledTable, job: ClaimedJob): CompiledRule | undefined {
  try {
    return ruleFor(table, job);
  } catch {
    return undefined;
  }
}

/** Why a job is not to be tried any more, however few its attempts; undefined while it may be. */
export function tooOld<Tx>({ retry: { maxAge } }: Parts<Tx>, { dueAt, plannedAt }: ClaimedJob, now: number): string | undefined {
  const age = now - Math.max(dueAt, plannedAt);
  return age > maxAge ? `given up ${Math.round(age / 3_600_000)} hours after it was due` : undefined;
}

/** The latest of several instants, those left out that are none: a provider's `Retry-After` may be anything. */
function retryAt(...instants: readonly number[]): number {
  return Math.max(...instants.filter((instant) => Number.isFinite(new Date(instant).getTime())));
}
