/**
 * Delivery: claims due jobs, attempts them side by side, and settles each on its own.
 * @module
 */
import { OrderbellError, UnknownOutcomeError } from '../core/errors.js';
import { needsReplan } from '../core/fire.js';
import type { ClaimedJob } from '../core/job.js';
import { type Situation, situationOf } from '../core/judge.js';
import type { SubjectRef } from '../ports/store.js';
import { attempt, type Outcome } from './attempt.js';
import type { Emit } from './events.js';
import { announce, type End, endOf, settlementOf } from './settlement.js';
import type { Parts } from './setup.js';
import { freshSubject, tableFor } from './subjects.js';
import type { DeliveryReport, LazyTelemetry } from './telemetry/telemetry.js';
import { withTimeout } from './timeout.js';

/** Delivers due jobs; one for each notifier. */
export interface Delivery {
  /** Claims what is due and starts it, as far as there is room: a promise for each job, of what it comes to. */
  start(keys?: readonly string[]): Promise<readonly Promise<End>[]>;
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
  readonly telemetry: Pick<LazyTelemetry, 'current'>;
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
    async start(keys) {
      const limit = room();
      if (limit <= 0) return [];
      const now = parts.clock.now().getTime();
      const jobs = await parts.store.claim({ now, limit, leaseMs: parts.lease, lifecycles: [...parts.tables.keys()], keys });
      const situations = new Map<string, Promise<Situation | undefined>>();
      // A signal may change its subject: what is due beside it takes its turn, and reads the data anew.
      const signalling = new Set(jobs.filter(({ signal }) => signal !== undefined).map(subjectOf));
      return jobs.map((job) => {
        const subject = subjectOf(job);
        if (!signalling.has(subject)) return inOrder(lanesOf(parts, job), () => deliverTraced(parts, hooks, situations, job));
        return inOrder([subject, ...lanesOf(parts, job)], () => deliverTraced(parts, hooks, new Map(), job));
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

/** One delivery, within its span where somebody traces. */
function deliverTraced<Tx>(
  parts: Parts<Tx>,
  hooks: DeliveryHooks,
  situations: Map<string, Promise<Situation | undefined>>,
  job: ClaimedJob,
): Promise<End> {
  const deliver = (report?: (report: DeliveryReport) => void) => deliverOne(parts, hooks, situations, job, report);
  return hooks.telemetry.current?.delivery(job, deliver) ?? deliver();
}

async function deliverOne<Tx>(
  parts: Parts<Tx>,
  hooks: DeliveryHooks,
  situations: Map<string, Promise<Situation | undefined>>,
  job: ClaimedJob,
  report?: (report: DeliveryReport) => void,
): Promise<End> {
  const ref = { lifecycle: job.lifecycle, subject: job.subject };
  // Held up by others of its lane for so long that another worker might take it over meanwhile: it goes back untried.
  const started = parts.clock.now().getTime();
  const outcome: Outcome =
    started + parts.longestAttempt > job.leaseUntil
      ? { kind: 'postponed', runAt: started, dueAt: undefined, wallTime: undefined }
      : await attemptFresh(parts, hooks, situations, ref, job);
  const now = parts.clock.now().getTime();
  const settlement = settlementOf(parts, job, outcome, now);
  const held = await parts.store.settle([settlement]);
  const end = endOf(outcome, settlement);
  const channel = 'channel' in outcome ? outcome.channel : job.channels[0];
  report?.({ outcome: end, channel, transport: settlement.transport, code: settlement.code });
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

/** Plans a subject anew before one of its jobs is checked: until that can be done, nothing is sent. */
async function replanFirst(hooks: DeliveryHooks, ref: SubjectRef): Promise<void> {
  try {
    await hooks.replan(ref);
  } catch (cause) {
    if (cause instanceof OrderbellError) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new OrderbellError('handler-failed', `${ref.lifecycle} '${ref.subject}' could not be planned anew: ${message}`, {
      cause,
    });
  }
}

/** Attempts a job with data that are read once for all jobs of a subject that are started together. */
async function attemptFresh<Tx>(
  parts: Parts<Tx>,
  hooks: DeliveryHooks,
  situations: Map<string, Promise<Situation | undefined>>,
  ref: SubjectRef,
  job: ClaimedJob,
): Promise<Outcome> {
  const id = subjectOf(ref);
  try {
    if (needsReplan(tableFor(parts, ref.lifecycle), job)) await replanFirst(hooks, ref);
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
    return parsed === undefined ? undefined : situationOf(table.model, parsed.key, parsed.subject, stored?.silent ?? false);
  } catch (cause) {
    // Nothing is sent yet, so a load that did not answer in time leaves nothing unknown.
    if (cause instanceof OrderbellError && !(cause instanceof UnknownOutcomeError)) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new OrderbellError('handler-failed', `load.${ref.lifecycle} threw for '${ref.subject}': ${message}`, { cause });
  }
}
