/**
 * Planning subjects anew in the course of a delivery.
 * @module
 */
import { messageOf, OrderbellError } from '../core/errors.js';
import type { SubjectRef } from '../ports/store.js';
import type { DeliveryHooks } from './desk.js';
import type { Outcome } from './outcome.js';
import type { Basis } from './readings.js';
import type { Parts } from './setup.js';
import { isStale } from './stale-data.js';

/**
 * Plans a subject anew whose data are others than its job was planned by, or judged by. That they cannot be read now must not stop other
 * deliveries; the next change plans it again.
 */
export async function replanWhereNeeded<Tx>(
  parts: Parts<Tx>,
  hooks: DeliveryHooks,
  { lifecycle, subject }: SubjectRef,
  outcome: Outcome,
  basis: Basis,
): Promise<void> {
  const ref = { lifecycle, subject };
  try {
    if ((outcome.kind === 'withdrawn' && outcome.replan) || (await isStale(parts, ref, basis))) await hooks.replan(ref);
  } catch (error) {
    hooks.emit('error', { at: parts.clock.now(), error });
  }
}

/** Plans a subject anew before one of its jobs is checked: until that can be done, nothing is sent. */
export async function replanFirst(hooks: DeliveryHooks, { lifecycle, subject }: SubjectRef): Promise<void> {
  try {
    await hooks.replan({ lifecycle, subject });
  } catch (cause) {
    if (cause instanceof OrderbellError) throw cause;
    const message = `${lifecycle} '${subject}' could not be planned anew: ${messageOf(cause)}`;
    throw new OrderbellError('handler-failed', message, { cause });
  }
}
