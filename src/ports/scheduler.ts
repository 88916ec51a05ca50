/**
 * The Scheduler port: who wakes a due job.
 * @module
 */

/** What a scheduler drives. */
export interface Worker {
  /** Delivers what is due now, and says when there will be more. */
  run(): Promise<{ readonly nextDueAt: Date | undefined }>;
  /**
   * Delivers this one job if it is due, nobody else holds it and it is still wanted, and resolves when it is settled. A job that is
   * sent, withdrawn, parked or held by another worker already is no error: there is nothing to do.
   */
  deliver(key: string): Promise<void>;
}

/** A job to be woken. */
export interface Waking {
  readonly key: string;
  readonly at: Date;
}

/** What a change or a settlement has altered: jobs to be woken at an instant, new ones or with another instant than before, and jobs to be woken no more. */
export interface WakingPlan {
  readonly wake: readonly Waking[];
  readonly forget: readonly string[];
}

/**
 * Decides when the worker runs. The default one is a loop that sleeps until the next due instant; another may hand the
 * waking to a queue that the host runs already.
 *
 * A scheduler may wake late, twice, or not at all: the store knows what is due, and a claim gives each job to one worker only. One that
 * hands single jobs to a queue must also call `worker.run()` every now and then, for what the queue has lost or holds too long.
 *
 * A scheduler must hold to the cases of `schedulerContract` in `orderbell/testing`.
 */
export interface Scheduler<Tx = never> {
  start(worker: Worker): void;
  /**
   * Called after each change with the instant of the earliest new or moved job, and when there is room for more: run by then. A
   * scheduler that was told of the jobs by `plan` may leave it to its queue and its next sweep, unless the last run left something over.
   */
  wake(at: Date): void;
  /**
   * Called with every job that a change or a settlement has planned, moved, put back or ended: within the host's transaction where
   * there is one. When it throws without `tx`, the jobs are stored nevertheless and the next sweep finds them.
   */
  plan?(plan: WakingPlan, tx: Tx | undefined): Promise<void>;
  /** Stops waking; resolves once a run that is under way has ended. */
  stop(): Promise<void>;
}
