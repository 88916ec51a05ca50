/**
 * The default scheduler: one timer, set for the next due instant.
 * @module
 */
import type { Clock, Timer } from '../ports/clock.js';
import type { Scheduler, Worker } from '../ports/scheduler.js';

/** Settings of {@link loopScheduler}. */
export interface LoopSchedulerOptions {
  readonly clock: Required<Clock>;
  /**
   * Longest sleep in milliseconds, after which the store is asked again although nothing was due: work may come from another process.
   * Read anew before each sleep.
   */
  readonly longestSleep: number;
  /** What to do with an error of a run; the loop goes on after a pause. */
  readonly onError: (error: unknown) => void;
}

/** Pauses after runs that failed, in milliseconds: a store that is away is asked again soon, but not in a busy loop. */
const firstPause = 500;
const longestPause = 30_000;
/** Milliseconds that a timer may ring after its instant on a busy machine, before it is taken for one that the clock has left behind. */
const longestDelay = 1_000;

/** Sleeps until the next due instant, runs the worker, and sleeps again; wakes early when earlier work arrives. */
export function loopScheduler(options: LoopSchedulerOptions): Scheduler {
  const { clock } = options;
  let worker: Worker | undefined;
  let timer: { readonly at: number; readonly timer: Timer } | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  let errors = 0;

  const setTimer = (at: number) => {
    timer?.timer.cancel();
    timer = { at, timer: clock.timer(new Date(at), run) };
  };

  const runOnce = async (current: Worker): Promise<number> => {
    try {
      const { nextDueAt } = await current.run();
      errors = 0;
      return Math.min(nextDueAt?.getTime() ?? Number.POSITIVE_INFINITY, clock.now().getTime() + options.longestSleep);
    } catch (error) {
      options.onError(error);
      errors += 1;
      return clock.now().getTime() + Math.min(firstPause * 2 ** (errors - 1), longestPause);
    }
  };

  function run(): void {
    const current = worker;
    if (current === undefined) return;
    timer?.timer.cancel();
    timer = undefined;
    if (running !== undefined) {
      again = true;
      return;
    }
    running = runOnce(current).then((next) => {
      running = undefined;
      if (worker === undefined) return;
      if (again) {
        again = false;
        run();
      } else setTimer(next);
    });
  }

  return {
    start(started) {
      worker = started;
      run();
    },
    wake(at) {
      if (worker === undefined) return;
      const now = clock.now().getTime();
      if (running !== undefined) again = true;
      else if (timer === undefined || at.getTime() < timer.at) setTimer(at.getTime());
      // Its instant has passed unnoticed: it was set before the clock jumped, and may still wait for long. Others are about to ring.
      else if (timer.at < now - longestDelay) setTimer(now);
    },
    async stop() {
      worker = undefined;
      timer?.timer.cancel();
      timer = undefined;
      again = false;
      await running;
    },
  };
}
