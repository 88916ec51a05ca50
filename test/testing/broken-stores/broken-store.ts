/**
 * What a broken store is, for the control of the store contract.
 */
import type { MemoryStore, MemoryTransaction } from '../../../src/adapters/memory/index.js';
import type { Store, StoredJob } from '../../../src/ports/store.js';

/** A store without its transactions. */
export type MemoryLike = Store<MemoryTransaction>;

/** What it does wrong, the case that must tell, and the methods that it has of its own. */
export type BrokenStore = readonly [what: string, caseName: string, broken: (store: MemoryStore) => Partial<MemoryLike>];

/** A store that changes the jobs it hands out. */
export function reading(store: MemoryStore, change: (job: StoredJob) => StoredJob): Partial<MemoryLike> {
  return { history: async (ref, page) => (await store.history(ref, page)).map(change) };
}
