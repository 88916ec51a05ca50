/**
 * A store in an SQLite file.
 * @module
 */
import type { Records } from '../../ports/records.js';
import type {
  AwaitedReceipt,
  ChangeOutcome,
  ClaimedJob,
  ClaimRequest,
  HistoryPage,
  JobPage,
  JobQuery,
  Lease,
  Pause,
  PauseTarget,
  PruneRequest,
  ReceiptRequest,
  ReceiptTarget,
  ReceiptWrite,
  SentQuery,
  Settlement,
  Store,
  StoreCounts,
  StoredJob,
  StoredSubject,
  SubjectQuery,
  SubjectRef,
  SubjectSession,
} from '../../ports/store.js';
import { Changes, type SubjectAccess } from '../../sql/change.js';
import { checkedPrefix, type Migration } from '../../sql/migration.js';
import { storeError } from '../../sql/store-error.js';
import { Turns } from '../../sql/turns.js';
import { Connection, type SqliteDatabase } from './database.js';
import { DeliveryTables } from './delivery-tables.js';
import { Gate } from './gate.js';
import { ListTables } from './list-tables.js';
import { Opening } from './opening.js';
import { checked, type SqliteOptions } from './options.js';
import { ReceiptTables } from './receipt-tables.js';
import { RecordTables } from './record-tables.js';
import { sqliteMigrations } from './schema.js';
import { statementsFor } from './statements.js';
import { SubjectTables } from './subject-tables.js';
import { Watcher } from './watcher.js';

/** A {@link Store} in an SQLite file. */
export interface SqliteStore<Database extends SqliteDatabase = SqliteDatabase> extends Store<Database> {
  /**
   * Runs `work` in a transaction (`BEGIN IMMEDIATE`), which is committed when it resolves and rolled back when it rejects. `tx` is the
   * database itself: what the host runs on it meanwhile is part of the transaction. Everything else that the store does waits.
   */
  transaction<R>(work: (tx: Database) => Promise<R>): Promise<R>;
  /** Makes the tables, or brings them to the version of this code. Safe in several processes at once, and when there is nothing to do. */
  migrate(): Promise<void>;
  /** The steps of the schema, for a migration tool of the host's. */
  migrations(): readonly Migration[];
  readonly records: Records<Database>;
  watch(listener: () => void): () => void;
  /** Ends watching. The database stays open: it is the host's. */
  close(): void;
}

/** How long to wait for the end of a transaction of the host, in milliseconds. */
const transactionTimeout = 30_000;

/**
 * A store in an SQLite file, for a database of better-sqlite3 or libsql or a `DatabaseSync` of `node:sqlite`.
 *
 * It sets the journal to WAL and `synchronous` to FULL, and leaves other pragmas as they are. Several processes may share the file.
 * Throws `invalid-client`.
 *
 * @example
 * const store = sqlite(new Database('shop.db'));
 * await store.transaction(async (tx) => {
 *   tx.prepare('UPDATE orders SET state = ? WHERE no = ?').run('paid', no);
 *   await notifier.handleTransition(booking, { subject: no, event: 'payment.pay' }, { tx });
 * });
 */
export function sqlite<Database extends SqliteDatabase>(database: Database, options: SqliteOptions = {}): SqliteStore<Database> {
  return new Sqlite(database, options);
}

class Sqlite<Database extends SqliteDatabase> implements SqliteStore<Database> {
  /** A file that cannot be watched is asked as often. */
  readonly pollEvery = 1000;
  readonly #database: Database;
  readonly #connection: Connection;
  readonly #migrations: readonly Migration[];
  readonly #opening: Opening;
  readonly #gate: Gate;
  readonly #changes = new Changes('sqlite');
  readonly #turns = new Turns();
  readonly #subjects: SubjectTables;
  readonly #deliveries: DeliveryTables;
  readonly #lists: ListTables;
  readonly #records: RecordTables;
  readonly #receipts: ReceiptTables;
  readonly #watcher: Watcher;

  constructor(database: Database, options: SqliteOptions) {
    const { synchronous, autoMigrate = true, busyTimeout = 5000 } = checked(options);
    const prefix = checkedPrefix('sqlite', options.prefix ?? 'orderbell_');
    const connection = new Connection(database);
    const sql = statementsFor(prefix);
    this.#database = database;
    this.#connection = connection;
    this.#migrations = sqliteMigrations({ prefix });
    this.#opening = new Opening({ connection, migrations: this.#migrations, prefix, synchronous, autoMigrate });
    this.#gate = new Gate({ connection, open: () => this.#opening.open(), busyTimeout, transactionTimeout });
    this.#subjects = new SubjectTables(connection, sql);
    this.#deliveries = new DeliveryTables(connection, sql, prefix);
    this.#lists = new ListTables(connection, sql, prefix);
    this.#records = new RecordTables(connection, sql);
    this.#receipts = new ReceiptTables(connection, sql);
    this.#watcher = new Watcher({ connection, nextRunAt: () => this.#deliveries.nextRunAt() });
    // At once where that is possible, so that the very first call may come with a transaction of the host's.
    this.#gate.openEarly();
  }

  async migrate(): Promise<void> {
    await this.#gate.outside('migrating', () => this.#opening.migrate());
  }

  migrations(): readonly Migration[] {
    return this.#migrations;
  }

  async transaction<R>(work: (tx: Database) => Promise<R>): Promise<R> {
    try {
      return await this.#gate.transaction(() => work(this.#database));
    } finally {
      this.#watcher.lookSoon();
    }
  }

  async change<R>(
    ref: SubjectRef,
    tx: Database | undefined,
    work: (session: SubjectSession) => Promise<R>,
  ): Promise<ChangeOutcome<R>> {
    if (tx === undefined) return this.#changes.alone(this.#alone, ref, work);
    this.#assertTransaction(tx);
    const outcome = await this.#changes.within(this.#within, this.#turns, ref, work);
    this.#watcher.lookSoon();
    return outcome;
  }

  async subject(ref: SubjectRef): Promise<StoredSubject | undefined> {
    return this.#gate.read('reading a subject', () => this.#subjects.read(ref)?.stored);
  }

  async subjects(query: SubjectQuery): Promise<readonly string[]> {
    return this.#gate.read('listing subjects', () => this.#lists.subjects(query));
  }

  async claim(request: ClaimRequest): Promise<readonly ClaimedJob[]> {
    const doing = 'claiming jobs';
    const hasDue = await this.#gate.read(doing, () => this.#deliveries.hasDue(request));
    if (!hasDue) return [];
    this.#watcher.taken();
    return this.#gate.write(doing, () => this.#deliveries.claim(request));
  }

  async extend(leases: readonly Lease[], until: number): Promise<readonly string[]> {
    return this.#gate.write('extending leases', () => this.#deliveries.extend(leases, until));
  }

  async settle(settlements: readonly Settlement[]): Promise<readonly string[]> {
    if (settlements.length === 0) return [];
    return this.#gate.write('settling jobs', () => this.#watcher.telling(() => this.#deliveries.settle(settlements)));
  }

  async nextRunAt(lifecycles?: readonly string[]): Promise<number | undefined> {
    return this.#gate.read('finding the next job', () => this.#deliveries.nextRunAt(lifecycles));
  }

  async history(ref: SubjectRef, page?: HistoryPage): Promise<readonly StoredJob[]> {
    return this.#gate.read('reading a history', () => this.#subjects.history(ref, page?.after, page?.limit ?? -1));
  }

  async countSent(query: SentQuery): Promise<number> {
    return this.#gate.read('counting messages', () => this.#lists.countSent(query));
  }

  async receiptFor(target: ReceiptTarget): Promise<StoredJob | undefined> {
    return this.#gate.read('looking for a receipt', () => this.#receipts.find(target));
  }

  async writeReceipt(write: ReceiptWrite): Promise<boolean> {
    return this.#gate.write('writing a receipt', () => this.#receipts.write(write));
  }

  async takeReceipts(request: ReceiptRequest): Promise<readonly AwaitedReceipt[]> {
    return this.#gate.write('taking receipts', () => this.#receipts.take(request));
  }

  async jobs(query: JobQuery): Promise<JobPage> {
    return this.#gate.read('listing jobs', () => this.#lists.jobs(query));
  }

  async counts(now: number): Promise<StoreCounts> {
    return this.#gate.read('counting jobs', () => this.#lists.counts(now));
  }

  async pause(pause: Pause): Promise<void> {
    return this.#gate.write('pausing', () => this.#lists.pause(pause));
  }

  async resume(target: PauseTarget): Promise<number> {
    return this.#gate.write('resuming', () => this.#watcher.telling(() => this.#lists.resume(target)));
  }

  async pauses(): Promise<readonly Pause[]> {
    return this.#gate.read('listing pauses', () => this.#lists.pauses());
  }

  async prune(request: PruneRequest): Promise<{ readonly subjects: number; readonly jobs: number }> {
    return this.#gate.write('pruning', () => {
      this.#records.prune(request.olderThan, request.limit);
      return this.#lists.prune(request, this.#subjects);
    });
  }

  watch(listener: () => void): () => void {
    return this.#watcher.add(listener);
  }

  close(): void {
    this.#watcher.end();
  }

  readonly records: Records<Database> = {
    read: async (ref, tx) => {
      if (tx === undefined) return this.#gate.read('reading a record', () => this.#records.read(ref));
      return this.#recordWithin('reading a record', tx, () => this.#records.read(ref));
    },
    write: async (write, tx) => {
      if (tx === undefined) return this.#gate.write('writing a record', () => this.#records.write(write));
      return this.#recordWithin('writing a record', tx, () => this.#records.write(write));
    },
    list: async (query) => this.#gate.read('listing records', () => this.#records.list(query)),
  };

  /** Changes of the store's own: each step passes the gate. */
  readonly #alone: SubjectAccess = {
    readSubject: (ref) => this.#gate.read('reading a subject', () => this.#subjects.read(ref)),
    readJobs: (ref, keys) => this.#gate.read('reading jobs', () => this.#subjects.jobs(ref, keys)),
    readAnswer: (ref, key) => this.#gate.read('reading an answer', () => this.#subjects.answer(ref, key)),
    write: (ref, expected, written) =>
      this.#gate.write('writing a change', () => this.#watcher.telling(() => this.#subjects.write(ref, expected, written))),
  };

  /** Changes within a transaction of the host, which is as good as a lock on every subject. */
  readonly #within: SubjectAccess = {
    readSubject: (ref) =>
      this.#gate.within('reading a subject', () => {
        this.#opening.openWithin();
        this.#subjects.lock();
        return this.#subjects.read(ref);
      }),
    readJobs: (ref, keys) => this.#gate.within('reading jobs', () => this.#subjects.jobs(ref, keys)),
    readAnswer: (ref, key) => this.#gate.within('reading an answer', () => this.#subjects.answer(ref, key)),
    write: (ref, expected, written) => this.#gate.within('writing a change', () => this.#subjects.write(ref, expected, written)),
  };

  /** Takes the lock with the first read, so that nobody else writes between it and what is written for it. */
  #recordWithin<R>(doing: string, tx: Database, work: () => R): Promise<R> {
    this.#assertTransaction(tx);
    return this.#gate.within(doing, () => {
      this.#opening.openWithin();
      this.#subjects.lock();
      return work();
    });
  }

  #assertTransaction(tx: unknown): void {
    const expected = 'Run BEGIN IMMEDIATE on it first, or use what `store.transaction` hands out.';
    if (tx !== this.#database)
      throw storeError('sqlite', 'invalid-transaction', 'tx', `it is not the database of this store. ${expected}`);
    if (!this.#connection.inTransaction)
      throw storeError('sqlite', 'invalid-transaction', 'tx', `no transaction is open on this database. ${expected}`);
  }
}
