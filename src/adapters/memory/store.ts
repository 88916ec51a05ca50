/**
 * A store in the memory of the process: for tests, demos and single-process services that may forget.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
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
import { pauseName } from '../../ports/store.js';
import { listJobs } from './job-list.js';
import { JobQueue, noIndex } from './job-queue.js';
import { Locks } from './locks.js';
import { MemoryRecords } from './records.js';
import { openSession } from './session.js';
import { SubjectIndex } from './subject-index.js';
import { keysOf, type SubjectRecord } from './subject-record.js';
import { type MemoryTransaction, type Staged, type SubjectChange, Transaction } from './transaction.js';
import { Watchers } from './watchers.js';

/** A {@link Store} that also plays the host's database: it has transactions of its own. */
export interface MemoryStore extends Store<MemoryTransaction> {
  /**
   * Runs `work`; what is written with its `tx` becomes visible, all at once, when it resolves, and never happened when it rejects.
   * Subjects that it changes stay locked until then.
   *
   * Two transactions that change the same two subjects in opposite order wait for each other for ever, as does a change
   * without `tx` inside a transaction that has changed its subject.
   */
  transaction<R>(work: (tx: MemoryTransaction) => Promise<R>): Promise<R>;
  readonly records: Records<MemoryTransaction>;
  watch(listener: () => void): () => void;
  /** Every job of every subject, for tests and demos: subject by subject, each in the order they were planned. */
  allJobs(): readonly StoredJob[];
}

/**
 * A store in memory. It forgets with the process, and never forgets before: finished jobs are its history.
 *
 * @example
 * const store = memory();
 * await store.transaction(async (tx) => {
 *   await notifier.handleTransition(booking, { subject, event: 'payment.pay' }, { tx });
 * });
 */
export function memory(): MemoryStore {
  return new InMemory();
}

class InMemory implements MemoryStore {
  readonly #subjects = new SubjectIndex();
  readonly #queue = new JobQueue();
  readonly #pauses = new Map<string, Pause>();
  readonly #locks = new Locks();
  readonly records = new MemoryRecords({ locks: this.#locks, owned: (tx) => this.#owned(tx) });
  readonly #watchers = new Watchers();
  #sequence = 0;
  readonly #nextSequence = () => {
    this.#sequence += 1;
    return this.#sequence;
  };

  async transaction<R>(work: (tx: MemoryTransaction) => Promise<R>): Promise<R> {
    const tx = new Transaction(this);
    try {
      const result = await work(tx);
      this.#end(tx);
      this.#commit(tx.staged);
      this.records.commit(tx.records);
      return result;
    } finally {
      this.#end(tx);
      for (const name of tx.held) this.#locks.release(name);
    }
  }

  async change<R>(
    ref: SubjectRef,
    tx: MemoryTransaction | undefined,
    work: (session: SubjectSession) => Promise<R>,
  ): Promise<ChangeOutcome<R>> {
    if (tx === undefined) return this.transaction((own) => this.change(ref, own, work));
    const own = this.#owned(tx);
    const name = lockName(ref);
    own.assertOpen();
    await own.turns.take(name);
    try {
      await this.#hold(name, own);
      const { session, close } = openSession(this.#view(ref, own));
      const result = await work(session).finally(close);
      own.assertOpen();
      const change = close();
      return { result, missed: change === undefined ? [] : this.#stage(ref, own, change) };
    } finally {
      own.turns.release(name);
    }
  }

  async subject(ref: SubjectRef): Promise<StoredSubject | undefined> {
    return this.#subjects.find(ref)?.stored;
  }

  async subjects(query: SubjectQuery): Promise<readonly string[]> {
    return this.#subjects.names(query);
  }

  async claim(request: ClaimRequest): Promise<readonly ClaimedJob[]> {
    return this.#queue.claim(request);
  }

  async extend(leases: readonly Lease[], until: number): Promise<readonly string[]> {
    return leases.filter((lease) => this.#queue.extend(lease, until)).map(({ key }) => key);
  }

  async settle(settlements: readonly Settlement[]): Promise<readonly string[]> {
    const held = this.#announcing(() => settlements.filter((settlement) => this.#queue.settle(this.#unlessResumed(settlement))));
    return held.map(({ key }) => key);
  }

  async nextRunAt(lifecycles?: readonly string[]): Promise<number | undefined> {
    return this.#queue.nextRunAt(lifecycles);
  }

  async history(ref: SubjectRef, page?: HistoryPage): Promise<readonly StoredJob[]> {
    return this.#subjects.find(ref)?.history(page) ?? [];
  }

  async countSent(query: SentQuery): Promise<number> {
    return this.#queue.countSent(query);
  }

  async receiptFor(target: ReceiptTarget): Promise<StoredJob | undefined> {
    return this.#queue.receipts.find(target)?.snapshot();
  }

  async writeReceipt(write: ReceiptWrite): Promise<boolean> {
    return this.#queue.receipts.write(write);
  }

  async takeReceipts(request: ReceiptRequest): Promise<readonly AwaitedReceipt[]> {
    return this.#queue.receipts.take(request);
  }

  async jobs(query: JobQuery): Promise<JobPage> {
    return listJobs(this.#subjects.records(query.lifecycle), query);
  }

  async counts(now: number): Promise<StoreCounts> {
    return this.#queue.counts(now);
  }

  async pause(pause: Pause): Promise<void> {
    const { kind, name, note } = pause;
    const since = this.#pauses.get(pauseName(pause))?.since ?? pause.since;
    this.#pauses.set(pauseName(pause), Object.freeze({ kind, name, since, note }));
  }

  async resume(target: PauseTarget): Promise<number> {
    this.#pauses.delete(pauseName(target));
    return this.#announcing(() => this.#queue.resume(pauseName(target)));
  }

  async pauses(): Promise<readonly Pause[]> {
    return [...this.#pauses.values()];
  }

  /** Subjects that a transaction holds are left for another time. */
  async prune({ olderThan, history, limit }: PruneRequest): Promise<{ readonly subjects: number; readonly jobs: number }> {
    const old = [...this.#subjects.records(undefined)].filter(
      (record) =>
        record.isOlderThan(olderThan) && !(history === 'keep' && record.isForgotten) && !this.#locks.isHeld(lockName(record)),
    );
    const some = old.slice(0, limit);
    this.records.prune(olderThan, limit);
    for (const record of some) {
      if (history === 'keep') this.#forgetContents(record);
      else this.#delete(record);
    }
    return { subjects: some.length, jobs: some.reduce((sum, { entries }) => sum + entries.length, 0) };
  }

  watch(listener: () => void): () => void {
    return this.#watchers.add(listener);
  }

  allJobs(): readonly StoredJob[] {
    return [...this.#subjects.records(undefined)].flatMap((record) => record.history());
  }

  #owned(tx: MemoryTransaction): Transaction {
    if (tx instanceof Transaction && tx.store === this) return tx;
    throw new OrderbellError(
      'invalid-argument',
      '`tx` is not a transaction of this memory store. Expected what its `transaction` hands to `work`.',
    );
  }

  /** Takes the subject's lock for the rest of the transaction. */
  async #hold(name: string, tx: Transaction): Promise<void> {
    if (tx.held.has(name)) return;
    await this.#locks.take(name);
    // A transaction that has ended meanwhile has released its locks already, and would keep this one for ever.
    if (!tx.isOpen) this.#locks.release(name);
    tx.assertOpen();
    tx.held.add(name);
  }

  /** The subject as the transaction sees it: with what the transaction itself has written. */
  #view(ref: SubjectRef, { staged }: Transaction): SubjectRecord | undefined {
    const record = this.#subjects.find(ref);
    const own = staged.filter((one) => one.ref.subject === ref.subject && one.ref.lifecycle === ref.lifecycle);
    if (own.length === 0) return record;
    const view = record?.copy() ?? this.#subjects.create(ref);
    for (const { change } of own) view.apply(change, noIndex, () => 0);
    return view;
  }

  /** Keeps a change for the commit; no worker gets what it moves or withdraws until then. Yields the keys that it has missed. */
  #stage(ref: SubjectRef, tx: Transaction, change: SubjectChange): readonly string[] {
    const missed = change.kind === 'write' ? (this.#view(ref, tx)?.missedBy(change.write) ?? keysOf(change.write)) : [];
    tx.staged.push({ ref, change });
    if (change.kind === 'forget') return missed;
    for (const entry of this.#subjects.find(ref)?.scheduled(keysOf(change.write)) ?? []) {
      this.#queue.hold(entry);
      tx.heldJobs.add(entry);
    }
    return missed;
  }

  /** Lets go the jobs that a transaction has held. */
  #end(tx: Transaction): void {
    tx.isOpen = false;
    for (const entry of tx.heldJobs) this.#queue.letGo(entry);
    tx.heldJobs.clear();
  }

  #commit(staged: readonly Staged[]): void {
    this.#announcing(() => {
      for (const { ref, change } of staged) {
        // Who was never heard of has nothing to be forgotten.
        const record = change.kind === 'forget' ? this.#subjects.find(ref) : this.#subjects.findOrAdd(ref);
        record?.apply(change, this.#queue, this.#nextSequence);
      }
    });
  }

  /** What was to be parked for a pause that has been lifted meanwhile goes back into the line. */
  #unlessResumed(settlement: Settlement): Settlement {
    const { parkedBy } = settlement;
    return parkedBy === undefined || this.#pauses.has(parkedBy) ? settlement : { ...settlement, parkedBy: undefined };
  }

  #forgetContents(record: SubjectRecord): void {
    for (const entry of record.entries) this.#queue.remove(entry);
    record.forgetContents();
    for (const entry of record.entries) this.#queue.add(entry);
  }

  #delete(record: SubjectRecord): void {
    for (const entry of record.entries) this.#queue.remove(entry);
    this.#subjects.remove(record);
  }

  /** Tells watchers where something can be claimed earlier than before. */
  #announcing<R>(change: () => R): R {
    const before = this.#queue.nextRunAt(undefined);
    const result = change();
    const after = this.#queue.nextRunAt(undefined);
    if (after !== undefined && (before === undefined || after < before)) this.#watchers.tell();
    return result;
  }
}

/** Unlike a plain separator, a length cannot be mistaken for a part of the names. */
function lockName({ lifecycle, subject }: SubjectRef): string {
  return `${lifecycle.length} ${lifecycle} ${subject}`;
}
