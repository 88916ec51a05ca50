/**
 * Subjects and what a change writes of them. Everything here answers at once; the gate says when it may run.
 * @module
 */
import type { Move, Revision, StoredJob, SubjectRef, SubjectWrite, Withdrawal } from '../../ports/store.js';
import { type WriteOutcome, wroteAll, wroteNothing } from '../../sql/change.js';
import { dataOrNull, encodeEnded, encodeJob, encodeQueued, isOpen } from '../../sql/job-row.js';
import type { Written } from '../../sql/session.js';
import { decodeSubject, encodeSubject, type ReadSubject } from '../../sql/subject-row.js';
import { encodeText } from '../../sql/text.js';
import { readNumber, readText, textOrNull } from '../../sql/value.js';
import type { Connection } from './database.js';
import { readJobs } from './job-reader.js';
import type { Statements } from './statements.js';

/** Reads and writes subjects on one connection. */
export class SubjectTables {
  readonly #connection: Connection;
  readonly #sql: Statements;

  constructor(connection: Connection, sql: Statements) {
    this.#connection = connection;
    this.#sql = sql;
  }

  read(ref: SubjectRef): ReadSubject | undefined {
    const row = this.#connection.first(this.#sql.readSubject, ...nameOf(ref));
    return row === undefined ? undefined : decodeSubject('sqlite', ref, row);
  }

  jobs(ref: SubjectRef, keys: readonly string[]): readonly StoredJob[] {
    const named = JSON.stringify(keys.map(encodeText));
    return readJobs(this.#connection, this.#sql.sessionJobs, ...nameOf(ref), named).map(({ job }) => job);
  }

  answer(ref: SubjectRef, key: string): string | undefined {
    const row = this.#connection.first(this.#sql.readAnswer, ...nameOf(ref), encodeText(key));
    return row === undefined ? undefined : readText(row, 'answer');
  }

  history(ref: SubjectRef, after: string | undefined, limit: number): readonly StoredJob[] {
    const place =
      after === undefined ? undefined : this.#connection.first(this.#sql.historyPlace, encodeText(after), ...nameOf(ref));
    const id = place === undefined ? 0 : readNumber(place, 'id');
    return readJobs(this.#connection, this.#sql.history, ...nameOf(ref), id, limit).map(({ job }) => job);
  }

  /** Takes the lock that only one connection can have, to the end of the transaction. */
  lock(): void {
    // Not prepared: libsql leaves a prepared statement that was refused running, and no savepoint can follow it.
    this.#connection.exec(this.#sql.lock);
  }

  /** Nothing is written unless the subject still is as it was read. */
  write(ref: SubjectRef, expected: number | undefined, { write, forgetAt }: Written): WriteOutcome {
    if (write === undefined) return this.#forget(ref, expected, forgetAt);
    if (!this.#writeSubject(ref, expected, write)) return wroteNothing;
    if (write.answer !== undefined) {
      const { key, value } = write.answer;
      this.#connection.run(this.#sql.writeAnswer, ...nameOf(ref), encodeText(key), encodeText(value), write.at);
    }
    const withdrawals = write.withdraw.filter((withdrawal) => !this.#withdraw(withdrawal));
    const moves = write.move.filter((move) => !this.#move(move));
    for (const revision of write.revise) this.#revise(revision);
    for (const job of write.insert) this.#insert(job);
    return { isDone: true, missed: [...withdrawals, ...moves].map(({ key }) => key) };
  }

  /** Forgets what was said to whom; recipients and keys, which tell repeats apart, stay. */
  forgetContents(ref: SubjectRef): void {
    const { forgetSubject, forgetAnswers, forgetOutcomes, forgetJobs } = this.#sql;
    for (const sql of [forgetSubject, forgetAnswers, forgetOutcomes, forgetJobs]) this.#connection.run(sql, ...nameOf(ref));
  }

  /** Leaves nothing of a subject without open jobs. */
  remove(ref: SubjectRef): void {
    const { forgetAnswers, removeOutcomes, removeJobs, removeSubject } = this.#sql;
    for (const sql of [forgetAnswers, removeOutcomes, removeJobs, removeSubject]) this.#connection.run(sql, ...nameOf(ref));
  }

  #writeSubject(ref: SubjectRef, expected: number | undefined, { subject, at }: SubjectWrite): boolean {
    const values = encodeSubject(subject, at);
    const { changes } =
      expected === undefined
        ? this.#connection.run(this.#sql.addSubject, ...values, ...nameOf(ref))
        : this.#connection.run(this.#sql.writeSubject, ...values, ...nameOf(ref), expected);
    return changes === 1;
  }

  #forget(ref: SubjectRef, expected: number | undefined, at: number): WriteOutcome {
    // Who was never heard of has nothing to be forgotten.
    if (expected === undefined) return wroteAll;
    if (this.#connection.run(this.#sql.touchSubject, at, ...nameOf(ref), expected).changes !== 1) return wroteNothing;
    this.#connection.run(this.#sql.withdrawAll, at, ...nameOf(ref));
    this.#connection.run(this.#sql.removeAllQueued, ...nameOf(ref));
    this.forgetContents(ref);
    const { forgetCounted, forgetRecipients, forgetNames } = this.#sql;
    for (const sql of [forgetCounted, forgetRecipients, forgetNames]) this.#connection.run(sql, ...nameOf(ref));
    return wroteAll;
  }

  /** Yields whether the job was scheduled. */
  #withdraw({ key, code, why, at }: Withdrawal): boolean {
    const name = encodeText(key);
    if (this.#connection.run(this.#sql.withdraw, at, code, encodeText(why), name).changes !== 1) return false;
    this.#connection.run(this.#sql.removeQueuedByKey, name);
    return true;
  }

  /** Yields whether the job was scheduled. */
  #move({ key, dueAt, runAt, wallTime, zone, version, pinned }: Move): boolean {
    const name = encodeText(key);
    if (this.#connection.run(this.#sql.moveQueued, runAt, runAt, name).changes === 0) return false;
    const place = [dueAt, encodeText(zone), textOrNull(wallTime), encodeText(version), dataOrNull(pinned, key)];
    this.#connection.run(this.#sql.moveJob, ...place, name);
    return true;
  }

  #revise({ key, status, at, note }: Revision): void {
    const name = encodeText(key);
    if (status === 'scheduled') {
      if (this.#connection.run(this.#sql.retry, at, at, at, name).changes === 0) return;
      this.#connection.run(this.#sql.removeOutcomeByKey, name);
    } else if (this.#connection.run(this.#sql.discard, at, name).changes === 0) return;
    this.#connection.run(this.#sql.note, textOrNull(note), name);
  }

  #insert(job: StoredJob): void {
    const values = encodeJob(job);
    let added = this.#connection.run(this.#sql.addJob, ...values);
    if (added.changes === 0) {
      const replaced = this.#connection.first(this.#sql.findReplaceable, encodeText(job.key));
      // Any other job holds its key.
      if (replaced === undefined) return;
      const id = readNumber(replaced, 'id');
      this.#connection.run(this.#sql.removeOutcome, id);
      this.#connection.run(this.#sql.removeJob, id);
      added = this.#connection.run(this.#sql.addJob, ...values);
    }
    if (isOpen(job)) this.#connection.run(this.#sql.addQueued, ...encodeQueued(job), added.id);
    else this.#connection.run(this.#sql.addEnded, ...encodeEnded(job), added.id);
  }
}

function nameOf({ lifecycle, subject }: SubjectRef): [lifecycle: string, subject: string] {
  return [encodeText(lifecycle), encodeText(subject)];
}
