/**
 * Settlements: what an attempt makes of its job, and who is told of it.
 * @module
 */
import { type ClaimedJob, recordOf, type SentContent, type StoredJob } from '../core/job.js';
import type { Settlement } from '../ports/store.js';
import type { Emit, JobEvent, NotifierEvents } from './events.js';
import { codeOf } from './failure.js';
import type { Outcome, Postponed } from './outcome.js';
import { afterError, type Ending, tooOld } from './retry.js';
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

/** What is written of a claimed job that was not attempted: it is as it was before the claim. */
export function givenBack({ key, ticket, leaseUntil, attempts, code, why }: ClaimedJob, at: number): Settlement {
  return { key, ticket, leaseUntil, at, status: 'scheduled', attempts: attempts - 1, code, why };
}

/** What is written of a job after an attempt. */
export function endingOf<Tx>(parts: Parts<Tx>, job: ClaimedJob, outcome: Outcome, now: number): Settlement {
  const { key, ticket, leaseUntil } = job;
  switch (outcome.kind) {
    case 'sent': {
      const { channel, transport, providerId, receipts } = outcome;
      const content = parts.keepContent ? contentOf(outcome) : undefined;
      const counts = parts.settings.limits[channel] !== undefined;
      return { key, ticket, leaseUntil, status: 'sent', at: now, channel, transport, providerId, content, counts, receipts };
    }
    case 'signalled':
      return { key, ticket, leaseUntil, status: 'sent', at: now };
    case 'skipped':
      return { key, ticket, leaseUntil, status: 'skipped', at: now, code: outcome.reason.code, why: outcome.reason.why };
    case 'withdrawn':
      return { key, ticket, leaseUntil, status: 'withdrawn', at: now, code: outcome.code, why: outcome.why };
    case 'postponed':
      return { key, ticket, leaseUntil, at: now, ...afterPostponement(parts, job, outcome, now) };
    case 'error':
      return { key, ticket, leaseUntil, at: now, ...afterError(parts, job, outcome, now) };
    default:
      return outcome satisfies never;
  }
}

function afterPostponement<Tx>(parts: Parts<Tx>, job: ClaimedJob, outcome: Postponed, now: number): Ending {
  const { runAt, dueAt, wallTime, window, why, error, parkedBy } = outcome;
  const old = error === undefined ? undefined : tooOld(parts, job, now);
  if (old !== undefined) return { status: 'failed', code: codeOf(error), why: `${old}: ${why}` };
  const base = { status: 'scheduled', attempts: job.attempts - 1 } as const;
  // Nothing has happened to it: what was known of it stays known.
  if (runAt === undefined) return { ...base, code: job.code, why: job.why, parkedBy };
  const code = why !== undefined ? 'postponed' : window === undefined ? undefined : 'window';
  return { ...base, runAt, dueAt, wallTime, code, why: why ?? window };
}

function contentOf({ address, message }: Extract<Outcome, { kind: 'sent' }>): SentContent {
  const { locale, text, subjectLine, html } = message;
  return { address, locale, text, subjectLine, html };
}

/** The count that a job goes into. */
export function endOf(outcome: Outcome, { status }: Settlement): End {
  if (status === 'failed' || status === 'unknown') return status;
  return outcome.kind === 'error' ? 'postponed' : outcome.kind;
}

/** The event that tells of a job's end, if any does. */
function eventFor(job: ClaimedJob, outcome: Outcome, { status, code }: Settlement): keyof NotifierEvents | undefined {
  if (status === 'failed' || status === 'unknown') return status;
  if (outcome.kind === 'error') return outcome.restsUntil === undefined ? 'retry' : undefined;
  if (outcome.kind === 'postponed') return undefined;
  if (outcome.kind === 'signalled') return 'signal';
  // Skipped before, planned anew and skipped again for the same reason: one line in the timeline, not two.
  return outcome.kind === 'skipped' && job.code === code ? undefined : outcome.kind;
}

/** Events, and whether anybody listens to them. */
interface Listeners {
  readonly emit: Emit;
  readonly hears: (event: keyof NotifierEvents) => boolean;
}

/** Whether anybody is to be told what became of a job. */
export function isHeard({ hears }: Pick<Listeners, 'hears'>, job: ClaimedJob, outcome: Outcome, ending: Settlement): boolean {
  const name = eventFor(job, outcome, ending);
  return name !== undefined && hears(name);
}

/** Tells listeners, where there are any, what became of a job. */
export function announce({ emit, hears }: Listeners, job: ClaimedJob, outcome: Outcome, ending: Settlement): void {
  const name = eventFor(job, outcome, ending);
  if (name === undefined || !hears(name)) return;
  const { code, why, runAt } = ending;
  const at = new Date(ending.at);
  const channel = 'channel' in outcome ? outcome.channel : name === 'signal' ? undefined : job.channels[0];
  const address = 'address' in outcome ? outcome.address : undefined;
  const error = 'error' in outcome ? outcome.error : undefined;
  const event: JobEvent = { at, job: recordOf(settledJob(job, ending)), channel, address, code, why };
  if (outcome.kind === 'sent') {
    const { address, channel, transport, providerId, message } = outcome;
    const { locale, text, subjectLine, html } = message;
    const { job } = event;
    emit('sent', { at, job, channel, address, code, why, transport, providerId, locale, text, subjectLine, html });
  } else if (name === 'retry') emit('retry', { ...event, retryAt: new Date(runAt ?? ending.at), error });
  else if (name === 'failed' || name === 'unknown') emit(name, { ...event, error });
  else if (name === 'signal' || name === 'skipped' || name === 'withdrawn') emit(name, event);
}

function settledJob(job: ClaimedJob, ending: Settlement): StoredJob {
  const { status, at, code, why, channel, transport, providerId, content } = ending;
  return {
    ...job,
    status,
    leaseUntil: undefined,
    settledAt: at,
    runAt: ending.runAt ?? job.runAt,
    dueAt: ending.dueAt ?? job.dueAt,
    code,
    why,
    channel,
    transport,
    providerId,
    content,
  };
}
