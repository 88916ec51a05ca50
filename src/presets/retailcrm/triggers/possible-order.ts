/**
 * Whether there can be an order that fulfils a condition.
 * @module
 */
import { comparisonsOf, holds, type OrderCondition } from '../order-condition.js';

/** Orders that are tried at most. */
const limit = 20_000;

/**
 * Whether any order fulfils the condition: one is made for each combination of values that its comparisons can tell apart. Undefined
 * where there are too many of them.
 */
export function canHold(condition: OrderCondition): boolean | undefined {
  const comparisons = comparisonsOf(condition);
  const values = new Map<string, Set<unknown>>();
  for (const one of comparisons) values.set(one.path, new Set([...(values.get(one.path) ?? [null]), ...valuesFor(one)]));
  // The outermost path first, so that an object is there before its fields are.
  const fields = [...values].sort(([a], [b]) => a.split('.').length - b.split('.').length);
  if (fields.reduce((product, [, candidates]) => product * candidates.size, 1) > limit) return undefined;
  return ordersOf(fields).some((order) => holds(condition, order));
}

/** Values on both sides of a comparison. */
function valuesFor(comparison: ReturnType<typeof comparisonsOf>[number]): readonly unknown[] {
  if ('in' in comparison) return [...comparison.in, someOther];
  if ('than' in comparison) return [comparison.than - 1, comparison.than, comparison.than + 1];
  return [...comparison.contains, comparison.contains.join(' '), someOther];
}

/** No file names it. */
const someOther = '\u0000';

function ordersOf(fields: readonly (readonly [path: string, values: ReadonlySet<unknown>])[]): readonly object[] {
  const [last, ...before] = [...fields].reverse();
  if (last === undefined) return [{}];
  const [path, values] = last;
  return ordersOf(before.reverse()).flatMap((order) => [...values].flatMap((value) => withField(order, path.split('.'), value)));
}

/** The order with a field; none where it cannot have it, since what is around it is not there, or no object. */
function withField(order: object, [name = '', ...rest]: readonly string[], value: unknown): readonly object[] {
  const found: unknown = Object.hasOwn(order, name) ? Reflect.get(order, name) : undefined;
  if (rest.length === 0) return [{ ...order, [name]: value }];
  if (found === null) return value === null ? [order] : [];
  const inner = typeof found === 'object' && found !== null ? found : {};
  return withField(inner, rest, value).map((changed) => ({ ...order, [name]: changed }));
}
