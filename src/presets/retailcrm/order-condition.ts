/**
 * Conditions on an order as data: of a shop's own, for its rules, and what the condition of an imported trigger becomes.
 * @module
 */
import { z } from 'zod';

/** A value that a field of an order is compared with; null stands for none, an empty text included. */
export type FieldValue = string | number | boolean | null;

/**
 * A condition on an order. Plain JSON; a path such as `orderMethod.code` leads to a field.
 *
 * - `in`: the field has one of these values.
 * - `contains`: the field is a text with one of these in it.
 * - `is`, `than`: the field is a number, and compares so.
 */
export type OrderCondition =
  | { readonly path: string; readonly in: readonly FieldValue[] }
  | { readonly path: string; readonly contains: readonly string[]; readonly ignoreCase?: boolean | undefined }
  | { readonly path: string; readonly is: '<' | '<=' | '>' | '>='; readonly than: number }
  | { readonly all: readonly OrderCondition[] }
  | { readonly any: readonly OrderCondition[] }
  | { readonly not: OrderCondition };

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const path = z.string().min(1);

/** The schema of a condition. */
export const orderConditionSchema: z.ZodType<OrderCondition> = z.lazy(() =>
  z.union(
    [
      z.strictObject({ path, in: z.array(value) }),
      z.strictObject({ path, contains: z.array(z.string().min(1)).min(1), ignoreCase: z.boolean().optional() }),
      z.strictObject({ path, is: z.enum(['<', '<=', '>', '>=']), than: z.number() }),
      z.strictObject({ all: z.array(orderConditionSchema) }),
      z.strictObject({ any: z.array(orderConditionSchema) }),
      z.strictObject({ not: orderConditionSchema }),
    ],
    "Expected a condition such as { path: 'orderMethod.code', in: ['phone'] }, or { all: [...] }, { any: [...] }, { not: ... }.",
  ),
);

/** Whether a condition holds for an order. */
export function holds(condition: OrderCondition, order: unknown): boolean {
  if ('all' in condition) return condition.all.every((one) => holds(one, order));
  if ('any' in condition) return condition.any.some((one) => holds(one, order));
  if ('not' in condition) return !holds(condition.not, order);
  const found = fieldAt(order, condition.path);
  if ('in' in condition) return condition.in.some((one) => one === found || (one === null && found === ''));
  if ('contains' in condition) {
    const plain = (text: string) => (condition.ignoreCase === true ? text.toLowerCase() : text);
    return typeof found === 'string' && condition.contains.some((part) => plain(found).includes(plain(part)));
  }
  if (typeof found !== 'number') return false;
  const { is, than } = condition;
  return is === '<' ? found < than : is === '<=' ? found <= than : is === '>' ? found > than : found >= than;
}

/** The parts of a condition that compare a field. */
export function comparisonsOf(condition: OrderCondition): readonly Extract<OrderCondition, { readonly path: string }>[] {
  if ('all' in condition) return condition.all.flatMap(comparisonsOf);
  if ('any' in condition) return condition.any.flatMap(comparisonsOf);
  return 'not' in condition ? comparisonsOf(condition.not) : [condition];
}

/** The field of an order at a path, own properties only; null where there is none. */
function fieldAt(order: unknown, at: string): unknown {
  let found: unknown = order;
  for (const step of at.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return null;
    // It is an object with this own property.
    found = (found as Readonly<Record<string, unknown>>)[step];
  }
  return found ?? null;
}
