/**
 * What every scheduler that hands jobs to an engine can be told.
 * @module
 */
import { OrderbellError } from '../core/errors.js';
import type { Clock, Timer } from '../ports/clock.js';

/** Settings of schedulers that hand the waking to an engine. */
export interface EngineOptions {
  /**
   * Milliseconds between two looks into the store for what the engine has lost, holds too long or woke too early: 30 s unless told
   * otherwise, half the time for which a worker holds a job.
   */
  readonly sweepEvery?: number;
  /** The real clock unless told otherwise. Give it the notifier's. */
  readonly clock?: Clock;
  /** Told of what went wrong without anybody to throw it at; nothing is lost by it. A process warning unless told otherwise. */
  readonly onError?: (error: unknown) => void;
}

/** The settings, whole. */
export interface EngineSettings {
  readonly sweepEvery: number;
  readonly now: () => number;
  readonly timer: (at: number, wake: () => void) => Timer;
  /** Never throws. */
  readonly onError: (error: unknown) => void;
}

/** The longest delay that a timer of the platform can hold, a little under 24.9 days. */
const longestDelay = 2 ** 31 - 1;

/** Fills in what was not given. Throws `invalid-argument` for a `sweepEvery` that is no number of milliseconds. */
export function engineSettings(scheduler: string, { sweepEvery = 30_000, clock, onError = warn }: EngineOptions): EngineSettings {
  assertMilliseconds(scheduler, 'sweepEvery', sweepEvery, 1);
  const now = () => clock?.now().getTime() ?? Date.now();
  return {
    sweepEvery,
    now,
    timer: (at, wake) => clock?.timer?.(new Date(at), wake) ?? platformTimer(at - now(), wake),
    onError: (error) => {
      try {
        onError(error);
      } catch (thrown) {
        warn(thrown);
      }
    },
  };
}

/** Throws `invalid-argument` for what is no length of time that a timer can hold. */
export function assertMilliseconds(scheduler: string, option: string, value: number, least: number): void {
  if (Number.isFinite(value) && value >= least && value <= longestDelay) return;
  const expected = `Expected milliseconds, from ${least} to ${longestDelay}.`;
  throw new OrderbellError('invalid-argument', `${scheduler}: ${option} is ${value}. ${expected}`);
}

function platformTimer(delay: number, wake: () => void): Timer {
  const handle = setTimeout(wake, Math.max(0, delay));
  return { cancel: () => clearTimeout(handle) };
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error));
}
