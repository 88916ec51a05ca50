/**
 * One line of the report, and how medians are taken.
 * @module
 */

/** One comparison: ours beside another way to do the same, or a number beside its limit. */
export interface Row {
  readonly name: string;
  readonly unit: Unit;
  readonly ours: number;
  /** What it is compared with, in the same unit; undefined where there is only a limit, or none. */
  readonly theirs?: number | undefined;
  /** Ours as a multiple of theirs where the target is a most; else theirs as a multiple of ours: how many times as fast ours is. */
  readonly ratio?: number | undefined;
  /** In words; undefined where the number is only reported. */
  readonly target?: string | undefined;
  readonly met?: boolean | undefined;
}

/** Units of costs. */
export type Unit = 'ns' | 'µs' | 'ms' | 'bytes' | 'kB' | 'MB' | 'ms/s';

/** Two costs that are not judged yet. */
export interface Pair extends Pick<Row, 'name' | 'unit' | 'ours'> {
  readonly theirs: number;
}

/** A row whose ratio is the cost of ours as a multiple of theirs, `times` at most; only reported where no limit is given. */
export function atMost(times: number | undefined, pair: Pair): Row {
  const ratio = pair.ours / pair.theirs;
  if (times === undefined) return { ...pair, ratio };
  return { ...pair, ratio, target: `at most ${times}x the cost`, met: ratio <= times };
}

/** A row whose ratio is how many times as fast ours is, `times` at least; only reported where no limit is given. */
export function atLeast(times: number | undefined, pair: Pair): Row {
  const ratio = pair.theirs / pair.ours;
  if (times === undefined) return { ...pair, ratio };
  return { ...pair, ratio, target: `at least ${times}x as fast`, met: ratio >= times };
}

/** The middle one; half of the values are below it. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** For measuring memory. Not between measurements of time: it also throws away what V8 has learnt and made room for. */
export function collectGarbage(): void {
  globalThis.gc?.();
}
