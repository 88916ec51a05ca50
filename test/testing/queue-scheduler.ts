import { engineSettings } from '../../src/engine/engine-settings.js';
import { EngineWorker } from '../../src/engine/engine-worker.js';
import type { Timer } from '../../src/ports/clock.js';
import type { Scheduler, Waking, WakingPlan, Worker } from '../../src/ports/scheduler.js';
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js';
import type { SchedulerParts, SchedulerWish } from '../../src/testing/scheduler-cases/stage.js';

/** A transaction: what is to be done when it is committed. */
export type Commits = (() => void)[];

/** A queue in memory, of which a test may replace parts by broken ones. */
export class MemoryQueue {
  readonly clock: FakeClock;
  readonly engine: EngineWorker;
  readonly timers = new Map<string, Timer>();

  constructor(clock: FakeClock, wish: SchedulerWish) {
    this.clock = clock;
    this.engine = new EngineWorker('memoryQueue', engineSettings('memoryQueue', { ...wish, clock }));
  }

  add({ key, at }: Waking): void {
    this.remove(key);
    this.timers.set(
      key,
      this.clock.timer(at, () => this.handOver({ key, at }, 3)),
    );
  }

  remove(key: string): void {
    this.timers.get(key)?.cancel();
    this.timers.delete(key);
  }

  handOver({ key, at }: Waking, attempts: number): void {
    const again = () => {
      if (attempts > 1) this.clock.timer(this.clock.after({ minutes: 1 }), () => this.handOver({ key, at }, attempts - 1));
    };
    this.engine.deliver({ key, at: at.getTime() }).catch(again);
  }

  apply({ wake, forget }: WakingPlan): void {
    for (const key of forget) this.remove(key);
    for (const waking of wake) this.add(waking);
  }
}

/** Replaces parts of a queue or of its scheduler. */
export type Broken = (queue: MemoryQueue, scheduler: Scheduler<Commits>) => Partial<Scheduler<Commits>>;

/** A scheduler over such a queue, with transactions. */
export async function queueParts(wish: SchedulerWish, broken: Broken): Promise<SchedulerParts<Commits>> {
  const clock = fakeClock('2026-03-01T11:00');
  const queue = new MemoryQueue(clock, wish);
  const { engine } = queue;
  const scheduler: Scheduler<Commits> = {
    start: (worker: Worker) => engine.start(worker),
    wake: (at) => engine.wake(at),
    plan: async (plan, tx) => {
      if (tx === undefined) queue.apply(plan);
      else tx.push(() => queue.apply(plan));
    },
    stop: () => engine.stop(),
  };
  return {
    scheduler: { ...scheduler, ...broken(queue, scheduler) },
    now: () => clock.now(),
    advance: (milliseconds) => clock.advanceTo(new Date(clock.now().getTime() + milliseconds)),
    transaction: async (work) => {
      const commits: Commits = [];
      const result = await work(commits);
      for (const commit of commits) commit();
      return result;
    },
    close: () => {
      for (const key of [...queue.timers.keys()]) queue.remove(key);
    },
  };
}
