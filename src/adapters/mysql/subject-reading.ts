/**
 * What a change reads of its subject.
 * @module
 */
import type { JobStatus, StoredJob, SubjectRef } from '../../ports/store.js';
import { decodeJob, jobSelection, type ReadJob } from '../../sql/job-row.js';
import { decodeSubject, type ReadSubject, subjectColumns } from '../../sql/subject-row.js';
import { type Row, readText } from '../../sql/value.js';
import type { Run } from './client.js';
import { dialect } from './fault.js';
import { keyId, portions, subjectId } from './literal.js';
import type { Tables } from './tables.js';

/** A locking read sees what is committed, whatever snapshot the transaction has; a plain one takes no locks. */
export type Lock = '' | ' LOCK IN SHARE MODE';

/** The row of a subject. */
export function subjectQuery({ subjects }: Tables, ref: SubjectRef, lock: Lock = ''): string {
  const columns = [...subjectColumns, 'changes', 'COALESCE(stale_in = CONNECTION_ID(), 0) AS is_stale'];
  return `SELECT ${columns.join(', ')} FROM ${subjects} WHERE id = ${subjectId(ref)}${lock}`;
}

/** The rows of several subjects, each with the place of its name. */
export function subjectsNamedQuery({ subjects }: Tables, refs: readonly SubjectRef[]): string {
  const places = refs.map((ref, place) => `WHEN ${subjectId(ref)} THEN ${place}`).join(' ');
  const ids = refs.map(subjectId).join(', ');
  return `SELECT ${subjectColumns.join(', ')}, changes, CASE id ${places} END AS place FROM ${subjects} WHERE id IN (${ids})`;
}

/** Reads a row of {@link subjectQuery}. */
export function readSubjectRow(ref: SubjectRef, row: Row | undefined): ReadSubject | undefined {
  return row === undefined ? undefined : decodeSubject(dialect, ref, row);
}

/** The value of an answer. */
export function answerQuery({ answers }: Tables, ref: SubjectRef, key: string, lock: Lock = ''): string {
  return `SELECT value FROM ${answers} WHERE subject_id = ${subjectId(ref)} AND key_id = ${keyId(key)}${lock}`;
}

/** Reads a row of {@link answerQuery}. */
export function readAnswerRow(row: Row | undefined): string | undefined {
  return row === undefined ? undefined : readText(row, 'value');
}

/** Jobs of any subject, as rows for {@link decodeJob}: `FROM` and its joins. */
export function jobSource({ jobs, queue, outcomes }: Tables): string {
  return `${jobs} j LEFT JOIN ${queue} q ON q.job_id = j.id LEFT JOIN ${outcomes} o ON o.job_id = j.id`;
}

/** What a change knows of the jobs of its subject. */
export interface KnownJob {
  readonly id: number;
  readonly status: JobStatus;
}

/** The jobs that a change has seen: a write need not ask for these once more. */
export class KnownJobs {
  readonly #tables: Tables;
  readonly #ref: SubjectRef;
  readonly #byKey = new Map<string, KnownJob>();
  readonly #asked = new Set<string>();
  readonly #isNew: boolean;

  /** `isNew`: whether the subject had no row, and thus has no jobs. */
  constructor(tables: Tables, ref: SubjectRef, isNew: boolean) {
    this.#tables = tables;
    this.#ref = ref;
    this.#isNew = isNew;
  }

  get(key: string): KnownJob | undefined {
    return this.#byKey.get(key);
  }

  /** The open jobs, and those with one of these keys, in the order of insertion. */
  async read(run: Run, keys: readonly string[], lock: Lock = ''): Promise<readonly StoredJob[]> {
    if (this.#isNew) return [];
    const [first = [], ...more] = portions(keys.map(keyId));
    const found = await this.#select(
      run,
      `(q.job_id IS NOT NULL${first.length === 0 ? '' : ` OR j.key_id IN (${first.join(',')})`})`,
      lock,
    );
    for (const some of more) found.push(...(await this.#select(run, `j.key_id IN (${some.join(',')})`, lock)));
    for (const key of keys) this.#asked.add(key);
    const byId = new Map(found.map((read) => [read.id, read.job]));
    return [...byId].sort(([one], [other]) => one - other).map(([, job]) => job);
  }

  /** Makes sure that the jobs with these keys are known. `again`: what was seen of them does not hold any more. */
  async find(run: Run, keys: readonly string[], lock: Lock = '', again = false): Promise<void> {
    if (this.#isNew) return;
    const unknown = again ? keys : keys.filter((key) => !this.#byKey.has(key) && !this.#asked.has(key));
    for (const some of portions([...new Set(unknown)].map(keyId)))
      await this.#select(run, `j.key_id IN (${some.join(',')})`, lock);
    for (const key of unknown) this.#asked.add(key);
  }

  async #select(run: Run, condition: string, lock: Lock): Promise<ReadJob[]> {
    const where = `j.subject_id = ${subjectId(this.#ref)} AND ${condition}`;
    const { rows } = await run(`SELECT ${jobSelection} FROM ${jobSource(this.#tables)} WHERE ${where} ORDER BY j.id${lock}`);
    const found = rows.map((row) => decodeJob(dialect, row));
    for (const { id, job } of found) this.#byKey.set(job.key, { id, status: job.status });
    return found;
  }
}

/** A subject in the words of an error message. */
export function nameOf({ lifecycle, subject }: SubjectRef): string {
  return `${lifecycle} '${subject}'`;
}
