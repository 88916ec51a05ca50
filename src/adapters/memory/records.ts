/**
 * Records in memory.
 * @module
 */
import type { RecordQuery, RecordRef, Records, RecordWrite, StoredRecord } from '../../ports/records.js';
import type { Locks } from './locks.js';
import type { MemoryTransaction, Transaction } from './transaction.js';

/** What the records of a store need of it. */
export interface RecordParts {
  readonly locks: Locks;
  /** The transaction behind `tx`; throws for one of another store. */
  readonly owned: (tx: MemoryTransaction) => Transaction;
}

/** The records of one store. */
export class MemoryRecords implements Records<MemoryTransaction> {
  readonly #parts: RecordParts;
  readonly #records = new Map<string, StoredRecord>();
  #version = 0;

  constructor(parts: RecordParts) {
    this.#parts = parts;
  }

  async read(ref: RecordRef, tx?: MemoryTransaction): Promise<StoredRecord | undefined> {
    const name = nameOf(ref);
    const own = tx && this.#parts.owned(tx);
    own?.assertOpen();
    return own?.records.has(name) ? own.records.get(name) : this.#records.get(name);
  }

  async write(write: RecordWrite, tx?: MemoryTransaction): Promise<boolean> {
    const name = nameOf(write);
    const lock = `record ${name}`;
    if (tx === undefined) {
      await this.#parts.locks.take(lock);
      try {
        if (!this.#fits(this.#records.get(name), write)) return false;
        this.#put(name, this.#next(write));
        return true;
      } finally {
        this.#parts.locks.release(lock);
      }
    }
    const own = this.#parts.owned(tx);
    own.assertOpen();
    await this.#hold(lock, own);
    if (!this.#fits(own.records.has(name) ? own.records.get(name) : this.#records.get(name), write)) return false;
    own.records.set(name, this.#next(write));
    return true;
  }

  async list({ kind, limit, after }: RecordQuery): Promise<readonly StoredRecord[]> {
    const all = [...this.#records.values()].filter(
      (record) => record.kind === kind && (after === undefined || record.key > after),
    );
    return all.sort((one, other) => (one.key < other.key ? -1 : 1)).slice(0, limit);
  }

  /** Makes visible what a transaction has written. */
  commit(written: ReadonlyMap<string, StoredRecord | undefined>): void {
    for (const [name, record] of written) this.#put(name, record);
  }

  /** Removes up to so many records that have expired before an instant. */
  prune(olderThan: number, limit: number): void {
    let left = limit;
    for (const [name, { expiresAt }] of this.#records) {
      if (left === 0) return;
      if (expiresAt === undefined || expiresAt >= olderThan) continue;
      this.#records.delete(name);
      left -= 1;
    }
  }

  async #hold(lock: string, tx: Transaction): Promise<void> {
    if (tx.held.has(lock)) return;
    await this.#parts.locks.take(lock);
    if (!tx.isOpen) this.#parts.locks.release(lock);
    tx.assertOpen();
    tx.held.add(lock);
  }

  #fits(found: StoredRecord | undefined, { version }: RecordWrite): boolean {
    return (found?.version ?? 0) === version;
  }

  #next({ kind, key, value, expiresAt }: RecordWrite): StoredRecord | undefined {
    if (value === undefined) return undefined;
    this.#version += 1;
    return Object.freeze({ kind, key, value, version: this.#version, expiresAt });
  }

  #put(name: string, record: StoredRecord | undefined): void {
    if (record === undefined) this.#records.delete(name);
    else this.#records.set(name, record);
  }
}

/** Unlike a plain separator, a length cannot be mistaken for a part of the names. */
function nameOf({ kind, key }: RecordRef): string {
  return `${kind.length} ${kind} ${key}`;
}
