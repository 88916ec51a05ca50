/**
 * The delivery of one claimed job: from its claim to its settlement.
 * @module
 */
import { messageOf, OrderbellError, UnknownOutcomeError } from '../core/errors.js';
import { needsReplan } from '../core/fire.js';
import type { ClaimedJob } from '../core/job.js';
import type { SubjectRef } from '../ports/store.js';
import { attempt } from './attempt.js';
import type { DeliveryHooks, Desk } from './desk.js';
import type { Gates } from './gates.js';
import type { Held } from './leases.js';
import type { Outcome, Postponed, Waiting } from './outcome.js';
import type { Paused } from './paused.js';
import { isAtMostOnce } from './retry.js';
import { announce, type End, endingOf, endOf } from './settlement.js';
import type { Parts } from './setup.js';
import { carriersOf } from './sites/sites.js';
import type { Basis, Situations } from './situations.js';
import type { Soon } from './soon.js';
import { isStale } from './stale-data.js';
import { tableFor } from './subjects.js';
import type { DeliveryReport } from './telemetry/telemetry.js';

/** A claimed job, and what was held back when it was claimed. */
export interface Claimed {
  readonly held: Held;
  /** The name of its subject, as {@link subjectOf} has it. */
  readonly subject: string;
  readonly paused: Paused;
  /** Gives its place to another: what is left to do is to store its end. */
  readonly free: () => void;
}

/**
 * Delivers a job and settles it, within its span where somebody traces. Rejects where its settlement could not be stored, or where
 * something beside the attempt has thrown. Whatever happens, its lease is extended no longer: a job that was not settled goes on when
 * that has run out, and may then be sent twice.
 */
export async function deliverOne<Tx>(
  desk: Desk<Tx>,
  claimed: Claimed,
  lanes: readonly string[],
  situations: Situations<Tx>,
): Promise<End> {
  const { hooks, leases, gates, parts } = desk;
  const { held } = claimed;
  try {
    const { current } = hooks.telemetry;
    if (current === undefined) return await settled(desk, claimed, lanes, await attempted(desk, claimed, lanes, situations));
    return await current.delivery(held.job, async (report) =>
      settled(desk, claimed, lanes, await attempted(desk, claimed, lanes, situations), report),
    );
  } catch (error) {
    gates.leave(held.job.key);
    // The settler has told of what it could not store.
    if (!held.isGivenUp) hooks.emit('error', { at: parts.clock.now(), error });
    throw error;
  } finally {
    leases.release(held);
  }
}

/** Settles a job, and does what its outcome asks for. */
function settled<Tx>(
  desk: Desk<Tx>,
  { held, free }: Claimed,
  lanes: readonly string[],
  { outcome, basis }: Judged,
  report?: (report: DeliveryReport) => void,
): Soon<End> {
  const { parts, hooks, gates, settler } = desk;
  const { job } = held;
  gates.leave(job.key);
  const now = parts.clock.now().getTime();
  const ending = endingOf(parts, job, outcome, now);
  if (ending.code === 'postponed' && ending.runAt !== undefined) desk.lanes.putBack(lanes, ending.runAt, now);
  const end = endOf(outcome, ending);
  const channel = 'channel' in outcome ? outcome.channel : job.channels[0];
  report?.({ outcome: end, channel, transport: ending.transport, code: ending.code });
  free();
  return settler.settle(held, ending, (isOurs) => {
    // Another worker took over while this one was slow; what it does counts, and is told by it.
    if (!isOurs) return end;
    announce(hooks, job, outcome, ending);
    if (ending.status === 'scheduled' && ending.parkedBy === undefined) hooks.wake(new Date(ending.runAt ?? job.runAt));
    if (basis === undefined || !endsByData(outcome)) return end;
    return replanWhereNeeded(desk, job, outcome, basis).then(() => end);
  });
}

/** Whether it was not sent because its subject's data say so. */
function endsByData(outcome: Outcome): boolean {
  if (outcome.kind === 'postponed') return outcome.runAt !== undefined && outcome.why === undefined;
  return outcome.kind === 'skipped' || outcome.kind === 'withdrawn';
}

/**
 * Plans a subject anew whose data are others than its job was planned by, or judged by. That they cannot be read now must not stop other
 * deliveries; the next change plans it again.
 */
async function replanWhereNeeded<Tx>(
  { parts, hooks }: Desk<Tx>,
  { lifecycle, subject }: SubjectRef,
  outcome: Outcome,
  basis: Basis,
): Promise<void> {
  const ref = { lifecycle, subject };
  try {
    if ((outcome.kind === 'withdrawn' && outcome.replan) || (await isStale(parts, ref, basis))) await hooks.replan(ref);
  } catch (error) {
    hooks.emit('error', { at: parts.clock.now(), error });
  }
}

/** Plans a subject anew before one of its jobs is checked: until that can be done, nothing is sent. */
async function replanFirst(hooks: DeliveryHooks, { lifecycle, subject }: SubjectRef): Promise<void> {
  try {
    await hooks.replan({ lifecycle, subject });
  } catch (cause) {
    if (cause instanceof OrderbellError) throw cause;
    const message = `${lifecycle} '${subject}' could not be planned anew: ${messageOf(cause)}`;
    throw new OrderbellError('handler-failed', message, { cause });
  }
}

/** What became of a job, and by which data; undefined where none could be read, or none were asked. */
interface Judged {
  readonly outcome: Outcome;
  readonly basis: Basis | undefined;
}

async function attempted<Tx>(
  desk: Desk<Tx>,
  claimed: Claimed,
  lanes: readonly string[],
  situations: Situations<Tx>,
): Promise<Judged> {
  const begun = begunBefore(desk, claimed.held.job);
  if (begun !== undefined) return { outcome: begun, basis: undefined };
  for (;;) {
    // The process may have slept past the end of its lease: nobody is told anything before it is known whose job this is.
    if (!desk.isClosed && isOver(desk, claimed.held)) await desk.leases.beat();
    const obstacle = obstacleTo(desk, claimed, lanes);
    if (obstacle !== undefined) return { outcome: obstacle, basis: undefined };
    const { job } = claimed.held;
    try {
      if (needsReplan(tableFor(desk.parts, job.lifecycle), job)) await replanFirst(desk.hooks, job);
      const found = situations.of(job, claimed.subject);
      const basis = found instanceof Promise ? await found : found;
      const tried = attemptBy(desk, claimed, basis);
      const outcome = tried instanceof Promise ? await tried : tried;
      if (outcome.kind !== 'waiting') return { outcome, basis };
      await desk.aside(outcome.turn);
    } catch (error) {
      return { outcome: { kind: 'error', error, channel: job.channels[0], address: undefined }, basis: undefined };
    } finally {
      // What has waited for this one reads anew: the subject may have changed meanwhile.
      situations.forget(claimed.subject);
    }
  }
}

/** Attempts a job with data that are read once for all jobs of a subject that are started together. */
function attemptBy<Tx>(desk: Desk<Tx>, { held, paused }: Claimed, { situation, revision }: Basis): Soon<Outcome | Waiting> {
  const { parts, gates, consent, meter, hooks } = desk;
  if (situation !== undefined) return attempt({ parts, held, gates, paused, consent, meter, hooks, revision }, situation);
  const { lifecycle, subject } = held.job;
  return { kind: 'withdrawn', code: 'withdrawn', why: `${lifecycle} '${subject}' is gone`, replan: false };
}

/**
 * The outcome of a job that must not be sent twice and was begun by a worker that has stopped: nobody knows whether it went out. Asked
 * before all else: where something holds the job back and it is put back, nothing would tell any more that it was begun.
 */
function begunBefore<Tx>({ parts }: Desk<Tx>, job: ClaimedJob): Outcome | undefined {
  if (!job.reclaimed || !isAtMostOnce(parts, job)) return undefined;
  const error = new UnknownOutcomeError('a worker stopped while it was delivering this job, and it must not be sent twice.');
  return { kind: 'error', error, channel: job.channels[0], address: undefined };
}

/** What keeps a job from being attempted whatever its data say: nothing of it is read or rendered then. */
function obstacleTo<Tx>(desk: Desk<Tx>, { held, paused }: Claimed, lanes: readonly string[]): Postponed | undefined {
  const { parts, gates, lanes: allLanes, isClosed } = desk;
  const { job } = held;
  if (isClosed) return { kind: 'postponed' };
  const now = parts.clock.now().getTime();
  // Where it cannot be found out whose job it is, another worker may be about to send it: it waits.
  if (held.isLost || isOver(desk, held)) return { kind: 'postponed' };
  const parkedBy = paused.parking(job);
  if (parkedBy !== undefined) return { kind: 'postponed', parkedBy };
  const behind = allLanes.waits(lanes, now);
  if (behind !== undefined)
    return { kind: 'postponed', runAt: behind, why: 'a message of the same subject that waits goes first' };
  return restOf(parts, gates, job);
}

/** Whether the lease of a job has, or may have, run out. */
function isOver<Tx>({ parts }: Desk<Tx>, { ends }: Held): boolean {
  const now = parts.clock.now().getTime();
  return ends.some((end) => now >= end);
}

/** Until when all transports that could carry a job rest; undefined where one of them does not. */
function restOf<Tx>(parts: Parts<Tx>, gates: Gates<Tx>, { key, channels, site }: ClaimedJob): Postponed | undefined {
  const known = parts.sites === undefined ? { settings: undefined } : parts.sites.peek(site);
  // Which transports a site has chosen is found out in the attempt.
  if (known === undefined) return undefined;
  let first: { readonly until: number; readonly why: string; readonly error?: unknown } | undefined;
  for (const channel of channels) {
    for (const transport of carriersOf(parts.transports, channel, known.settings)) {
      const rest = gates.of(transport, channel).rests(key);
      if (rest === undefined) return undefined;
      if (first === undefined || rest.until < first.until) first = rest;
    }
  }
  return first && { kind: 'postponed', runAt: first.until, why: first.why, error: first.error };
}
