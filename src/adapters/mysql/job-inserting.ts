/**
 * New jobs.
 * @module
 */
import type { StoredJob, SubjectRef } from '../../ports/store.js';
import { encodeEnded, encodeJob, encodeQueued, isOpen, jobColumns, outcomeColumns, queueColumns } from '../../sql/job-row.js';
import type { Run } from './client.js';
import { keyId, literal, portions, subjectId, tuple } from './literal.js';
import type { KnownJob, KnownJobs } from './subject-reading.js';
import type { Tables } from './tables.js';

/** Inserts jobs whose key is free, or was skipped or withdrawn: then the old one goes. What is `known` must be what is stored. */
export async function insertJobs(
  run: Run,
  tables: Tables,
  ref: SubjectRef,
  jobs: readonly StoredJob[],
  known: KnownJobs,
): Promise<void> {
  const added = new Map<string, StoredJob>();
  const replaced: number[] = [];
  for (const job of jobs) {
    const stored = known.get(job.key);
    const present = added.get(job.key) ?? stored;
    if (present !== undefined && !isReplaceable(present)) continue;
    if (!added.delete(job.key) && stored !== undefined) replaced.push(stored.id);
    // At the end, also where it was replaced within the list.
    added.set(job.key, job);
  }
  await deleteJobs(run, tables, replaced);
  const rows = new Map([...added.values()].map((job) => [tuple(encodeJob(job), subjectId(ref), keyId(job.key)), job]));
  for (const some of portions([...rows.keys()])) {
    const { insertId } = await run(
      `INSERT INTO ${tables.jobs} (subject_id, key_id, ${jobColumns.join(', ')}) VALUES ${some.join(',')}`,
    );
    await insertStates(
      run,
      tables,
      some.flatMap((row) => rows.get(row) ?? []),
      insertId,
    );
  }
}

/** Removes jobs that have ended, for good. */
export async function deleteJobs(run: Run, { jobs, outcomes }: Tables, ids: readonly number[]): Promise<void> {
  for (const some of portions(ids)) {
    await run(`DELETE o FROM ${outcomes} o FORCE INDEX (PRIMARY) WHERE o.job_id IN (${some.join(',')})`);
    await run(`DELETE j FROM ${jobs} j FORCE INDEX (PRIMARY) WHERE j.id IN (${some.join(',')})`);
  }
}

/**
 * Rows of one statement get ids one after another, in steps that the server decides: a cluster counts in twos or threes.
 */
async function insertStates(run: Run, { queue, outcomes }: Tables, jobs: readonly StoredJob[], firstId: number): Promise<void> {
  const open: string[] = [];
  const ended: string[] = [];
  for (const [at, job] of jobs.entries()) {
    const id = `${literal(firstId)} + ${at} * @@auto_increment_increment`;
    if (isOpen(job)) open.push(tuple(encodeQueued(job), id));
    else ended.push(tuple(encodeEnded(job), id));
  }
  for (const some of portions(open))
    await run(`INSERT INTO ${queue} (job_id, ${queueColumns.join(', ')}) VALUES ${some.join(',')}`);
  for (const some of portions(ended))
    await run(`INSERT INTO ${outcomes} (job_id, ${outcomeColumns.join(', ')}) VALUES ${some.join(',')}`);
}

/** A job that is wanted again after it was skipped or withdrawn is planned anew; any other holds its key. */
function isReplaceable({ status }: Pick<KnownJob, 'status'>): boolean {
  return status === 'skipped' || status === 'withdrawn';
}
