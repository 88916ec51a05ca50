/**
 * The gate: one connection is shared with the host, and with other processes the file.
 *
 * Whatever the store does on its own is done at once, in one synchronous piece, so that nothing of this process can come between. It
 * waits, without holding up the event loop, while the host has a transaction open on the connection, which it must not become
 * part of, and while another process writes.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
import { storeError, wrapped } from '../../sql/store-error.js';
import { readNumber } from '../../sql/value.js';
import type { Connection } from './database.js';
import { faultOf, isBusy, isStale } from './faults.js';

/** What the gate guards, and how long it waits. */
export interface GateOptions {
  readonly connection: Connection;
  /** Called before the first piece of work, outside of any transaction. May throw because the database is busy. */
  readonly open: () => void;
  /** How long, in milliseconds, to wait for another process that writes. */
  readonly busyTimeout: number;
  /** How long, in milliseconds, to wait for the end of the host's transaction. */
  readonly transactionTimeout: number;
}

/** Lets one piece of work through at a time. */
export class Gate {
  readonly #options: GateOptions;
  readonly #waiting = new Set<() => void>();
  /** The host's own patience with a busy database, in milliseconds; undefined until it was read. */
  #hostTimeout: number | undefined;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** Runs synchronous work outside of any transaction. */
  async read<T>(doing: string, work: () => T): Promise<T> {
    return this.#pass(doing, () => {
      this.#options.open();
      return work();
    });
  }

  /** Opens at once where nothing is in the way. What is in the way is told by the first call that meets it, but for a client of the wrong kind. */
  openEarly(): void {
    const { connection, open } = this.#options;
    try {
      if (!connection.inTransaction) this.#unblocked(open);
    } catch (error) {
      if (error instanceof OrderbellError && error.code === 'invalid-client') throw error;
    }
  }

  /** Runs synchronous work before, or without, opening. */
  async outside<T>(doing: string, work: () => T): Promise<T> {
    return this.#pass(doing, work);
  }

  /** Runs synchronous work in a transaction of its own. It may run more than once, if the database was busy; what it did then is undone. */
  async write<T>(doing: string, work: () => T): Promise<T> {
    return this.#pass(doing, () => {
      this.#options.open();
      return this.#inTransaction(work);
    });
  }

  /** Begins a transaction that stays open while `work` waits for whatever it waits for, and ends it. Only what is read and written with the connection itself is part of it. */
  async transaction<R>(work: () => Promise<R>): Promise<R> {
    const { connection, open } = this.#options;
    await this.#pass('beginning a transaction', () => {
      open();
      this.#begin();
    });
    try {
      const result = await work();
      this.#commit();
      return result;
    } finally {
      if (connection.inTransaction) connection.exec('ROLLBACK');
      for (const go of this.#waiting) go();
    }
  }

  /** Runs synchronous work within the transaction that the host has open, as one piece: all of it or nothing. */
  async within<T>(doing: string, work: () => T): Promise<T> {
    const { connection, busyTimeout } = this.#options;
    for (const wait = new Patience(busyTimeout); ; ) {
      if (!connection.inTransaction)
        throw storeError(
          'sqlite',
          'invalid-transaction',
          doing,
          'tx is no longer open. Await handleTransition before you commit.',
        );
      try {
        return this.#unblocked(() => this.#inSavepoint(work));
      } catch (error) {
        if (isStale(error)) throw stale(doing, error);
        if (!isBusy(error) || wait.isOver) throw wrapped('sqlite', doing, error, faultOf);
      }
      await this.#pause(wait.next());
    }
  }

  async #pass<T>(doing: string, work: () => T): Promise<T> {
    const { connection, busyTimeout, transactionTimeout } = this.#options;
    const busy = new Patience(busyTimeout);
    const held = new Patience(transactionTimeout);
    for (;;) {
      if (!connection.inTransaction) {
        try {
          return this.#unblocked(work);
        } catch (error) {
          if (!isBusy(error) || busy.isOver) throw wrapped('sqlite', doing, error, faultOf);
          await this.#pause(busy.next());
        }
      } else {
        if (held.isOver) throw stillHeld(doing, transactionTimeout);
        await this.#pause(held.next());
      }
    }
  }

  #begin(): void {
    this.#options.connection.exec('BEGIN IMMEDIATE');
  }

  #commit(): void {
    const { connection } = this.#options;
    if (!connection.inTransaction)
      throw storeError(
        'sqlite',
        'invalid-transaction',
        'committing',
        'the transaction was ended by somebody else. Leave commit and rollback to `transaction`.',
      );
    try {
      connection.exec('COMMIT');
    } catch (error) {
      throw wrapped('sqlite', 'committing', error, faultOf);
    }
  }

  #inTransaction<T>(work: () => T): T {
    const { connection } = this.#options;
    this.#begin();
    try {
      const result = work();
      connection.exec('COMMIT');
      return result;
    } catch (error) {
      // SQLite itself ends a transaction that ran out of room.
      if (connection.inTransaction) connection.exec('ROLLBACK');
      throw error;
    }
  }

  #inSavepoint<T>(work: () => T): T {
    const { connection } = this.#options;
    connection.exec('SAVEPOINT orderbell');
    try {
      const result = work();
      connection.exec('RELEASE orderbell');
      return result;
    } catch (error) {
      if (connection.inTransaction) connection.exec('ROLLBACK TO orderbell; RELEASE orderbell');
      throw error;
    }
  }

  /** Has SQLite say at once that it is busy, instead of holding up the event loop as long as the host's `busy_timeout` allows. */
  #unblocked<T>(work: () => T): T {
    const { connection } = this.#options;
    if (this.#hostTimeout === undefined) {
      const row = connection.first('PRAGMA busy_timeout');
      this.#hostTimeout = row === undefined ? 0 : readNumber(row, 'timeout');
    }
    if (this.#hostTimeout === 0) return work();
    connection.exec('PRAGMA busy_timeout = 0');
    try {
      return work();
    } finally {
      connection.exec(`PRAGMA busy_timeout = ${this.#hostTimeout}`);
    }
  }

  /** Waits, or less where a transaction of the store's own ends meanwhile. */
  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer);
        this.#waiting.delete(go);
        resolve();
      };
      const timer = setTimeout(go, milliseconds);
      this.#waiting.add(go);
    });
  }
}

/** Waits that grow, up to an end. */
class Patience {
  readonly #end: number;
  #wait = 1;

  constructor(milliseconds: number) {
    this.#end = performance.now() + milliseconds;
  }

  get isOver(): boolean {
    return performance.now() >= this.#end;
  }

  /** Milliseconds; never the same for two processes that wait for each other. */
  next(): number {
    const wait = this.#wait * (0.5 + Math.random());
    this.#wait = Math.min(this.#wait * 2, 16);
    return wait;
  }
}

function stillHeld(doing: string, milliseconds: number): OrderbellError {
  return storeError(
    'sqlite',
    'store-unavailable',
    doing,
    `a transaction has been open on this connection for ${milliseconds / 1000} s. Commit or roll it back, pass it as \`tx\`, or give orderbell a connection of its own.`,
  );
}

function stale(doing: string, cause: unknown): OrderbellError {
  const fact = 'another connection has written since this transaction first read. Roll back, and begin with BEGIN IMMEDIATE.';
  return storeError('sqlite', 'conflict', doing, fact, cause);
}
