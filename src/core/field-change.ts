/**
 * Changes of fields: the columns `was` and `is`, which ask for the value that a field had and the one it has now.
 *
 * Nothing but fingerprints is compared, so the old value need not be kept: a value that a row names has a fingerprint as well.
 * @module
 */
import { fingerprint } from './fingerprint.js';
import type { OneOrMore, Scalar } from './rule.js';
import { listOf } from './untyped.js';

/** Fingerprints of a field's value before and after a change. */
export interface FieldPrints {
  readonly was: string;
  readonly is: string;
}

/** A filter as it runs: whether a fingerprint is that of a value it names. */
export type PrintTest = (print: string) => boolean;

/** Compiles a filter of values. */
export function printTest(filter: OneOrMore<Scalar> | { readonly not: OneOrMore<Scalar> }): PrintTest {
  const not = typeof filter === 'object' && filter !== null && 'not' in filter;
  const named = not ? filter.not : filter;
  const prints = new Set(listOf<Scalar>(named).map(fingerprint));
  if (prints.has(fingerprint(null))) prints.add(fingerprint(undefined));
  return (print) => prints.has(print) !== not;
}

/** The fingerprints of the fields that have another value than before; a field seen for the first time has not changed. */
export function changedFields(
  now: Readonly<Record<string, string>>,
  before: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, FieldPrints> {
  const changed = new Map<string, FieldPrints>();
  for (const [name, is] of Object.entries(now)) {
    const was = Object.hasOwn(before, name) ? before[name] : undefined;
    if (was !== undefined && was !== is) changed.set(name, { was, is });
  }
  return changed;
}
