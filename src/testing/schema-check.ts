/**
 * Schemas that accept their own output.
 * @module
 */
import { isDeepStrictEqual } from 'node:util';
import { OrderbellError } from '../core/errors.js';
import type { LifecycleModel } from '../core/model.js';
import { show } from './check.js';

/**
 * Throws `assertion-failed` unless a lifecycle's schema accepts its own output and yields the same once more. The notifier parses
 * data when they come in and again when it reads its snapshot, so a transform that runs twice would change them.
 *
 * @example
 * assertStableSchema(booking, aBooking());
 */
export function assertStableSchema(lifecycle: { readonly model: Pick<LifecycleModel, 'name' | 'schema'> }, data: unknown): void {
  const { name, schema } = lifecycle.model;
  const place = `lifecycle '${name}': its schema`;
  const hint = 'Let each transform accept what it yields, as in z.union([z.date(), z.string().transform(toDate)]).';
  const first = schema.safeParse(data);
  if (!first.success) throw new OrderbellError('assertion-failed', `${place} refuses the sample: ${first.error.message}`);
  const again = schema.safeParse(first.data);
  if (!again.success)
    throw new OrderbellError('assertion-failed', `${place} refuses its own output: ${again.error.message} ${hint}`);
  if (isDeepStrictEqual(again.data, first.data)) return;
  throw new OrderbellError(
    'assertion-failed',
    `${place} makes ${show(again.data)} of its own output ${show(first.data)}. ${hint}`,
  );
}
