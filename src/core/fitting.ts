/**
 * The columns `parts` and `fit` of a rule, read together.
 * @module
 */
import type { Fit, Fitting } from './rule.js';

/** What a row says of the length of its SMS: `parts` alone rejects what is longer, `fit` alone means one part; undefined without both. */
export function fittingOf({
  parts,
  fit,
}: {
  readonly parts?: number | undefined;
  readonly fit?: Fit | undefined;
}): Fitting | undefined {
  return parts === undefined && fit === undefined ? undefined : { parts: parts ?? 1, fit: fit ?? 'reject' };
}
