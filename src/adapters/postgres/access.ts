/**
 * One subject, read and written on a connection.
 * @module
 */
import type { StoredJob, SubjectRef } from '../../ports/store.js';
import { type SubjectAccess, type WriteOutcome, wroteAll, wroteNothing } from '../../sql/change.js';
import { decodeJob } from '../../sql/job-row.js';
import type { Written } from '../../sql/session.js';
import { decodeSubject, type ReadSubject } from '../../sql/subject-row.js';
import { decodeText, encodeText } from '../../sql/text.js';
import { isRecord } from '../../sql/value.js';
import { invalidTransaction, type Queries } from './client.js';
import type { Query, readStatements } from './read-statements.js';
import type { Runner } from './runner.js';
import { rowsOf, type Statement, valuesOf } from './statement.js';
import type { Tables } from './tables.js';
import { forgetQuery } from './upkeep-statements.js';
import { isSoon, missedOf, writeQuery } from './write-statement.js';

/** What is the same for all changes of a store. */
export interface AccessParts {
  readonly runner: Runner;
  readonly tables: Tables;
  readonly reads: ReturnType<typeof readStatements>;
  readonly origin: string;
}

/** How one change reaches its subject. */
export class SubjectConnection implements SubjectAccess {
  /** Whether it has written work that somebody who sleeps must be told of. */
  hasAddedSoon = false;
  readonly #parts: AccessParts;
  readonly #queries: Queries;
  readonly #isWithin: boolean;
  /** When the host's transaction began: statements of one transaction agree on it, and no two that commit by themselves do. */
  #began: string | undefined;
  #hasRow = false;

  /** `isWithin`: whether `queries` are of a transaction of the host. */
  constructor(parts: AccessParts, queries: Queries, isWithin: boolean) {
    this.#parts = parts;
    this.#queries = queries;
    this.#isWithin = isWithin;
  }

  async readSubject(ref: SubjectRef): Promise<ReadSubject | undefined> {
    const row = await this.#readRow(ref);
    this.#hasRow = isRecord(row);
    return isRecord(row) ? decodeSubject('postgres', ref, row) : undefined;
  }

  async readJobs(ref: SubjectRef, keys: readonly string[]): Promise<readonly StoredJob[]> {
    // Jobs are written together with their subject: one without a row has none.
    if (!this.#hasRow) return [];
    const values = [...keyOf(ref), JSON.stringify(keys.map(encodeText))];
    const rows = rowsOf(await this.#run(ref, this.#parts.reads.jobs, values));
    return rows.map((row) => decodeJob('postgres', row).job);
  }

  async readAnswer(ref: SubjectRef, key: string): Promise<string | undefined> {
    if (!this.#hasRow) return undefined;
    const [answer] = valuesOf(await this.#run(ref, this.#parts.reads.answer, [...keyOf(ref), encodeText(key)]));
    return typeof answer === 'string' ? decodeText(answer) : undefined;
  }

  async write(ref: SubjectRef, expected: number | undefined, { write, forgetAt }: Written): Promise<WriteOutcome> {
    const { tables, origin } = this.#parts;
    // Who was never heard of has nothing to be forgotten.
    if (write === undefined && expected === undefined) return wroteAll;
    const given = { expected, began: this.#began, origin: this.#isWithin ? '' : origin };
    const query: Query = write === undefined ? forgetQuery(tables, ref, forgetAt, given) : writeQuery(tables, ref, write, given);
    const rows = await this.#run(ref, query, query.values);
    if (rows.length === 0) return this.#notHeld(ref);
    if (write === undefined) return wroteAll;
    this.hasAddedSoon ||= isSoon(write);
    return { isDone: true, missed: missedOf(write, expected, valuesOf(rows)) };
  }

  async #readRow(ref: SubjectRef): Promise<unknown> {
    const { reads } = this.#parts;
    if (!this.#isWithin) return rowsOf(await this.#run(ref, reads.subject, keyOf(ref)))[0];
    const [read] = rowsOf(await this.#run(ref, reads.lockedSubject, keyOf(ref)));
    this.#began = String(read?.['began']);
    return read?.['row'];
  }

  /** Somebody else has written the subject; or the transaction has ended, and every statement is by itself. */
  async #notHeld(ref: SubjectRef): Promise<WriteOutcome> {
    if (!this.#isWithin) return wroteNothing;
    const began = this.#began;
    await this.#readRow(ref);
    if (this.#began === began) return wroteNothing;
    throw invalidTransaction('the database', 'one that is still open');
  }

  #run(ref: SubjectRef, statement: Statement, values: readonly string[]): Promise<readonly unknown[]> {
    const { runner } = this.#parts;
    const doing = `${ref.lifecycle} '${ref.subject}'`;
    const run = this.#isWithin ? runner.within : runner.run;
    return run.call(runner, this.#queries, doing, statement, values);
  }
}

function keyOf({ lifecycle, subject }: SubjectRef): readonly string[] {
  return [encodeText(lifecycle), encodeText(subject)];
}
