/**
 * Retry settings: what the host says of retries, and what it leaves open.
 * @module
 */
import { OrderbellError } from '../core/errors.js';
import type { Clock } from '../ports/clock.js';
import type { Emit } from './events.js';
import { fraction } from './fraction.js';
import type { RetryOptions } from './options.js';

/** How failed attempts are repeated, with nothing left open. */
export interface RetrySettings {
  readonly attempts: number;
  readonly delay: (attempt: number, key: string) => number;
  readonly maxAge: number;
  readonly policy: RetryOptions['policy'];
}

/** Fills in what the host leaves open. */
export function retrySettings({ attempts = 8, delay, maxAge = 3 * 24 * 3_600_000, policy }: RetryOptions = {}): RetrySettings {
  return { attempts, delay: delay ?? defaultDelay, maxAge, policy };
}

/** 30 seconds, doubled after each attempt, an hour at most; up to a quarter more or less, for each job another part of it. */
function defaultDelay(attempt: number, key: string): number {
  const delay = Math.min(30_000 * 2 ** (attempt - 1), 3_600_000);
  return Math.round(delay * (0.75 + fraction(`${attempt} ${key}`) / 2));
}

/** A policy that throws decides nothing, and a delay that throws, or is no number of milliseconds, is the usual one. */
export function guarded(retry: RetrySettings, emit: Emit, clock: Clock): RetrySettings {
  const delay: RetrySettings['delay'] = (attempt, key) => {
    try {
      const given = retry.delay(attempt, key);
      if (Number.isFinite(given)) return given;
      throw new OrderbellError('invalid-argument', `retry.delay(${attempt}) yields ${String(given)}. Expected milliseconds.`);
    } catch (thrown) {
      emit('error', { at: clock.now(), error: thrown });
      return defaultDelay(attempt, key);
    }
  };
  const policy: RetrySettings['policy'] = (error, context) => {
    try {
      return retry.policy?.(error, context);
    } catch (thrown) {
      emit('error', { at: clock.now(), error: thrown });
      return undefined;
    }
  };
  return { ...retry, delay, policy: retry.policy && policy };
}
