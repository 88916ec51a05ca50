/**
 * What an engine keeps of a job that it is to wake.
 * @module
 */
import { OrderbellError } from '../core/errors.js';

/** Goes into the engine's own job, and comes back with it. */
export interface WakingData {
  readonly key: string;
  /** Epoch milliseconds. An engine whose clock is fast hands the job over earlier. */
  readonly at: number;
}

/** Reads what an engine hands over. Throws `invalid-argument` for what was not put there by the scheduler of this name. */
export function wakingFrom(scheduler: string, data: unknown): WakingData {
  const given: Partial<Record<keyof WakingData, unknown>> = typeof data === 'object' && data !== null ? data : {};
  const { key, at } = given;
  if (typeof key === 'string' && typeof at === 'number') return { key, at };
  throw new OrderbellError(
    'invalid-argument',
    `${scheduler}: a job of the queue is not one of this scheduler: expected { key, at }. Give other work a name of its own.`,
  );
}
