/**
 * Settlements: what an attempt makes of its job, and who is told of it.
 * @module
 */
import { OrderbellError, RetryableDeliveryError, UnknownOutcomeError } from '../core/errors.js';
import { type ClaimedJob, recordOf, type StoredJob } from '../core/job.js';
import type { Lease, Settlement } from '../ports/store.js';
import { isFinal, type Outcome } from './attempt.js';
import type { Emit, JobEvent } from './events.js';
import type { Parts } from './setup.js';

/** How many jobs met which end in one run. */
export interface DeliveryCounts {
  readonly sent: number;
  readonly signalled: number;
  readonly skipped: number;
  readonly withdrawn: number;
  /** Put back: to be tried again, or because their window or date has moved. */
  readonly postponed: number;
  readonly failed: number;
  readonly unknown: number;
}

/** What a job came to: its settlement, and the count it goes into. */
export type End = keyof DeliveryCounts;

/** What is written of a job after an attempt. */
export function settlementOf<Tx>(parts: Parts<Tx>, job: ClaimedJob, outcome: Outcome, now: number): Settlement {
  // Spread last: what stands behind a spread, V8 adds at a hundred times the cost.
  const base = { key: job.key, ticket: job.ticket, leaseUntil: job.leaseUntil, at: now };
  switch (outcome.kind) {
    case 'sent':
      return {
        status: 'sent',
        channel: outcome.channel,
        transport: outcome.transport,
        providerId: outcome.providerId,
        counts: true,
        ...base,
      };
    case 'signalled':
      return { status: 'sent', ...base };
    case 'skipped':
      return { status: 'skipped', ...outcome.reason, ...base };
    case 'withdrawn':
      return { status: 'withdrawn', code: outcome.code, why: outcome.why, ...base };
    case 'postponed':
      return {
        status: 'scheduled',
        runAt: outcome.runAt,
        dueAt: outcome.dueAt,
        wallTime: outcome.wallTime,
        attempts: job.attempts - 1,
        ...base,
      };
    case 'error':
      return { ...afterError(parts, job, outcome.error, now), ...base };
    default:
      return outcome satisfies never;
  }
}

/** What an error makes of a job: another attempt later, given up, or unknown for ever. */
function afterError<Tx>(parts: Parts<Tx>, job: ClaimedJob, error: unknown, now: number): Omit<Settlement, keyof Lease | 'at'> {
  const code = error instanceof OrderbellError ? error.code : isFinal(error) ? 'handler-failed' : 'delivery-retryable';
  const why = error instanceof Error ? error.message : String(error);
  const rule = parts.tables.get(job.lifecycle)?.byName.get(job.rule);
  if (isFinal(error)) return { status: 'failed', code, why };
  // Only our own errors say that nothing was accepted: what else a transport throws may come after it was.
  const unclear = error instanceof UnknownOutcomeError || !(error instanceof OrderbellError);
  if (unclear && rule?.delivery === 'at-most-once') return { status: 'unknown', code: 'delivery-unknown', why };
  if (job.attempts >= parts.retry.attempts)
    return { status: 'failed', code, why: `given up after ${job.attempts} attempts: ${why}` };
  return { status: 'scheduled', runAt: retryAt(now, now + parts.retry.delay(job.attempts), askedFor(error, now)), code, why };
}

/** The latest of several instants, those left out that are none: a provider's `Retry-After` may be anything. */
function retryAt(...instants: readonly number[]): number {
  return Math.max(...instants.filter((instant) => Number.isFinite(new Date(instant).getTime())));
}

/** The instant from which a provider wants to be asked again. */
function askedFor(error: unknown, now: number): number {
  if (!(error instanceof RetryableDeliveryError) || error.retryAfter === undefined) return now;
  return error.retryAfter instanceof Date ? error.retryAfter.getTime() : now + error.retryAfter;
}

/** The count that a job goes into. */
export function endOf(outcome: Outcome, settlement: Settlement): End {
  if (outcome.kind !== 'error') return outcome.kind;
  return settlement.status === 'failed' ? 'failed' : settlement.status === 'unknown' ? 'unknown' : 'postponed';
}

/** Tells listeners what became of a job. */
export function announce(emit: Emit, job: ClaimedJob, outcome: Outcome, settlement: Settlement, now: number): void {
  const { code, why } = settlement;
  const channel = 'channel' in outcome ? outcome.channel : job.channels[0];
  const address = 'address' in outcome ? outcome.address : undefined;
  const at = new Date(now);
  const settled: StoredJob = {
    ...job,
    status: settlement.status,
    leaseUntil: undefined,
    settledAt: now,
    runAt: settlement.runAt ?? job.runAt,
    dueAt: settlement.dueAt ?? job.dueAt,
    code,
    why,
    channel: settlement.channel,
    transport: settlement.transport,
    providerId: settlement.providerId,
  };
  const event: JobEvent = { at, job: recordOf(settled), channel, address, code, why };
  switch (outcome.kind) {
    case 'sent': {
      const { address, channel, transport, providerId, message } = outcome;
      const { locale, text, subjectLine, html } = message;
      const { job } = event;
      emit('sent', { at, job, channel, address, code, why, transport, providerId, locale, text, subjectLine, html });
      return;
    }
    case 'signalled':
      emit('signal', { ...event, channel: undefined });
      return;
    case 'skipped':
      // Skipped before, planned anew and skipped again for the same reason: one line in the timeline, not two.
      if (job.code !== code) emit('skipped', event);
      return;
    case 'withdrawn':
      emit('withdrawn', event);
      return;
    case 'postponed':
      return;
    case 'error':
      announceError(emit, event, settlement, outcome.error);
      return;
    default:
      outcome satisfies never;
  }
}

function announceError(emit: Emit, event: JobEvent, { status, runAt }: Settlement, error: unknown): void {
  if (status === 'scheduled') emit('retry', { ...event, retryAt: new Date(runAt ?? event.at), error });
  else emit(status === 'unknown' ? 'unknown' : 'failed', { ...event, error });
}
