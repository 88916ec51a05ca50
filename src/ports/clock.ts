/**
 * The Clock port: what time it is, and who calls back later.
 * @module
 */

/** Something that can be called off. */
export interface Timer {
  cancel(): void;
}

/**
 * Where the notifier reads the time. `now()` must never go back by more than the host can bear: a job is due when its
 * instant is at or before `now()`.
 *
 * A clock that is not the real one also says how to wait, through `timer`; without it the notifier waits in real time.
 */
export interface Clock {
  now(): Date;
  /** Calls `wake` once when `now()` has reached `at`. */
  timer?(at: Date, wake: () => void): Timer;
}
