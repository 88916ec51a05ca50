/**
 * A store in MySQL or MariaDB.
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
import { Changes } from '../../sql/change.js';
import type { Migration } from '../../sql/migration.js';
import { Turns } from '../../sql/turns.js';
import { readNumber } from '../../sql/value.js';
import { claimJobs, extendLeases } from './claiming.js';
import { type MysqlCallbackPool, type MysqlPool, poolOf, type Run } from './client.js';
import { Connections } from './connections.js';
import { dialect } from './fault.js';
import { HostAccess } from './host-access.js';
import { type MysqlTransaction, runIn } from './host-transaction.js';
import { countJobs, countSent, historyOf, listJobs, listSubjects, nextClaimAt } from './listing.js';
import { mysqlMigrations } from './migrations.js';
import { OwnAccess } from './own-access.js';
import { addPause, liftPause, listPauses } from './pausing.js';
import { pruneSubjects } from './pruning.js';
import { receiptFor, takeReceipts, writeReceipt } from './receipts.js';
import { MysqlRecords, pruneRecords } from './records.js';
import { assertMigrated, migrateTables } from './schema.js';
import { settleJobs } from './settling.js';
import { nameOf, readSubjectRow, subjectQuery, subjectsNamedQuery } from './subject-reading.js';
import { type MysqlTableOptions, type Tables, tablesOf } from './tables.js';

/** A {@link Store} in MySQL 8.0 or MariaDB 10.6 or later. */
export interface MysqlStore extends Store<MysqlTransaction> {
  /** Makes the tables, or brings them up to this version; does nothing where they are. Processes that start at once may all call it. */
  migrate(): Promise<void>;
  /** The same as SQL, for the migration tool of the host's. */
  migrations(): readonly Migration[];
  readonly pollEvery: number;
  readonly records: Records<MysqlTransaction>;
}

/**
 * A store on a pool of mysql2. The pool stays the host's: it is never ended. Every process that is given the same database shares one
 * store.
 *
 * `tx` of `handleTransition` is the connection on which the host has begun its transaction, or the transaction of Knex, Kysely,
 * Drizzle or TypeORM. Throws `invalid-client` for what is no pool of mysql2; every method fails with `store-not-migrated` before
 * `migrate` was called once.
 *
 * @example
 * const store = mysql(createPool({ uri: process.env.DATABASE_URL }));
 * await store.migrate();
 */
export function mysql(pool: MysqlPool | MysqlCallbackPool, options: MysqlTableOptions = {}): MysqlStore {
  return new InMysql(new Connections(poolOf(pool)), tablesOf(options), options);
}

class InMysql implements MysqlStore {
  /** There is nobody to tell of work that other processes commit. */
  readonly pollEvery = 1000;
  readonly records: Records<MysqlTransaction>;
  readonly #connections: Connections;
  readonly #tables: Tables;
  readonly #options: MysqlTableOptions;
  readonly #changes = new Changes(dialect);
  /** Of each transaction of the host: changes of one subject take turns, and so do the writes of all of them. */
  readonly #turns = new WeakMap<object, { readonly changes: Turns; readonly writes: Turns }>();
  #ready: Promise<void> | undefined;

  constructor(connections: Connections, tables: Tables, options: MysqlTableOptions) {
    this.#connections = connections;
    this.#tables = tables;
    this.#options = options;
    this.records = new MysqlRecords({ connections, tables, isReady: (run) => this.#isReady(run) });
  }

  async migrate(): Promise<void> {
    await migrateTables(this.#connections, this.#tables, this.#options);
    this.#ready = Promise.resolve();
  }

  migrations(): readonly Migration[] {
    return mysqlMigrations(this.#options);
  }

  async change<R>(
    ref: SubjectRef,
    tx: MysqlTransaction | undefined,
    work: (session: SubjectSession) => Promise<R>,
  ): Promise<ChangeOutcome<R>> {
    if (tx !== undefined) return this.#changeWithin(ref, tx, work);
    await this.#isReady();
    return this.#changes.alone(new OwnAccess(this.#connections, this.#tables), ref, work);
  }

  async subject(ref: SubjectRef): Promise<StoredSubject | undefined> {
    await this.#isReady();
    const { rows } = await this.#connections.read(`reading ${nameOf(ref)}`, subjectQuery(this.#tables, ref));
    return readSubjectRow(ref, rows[0])?.stored;
  }

  async subjectsNamed(refs: readonly SubjectRef[]): Promise<readonly (StoredSubject | undefined)[]> {
    await this.#isReady();
    const { rows } = await this.#connections.read('reading subjects', subjectsNamedQuery(this.#tables, refs));
    const byPlace = new Map(rows.map((row) => [readNumber(row, 'place'), row]));
    return refs.map((ref, place) => readSubjectRow(ref, byPlace.get(place))?.stored);
  }

  async claim(request: ClaimRequest): Promise<readonly ClaimedJob[]> {
    await this.#isReady();
    const { jobs, unreadable } = await claimJobs(this.#connections, this.#tables, request);
    // They stop nobody: what cannot be read cannot be sent, today or later.
    const failures = unreadable.map(({ id, job, leaseUntil }) => {
      return { key: job.key, ticket: id, leaseUntil, at: request.now, status: 'failed', code: job.code, why: job.why } as const;
    });
    await settleJobs(this.#connections, this.#tables, failures);
    return jobs;
  }

  async extend(leases: readonly Lease[], until: number): Promise<readonly string[]> {
    await this.#isReady();
    return extendLeases(this.#connections, this.#tables, leases, until);
  }

  async settle(settlements: readonly Settlement[]): Promise<readonly string[]> {
    await this.#isReady();
    return settleJobs(this.#connections, this.#tables, settlements);
  }

  async nextRunAt(lifecycles?: readonly string[]): Promise<number | undefined> {
    await this.#isReady();
    return nextClaimAt(this.#connections, this.#tables, lifecycles);
  }

  async history(ref: SubjectRef, page?: HistoryPage): Promise<readonly StoredJob[]> {
    await this.#isReady();
    return historyOf(this.#connections, this.#tables, ref, page);
  }

  async countSent(query: SentQuery): Promise<number> {
    await this.#isReady();
    return countSent(this.#connections, this.#tables, query);
  }

  async receiptFor(target: ReceiptTarget): Promise<StoredJob | undefined> {
    await this.#isReady();
    return receiptFor(this.#connections, this.#tables, target);
  }

  async writeReceipt(write: ReceiptWrite): Promise<boolean> {
    await this.#isReady();
    return writeReceipt(this.#connections, this.#tables, write);
  }

  async takeReceipts(request: ReceiptRequest): Promise<readonly AwaitedReceipt[]> {
    await this.#isReady();
    return takeReceipts(this.#connections, this.#tables, request);
  }

  async jobs(query: JobQuery): Promise<JobPage> {
    await this.#isReady();
    return listJobs(this.#connections, this.#tables, query);
  }

  async counts(now: number): Promise<StoreCounts> {
    await this.#isReady();
    return countJobs(this.#connections, this.#tables, now);
  }

  async pause(pause: Pause): Promise<void> {
    await this.#isReady();
    await addPause(this.#connections, this.#tables, pause);
  }

  async resume(target: PauseTarget): Promise<number> {
    await this.#isReady();
    return liftPause(this.#connections, this.#tables, target);
  }

  async pauses(): Promise<readonly Pause[]> {
    await this.#isReady();
    return listPauses(this.#connections, this.#tables);
  }

  async subjects(query: SubjectQuery): Promise<readonly string[]> {
    await this.#isReady();
    return listSubjects(this.#connections, this.#tables, query);
  }

  async prune(request: PruneRequest): Promise<{ readonly subjects: number; readonly jobs: number }> {
    await this.#isReady();
    await pruneRecords(this.#connections, this.#tables, request.olderThan, request.limit);
    return pruneSubjects(this.#connections, this.#tables, request);
  }

  async #changeWithin<R>(
    ref: SubjectRef,
    tx: MysqlTransaction,
    work: (session: SubjectSession) => Promise<R>,
  ): Promise<ChangeOutcome<R>> {
    const run = runIn(tx);
    // On the connection of the host: it may be the only one that its pool has.
    await this.#isReady(run);
    const turns = this.#turns.get(tx) ?? { changes: new Turns(), writes: new Turns() };
    this.#turns.set(tx, turns);
    const access = new HostAccess(run, this.#tables, turns.writes);
    const end = await turns.changes.take(ref);
    try {
      return await this.#changes.within(access, new Turns(), ref, work);
    } finally {
      await access.leave(ref);
      end();
    }
  }

  /** Checks once that the tables are those of this version; where that fails, the next call asks again. */
  #isReady(run?: Run): Promise<void> {
    this.#ready ??= assertMigrated(
      run ?? ((sql) => this.#connections.read('opening the store', sql)),
      this.#tables,
      this.#options,
    ).catch((error: unknown) => {
      this.#ready = undefined;
      throw error;
    });
    return this.#ready;
  }
}
