/**
 * What sets a trigger off, as columns of rows: found by trying every change that its formula can tell apart.
 * @module
 */
import type { FieldValue } from '../order-condition.js';
import { groupCodes, groupName, type StatusGroups } from '../statuses.js';
import { atomsOf, evaluated, type Formula } from './formula.js';

/** Columns of a row that say what it waits for. */
export interface ChangeColumns {
  readonly on: string | readonly string[];
  readonly from?: Filter | undefined;
  readonly was?: Filter | undefined;
  readonly is?: Filter | undefined;
}

type Filter = FieldValue | readonly FieldValue[] | { readonly not: FieldValue | readonly FieldValue[] };

/** Any value that the formula does not name. */
const other = undefined;
type Value = FieldValue | undefined;

/** Changes of which every one sets the row off: from any of these values to any of those, unless it stays the same. */
interface Product {
  readonly was: ReadonlySet<Value>;
  readonly is: ReadonlySet<Value>;
}

/** Every change of a field that fulfils a formula, and whether it is fulfilled without one as well. */
export interface Changes {
  readonly field: string;
  /** The values that the formula can tell apart. */
  readonly values: readonly Value[];
  readonly pairs: readonly (readonly [was: Value, is: Value])[];
  readonly unchanged: boolean;
}

/** Tries every change of a field. A status was any of all there are, or none where the order is new. */
export function changesOf(field: string, formula: Formula, statuses: StatusGroups): Changes {
  const isStatus = field === 'status';
  const named: readonly Value[] = isStatus ? codesOf(statuses) : [...new Set([null, ...namedIn(formula)]), other];
  const old = isStatus ? [...named, null] : named;
  const holds = (was: Value, is: Value, changed: boolean) =>
    evaluated(formula, (atom) => {
      if (atom.of === 'changed') return changed;
      if (atom.of !== 'change') return false;
      const value = atom.part === 'was' ? was : is;
      return value !== other && atom.in.includes(value);
    });
  const pairs = old.flatMap((was) =>
    named.flatMap((is) => ((was !== is || is === other) && holds(was, is, true) ? [[was, is] as const] : [])),
  );
  return { field, values: old, pairs, unchanged: holds(null, null, false) };
}

/** The columns of the rows that wait for these changes; several rows share none. */
export function columnsOf(changes: Changes, statuses: StatusGroups): readonly ChangeColumns[] {
  const products = productsOf(changes.pairs);
  if (changes.field !== 'status') {
    return products.map(({ was, is }) => ({
      on: `${changes.field}.changed`,
      was: valueFilter(withSame(was, is), changes.values),
      is: valueFilter(withSame(is, was), changes.values),
    }));
  }
  return products.flatMap(({ was, is }): readonly ChangeColumns[] => {
    const on = listOrOne(statusNames(is, statuses).map((name) => `status.${name}`));
    const left = new Set([...was].filter((one) => one !== null));
    const everywhere = codesOf(statuses).every((code) => left.has(code) || (is.size === 1 && is.has(code)));
    const created = was.has(null) ? [{ on, from: null }] : [];
    if (left.size === 0) return created;
    if (everywhere) return [was.has(null) ? { on } : { on, from: '*' }];
    return [...created, { on, from: statusFilter(left, statuses) }];
  });
}

/** Splits pairs into products that share none of them. */
function productsOf(pairs: Changes['pairs']): readonly Product[] {
  const olds = new Map<Value, Set<Value>>();
  for (const [was, is] of pairs) olds.set(is, (olds.get(is) ?? new Set()).add(was));
  const products: { was: Set<Value>; is: Set<Value> }[] = [];
  for (const [is, was] of olds) {
    // A value that would stay the same may be in it or not.
    const fits = (whole: ReadonlySet<Value>, one: Value) => {
      const own = olds.get(one) ?? new Set();
      return [...whole].every((value) => own.has(value) || (value === one && value !== other));
    };
    const home = products.find((product) => {
      const whole = new Set([...product.was, ...was]);
      return [...product.is, is].every((one) => fits(whole, one));
    });
    if (home === undefined) products.push({ was: new Set(was), is: new Set([is]) });
    else {
      for (const value of was) home.was.add(value);
      home.is.add(is);
    }
  }
  return products;
}

function statusFilter(codes: ReadonlySet<Value>, statuses: StatusGroups): Filter {
  const without = codesOf(statuses).filter((code) => !codes.has(code));
  const names = statusNames(codes, statuses);
  const missing = statusNames(new Set(without), statuses);
  return missing.length < names.length ? { not: listOrOne(missing) } : listOrOne(names);
}

/** Names for a set of statuses: that of a group where all of its statuses are in it. */
function statusNames(codes: ReadonlySet<Value>, statuses: StatusGroups): readonly string[] {
  return groupCodes.flatMap((group) => {
    const own = statuses[group].filter((code) => codes.has(code));
    return own.length > 1 && own.length === statuses[group].length ? [groupName(group)] : own;
  });
}

/** One side of a change with the only value of the other side: it would stay the same, so that it makes no difference and may be in it. */
function withSame(side: ReadonlySet<Value>, opposite: ReadonlySet<Value>): ReadonlySet<Value> {
  const [value] = opposite;
  return opposite.size === 1 && value !== other ? new Set([...side, value]) : side;
}

/** Every value of the change, or the ones that are named, or all but some. */
function valueFilter(values: ReadonlySet<Value>, all: readonly Value[]): Filter | undefined {
  const isNamed = (value: Value): value is FieldValue => value !== other;
  if (!values.has(other)) return listOrOne([...values].filter(isNamed));
  const missing = all.filter(isNamed).filter((one) => !values.has(one));
  return missing.length === 0 ? undefined : { not: listOrOne(missing) };
}

function listOrOne<T>(list: readonly T[]): T | readonly T[] {
  const [first] = list;
  return list.length === 1 && first !== undefined ? first : list;
}

function codesOf(statuses: StatusGroups): readonly string[] {
  return groupCodes.flatMap((group) => statuses[group]);
}

function namedIn(formula: Formula): readonly FieldValue[] {
  return atomsOf(formula).flatMap((atom) => (atom.of === 'change' ? atom.in : []));
}
