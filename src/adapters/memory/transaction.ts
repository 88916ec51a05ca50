/**
 * Transactions of the memory store.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
import type { StoredRecord } from '../../ports/records.js';
import type { SubjectRef, SubjectWrite } from '../../ports/store.js';
import type { Entry } from './entry.js';
import { Locks } from './locks.js';

/** A transaction of {@link MemoryStore.transaction}: hand it on as `tx`. */
export interface MemoryTransaction {
  /** Whether it can still be used: until its work has ended. */
  readonly isOpen: boolean;
}

/** What one change does to its subject. */
export type SubjectChange =
  | { readonly kind: 'write'; readonly write: SubjectWrite }
  | { readonly kind: 'forget'; readonly at: number };

/** What one change of a transaction has done. */
export interface Staged {
  readonly ref: SubjectRef;
  readonly change: SubjectChange;
}

/** The inside of a {@link MemoryTransaction}. */
export class Transaction implements MemoryTransaction {
  isOpen = true;
  /** The store that it belongs to. */
  readonly store: object;
  /** What becomes visible at its end, in the order it was written. */
  readonly staged: Staged[] = [];
  /** Records that it has written, by name; undefined for those that it removed. */
  readonly records = new Map<string, StoredRecord | undefined>();
  /** Names of the subjects and records that it keeps locked until its end. */
  readonly held = new Set<string>();
  /** Jobs that it moves or withdraws: no worker gets them until its end. */
  readonly heldJobs = new Set<Entry>();
  /** Changes of one subject within the transaction take turns too. */
  readonly turns = new Locks();

  constructor(store: object) {
    this.store = store;
  }

  assertOpen(): void {
    if (this.isOpen) return;
    throw new OrderbellError(
      'invalid-argument',
      'a transaction was used after it had ended. Await every change within `transaction`.',
    );
  }
}
