/**
 * Pruning: old subjects are forgotten, or removed with their jobs.
 * @module
 */
import type { PruneRequest } from '../../ports/store.js';
import { type Row, readNumber, readText } from '../../sql/value.js';
import type { Run } from './client.js';
import type { Connections } from './connections.js';
import { forgetJobs } from './forgetting.js';
import { deleteJobs } from './job-inserting.js';
import { literal } from './literal.js';
import { forgotten } from './subject-writing.js';
import type { Tables } from './tables.js';

/** Subjects of one transaction: its locks are held until its end. */
const portion = 100;

/** Removes old data of up to `limit` subjects. Subjects that a transaction holds are left for another time. */
export async function pruneSubjects(
  connections: Connections,
  tables: Tables,
  request: PruneRequest,
): Promise<{ readonly subjects: number; readonly jobs: number }> {
  let subjects = 0;
  let jobs = 0;
  while (subjects < request.limit) {
    const limit = Math.min(portion, request.limit - subjects);
    const some = await connections.transaction('pruning', (run) => pruneSome(run, tables, request, limit));
    subjects += some.subjects;
    jobs += some.jobs;
    if (some.subjects < limit) break;
  }
  return { subjects, jobs };
}

async function pruneSome(
  run: Run,
  tables: Tables,
  { olderThan, history }: PruneRequest,
  limit: number,
): Promise<{ readonly subjects: number; readonly jobs: number }> {
  const ids = await oldSubjects(run, tables, Math.floor(olderThan), history, limit);
  if (ids.length === 0) return { subjects: 0, jobs: 0 };
  const list = ids.join(',');
  const { rows } = await run(`SELECT id FROM ${tables.jobs} FORCE INDEX (of_subject) WHERE subject_id IN (${list})`);
  if (history === 'keep') {
    await forgetJobs(run, tables, ids, {});
    await run(
      `UPDATE ${tables.subjects} FORCE INDEX (PRIMARY) SET ${forgotten(undefined)}, changes = changes + 1 WHERE id IN (${list})`,
    );
  } else {
    await deleteJobs(
      run,
      tables,
      rows.map((row) => readNumber(row, 'id')),
    );
    await run(`DELETE a FROM ${tables.answers} a FORCE INDEX (PRIMARY) WHERE a.subject_id IN (${list})`);
    await run(`DELETE s FROM ${tables.subjects} s FORCE INDEX (PRIMARY) WHERE s.id IN (${list})`);
  }
  return { subjects: ids.length, jobs: rows.length };
}

/** Locks the rows of old subjects. Yields what stands for them, as literals. */
async function oldSubjects(
  run: Run,
  { subjects, jobs, queue, outcomes }: Tables,
  olderThan: number,
  history: PruneRequest['history'],
  limit: number,
): Promise<readonly string[]> {
  const at = literal(olderThan);
  const { rows } = await run(
    `SELECT HEX(s.id) AS id FROM ${subjects} s FORCE INDEX (changed) WHERE s.changed_at < ${at}${history === 'keep' ? ' AND s.forgotten = 0' : ''} ` +
      `AND NOT EXISTS (SELECT 1 FROM ${jobs} j LEFT JOIN ${queue} q ON q.job_id = j.id LEFT JOIN ${outcomes} o ON o.job_id = j.id ` +
      `WHERE j.subject_id = s.id AND (q.job_id IS NOT NULL OR COALESCE(o.settled_at, j.planned_at) >= ${at})) ` +
      `ORDER BY s.changed_at LIMIT ${literal(limit)} FOR UPDATE SKIP LOCKED`,
  );
  return rows.map(idOf);
}

function idOf(row: Row): string {
  return `X'${readText(row, 'id')}'`;
}
