/**
 * Assertions that need no test runner.
 * @module
 */
import { inspect, isDeepStrictEqual } from 'node:util';
import { OrderbellError } from '../core/errors.js';

/** Throws `assertion-failed` unless the condition holds. */
export function check(condition: boolean, message: string): asserts condition {
  if (!condition) throw new OrderbellError('assertion-failed', message);
}

/** Throws `assertion-failed`, showing both, unless two values are deeply equal. */
export function equal(actual: unknown, expected: unknown, what: string): void {
  if (isDeepStrictEqual(actual, expected)) return;
  throw new OrderbellError('assertion-failed', `${what}:\n  expected ${show(expected)}\n  found    ${show(actual)}`);
}

/** What a promise is rejected with; throws `assertion-failed` where it resolves. */
export async function rejectionOf(promise: Promise<unknown>, what: string): Promise<unknown> {
  const resolved = Symbol();
  const result = await promise.then(
    () => resolved,
    (error: unknown) => error,
  );
  check(result !== resolved, `${what}: expected a rejection, found that it resolved`);
  return result;
}

/** A value on as few lines as it takes. */
export function show(value: unknown): string {
  return inspect(value, { depth: 6, breakLength: 120, compact: 3 });
}
