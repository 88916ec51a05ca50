/**
 * How things stand.
 * @module
 */
import type { OperationsContext } from './context.js';
import type { Health } from './operations.js';

/** The store's counts, with how late the notifier is. */
export async function health<Tx>({ parts }: Pick<OperationsContext<Tx>, 'parts'>): Promise<Health> {
  const at = parts.clock.now();
  const { due, oldestDueAt, inFlight, parked, failed, unknown } = await parts.store.counts(at.getTime());
  return {
    at,
    oldestDueAt: oldestDueAt === undefined ? undefined : new Date(oldestDueAt),
    lateBy: oldestDueAt === undefined ? 0 : Math.max(0, at.getTime() - oldestDueAt),
    backlog: due,
    inFlight,
    parked,
    failed,
    unknown,
  };
}
