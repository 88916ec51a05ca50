/**
 * What operations work with.
 * @module
 */
import type { ChangeHandler } from '../change-handler.js';
import type { Emit } from '../events.js';
import type { ReceiptCounts } from '../receipts/receipts.js';
import type { Parts } from '../setup.js';
import type { Plan } from '../waking.js';

/** The inside of a notifier, as far as operations need it. */
export interface OperationsContext<Tx> {
  readonly parts: Parts<Tx>;
  readonly changes: ChangeHandler<Tx>;
  readonly plan: Plan<Tx>;
  readonly emit: Emit;
  readonly wake: (at: Date) => void;
  /** Receipts since the notifier was made. */
  readonly receiptCounts: { -readonly [K in keyof ReceiptCounts]: ReceiptCounts[K] };
}
