/**
 * The course of a job: from its claim to its settlement.
 *
 * One object for each job, and no promise but those that somebody has to wait for: several hundred jobs take each step together, and
 * what each of them leaves for its next step costs more than the step.
 * @module
 */
import { messageOf, OrderbellError, UnknownOutcomeError } from '../core/errors.js';
import { needsReplan } from '../core/fire.js';
import type { ClaimedJob } from '../core/job.js';
import type { Settlement, SubjectRef } from '../ports/store.js';
import { attempt } from './attempt.js';
import type { Batch } from './batch.js';
import type { DeliveryHooks, Desk } from './desk.js';
import type { Gates } from './gates.js';
import type { Turn } from './lanes.js';
import type { Held } from './leases.js';
import type { Outcome, Postponed, Waiting } from './outcome.js';
import type { Paused } from './paused.js';
import type { Basis, Reading } from './readings.js';
import { isAtMostOnce } from './retry.js';
import { announce, type End, endingOf, endOf } from './settlement.js';
import type { Settling } from './settler.js';
import type { Parts } from './setup.js';
import { carriersOf } from './sites/sites.js';
import type { Soon } from './soon.js';
import { isStale } from './stale-data.js';
import { tableFor } from './subjects.js';
import type { DeliveryReport } from './telemetry/telemetry.js';

/** A claimed job that is to be delivered, and where. */
export interface Claimed<Tx> {
  readonly held: Held;
  /** What was held back when it was claimed. */
  readonly paused: Paused;
  /** The data of its subject. */
  readonly reading: Reading<Tx>;
  /** The lanes in which it keeps its order among the messages of its subject, and all those it is in. */
  readonly ownLanes: readonly string[];
  readonly lanes: readonly string[];
  readonly batch: Batch;
}

/** The places that deliveries take. */
export interface Crew<Tx> {
  begun(course: Course<Tx>): void;
  /** Told once it is known what became of a job, before that is stored: its place may be another's. */
  done(course: Course<Tx>): void;
  left(course: Course<Tx>): void;
}

/**
 * Delivers a job and settles it, within its span where somebody traces. Fails where its settlement could not be stored, or where
 * something beside the attempt has thrown. Whatever happens, its lease is extended no longer: a job that was not settled goes on when
 * that has run out, and may then be sent twice.
 */
export class Course<Tx> implements Settling, Turn {
  readonly held: Held;
  readonly lanes: readonly string[];
  /** Whether it has a place that others wait for. */
  hasPlace = false;
  readonly #desk: Desk<Tx>;
  readonly #crew: Crew<Tx>;
  readonly #paused: Paused;
  readonly #reading: Reading<Tx>;
  readonly #ownLanes: readonly string[];
  readonly #batch: Batch;
  #basis: Basis | undefined;
  #outcome: Outcome | undefined;
  #ending: Settlement | undefined;
  #span: { readonly report: (report: DeliveryReport) => void; readonly end: (end: Soon<End>) => void } | undefined;
  #isOver = false;
  #waiting: (() => void)[] | undefined;

  constructor(desk: Desk<Tx>, crew: Crew<Tx>, { held, paused, reading, ownLanes, lanes, batch }: Claimed<Tx>) {
    this.held = held;
    this.lanes = lanes;
    this.#desk = desk;
    this.#crew = crew;
    this.#paused = paused;
    this.#reading = reading;
    this.#ownLanes = ownLanes;
    this.#batch = batch;
  }

  /** Resolves when the job is no longer this worker's, however it has ended. */
  get whenOver(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#isOver) return resolve();
      this.#waiting ??= [];
      this.#waiting.push(resolve);
    });
  }

  /** Goes. Never throws. */
  begin(): void {
    this.#crew.begun(this);
    const { current } = this.#desk.hooks.telemetry;
    if (current === undefined) return this.#go();
    const spanned = async () =>
      current.delivery(
        this.held.job,
        (report) =>
          new Promise<End>((end) => {
            this.#span = { report, end };
            this.#go();
          }),
      );
    spanned().then(
      (end) => this.#leave(end),
      (error: unknown) => this.#breakOff(error),
    );
  }

  #go(): void {
    try {
      const begun = begunBefore(this.#desk, this.held.job);
      if (begun === undefined) this.#attempt();
      else this.#settle(begun);
    } catch (error) {
      this.#fail(error);
    }
  }

  #attempt(): void {
    // The process may have slept past the end of its lease: nobody is told anything before it is known whose job this is.
    const now = this.#now();
    const isDoubtful = !this.#desk.isClosed && isOver(this.held, now);
    if (isDoubtful) this.#desk.leases.beat().then(() => this.#try(this.#now()));
    else this.#try(now);
  }

  #try(now: number): void {
    try {
      const obstacle = this.#obstacle(now);
      if (obstacle !== undefined) return this.#settle(obstacle);
      const tried = this.#tried();
      if (tried instanceof Promise) tried.then(this.#came, (error: unknown) => this.#came(failed(this.held.job, error)));
      else this.#came(tried);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** What an attempt comes to. What was thrown until now is no more than an error of this job's. */
  #tried(): Soon<Outcome | Waiting> {
    const { parts, hooks } = this.#desk;
    const { job } = this.held;
    try {
      if (!needsReplan(tableFor(parts, job.lifecycle), job)) return this.#judged();
      return replanFirst(hooks, job).then(() => this.#judged());
    } catch (error) {
      return failed(job, error);
    }
  }

  /** Attempts a job with data that are read once for all jobs of a subject that are started together. */
  #judged(): Soon<Outcome | Waiting> {
    const basis = this.#reading.basis();
    return basis instanceof Promise ? basis.then((read) => this.#judgedBy(read)) : this.#judgedBy(basis);
  }

  #judgedBy(basis: Basis): Soon<Outcome | Waiting> {
    this.#basis = basis;
    if (basis.situation !== undefined) return attempt(this.#desk, this.held, this.#paused, basis.revision, basis.situation);
    const { lifecycle, subject } = this.held.job;
    return { kind: 'withdrawn', code: 'withdrawn', why: `${lifecycle} '${subject}' is gone`, replan: false };
  }

  readonly #came = (outcome: Outcome | Waiting): void => {
    try {
      // What has waited for this one reads anew: the subject may have changed meanwhile.
      this.#reading.forget();
      if (outcome.kind !== 'waiting') return this.#settle(outcome);
      this.#desk.aside(outcome.turn).then(
        () => this.#attempt(),
        (error: unknown) => this.#came(failed(this.held.job, error)),
      );
    } catch (error) {
      this.#fail(error);
    }
  };

  /** What keeps a job from being attempted whatever its data say: nothing of it is read or rendered then. */
  #obstacle(now: number): Postponed | undefined {
    const { parts, gates, lanes, isClosed } = this.#desk;
    const { job } = this.held;
    if (isClosed) return { kind: 'postponed' };
    // Where it cannot be found out whose job it is, another worker may be about to send it: it waits.
    if (this.held.isLost || isOver(this.held, now)) return { kind: 'postponed' };
    const parkedBy = this.#paused.parking(job);
    if (parkedBy !== undefined) return { kind: 'postponed', parkedBy };
    const behind = lanes.waits(this.#ownLanes, now);
    if (behind !== undefined)
      return { kind: 'postponed', runAt: behind, why: 'a message of the same subject that waits goes first' };
    return restOf(parts, gates, job);
  }

  /** Settles the job; what its outcome asks for is done when that is stored. */
  #settle(outcome: Outcome): void {
    const { parts, gates, lanes, settler } = this.#desk;
    const { job } = this.held;
    gates.leave(job.key);
    const now = this.#now();
    const ending = endingOf(parts, job, outcome, now);
    if (ending.code === 'postponed' && ending.runAt !== undefined) lanes.putBack(this.#ownLanes, ending.runAt, now);
    if (this.#span !== undefined) {
      const channel = 'channel' in outcome ? outcome.channel : job.channels[0];
      const { transport, code } = ending;
      this.#span.report({ outcome: endOf(outcome, ending), channel, transport, code });
    }
    this.#outcome = outcome;
    this.#ending = ending;
    this.#crew.done(this);
    settler.settle(this.held, ending, this);
  }

  stored(isOurs: boolean): void {
    const { parts, hooks } = this.#desk;
    const { job } = this.held;
    const outcome = this.#outcome;
    const ending = this.#ending;
    // It is called with what was given to the settler.
    if (outcome === undefined || ending === undefined) return;
    try {
      const end = endOf(outcome, ending);
      // Another worker took over while this one was slow; what it does counts, and is told by it.
      if (!isOurs) return this.#end(end);
      announce(hooks, job, outcome, ending);
      if (ending.status === 'scheduled' && ending.parkedBy === undefined) hooks.wake(new Date(ending.runAt ?? job.runAt));
      if (this.#basis === undefined || !endsByData(outcome)) return this.#end(end);
      replanWhereNeeded(parts, hooks, job, outcome, this.#basis).then(() => this.#end(end));
    } catch (error) {
      this.#fail(error);
    }
  }

  unstored(error: unknown): void {
    this.#fail(error);
  }

  #now(): number {
    return this.#desk.parts.clock.now().getTime();
  }

  #end(end: End): void {
    if (this.#span === undefined) this.#leave(end);
    else this.#span.end(end);
  }

  #fail(error: unknown): void {
    if (this.#span === undefined) this.#breakOff(error);
    else this.#span.end(Promise.reject(error));
  }

  #breakOff(error: unknown): void {
    const { gates, hooks, parts } = this.#desk;
    gates.leave(this.held.job.key);
    // The settler has told of what it could not store.
    if (!this.held.isGivenUp) hooks.emit('error', { at: parts.clock.now(), error });
    this.#leave(undefined, error);
  }

  #leave(end: End | undefined, error?: unknown): void {
    this.#desk.leases.release(this.held);
    this.#isOver = true;
    if (end === undefined) this.#batch.failed(error);
    else this.#batch.ended(end);
    this.#crew.left(this);
    for (const resolve of this.#waiting ?? []) resolve();
  }
}

function failed({ channels }: ClaimedJob, error: unknown): Outcome {
  return { kind: 'error', error, channel: channels[0], address: undefined };
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
  parts: Parts<Tx>,
  hooks: DeliveryHooks,
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

/**
 * The outcome of a job that must not be sent twice and was begun by a worker that has stopped: nobody knows whether it went out. Asked
 * before all else: where something holds the job back and it is put back, nothing would tell any more that it was begun.
 */
function begunBefore<Tx>({ parts }: Desk<Tx>, job: ClaimedJob): Outcome | undefined {
  if (!job.reclaimed || !isAtMostOnce(parts, job)) return undefined;
  return failed(
    job,
    new UnknownOutcomeError('a worker stopped while it was delivering this job, and it must not be sent twice.'),
  );
}

/** Whether the lease of a job has, or may have, run out. */
function isOver({ ends }: Held, now: number): boolean {
  for (const end of ends) if (now >= end) return true;
  return false;
}

/** Until when all transports that could carry a job rest; undefined where one of them does not. */
function restOf<Tx>(parts: Parts<Tx>, gates: Gates<Tx>, { key, channels, site }: ClaimedJob): Postponed | undefined {
  const known = parts.sites === undefined ? nothing : parts.sites.peek(site);
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

const nothing = { settings: undefined };
