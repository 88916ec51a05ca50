/**
 * Values that are known at once, or will be.
 *
 * Several hundred jobs take each step of a delivery together. Where a step waits for nothing, a promise for each of them is
 * memory that lives until all have taken it: it costs more than the step.
 * @module
 */

/** What is known now, or a promise of it. */
export type Soon<T> = T | Promise<T>;

/** Goes on with a value: at once where it is known, and what `step` throws then is thrown here. */
export function after<T, R>(value: Soon<T>, step: (value: T) => Soon<R>): Soon<R> {
  return value instanceof Promise ? value.then(step) : step(value);
}
