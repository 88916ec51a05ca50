/**
 * Everything that is remembered of one subject.
 * @module
 */
import type { HistoryPage, JobStatus, StoredJob, StoredSubject, SubjectRef, SubjectWrite } from '../../ports/store.js';
import { Entry } from './entry.js';
import type { JobIndex } from './job-queue.js';
import type { SharedText } from './shared-text.js';
import type { SubjectChange } from './transaction.js';

/** Subjects with more jobs than this find them by a map. */
const fewJobs = 32;

/** One subject: its data, the answers it gave, and its jobs in the order they were planned. */
export class SubjectRecord implements SubjectRef {
  readonly lifecycle: string;
  readonly subject: string;
  stored: StoredSubject | undefined;
  #changedAt = Number.NEGATIVE_INFINITY;
  /** Whether there is nothing left to forget. */
  #isForgotten = false;
  readonly #shared: SharedText;
  #answers: Map<string, string> | undefined;
  #jobs: Entry[] = [];
  #byKey: Map<string, Entry> | undefined;

  constructor(ref: SubjectRef, shared: SharedText) {
    this.lifecycle = shared.text(ref.lifecycle);
    this.subject = ref.subject;
    this.stored = undefined;
    this.#shared = shared;
  }

  answer(key: string): string | undefined {
    return this.#answers?.get(key);
  }

  get entries(): readonly Entry[] {
    return this.#jobs;
  }

  get changedAt(): number {
    return this.#changedAt;
  }

  /** Jobs in the order they were planned. */
  history(page?: HistoryPage): StoredJob[] {
    const begin = page?.after === undefined ? 0 : this.#jobs.findIndex(({ key }) => key === page.after) + 1;
    return this.#jobs.slice(begin, page && begin + page.limit).map((job) => job.snapshot());
  }

  /** The jobs that are still open, and those with one of these keys. */
  jobs(keys: readonly string[]): StoredJob[] {
    const named = new Set(keys);
    return this.#jobs.filter((job) => job.isOpen || named.has(job.key)).map((job) => job.snapshot());
  }

  /** Those of the jobs that are scheduled. */
  scheduled(keys: readonly string[]): Entry[] {
    return keys.flatMap((key) => this.#find(key) ?? []).filter(({ status }) => status === 'scheduled');
  }

  /** Keys of the moves and withdrawals whose job is not scheduled. */
  missedBy(write: SubjectWrite): readonly string[] {
    return keysOf(write).filter((key) => this.#find(key)?.status !== 'scheduled');
  }

  /** Another record with the same content, for trying writes out. */
  copy(): SubjectRecord {
    const copy = new SubjectRecord(this, this.#shared);
    copy.stored = this.stored;
    copy.#changedAt = this.#changedAt;
    copy.#isForgotten = this.#isForgotten;
    copy.#answers = this.#answers && new Map(this.#answers);
    copy.#append(this.#jobs.map((job) => new Entry(job.snapshot(), this, job.sequence, this.#shared)));
    return copy;
  }

  /** Takes over what one change does. */
  apply(change: SubjectChange, index: JobIndex, nextSequence: () => number): void {
    if (change.kind === 'forget') this.#forget(change.at, index);
    else this.#write(change.write, index, nextSequence);
  }

  /** Whether it was last changed, and all of its jobs were settled, before an instant. */
  isOlderThan(instant: number): boolean {
    const isOld = (job: Entry) => !job.isOpen && (job.outcome?.settledAt ?? job.plannedAt) < instant;
    return this.#changedAt < instant && this.#jobs.every(isOld);
  }

  get isForgotten(): boolean {
    return this.#isForgotten;
  }

  /** Forgets what was said, of a subject that has no open jobs. */
  forgetContents(): void {
    this.#forgetSubject();
    for (const job of this.#jobs) job.forgetContent();
  }

  /**
   * The rules are those of {@link SubjectWrite}: the status that counts is the present one, so a job that a worker has claimed since the
   * change looked at it is neither moved nor withdrawn.
   */
  #write(write: SubjectWrite, index: JobIndex, nextSequence: () => number): void {
    this.stored = frozen(write.subject);
    this.#changedAt = write.at;
    this.#isForgotten = false;
    if (write.answer !== undefined) this.#remember(write.answer.key, write.answer.value);
    for (const withdrawal of write.withdraw) this.#change(withdrawal.key, 'scheduled', index, (job) => job.withdraw(withdrawal));
    for (const move of write.move) this.#change(move.key, 'scheduled', index, (job) => job.move(move, this.#shared));
    for (const revision of write.revise) this.#change(revision.key, 'failed', index, (job) => job.revise(revision));
    this.#insert(write.insert, index, nextSequence);
  }

  #forget(at: number, index: JobIndex): void {
    this.#changedAt = at;
    this.#forgetSubject();
    for (const job of this.#jobs) {
      index.remove(job);
      if (job.isOpen) job.withdraw({ code: 'withdrawn', why: undefined, at });
      job.forget();
      index.add(job);
    }
    if (this.#byKey !== undefined) this.#byKey = new Map(this.#jobs.map((job) => [job.key, job]));
  }

  #forgetSubject(): void {
    this.#isForgotten = true;
    this.#answers = undefined;
    if (this.stored !== undefined) this.stored = frozen({ ...this.stored, snapshot: undefined, fields: noFields, pinned: false });
  }

  #remember(key: string, value: string): void {
    this.#answers ??= new Map();
    if (!this.#answers.has(key)) this.#answers.set(key, value);
  }

  /** Only a job of this status is changed. */
  #change(key: string, status: JobStatus, index: JobIndex, change: (job: Entry) => void): void {
    const job = this.#find(key);
    if (job?.status !== status) return;
    index.remove(job);
    change(job);
    index.add(job);
  }

  #insert(jobs: readonly StoredJob[], index: JobIndex, nextSequence: () => number): void {
    const added = new Map<string, Entry>();
    for (const job of jobs) {
      const present = added.get(job.key) ?? this.#find(job.key);
      if (present !== undefined && !isReplaceable(present)) continue;
      if (present !== undefined) this.#drop(present, added);
      added.set(job.key, new Entry(job, this, nextSequence(), this.#shared));
    }
    this.#append([...added.values()]);
    for (const job of added.values()) index.add(job);
  }

  #find(key: string): Entry | undefined {
    return this.#byKey === undefined ? this.#jobs.find((job) => job.key === key) : this.#byKey.get(key);
  }

  #append(jobs: readonly Entry[]): void {
    // Why not push for few: it makes room for 16 more, and most subjects never have as many.
    if (this.#jobs.length < fewJobs) this.#jobs = this.#jobs.concat(jobs);
    else for (const job of jobs) this.#jobs.push(job);
    if (this.#byKey !== undefined) for (const job of jobs) this.#byKey.set(job.key, job);
    else if (this.#jobs.length > fewJobs) this.#byKey = new Map(this.#jobs.map((job) => [job.key, job]));
  }

  #drop(job: Entry, added: Map<string, Entry>): void {
    if (added.delete(job.key)) return;
    this.#jobs.splice(this.#jobs.indexOf(job), 1);
    this.#byKey?.delete(job.key);
  }
}

/** Keys of what a write withdraws and moves. */
export function keysOf({ withdraw, move }: SubjectWrite): readonly string[] {
  return [...withdraw, ...move].map(({ key }) => key);
}

/** A job that was wanted again after it was skipped or withdrawn is planned anew; any other holds its key. */
function isReplaceable({ status }: Entry): boolean {
  return status === 'skipped' || status === 'withdrawn';
}

const noFields = Object.freeze({});
const noStates = Object.freeze([]);

/** A copy that can be handed out as it is. */
function frozen(subject: StoredSubject): StoredSubject {
  return Object.freeze({
    revision: subject.revision,
    snapshot: subject.snapshot,
    fields: Object.keys(subject.fields).length === 0 ? noFields : Object.freeze({ ...subject.fields }),
    visited: subject.visited.length === 0 ? noStates : Object.freeze([...subject.visited]),
    silent: subject.silent,
    created: subject.created,
    pinned: subject.pinned,
  });
}
