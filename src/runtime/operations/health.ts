/**
 * How things stand.
 * @module
 */
import type { Parts } from '../setup.js';
import type { OperationsContext } from './context.js';
import type { Health } from './operations.js';

/** The store's counts, with how late the notifier is, and the receipts of this process. */
export async function health<Tx>({
  parts,
  receiptCounts,
}: Pick<OperationsContext<Tx>, 'parts' | 'receiptCounts'>): Promise<Health> {
  return { ...(await standing(parts)), receipts: { ...receiptCounts } };
}

/** The store's counts, with how late the notifier is. */
export async function standing<Tx>(parts: Parts<Tx>): Promise<Omit<Health, 'receipts'>> {
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
