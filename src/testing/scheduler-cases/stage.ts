/**
 * What the cases of the scheduler contract play on: a scheduler, and a worker that plays the notifier's part.
 * @module
 */
import type { Scheduler, Worker } from '../../ports/scheduler.js';
import { check } from '../check.js';

/** What a case asks of the scheduler it is tried on. */
export interface SchedulerWish {
  /** Milliseconds between two looks into the store for what nobody was woken for; an hour where a case must not be helped by them. */
  readonly sweepEvery: number;
  /** For `onError`, or what the scheduler has like it: errors are expected in some cases. */
  readonly onError: (error: unknown) => void;
}

/** An adapter under test. */
export interface SchedulerParts<Tx> {
  /** With an empty queue of its own, and what runs it already running. */
  readonly scheduler: Scheduler<Tx>;
  /** The time as the scheduler sees it. */
  readonly now: () => Date;
  /** Lets milliseconds pass: advances a fake clock, or waits. */
  readonly advance: (milliseconds: number) => Promise<void>;
  /** Runs `work` in a transaction of the host: committed when it resolves, rolled back when it rejects. */
  readonly transaction?: (<R>(work: (tx: Tx) => Promise<R>) => Promise<R>) | undefined;
  /** Ends what runs the queue. It is called after `scheduler.stop()`. */
  readonly close?: (() => Promise<void> | void) | undefined;
}

/** What the scheduler has the worker do. */
export interface Call {
  readonly kind: 'run' | 'deliver';
  /** The job, for `deliver`. */
  readonly key: string | undefined;
  readonly at: number;
}

/** A worker over jobs in memory, which does as a notifier does. */
export interface StageWorker extends Worker {
  readonly calls: readonly Call[];
  /** What was delivered, in order. */
  readonly delivered: readonly { readonly key: string; readonly at: number }[];
  /** Jobs that wait, with their instant. A job that is put here and nowhere else is one that the queue has lost. */
  readonly jobs: Map<string, number>;
  /** The most that `run` takes at a time, and then says that there may be more. */
  room: number;
  /** What goes on before a job is delivered, or where a run finds none; it may throw, or take its time. */
  before: (key: string | undefined) => Promise<void> | void;
}

/** Everything that a case needs. */
export interface Stage<Tx> extends Required<Pick<SchedulerParts<Tx>, 'scheduler' | 'advance'>> {
  readonly transaction: SchedulerParts<Tx>['transaction'];
  readonly worker: StageWorker;
  /** What the scheduler has told `onError`. */
  readonly errors: readonly unknown[];
  /** A length of time that is long for this scheduler; cases plan and wait in multiples of it. */
  readonly unit: number;
  readonly now: () => number;
  /** Does what a notifier does with a change: stores the jobs, tells the scheduler of them, and wakes it. */
  plan(wake: Readonly<Record<string, number>>, forget?: readonly string[], tx?: Tx): Promise<void>;
  /** Lets time pass until something holds, for as long as `patience` at most; fails where it does not come to hold. */
  until(holds: () => boolean, what: string, patience?: number): Promise<void>;
  /** Ends what the case has begun. */
  close(): Promise<void>;
}

/** A case, and whether the sweeps of the scheduler may help. The transaction is opaque to it. */
export interface SchedulerCase {
  readonly sweeps: boolean;
  readonly run: <Tx>(stage: Stage<Tx>) => Promise<void>;
}

/** How many units a case waits for what must happen: a busy machine is slow, which is no mistake of the scheduler. */
const patientUnits = 60;

/** Makes the stage of one case. */
export async function createStage<Tx>(
  create: (wish: SchedulerWish) => Promise<SchedulerParts<Tx>>,
  sweepEvery: number,
  unit: number,
): Promise<Stage<Tx>> {
  const errors: unknown[] = [];
  const parts = await create({ sweepEvery, onError: (error) => errors.push(error) });
  const { scheduler, advance, transaction } = parts;
  const now = () => parts.now().getTime();
  const worker = stageWorker(now);
  return {
    scheduler,
    advance,
    transaction,
    worker,
    errors,
    unit,
    now,
    async plan(wake, forget = [], tx = undefined) {
      for (const key of forget) worker.jobs.delete(key);
      for (const [key, at] of Object.entries(wake)) worker.jobs.set(key, at);
      const wakings = Object.entries(wake).map(([key, at]) => ({ key, at: new Date(at) }));
      await scheduler.plan?.({ wake: wakings, forget }, tx);
      const instants = Object.values(wake);
      if (instants.length > 0) scheduler.wake(new Date(Math.min(...instants)));
    },
    async until(holds, what, patience = patientUnits * unit) {
      const end = now() + patience;
      while (!holds() && now() < end) await advance(Math.max(1, unit / 10));
      check(holds(), `${what}, within ${patience} ms`);
    },
    async close() {
      await scheduler.stop();
      await parts.close?.();
    },
  };
}

function stageWorker(now: () => number): StageWorker {
  const calls: Call[] = [];
  const delivered: { readonly key: string; readonly at: number }[] = [];
  const jobs = new Map<string, number>();
  const due = () => [...jobs].filter(([, at]) => at <= now()).map(([key]) => key);
  const attempt = async (key: string) => {
    await worker.before(key);
    // It may have been put back meanwhile.
    if ((jobs.get(key) ?? Number.POSITIVE_INFINITY) > now()) return;
    jobs.delete(key);
    delivered.push({ key, at: now() });
  };
  const worker: StageWorker = {
    calls,
    delivered,
    jobs,
    room: Number.POSITIVE_INFINITY,
    before: () => {},
    async run() {
      calls.push({ kind: 'run', key: undefined, at: now() });
      const taken = due().slice(0, worker.room);
      for (const key of taken) await attempt(key);
      if (taken.length === 0) await worker.before(undefined);
      const next = Math.min(...jobs.values());
      const isFull = due().length > 0;
      return { nextDueAt: isFull || next === Number.POSITIVE_INFINITY ? undefined : new Date(next) };
    },
    async deliver(key) {
      calls.push({ kind: 'deliver', key, at: now() });
      await attempt(key);
    },
  };
  return worker;
}
