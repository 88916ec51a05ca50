/**
 * What went wrong with a database, in words for the host.
 * @module
 */
import { type ErrorCode, OrderbellError } from '../core/errors.js';

/** What can be wrong with a database itself. */
export type StoreFault =
  | 'store-unavailable'
  | 'store-not-migrated'
  | 'store-newer'
  | 'store-read-only'
  | 'store-full'
  | 'store-corrupt'
  | 'invalid-client'
  | 'invalid-transaction'
  | 'conflict';

/** What to do about it, where the words of the driver do not say. */
const advice: Readonly<Partial<Record<ErrorCode, string>>> = {
  'store-unavailable': 'Nothing was stored; it is tried again.',
  'store-not-migrated': 'Run `await store.migrate()` once, or apply the statements of `store.migrations()`.',
  'store-newer': 'Update orderbell, or point this process at another database or prefix.',
  'store-read-only': 'Give this process a database that it may write to.',
  'store-full': 'Make room, or prune old history; nothing was stored.',
};

/**
 * An error of a store: `sqlite: claiming jobs: database or disk is full. Make room, ...`. `fact` is a sentence or what a driver
 * said; it must hold no message body, payload or secret.
 */
export function storeError(dialect: string, code: StoreFault, doing: string, fact: string, cause?: unknown): OrderbellError {
  const sentence = /[.!?]$/.test(fact) ? fact : `${fact}.`;
  const hint = advice[code] === undefined ? '' : ` ${advice[code]}`;
  return new OrderbellError(code, `${dialect}: ${doing}: ${sentence}${hint}`, cause === undefined ? {} : { cause });
}

/**
 * What to throw for something thrown by a driver: an {@link OrderbellError} where `faultOf` knows what it means, else what was
 * thrown, as it is. Errors of orderbell itself pass through.
 */
export function wrapped(
  dialect: string,
  doing: string,
  thrown: unknown,
  faultOf: (thrown: Error) => StoreFault | undefined,
): unknown {
  if (thrown instanceof OrderbellError || !(thrown instanceof Error)) return thrown;
  const fault = faultOf(thrown);
  return fault === undefined ? thrown : storeError(dialect, fault, doing, thrown.message, thrown);
}
