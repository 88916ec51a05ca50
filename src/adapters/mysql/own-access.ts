/**
 * Changes without the host's transaction.
 * @module
 */
import type { StoredJob, SubjectRef } from '../../ports/store.js';
import { type SubjectAccess, type WriteOutcome, wroteAll, wroteNothing } from '../../sql/change.js';
import type { Written } from '../../sql/session.js';
import type { ReadSubject } from '../../sql/subject-row.js';
import type { Run } from './client.js';
import type { Connections } from './connections.js';
import { answerQuery, KnownJobs, nameOf, readAnswerRow, readSubjectRow, subjectQuery } from './subject-reading.js';
import { insertSubject, updateSubject, writeRest } from './subject-writing.js';
import type { Tables } from './tables.js';

/** Of one change without `tx`: reads are single statements on any connection, the write is one short transaction. */
export class OwnAccess implements SubjectAccess {
  readonly #connections: Connections;
  readonly #tables: Tables;
  #known: KnownJobs | undefined;

  constructor(connections: Connections, tables: Tables) {
    this.#connections = connections;
    this.#tables = tables;
  }

  async readSubject(ref: SubjectRef): Promise<ReadSubject | undefined> {
    const { rows } = await this.#read(`reading ${nameOf(ref)}`)(subjectQuery(this.#tables, ref));
    const read = readSubjectRow(ref, rows[0]);
    this.#known = new KnownJobs(this.#tables, ref, read === undefined);
    return read;
  }

  async readJobs(ref: SubjectRef, keys: readonly string[]): Promise<readonly StoredJob[]> {
    return (await this.#known?.read(this.#read(`reading the jobs of ${nameOf(ref)}`), keys)) ?? [];
  }

  async readAnswer(ref: SubjectRef, key: string): Promise<string | undefined> {
    const { rows } = await this.#read(`reading an answer of ${nameOf(ref)}`)(answerQuery(this.#tables, ref, key));
    return readAnswerRow(rows[0]);
  }

  async write(ref: SubjectRef, expected: number | undefined, written: Written): Promise<WriteOutcome> {
    // Who was never heard of has nothing to be forgotten.
    if (written.write === undefined && !expected) return wroteAll;
    return this.#connections.transaction(`changing ${nameOf(ref)}`, async (run) => {
      const isFirst =
        expected === undefined
          ? await insertSubject(run, this.#tables, ref, written)
          : await updateSubject(run, this.#tables, ref, written, { expected });
      if (!isFirst) return wroteNothing;
      const known = this.#known ?? new KnownJobs(this.#tables, ref, false);
      return { isDone: true, missed: await writeRest(run, this.#tables, ref, written, known) };
    });
  }

  #read(doing: string): Run {
    return (sql) => this.#connections.read(doing, sql);
  }
}
