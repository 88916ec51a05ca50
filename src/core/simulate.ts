/**
 * Simulation: a story played without clock, store, texts or transports. What the notifier would do, as data.
 * @module
 */
import { OrderbellError, unknownName } from './errors.js';
import { checkAtFireTime, type Verdict } from './fire.js';
import { deliveredBy, followUpOf } from './follow-up.js';
import { type ChangeRequest, handle, readSubject } from './handle.js';
import { type Job, type StoredJob, storedJob } from './job.js';
import type { Recipient, Situation } from './judge.js';
import { eventNamed } from './links.js';
import { mergeTables } from './merge-tables.js';
import { type DeliveryState, isLostState } from './receipt.js';
import { type Insertion, reconcile } from './reconcile.js';
import type { Until } from './rule.js';
import type { DeliverySettings } from './settings.js';
import { type ChannelRules, type End, followUpEnd, skippedEnd, tryChannels } from './simulated-channels.js';
import {
  comesBefore,
  parsedRequest,
  type SimulatedJob,
  type SimulatedSubject,
  situationOfSimulated,
} from './simulated-subject.js';
import { type ChangeStep, type CreatedStep, requestOfStep, type StoryStep } from './story.js';
import type { CompiledTable } from './table.js';
import { inTimelineOrder, type LineDetails, lineOfJob, type TimelineLine, type TimelineOutcome } from './timeline.js';

/** What a simulation may be given besides tables and story. */
export interface SimulateOptions {
  readonly enabled?: DeliverySettings['enabled'] | undefined;
  readonly windows?: DeliverySettings['windows'] | undefined;
  readonly limits?: DeliverySettings['limits'] | undefined;
  readonly readPhone?: DeliverySettings['readPhone'] | undefined;
  /** Whether a message about the subject as it is now would render to nothing, and so not be sent; by default none does. */
  readonly isEmpty?: ChannelRules['isEmpty'] | undefined;
  /** What is heard at once of a message that was sent, where its rule waits for it to be delivered; by default nothing ever is. */
  readonly receipt?: ((job: Job, channel: string) => DeliveryState | undefined) | undefined;
}

/**
 * Plays a story and tells what becomes of every message, in the order of {@link inTimelineOrder}.
 *
 * Every transport accepts. The host saves what it is answered, and applies a signal that is named after an event as that event.
 * Jobs are delivered one at a time in the order of their instants, so each sees what those before it have caused. Nothing is
 * rendered: lines have no `text` and no `subjectLine`.
 *
 * Throws what `handleTransition` would: bad data, unknown events and facts, a step for a subject that has not come to be, and
 * also at once what the notifier would put down to one job and try again: a condition or role that throws at fire time.
 *
 * @example
 * const lines = simulate([bookingRules.compiled], [
 *   { kind: 'created', at: Date.parse('2026-03-01T11:00+08:00'), lifecycle: 'booking', data: aBooking() },
 *   { kind: 'until', at: Date.parse('2026-04-01T00:00+08:00') },
 * ]);
 */
export function simulate(
  tables: readonly CompiledTable[],
  story: readonly StoryStep[],
  options: SimulateOptions = {},
): readonly TimelineLine[] {
  const simulation = new Simulation(mergeTables(tables), options);
  for (const step of story) simulation.play(step);
  return inTimelineOrder(simulation.finish(), tables);
}

class Simulation {
  readonly #tables: ReadonlyMap<string, CompiledTable>;
  readonly #rules: ChannelRules;
  readonly #receipt: NonNullable<SimulateOptions['receipt']>;
  readonly #subjects = new Map<string, SimulatedSubject>();
  readonly #sent: { readonly recipient: string; readonly channel: string; readonly at: number }[] = [];
  readonly #lines: TimelineLine[] = [];
  #now = Number.NEGATIVE_INFINITY;
  #sequence = 0;

  constructor(
    tables: ReadonlyMap<string, CompiledTable>,
    { enabled, windows, limits, readPhone, isEmpty, receipt }: SimulateOptions,
  ) {
    this.#receipt = receipt ?? (() => undefined);
    this.#tables = tables;
    this.#rules = {
      settings: { enabled: enabled ?? {}, windows: windows ?? {}, limits: limits ?? {}, readPhone },
      isEmpty: isEmpty ?? (() => false),
      countSent: (recipient, channel, since) =>
        this.#sent.filter((sent) => sent.recipient === recipient && sent.channel === channel && sent.at >= since).length,
    };
  }

  play(step: StoryStep): void {
    this.#deliverUntil(step.at);
    this.#now = Math.max(this.#now, step.at);
    if (step.kind !== 'until') this.#apply(step);
  }

  /** Delivers what the last step has caused at once, and yields the lines. */
  finish(): readonly TimelineLine[] {
    this.#deliverUntil(this.#now);
    return this.#lines;
  }

  #apply(step: CreatedStep | ChangeStep): void {
    const table = this.#tables.get(step.lifecycle);
    if (table === undefined)
      throw new OrderbellError('unknown-lifecycle', unknownName('lifecycle', step.lifecycle, [...this.#tables.keys()]));
    const key = step.kind === 'created' ? readSubject(table.model, step.data).key : step.subject;
    const id = `${step.lifecycle}/${key}`;
    const known = this.#subjects.get(id);
    if (known === undefined && step.kind === 'change') {
      const message = `${step.lifecycle} '${key}' has not come to be. Expected an earlier step that creates it.`;
      throw new OrderbellError('unknown-subject', message);
    }
    const subject: SimulatedSubject = known ?? { table, key, data: undefined, memory: undefined, jobs: new Map() };
    this.#subjects.set(id, subject);
    this.#change(subject, requestOfStep(step, subject.data), step.kind === 'change' ? step.actor : undefined);
  }

  #change(subject: SimulatedSubject, given: ChangeRequest, actor: string | undefined): void {
    const { table, key } = subject;
    const request = parsedRequest(table, given);
    const handled = handle(table, key, request, subject.memory, { actor, now: this.#now });
    if (!handled.ok) {
      const { code, message } = handled;
      this.#lines.push({ at: this.#now, lifecycle: table.model.name, subject: key, outcome: 'refused', code, why: message });
      return;
    }
    const changes = reconcile(table, handled.situation, handled.decisions, [...subject.jobs.values()], this.#now);
    subject.data = handled.subject;
    subject.memory = handled.memory;
    for (const { job, code, why } of changes.withdraw)
      this.#settle(subject, job.key, 'withdrawn', { channel: job.channels[0], code, why });
    for (const { key: moved, dueAt, runAt, wallTime } of changes.move) this.#update(subject, moved, { dueAt, runAt, wallTime });
    for (const insertion of changes.insert) this.#insert(subject, insertion);
  }

  #insert(subject: SimulatedSubject, { job, skipped, skippedBefore }: Insertion): void {
    this.#sequence += 1;
    // Deleted first, so that a job that takes the place of a withdrawn one comes after its siblings, as in a store.
    subject.jobs.delete(job.key);
    subject.jobs.set(job.key, { ...storedJob(job, this.#now, undefined, skippedBefore), sequence: this.#sequence });
    if (skipped !== undefined) this.#settle(subject, job.key, 'skipped', { channel: job.channels[0], ...skipped });
  }

  #deliverUntil(at: number): void {
    for (let next = this.#next(at); next !== undefined; next = this.#next(at)) {
      this.#now = Math.max(this.#now, next.job.runAt);
      this.#deliver(next.subject, next.job);
    }
  }

  /** The job whose turn is next, until an instant: the earliest, then the one that was planned first. */
  #next(until: number): { readonly subject: SimulatedSubject; readonly job: SimulatedJob } | undefined {
    let first: { readonly subject: SimulatedSubject; readonly job: SimulatedJob } | undefined;
    for (const subject of this.#subjects.values()) {
      for (const job of subject.jobs.values()) {
        if (job.status !== 'scheduled' || job.runAt > until) continue;
        if (first === undefined || comesBefore(job, first.job)) first = { subject, job };
      }
    }
    return first;
  }

  #deliver(subject: SimulatedSubject, job: SimulatedJob): void {
    this.#update(subject, job.key, { status: 'in-flight' });
    const situation = situationOfSimulated(subject);
    const end = this.#endOf(subject, situation, job, checkAtFireTime(subject.table, situation, job, this.#now));
    if (end.kind === 'later') {
      const { runAt, dueAt } = end;
      this.#update(subject, job.key, { status: 'scheduled', runAt, dueAt, code: undefined });
    } else if (end.outcome === 'skipped' && job.code === end.details.code) {
      // Skipped before, planned anew and skipped again for the same reason: one line, not two.
      this.#update(subject, job.key, { status: 'skipped' });
    } else {
      this.#settle(subject, job.key, end.outcome, end.details);
      // Its data have moved on without a word: the rest of the subject is planned anew.
      if (end.outcome === 'withdrawn' && end.details.code === 'superseded') {
        this.#change(subject, { kind: 'refresh', subject: subject.data }, undefined);
      }
    }
  }

  #endOf(subject: SimulatedSubject, situation: Situation, job: SimulatedJob, verdict: Verdict): End {
    switch (verdict.kind) {
      case 'skip':
        return skippedEnd(verdict.reason, job.channels[0]);
      case 'withdraw':
        return {
          kind: 'over',
          outcome: 'withdrawn',
          details: { channel: job.channels[0], code: verdict.code, why: verdict.why },
        };
      case 'postpone':
        return { kind: 'later', runAt: verdict.dueAt, dueAt: verdict.dueAt };
      case 'deliver':
        return verdict.recipient === undefined
          ? this.#signal(subject, job)
          : this.#message(subject, situation, job, verdict, verdict.recipient);
      default:
        return verdict satisfies never;
    }
  }

  #signal(subject: SimulatedSubject, job: SimulatedJob): End {
    const event = job.signal ?? '';
    if (eventNamed(subject.table.model.machines, event) !== undefined)
      this.#change(subject, { kind: 'event', event, subject: subject.data, payload: undefined }, undefined);
    return { kind: 'over', outcome: 'signal', details: {} };
  }

  #message(
    subject: SimulatedSubject,
    situation: Situation,
    job: SimulatedJob,
    { until, mayFollow, urgent }: Extract<Verdict, { kind: 'deliver' }>,
    recipient: Recipient,
  ): End {
    const held = mayFollow ? followUpEnd(job, [...subject.jobs.values()], until, this.#now) : undefined;
    if (held !== undefined) return held;
    const end = tryChannels(this.#rules, situation, job, { recipient, urgent }, this.#now);
    if (end.kind === 'over' && end.outcome === 'sent' && until !== undefined) this.#followUp(subject, job, end.details, until);
    const channel = end.kind === 'over' && end.outcome === 'sent' ? end.details.channel : undefined;
    if (channel !== undefined) this.#sent.push({ recipient: recipient.identity, channel, at: this.#now });
    return end;
  }

  /** What is stored before the message goes, and what its receipt makes of that. */
  #followUp(subject: SimulatedSubject, job: SimulatedJob, { channel = '' }: LineDetails, until: Until): void {
    const next = followUpOf(job, channel, until, this.#now);
    const known = next && subject.jobs.get(next.key);
    if (next === undefined || (known !== undefined && known.status !== 'withdrawn' && known.status !== 'skipped')) return;
    this.#sequence += 1;
    subject.jobs.delete(next.key);
    subject.jobs.set(next.key, { ...next, sequence: this.#sequence });
    const state = this.#receipt(job, channel);
    if (state === undefined) return;
    this.#update(subject, job.key, { receipt: { state, word: state, at: this.#now } });
    if (isLostState(state)) this.#update(subject, next.key, { runAt: this.#now });
    if (state !== 'delivered') return;
    const [first] = next.channels;
    this.#settle(subject, next.key, 'withdrawn', { channel: first, code: 'withdrawn', why: deliveredBy(channel) });
  }

  #settle(
    subject: SimulatedSubject,
    key: string,
    outcome: Exclude<TimelineOutcome, 'refused' | 'failed'>,
    details: LineDetails,
  ): void {
    const status = outcome === 'signal' ? 'sent' : outcome;
    const { code, why, channel } = details;
    const used = outcome === 'sent' ? channel : undefined;
    this.#update(subject, key, { status, code, why, channel: used, settledAt: this.#now });
    const job = subject.jobs.get(key);
    if (job !== undefined) this.#lines.push(lineOfJob(this.#now, outcome, job, details));
  }

  #update(subject: SimulatedSubject, key: string, change: Partial<StoredJob>): void {
    const job = subject.jobs.get(key);
    if (job !== undefined) subject.jobs.set(key, { ...job, ...change });
  }
}
