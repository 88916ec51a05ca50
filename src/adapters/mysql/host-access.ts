/**
 * Changes within a transaction of the host.
 * @module
 */
import type { StoredJob, SubjectRef } from '../../ports/store.js';
import { type SubjectAccess, type WriteOutcome, wroteAll } from '../../sql/change.js';
import type { Written } from '../../sql/session.js';
import type { ReadSubject } from '../../sql/subject-row.js';
import type { Turns } from '../../sql/turns.js';
import { readNumber } from '../../sql/value.js';
import type { Answer, Run } from './client.js';
import { explainedToHost } from './fault.js';
import { assertOpen } from './host-transaction.js';
import { answerQuery, KnownJobs, type Lock, nameOf, readAnswerRow, readSubjectRow, subjectQuery } from './subject-reading.js';
import { lockQuery, placeRemoval, updateSubject, writeRest } from './subject-writing.js';
import type { Tables } from './tables.js';

/**
 * Of one change within a transaction of the host: its row is locked from the first read on.
 *
 * The lock is taken by inserting, not by reading: under REPEATABLE READ a locking read of a row that is not there would lock the gap
 * in which others insert theirs. For the same reason what the subject has is read without locks, from the snapshot of the
 * transaction, unless that was taken before the last change of the subject.
 */
export class HostAccess implements SubjectAccess {
  readonly #run: Run;
  readonly #writes: Turns;
  readonly #tables: Tables;
  #known: KnownJobs | undefined;
  #isNew = false;
  #hasWritten = false;
  #lock: Lock = '';

  /** `writes`: on one connection writes go one after another, so that each has its savepoint to itself. */
  constructor(run: Run, tables: Tables, writes: Turns) {
    this.#writes = writes;
    this.#run = run;
    this.#tables = tables;
  }

  async readSubject(ref: SubjectRef): Promise<ReadSubject | undefined> {
    const run = this.#explaining(`reading ${nameOf(ref)}`);
    const locked = await run(lockQuery(this.#tables, ref));
    await this.#assertOpen(ref, run, locked);
    const changes = locked.insertId;
    this.#isNew = changes === 0;
    this.#known = new KnownJobs(this.#tables, ref, this.#isNew);
    if (this.#isNew) return { stored: undefined, changes };
    const [seen] = (await run(subjectQuery(this.#tables, ref))).rows;
    const isFresh = seen !== undefined && readNumber(seen, 'changes') === changes && readNumber(seen, 'is_stale') === 0;
    if (isFresh) return readSubjectRow(ref, seen);
    this.#lock = ' LOCK IN SHARE MODE';
    return readSubjectRow(ref, (await run(subjectQuery(this.#tables, ref, this.#lock))).rows[0]);
  }

  async readJobs(ref: SubjectRef, keys: readonly string[]): Promise<readonly StoredJob[]> {
    return (await this.#known?.read(this.#explaining(`reading the jobs of ${nameOf(ref)}`), keys, this.#lock)) ?? [];
  }

  async readAnswer(ref: SubjectRef, key: string): Promise<string | undefined> {
    if (this.#isNew) return undefined;
    const run = this.#explaining(`reading an answer of ${nameOf(ref)}`);
    return readAnswerRow((await run(answerQuery(this.#tables, ref, key, this.#lock))).rows[0]);
  }

  /** Others are held off by the lock: it always holds. What fails in the middle takes nothing else of the transaction with it. */
  async write(ref: SubjectRef, _expected: number | undefined, written: Written): Promise<WriteOutcome> {
    const run = this.#explaining(`changing ${nameOf(ref)}`);
    // Who was never heard of has nothing to be forgotten.
    if (written.write === undefined && this.#isNew) return wroteAll;
    this.#hasWritten = true;
    const end = await this.#writes.take(everySubject);
    try {
      await run('SAVEPOINT orderbell');
      await updateSubject(run, this.#tables, ref, written, { isStale: this.#lock !== '' });
      const known = this.#known ?? new KnownJobs(this.#tables, ref, false);
      return { isDone: true, missed: await writeRest(run, this.#tables, ref, written, known, this.#lock) };
    } catch (error) {
      // A deadlock has rolled back everything, and with it the savepoint: what went wrong first is what is told.
      await run('ROLLBACK TO SAVEPOINT orderbell').catch(() => {});
      throw error;
    } finally {
      end();
    }
  }

  /** To be called at the end: takes back the place of a subject where nothing was written. The lock stays. */
  async leave(ref: SubjectRef): Promise<void> {
    // Where the transaction has broken down, there is no place to take back.
    if (this.#isNew && !this.#hasWritten) await this.#run(placeRemoval(this.#tables, ref)).catch(() => {});
  }

  async #assertOpen(ref: SubjectRef, run: Run, answer: Answer): Promise<void> {
    try {
      assertOpen(answer);
    } catch (error) {
      await run(placeRemoval(this.#tables, ref));
      throw error;
    }
  }

  #explaining(doing: string): Run {
    return async (sql) => {
      try {
        return await this.#run(sql);
      } catch (error) {
        throw explainedToHost(doing, error);
      }
    };
  }
}

const everySubject: SubjectRef = { lifecycle: '', subject: '' };
