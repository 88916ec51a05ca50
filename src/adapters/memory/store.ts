/**
 * A store in the memory of the process: for tests, demos and single-process services that may forget.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
import type {
  ClaimedJob,
  ClaimRequest,
  SentQuery,
  Settlement,
  Store,
  StoredJob,
  StoredSubject,
  SubjectRef,
  SubjectSession,
} from '../../ports/store.js';
import { JobQueue, noIndex } from './job-queue.js';
import { Locks } from './locks.js';
import { openSession } from './session.js';
import { SharedText } from './shared-text.js';
import { SubjectRecord } from './subject-record.js';
import { type MemoryTransaction, type Staged, Transaction } from './transaction.js';

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
  watch(listener: () => void): () => void;
  /** Every job of every subject, for tests and demos: subject by subject, each in the order they were planned. */
  jobs(): readonly StoredJob[];
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
  readonly #subjects = new Map<string, Map<string, SubjectRecord>>();
  readonly #queue = new JobQueue();
  readonly #shared = new SharedText();
  readonly #locks = new Locks();
  readonly #listeners = new Set<() => void>();
  #sequence = 0;
  readonly #nextSequence = () => {
    this.#sequence += 1;
    return this.#sequence;
  };

  async transaction<R>(work: (tx: MemoryTransaction) => Promise<R>): Promise<R> {
    const tx = new Transaction(this);
    try {
      const result = await work(tx);
      this.#commit(tx.staged);
      return result;
    } finally {
      tx.isOpen = false;
      for (const name of tx.held) this.#locks.release(name);
    }
  }

  async change<R>(ref: SubjectRef, tx: MemoryTransaction | undefined, work: (session: SubjectSession) => Promise<R>): Promise<R> {
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
      const write = close();
      if (write !== undefined) own.staged.push({ ref, write });
      return result;
    } finally {
      own.turns.release(name);
    }
  }

  async subject(ref: SubjectRef): Promise<StoredSubject | undefined> {
    return this.#record(ref)?.stored;
  }

  async claim(request: ClaimRequest): Promise<readonly ClaimedJob[]> {
    return this.#queue.claim(request);
  }

  async settle(settlements: readonly Settlement[]): Promise<readonly string[]> {
    const before = this.#queue.nextRunAt;
    const held = settlements.filter((settlement) => this.#queue.settle(settlement));
    this.#announce(before);
    return held.map(({ key }) => key);
  }

  async nextRunAt(): Promise<number | undefined> {
    return this.#queue.nextRunAt;
  }

  async history(ref: SubjectRef): Promise<readonly StoredJob[]> {
    return this.#record(ref)?.history() ?? [];
  }

  async countSent(query: SentQuery): Promise<number> {
    return this.#queue.countSent(query);
  }

  watch(listener: () => void): () => void {
    // Wrapped, so that a function that watches twice is called twice and each end ends one.
    const call = () => listener();
    this.#listeners.add(call);
    return () => this.#listeners.delete(call);
  }

  jobs(): readonly StoredJob[] {
    return [...this.#subjects.values()].flatMap((subjects) => [...subjects.values()].flatMap((record) => record.history()));
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
    const record = this.#record(ref);
    const own = staged.filter((one) => one.ref.subject === ref.subject && one.ref.lifecycle === ref.lifecycle);
    if (own.length === 0) return record;
    const view = record?.copy() ?? new SubjectRecord(ref, this.#shared);
    for (const { write } of own) view.apply(write, noIndex, () => 0);
    return view;
  }

  #commit(staged: readonly Staged[]): void {
    const before = this.#queue.nextRunAt;
    for (const { ref, write } of staged) this.#recordFor(ref).apply(write, this.#queue, this.#nextSequence);
    this.#announce(before);
  }

  #announce(before: number | undefined): void {
    const after = this.#queue.nextRunAt;
    if (after === undefined || (before !== undefined && before <= after)) return;
    for (const listener of this.#listeners) {
      try {
        listener();
      } catch (error) {
        // The work is committed: what a listener throws is nobody's answer here, and must not get lost either.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  #record({ lifecycle, subject }: SubjectRef): SubjectRecord | undefined {
    return this.#subjects.get(lifecycle)?.get(subject);
  }

  #recordFor(ref: SubjectRef): SubjectRecord {
    const subjects = this.#subjects.get(ref.lifecycle) ?? new Map<string, SubjectRecord>();
    this.#subjects.set(ref.lifecycle, subjects);
    const record = subjects.get(ref.subject) ?? new SubjectRecord(ref, this.#shared);
    subjects.set(ref.subject, record);
    return record;
  }
}

/** Unlike a plain separator, a length cannot be mistaken for a part of the names. */
function lockName({ lifecycle, subject }: SubjectRef): string {
  return `${lifecycle.length} ${lifecycle} ${subject}`;
}
