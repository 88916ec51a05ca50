/**
 * The Scheduler port: who wakes a due job.
 * @module
 */

/** What a scheduler drives. */
export interface Worker {
  /** Delivers what is due now, and says when there will be more. */
  run(): Promise<{ readonly nextDueAt: Date | undefined }>;
}

/**
 * Decides when the worker runs. The default one is a loop that sleeps until the next due instant; another may hand the
 * waking to a queue that the host runs already.
 */
export interface Scheduler {
  start(worker: Worker): void;
  /** Called after each change, with the instant of the earliest new or moved job: run by then. */
  wake(at: Date): void;
  /** Stops waking; resolves once a run that is under way has ended. */
  stop(): Promise<void>;
}
