/** The shop's own database, with orderbell's tables beside its orders. */
import type { Store } from 'orderbell';

/** A database as the proofs use it: the same for each kind. */
export interface ShopDatabase<Tx> {
  readonly store: Store<Tx>;
  /** Makes the tables, unless they are there. */
  prepare(): Promise<void>;
  /** Runs `work` in one transaction of the shop. */
  transaction<R>(work: (tx: Tx) => Promise<R>): Promise<R>;
  saveOrder(tx: Tx, no: string, payment: string): Promise<void>;
  /** Payment status by order number, as committed. */
  orders(): Promise<ReadonlyMap<string, string>>;
  close(): Promise<void>;
}
