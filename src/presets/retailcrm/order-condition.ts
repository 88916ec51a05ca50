/**
 * Conditions on an order as data: what the condition of an imported trigger becomes.
 * @module
 */
import { z } from 'zod';

/** A value that a field of an order is compared with; null stands for none. */
export type FieldValue = string | number | boolean | null;

/** A condition on an order. Plain JSON; a path such as `orderMethod.code` leads to a field. */
export type OrderCondition =
  | { readonly path: string; readonly in: readonly FieldValue[] }
  | { readonly path: string; readonly contains: readonly string[] }
  | { readonly path: string; readonly is: '<' | '<=' | '>' | '>='; readonly than: number }
  | { readonly all: readonly OrderCondition[] }
  | { readonly any: readonly OrderCondition[] }
  | { readonly not: OrderCondition };

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const path = z.string().min(1);

/** The schema of a condition. */
export const orderConditionSchema: z.ZodType<OrderCondition> = z.lazy(() =>
  z.union([
    z.strictObject({ path, in: z.array(value) }),
    z.strictObject({ path, contains: z.array(z.string().min(1)).min(1) }),
    z.strictObject({ path, is: z.enum(['<', '<=', '>', '>=']), than: z.number() }),
    z.strictObject({ all: z.array(orderConditionSchema) }),
    z.strictObject({ any: z.array(orderConditionSchema) }),
    z.strictObject({ not: orderConditionSchema }),
  ]),
);

/** Whether a condition holds for an order. */
export function holds(condition: OrderCondition, order: unknown): boolean {
  if ('all' in condition) return condition.all.every((one) => holds(one, order));
  if ('any' in condition) return condition.any.some((one) => holds(one, order));
  if ('not' in condition) return !holds(condition.not, order);
  const found = fieldAt(order, condition.path);
  if ('in' in condition) return condition.in.some((one) => one === found);
  if ('contains' in condition) return typeof found === 'string' && condition.contains.some((part) => found.includes(part));
  if (typeof found !== 'number') return false;
  const { is, than } = condition;
  return is === '<' ? found < than : is === '<=' ? found <= than : is === '>' ? found > than : found >= than;
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
