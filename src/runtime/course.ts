/**
 * The course of a job: from its claim to its settlement.
 *
 * One object for each job, and no promise but those that somebody has to wait for: several hundred jobs take each step together, and
 * what each of them leaves for its next step costs more than the step.
 * @module
 */
import { UnknownOutcomeError } from '../core/errors.js';
import { needsReplan } from '../core/fire.js';
import type { ClaimedJob } from '../core/job.js';
import type { Settlement } from '../ports/store.js';
import { attempt } from './attempt.js';
import type { Batch } from './batch.js';
import type { Desk } from './desk.js';
import type { Turn } from './lanes.js';
import type { Held } from './leases.js';
import { isOver, obstacleTo } from './obstacle.js';
import { failed, type Outcome, type Waiting } from './outcome.js';
import type { Paused } from './paused.js';
import type { Basis, Reading } from './readings.js';
import { replanFirst, replanWhereNeeded } from './replanning.js';
import { isAtMostOnce } from './retry.js';
import { announce, type End, endingOf, endOf, isHeard } from './settlement.js';
import type { Settling } from './settler.js';
import type { Soon } from './soon.js';
import { tableFor } from './subjects.js';
import type { DeliveryReport, Telemetry } from './telemetry/telemetry.js';

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
  /** Where somebody is to be told of it, or it says something of the data. */
  #outcome: Outcome | undefined;
  #ending: Settlement | undefined;
  #comesTo: End | undefined;
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
      if (this.#isOver) {
        resolve();
        return;
      }
      this.#waiting ??= [];
      this.#waiting.push(resolve);
    });
  }

  /** Goes. Never throws. */
  begin(): void {
    this.#crew.begun(this);
    try {
      const { current } = this.#desk.hooks.telemetry;
      if (current === undefined) this.#go();
      else this.#goWithin(current);
    } catch (error) {
      this.#breakOff(error);
    }
  }

  #goWithin(telemetry: Telemetry): void {
    const delivered = telemetry.delivery(
      this.held.job,
      (report) =>
        new Promise<End>((end) => {
          this.#span = { report, end };
          this.#go();
        }),
    );
    delivered.then(
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
    if (isDoubtful) void this.#desk.leases.beat().then(() => this.#try(this.#now()));
    else this.#try(now);
  }

  #try(now: number): void {
    try {
      const obstacle = obstacleTo(this.#desk, this.held, this.#paused, this.#ownLanes, now);
      if (obstacle === undefined) this.#hear(this.#tried());
      else this.#settle(obstacle);
    } catch (error) {
      this.#fail(error);
    }
  }

  #hear(tried: Soon<Outcome | Waiting>): void {
    if (tried instanceof Promise)
      void tried.then(
        (outcome) => this.#came(outcome),
        (error: unknown) => this.#came(failed(this.held.job, error)),
      );
    else this.#came(tried);
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

  #came(outcome: Outcome | Waiting): void {
    try {
      // What has waited for this one reads anew: the subject may have changed meanwhile.
      this.#reading.forget();
      if (outcome.kind !== 'waiting') this.#settle(outcome);
      else void this.#desk.aside(outcome.turn).then(() => this.#attempt());
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Settles the job; what its outcome asks for is done when that is stored. */
  #settle(outcome: Outcome): void {
    const { parts, hooks, gates, lanes, settler } = this.#desk;
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
    // What nobody will ask for is not kept until it is stored: the text of a message, and the data of its subject.
    const isByData = endsByData(outcome);
    if (!isByData) this.#basis = undefined;
    this.#outcome = isByData || isHeard(hooks, job, outcome, ending) ? outcome : undefined;
    this.#ending = ending;
    this.#comesTo = endOf(outcome, ending);
    this.#crew.done(this);
    settler.settle(this.held, ending, this);
  }

  stored(isOurs: boolean): void {
    const { parts, hooks } = this.#desk;
    const { job } = this.held;
    const outcome = this.#outcome;
    const ending = this.#ending;
    const end = this.#comesTo;
    // It is called with what was given to the settler.
    if (ending === undefined || end === undefined) return;
    try {
      // Another worker took over while this one was slow; what it does counts, and is told by it.
      if (isOurs) {
        if (outcome !== undefined) announce(hooks, job, outcome, ending);
        if (ending.status === 'scheduled' && ending.parkedBy === undefined) hooks.wake(new Date(ending.runAt ?? job.runAt));
      }
      if (!isOurs || outcome === undefined || this.#basis === undefined) this.#end(end);
      else void replanWhereNeeded(parts, hooks, job, outcome, this.#basis).then(() => this.#end(end));
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
    if (this.#isOver) return;
    this.#desk.leases.release(this.held);
    this.#isOver = true;
    if (end === undefined) this.#batch.failed(error);
    else this.#batch.ended(end);
    this.#crew.left(this);
    for (const resolve of this.#waiting ?? []) resolve();
  }
}

/** Whether it was not sent because its subject's data say so. */
function endsByData(outcome: Outcome): boolean {
  if (outcome.kind === 'postponed') return outcome.runAt !== undefined && outcome.why === undefined;
  return outcome.kind === 'skipped' || outcome.kind === 'withdrawn';
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
