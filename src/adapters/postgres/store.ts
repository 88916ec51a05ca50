/**
 * A store in PostgreSQL.
 * @module
 */
import { randomUUID } from 'node:crypto';
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
import { pageOf } from '../../sql/cursor.js';
import type { ReadJob } from '../../sql/job-row.js';
import type { Migration } from '../../sql/migration.js';
import { type ListedRows, readListed } from '../../sql/open-job.js';
import { readAwaited } from '../../sql/receipt-row.js';
import { decodeSubject } from '../../sql/subject-row.js';
import { encodeText } from '../../sql/text.js';
import { Turns } from '../../sql/turns.js';
import { SubjectConnection } from './access.js';
import { readClaimedRows, readWholeRows } from './claimed-rows.js';
import type { PostgresClient } from './client.js';
import { heldOf, readAll, readCounts, readOnly, readPause, readTexts } from './decoding.js';
import { migrationStatement, migrationsOf } from './migrations.js';
import { readNamed, subjectsNamedQuery } from './named-subjects.js';
import { claimedAgainQuery, claimQuery, extendQuery } from './queue-statements.js';
import { historyQuery, listQuery, nextRunAt, type Query, readStatements, subjectsQuery } from './read-statements.js';
import { receiptForQuery, takeReceiptsQuery, writeReceiptQuery } from './receipt-statements.js';
import { PostgresRecords } from './records.js';
import { Runner } from './runner.js';
import { settleQuery } from './settle-statement.js';
import { rowsOf, type Statement, statement, textsOf, valuesOf } from './statement.js';
import type { Tables } from './tables.js';
import { liftQuery, pauseQuery, pruneQuery, releaseQuery } from './upkeep-statements.js';
import type { Watch } from './watch.js';

/** A {@link Store} in PostgreSQL. */
export interface PostgresStore<Tx> extends Store<Tx> {
  /** Makes the tables, or brings them up to date. Safe when several processes start at once. */
  migrate(): Promise<void>;
  /** The steps of the schema, for the migration tool of the host. */
  migrations(): readonly Migration[];
  readonly records: Records<Tx>;
  watch(listener: () => void): () => void;
  close(): Promise<void>;
}

/** What the store is made of. */
export interface PostgresParts<Tx> {
  readonly client: PostgresClient<Tx>;
  readonly tables: Tables;
  readonly watch: Watch;
  readonly prepare: boolean;
  /** Tells this store's news from that of others. */
  readonly origin: string;
}

/** The store itself; options are checked already. */
export class PostgresJobs<Tx> implements PostgresStore<Tx> {
  readonly records: Records<Tx>;
  readonly #client: PostgresClient<Tx>;
  readonly #tables: Tables;
  readonly #reads: ReturnType<typeof readStatements>;
  readonly #watch: Watch;
  readonly #origin: string;
  readonly #runner: Runner;
  readonly #changes = new Changes('postgres');
  /** Changes of one subject within one transaction take turns. */
  readonly #turns = new WeakMap<object, Turns>();

  constructor({ client, tables, watch, prepare, origin }: PostgresParts<Tx>) {
    this.#client = client;
    this.#tables = tables;
    this.#reads = readStatements(tables);
    this.#watch = watch;
    this.#origin = origin;
    this.#runner = new Runner(this.#reads.version, migrationsOf(tables), prepare);
    this.records = new PostgresRecords(client, this.#runner, tables);
  }

  get pollEvery(): number {
    return this.#watch.pollEvery;
  }

  async migrate(): Promise<void> {
    for (const migration of this.migrations()) {
      const made = statement(migrationStatement(this.#tables, migration));
      await this.#runner.unchecked(this.#client.queries, 'making the tables', made, []);
    }
    await this.#runner.check(this.#client.queries);
  }

  migrations(): readonly Migration[] {
    return migrationsOf(this.#tables);
  }

  async change<R>(ref: SubjectRef, tx: Tx | undefined, work: (session: SubjectSession) => Promise<R>): Promise<ChangeOutcome<R>> {
    const parts = { runner: this.#runner, tables: this.#tables, reads: this.#reads, origin: this.#origin };
    if (tx !== undefined) {
      const access = new SubjectConnection(parts, this.#client.within(tx), true);
      return this.#changes.within(access, this.#turnsOf(tx), ref, work);
    }
    const access = new SubjectConnection(parts, this.#client.queries, false);
    const outcome = await this.#changes.alone(access, ref, work);
    if (access.hasAddedSoon) this.#watch.tell();
    return outcome;
  }

  async subject(ref: SubjectRef): Promise<StoredSubject | undefined> {
    const [row] = rowsOf(await this.#read(nameOf(ref), this.#reads.subject, keyOf(ref)));
    return row === undefined ? undefined : decodeSubject('postgres', ref, row).stored;
  }

  async subjectsNamed(refs: readonly SubjectRef[]): Promise<readonly (StoredSubject | undefined)[]> {
    if (refs.length === 0) return [];
    const [text] = textsOf(await this.#query('reading subjects', subjectsNamedQuery(this.#tables, refs)));
    if (text === undefined) return refs.map(() => undefined);
    return readNamed(refs, text) ?? Promise.all(refs.map((ref) => this.subject(ref)));
  }

  async subjects(query: SubjectQuery): Promise<readonly string[]> {
    return readTexts(await this.#query('listing subjects', subjectsQuery(this.#tables, query)));
  }

  async claim(request: ClaimRequest): Promise<readonly ClaimedJob[]> {
    if (request.limit < 1) return [];
    const rows = await this.#query('claiming jobs', claimQuery(this.#tables, request));
    const [text] = textsOf(rows);
    if (text === undefined) return [];
    const leaseUntil = request.now + request.leaseMs;
    const claim = { dialect: 'postgres', leaseUntil, begun: 0 } as const;
    const { jobs, unreadable } = readListed(await this.#listed(text, leaseUntil), claim);
    if (unreadable.length > 0) await this.#giveUp(unreadable, request);
    return jobs.sort((one, other) => one.runAt - other.runAt || Number(one.ticket) - Number(other.ticket));
  }

  async extend(leases: readonly Lease[], until: number): Promise<readonly string[]> {
    if (leases.length === 0) return [];
    return heldOf(leases, await this.#query('holding jobs', extendQuery(this.#tables, leases, until)));
  }

  async settle(settlements: readonly Settlement[]): Promise<readonly string[]> {
    if (settlements.length === 0) return [];
    return heldOf(settlements, await this.#query('settling jobs', settleQuery(this.#tables, settlements)));
  }

  async nextRunAt(lifecycles?: readonly string[]): Promise<number | undefined> {
    return readOnly(await this.#query('looking for the next job', nextRunAt(this.#tables, lifecycles)));
  }

  async history(ref: SubjectRef, page?: HistoryPage): Promise<readonly StoredJob[]> {
    const query = historyQuery(this.#tables, ref.lifecycle, ref.subject, page?.after, page?.limit);
    return readAll(await this.#query(nameOf(ref), query)).map(({ job }) => job);
  }

  async countSent({ recipient, channel, since }: SentQuery): Promise<number> {
    const values = [encodeText(recipient), encodeText(channel), String(since)];
    return readOnly(await this.#read('counting messages', this.#reads.countSent, values)) ?? 0;
  }

  async receiptFor(target: ReceiptTarget): Promise<StoredJob | undefined> {
    return readAll(await this.#query('looking for a receipt', receiptForQuery(this.#tables, target)))[0]?.job;
  }

  async writeReceipt(write: ReceiptWrite): Promise<boolean> {
    return (await this.#query('writing a receipt', writeReceiptQuery(this.#tables, write))).length > 0;
  }

  async takeReceipts(request: ReceiptRequest): Promise<readonly AwaitedReceipt[]> {
    return rowsOf(await this.#query('taking receipts', takeReceiptsQuery(this.#tables, request))).map(readAwaited);
  }

  async jobs(query: JobQuery): Promise<JobPage> {
    return pageOf(readAll(await this.#query('listing jobs', listQuery(this.#tables, query))), query);
  }

  async counts(now: number): Promise<StoreCounts> {
    return readCounts(rowsOf(await this.#read('counting jobs', this.#reads.counts, [String(now)]))[0] ?? {});
  }

  async pause(pause: Pause): Promise<void> {
    await this.#query('pausing', pauseQuery(this.#tables, pause));
  }

  async resume(target: PauseTarget): Promise<number> {
    const release = async () => readOnly(await this.#query('resuming', releaseQuery(this.#tables, target, this.#origin))) ?? 0;
    // Whatever dies in between, a job that is held back has a pause that is listed, but for those parked in that very moment.
    const before = await release();
    await this.#query('resuming', liftQuery(this.#tables, target));
    const released = before + (await release());
    if (released > 0) this.#watch.tell();
    return released;
  }

  async pauses(): Promise<readonly Pause[]> {
    return rowsOf(await this.#read('listing pauses', this.#reads.pauses, [])).map(readPause);
  }

  async prune(request: PruneRequest): Promise<{ readonly subjects: number; readonly jobs: number }> {
    const [counts] = valuesOf(await this.#query('pruning', pruneQuery(this.#tables, request)));
    const [subjects, jobs] = Array.isArray(counts) ? counts.map(Number) : [];
    return { subjects: subjects ?? 0, jobs: jobs ?? 0 };
  }

  watch(listener: () => void): () => void {
    return this.#watch.add(listener);
  }

  async close(): Promise<void> {
    await this.#watch.end();
  }

  /** Jobs that nobody can read are settled, so that they are seen among the failed ones and hold up nobody. */
  async #giveUp(jobs: readonly ReadJob[], { now, leaseMs }: ClaimRequest): Promise<void> {
    const settlements = jobs.map(({ id, job, unreadable }) => {
      const lease = { key: job.key, ticket: id, leaseUntil: now + leaseMs };
      return { ...lease, at: now, status: 'failed' as const, code: 'store-corrupt', why: unreadable };
    });
    await this.#query('settling jobs', settleQuery(this.#tables, settlements));
  }

  /** The rows of a claim. Some are read once more: see {@link readClaimedRows}. */
  async #listed(text: string, leaseUntil: number): Promise<ListedRows> {
    const { ids, leased, rows } = readClaimedRows(text);
    if (rows !== undefined) return rows;
    const again = await this.#query('claiming jobs', claimedAgainQuery(this.#tables, ids, leaseUntil));
    return readWholeRows(textsOf(again)[0] ?? '', leased);
  }

  #query(doing: string, { values, ...made }: Query): Promise<readonly unknown[]> {
    return this.#read(doing, made, values);
  }

  #read(doing: string, made: Statement, values: readonly string[]): Promise<readonly unknown[]> {
    return this.#runner.run(this.#client.queries, doing, made, values);
  }

  #turnsOf(tx: Tx): Turns {
    // Seen by `within` to be an object or a function.
    const key = tx as object;
    const turns = this.#turns.get(key) ?? new Turns();
    this.#turns.set(key, turns);
    return turns;
  }
}

/** A name that tells a store's own news from that of others. */
export function newOrigin(): string {
  return randomUUID();
}

function keyOf({ lifecycle, subject }: SubjectRef): readonly string[] {
  return [encodeText(lifecycle), encodeText(subject)];
}

function nameOf({ lifecycle, subject }: SubjectRef): string {
  return `${lifecycle} '${subject}'`;
}
