/**
 * The contract of the Store port.
 * @module
 */
import { type ContractCase, casesOf, type Skip } from './contract.js';
import { claimingCases } from './store-cases/claiming.js';
import { countingCases } from './store-cases/counting.js';
import { forgettingCases } from './store-cases/forgetting.js';
import { leaseCases } from './store-cases/leases.js';
import { listCases } from './store-cases/lists.js';
import { missedCases } from './store-cases/missed.js';
import { pauseCases } from './store-cases/pauses.js';
import { pruningCases } from './store-cases/pruning.js';
import { receiptCases } from './store-cases/receipts.js';
import { recordCases } from './store-cases/records.js';
import { revisingCases } from './store-cases/revising.js';
import type { StoreParts } from './store-cases/samples.js';
import { settlingCases } from './store-cases/settling.js';
import { transactionCases } from './store-cases/transactions.js';
import { valueCases } from './store-cases/values.js';
import { writingCases } from './store-cases/writing.js';

/** What {@link storeContract} is tried on. */
export interface StoreContractOptions<Tx> {
  /**
   * Makes an empty store, for each case anew. `transaction` runs work in a transaction of the host, committed when the work
   * resolves and rolled back when it rejects; a store that takes none skips the cases about it, with a reason.
   */
  readonly create: () => Promise<StoreParts<Tx>>;
  /** Cases that the store cannot hold to. */
  readonly skip?: readonly Skip[];
}

/**
 * Everything that the words of the `Store` port promise, as cases for any test runner.
 *
 * The cases carry their own instants: no clock is read and nothing sleeps.
 *
 * @example
 * for (const { name, run } of storeContract({ create: async () => ({ store: memory() }) })) test(name, run);
 */
export function storeContract<Tx>({ create, skip = [] }: StoreContractOptions<Tx>): readonly ContractCase[] {
  const cases = {
    ...writingCases,
    ...valueCases,
    ...claimingCases,
    ...leaseCases,
    ...settlingCases,
    ...missedCases,
    ...pauseCases,
    ...revisingCases,
    ...listCases,
    ...countingCases,
    ...receiptCases,
    ...forgettingCases,
    ...pruningCases,
    ...recordCases,
    ...transactionCases,
  };
  return casesOf<StoreParts<Tx>>('storeContract', cases, create, skip);
}
