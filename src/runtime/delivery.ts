/**
 * Delivery: claims due jobs, attempts them side by side, and settles each on its own.
 * @module
 */
import { OrderbellError, RetryableDeliveryError, UnknownOutcomeError } from '../core/errors.js';
import { type ClaimedJob, recordOf, type StoredJob } from '../core/job.js';
import type { Situation } from '../core/judge.js';
import type { Settlement, SubjectRef } from '../ports/store.js';
import { attempt, isFinal, type Outcome } from './attempt.js';
import type { Emit, JobEvent } from './events.js';
import type { Parts } from './setup.js';
import { freshSubject, situationOf, tableFor } from './subjects.js';
import { withTimeout } from './timeout.js';

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

/** Delivers due jobs; one for each notifier. */
export interface Delivery {
  /** Claims what is due and starts it, as far as there is room: a promise for each job, of what it comes to. */
  start(): Promise<readonly Promise<End>[]>;
  /** Whether there is no room for another job until one of those that were started ends. */
  isFull(): boolean;
  /** Resolves when nothing is being delivered any more. */
  idle(): Promise<void>;
}

/** Callbacks into the rest of the notifier. */
export interface DeliveryHooks {
  readonly emit: Emit;
  /** Plans a subject anew, whose data have moved on without a word. */
  readonly replan: (ref: SubjectRef) => Promise<void>;
  readonly wake: (at: Date) => void;
}

/**
 * Claimed jobs for each place: those that wait for one before them in a lane take no place from others, but are not claimed
 * without end either.
 */
const waitingPerPlace = 8;

/** Makes the delivery of a notifier. */
export function createDelivery<Tx>(parts: Parts<Tx>, hooks: DeliveryHooks): Delivery {
  const running = new Set<Promise<End>>();
  /** Deliveries that are being attempted; the others of `running` wait for their turn in a lane. */
  let active = 0;
  /** The last delivery of each lane. */
  const tails = new Map<string, Promise<unknown>>();
  const room = () => Math.min(parts.concurrency - active, parts.concurrency * waitingPerPlace - running.size);

  const inOrder = (lanes: readonly string[], work: () => Promise<End>): Promise<End> => {
    const before = lanes.flatMap((lane) => tails.get(lane) ?? []);
    const begin = () => {
      active += 1;
    };
    if (before.length === 0) begin();
    // Settled, not fulfilled: that the end of one could not be stored is no reason to leave out the next.
    const ready = before.length === 0 ? Promise.resolve() : Promise.allSettled(before).then(begin);
    const turn = ready.then(work).finally(() => {
      active -= 1;
    });
    for (const lane of lanes) tails.set(lane, turn);
    running.add(turn);
    const leave = () => {
      running.delete(turn);
      for (const lane of lanes) if (tails.get(lane) === turn) tails.delete(lane);
    };
    turn.then(leave, leave);
    return turn;
  };

  return {
    async start() {
      const limit = room();
      if (limit <= 0) return [];
      const now = parts.clock.now().getTime();
      const jobs = await parts.store.claim({ now, limit, leaseMs: parts.lease });
      const situations = new Map<string, Promise<Situation | undefined>>();
      // A signal may change its subject: what is due beside it takes its turn, and reads the data anew.
      const signalling = new Set(jobs.filter(({ signal }) => signal !== undefined).map(subjectOf));
      return jobs.map((job) => {
        const subject = subjectOf(job);
        if (!signalling.has(subject)) return inOrder(lanesOf(parts, job), () => deliverOne(parts, hooks, situations, job));
        return inOrder([subject, ...lanesOf(parts, job)], () => deliverOne(parts, hooks, new Map(), job));
      });
    },
    isFull: () => room() <= 0,
    async idle() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}

/** Unlike a plain separator, a length cannot be mistaken for a part of the names. */
function subjectOf({ lifecycle, subject }: SubjectRef): string {
  return `${lifecycle.length} ${lifecycle} ${subject}`;
}

/**
 * Where a job stands in line. Messages of one subject on one channel keep their order; those to one recipient on a channel with a
 * limit go one by one, so that each is counted before the next is judged.
 */
function lanesOf<Tx>({ settings }: Parts<Tx>, job: ClaimedJob): readonly string[] {
  const { recipient, channels } = job;
  const limited = recipient === undefined ? [] : channels.filter((channel) => settings.limits[channel] !== undefined);
  return [
    ...channels.map((channel) => `by ${channel} of ${subjectOf(job)}`),
    ...limited.map((channel) => `by ${channel} to ${recipient}`),
  ];
}

async function deliverOne<Tx>(
  parts: Parts<Tx>,
  hooks: DeliveryHooks,
  situations: Map<string, Promise<Situation | undefined>>,
  job: ClaimedJob,
): Promise<End> {
  const ref = { lifecycle: job.lifecycle, subject: job.subject };
  // Held up by others of its lane for so long that another worker might take it over meanwhile: it goes back untried.
  const started = parts.clock.now().getTime();
  const outcome: Outcome =
    started + parts.longestAttempt > job.leaseUntil
      ? { kind: 'postponed', runAt: started, dueAt: undefined, wallTime: undefined }
      : await attemptFresh(parts, situations, ref, job);
  const now = parts.clock.now().getTime();
  const settlement = settlementOf(parts, job, outcome, now);
  const held = await parts.store.settle([settlement]);
  const end = endOf(outcome, settlement);
  // Another worker took over while this one was slow; what it does counts, and is told by it.
  if (!held.includes(job.key)) return end;
  announce(hooks.emit, job, outcome, settlement, now);
  if (settlement.status === 'scheduled' && settlement.runAt !== undefined) hooks.wake(new Date(settlement.runAt));
  if (outcome.kind === 'withdrawn' && outcome.replan) await replan(hooks, ref, now);
  return end;
}

/** Plans a subject anew. That its data cannot be read now must not stop other deliveries; the next change plans it again. */
async function replan(hooks: DeliveryHooks, ref: SubjectRef, now: number): Promise<void> {
  try {
    await hooks.replan(ref);
  } catch (error) {
    hooks.emit('error', { at: new Date(now), error });
  }
}

/** Attempts a job with data that are read once for all jobs of a subject that are started together. */
async function attemptFresh<Tx>(
  parts: Parts<Tx>,
  situations: Map<string, Promise<Situation | undefined>>,
  ref: SubjectRef,
  job: ClaimedJob,
): Promise<Outcome> {
  const id = subjectOf(ref);
  try {
    const situation = situations.get(id) ?? readSituation(parts, ref);
    situations.set(id, situation);
    const read = await situation;
    if (read === undefined)
      return { kind: 'withdrawn', code: 'withdrawn', why: `${ref.lifecycle} '${ref.subject}' is gone`, replan: false };
    return await attempt(parts, tableFor(parts, ref.lifecycle), read, job);
  } catch (error) {
    return { kind: 'error', error, channel: job.channels[0], address: undefined };
  } finally {
    // What has waited for this one reads anew: the subject may have changed meanwhile.
    situations.delete(id);
  }
}

async function readSituation<Tx>(parts: Parts<Tx>, ref: SubjectRef): Promise<Situation | undefined> {
  const table = tableFor(parts, ref.lifecycle);
  const stored = await parts.store.subject(ref);
  try {
    const read = () => freshSubject(parts, ref, stored, undefined);
    const parsed = await (parts.loaders.has(ref.lifecycle) ? withTimeout(parts, `load.${ref.lifecycle}`, read) : read());
    return parsed === undefined ? undefined : situationOf(table, parsed, stored);
  } catch (cause) {
    // Nothing is sent yet, so a load that did not answer in time leaves nothing unknown.
    if (cause instanceof OrderbellError && !(cause instanceof UnknownOutcomeError)) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new OrderbellError('handler-failed', `load.${ref.lifecycle} threw for '${ref.subject}': ${message}`, { cause });
  }
}

function settlementOf<Tx>(parts: Parts<Tx>, job: ClaimedJob, outcome: Outcome, now: number): Settlement {
  // Spread last: what stands behind a spread, V8 adds at a hundred times the cost.
  const base = { key: job.key, leaseUntil: job.leaseUntil, at: now };
  switch (outcome.kind) {
    case 'sent':
      return { status: 'sent', channel: outcome.channel, transport: outcome.transport, providerId: outcome.providerId, ...base };
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
function afterError<Tx>(
  parts: Parts<Tx>,
  job: ClaimedJob,
  error: unknown,
  now: number,
): Omit<Settlement, 'key' | 'leaseUntil' | 'at'> {
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

function endOf(outcome: Outcome, settlement: Settlement): End {
  if (outcome.kind !== 'error') return outcome.kind;
  return settlement.status === 'failed' ? 'failed' : settlement.status === 'unknown' ? 'unknown' : 'postponed';
}

/** Tells listeners what became of a job. */
function announce(emit: Emit, job: ClaimedJob, outcome: Outcome, settlement: Settlement, now: number): void {
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
