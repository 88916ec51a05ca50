/**
 * The parts of a write that are about jobs.
 * @module
 */
import type { Revision, StoredJob, SubjectWrite } from '../../ports/store.js';
import { dataOrNull, jobColumns, outcomeColumns } from '../../sql/job-row.js';
import { encodeText } from '../../sql/text.js';
import { textOrNull } from '../../sql/value.js';
import { JobRecords, queued } from './job-records.js';
import type { WriteStatement } from './write-parts.js';

/** Types of the columns of `jobs`, `queue` and `outcomes` that are no texts. */
const types: Readonly<Record<string, string>> = {
  attempts: 'int',
  due_at: 'bigint',
  planned_at: 'bigint',
  run_at: 'bigint',
  claim_at: 'bigint',
  lease_until: 'bigint',
  settled_at: 'bigint',
};
const typed = (column: string) => `${column} ${types[column] ?? 'text'}`;

/** Ends scheduled jobs that are no longer wanted. */
export function withdrawJobs(made: WriteStatement, withdraw: SubjectWrite['withdraw']): void {
  const rows = withdraw.map(({ key, code, why, at }) => [encodeText(key), code, encodeText(why), at]);
  made.rows('unwanted', ['job_key text', 'code text', 'why text', 'at bigint'], rows);
  made.part(
    'withdrawn',
    ({ queue, jobs }) => `(DELETE FROM ${queue} q USING unwanted w, ${jobs} j, held h
WHERE j.job_key = w.job_key AND j.lifecycle = h.lifecycle AND j.subject = h.subject AND q.job_id = j.id AND q.lease_until IS NULL
RETURNING q.job_id, q.run_at, q.attempts, w.job_key, w.code, w.why, w.at)`,
  );
  made.part(
    'withdrawn_outcomes',
    ({ outcomes }) => `(INSERT INTO ${outcomes} (job_id, status, run_at, attempts, settled_at, code, why)
SELECT job_id, 'withdrawn', run_at, attempts, at, code, why FROM withdrawn)`,
  );
}

/** Gives scheduled jobs another instant. */
export function moveJobs(made: WriteStatement, move: SubjectWrite['move']): void {
  const columns = ['job_key', 'due_at', 'run_at', 'wall_time', 'zone', 'version', 'pinned'];
  const rows = move.map(({ key, dueAt, runAt, wallTime, zone, version, pinned }) => {
    const row = [encodeText(zone), encodeText(version), dataOrNull(pinned, key)];
    return [encodeText(key), dueAt, runAt, textOrNull(wallTime), ...row];
  });
  made.rows('elsewhen', columns.map(typed), rows);
  made.part(
    'moved',
    ({ queue, jobs }) => `(UPDATE ${queue} q SET run_at = e.run_at, parked_by = NULL FROM elsewhen e, ${jobs} j, held h
WHERE j.job_key = e.job_key AND j.lifecycle = h.lifecycle AND j.subject = h.subject AND q.job_id = j.id AND q.lease_until IS NULL
RETURNING q.job_id, e.job_key, e.due_at, e.wall_time, e.zone, e.version, e.pinned)`,
  );
  made.part(
    'moved_jobs',
    ({
      jobs,
    }) => `(UPDATE ${jobs} j SET due_at = m.due_at, wall_time = m.wall_time, zone = m.zone, version = m.version, pinned = m.pinned
FROM moved m WHERE j.id = m.job_id)`,
  );
}

/** Selects the keys that the parts of {@link withdrawJobs} and {@link moveJobs} left alone, as one text of JSON; NULL where there are none. */
export function missedJobs({ withdraw, move }: SubjectWrite): string {
  const left = (asked: string, done: string) => `SELECT job_key FROM ${asked} EXCEPT SELECT job_key FROM ${done}`;
  const parts = [
    ...(withdraw.length > 0 ? [left('unwanted', 'withdrawn')] : []),
    ...(move.length > 0 ? [left('elsewhen', 'moved')] : []),
  ];
  if (parts.length === 0) return '1';
  return `(SELECT json_agg(m.job_key)::text FROM (${parts.map((part) => `(${part})`).join(' UNION ')}) m)`;
}

/** Has jobs that were given up tried again, or sets them aside. */
export function reviseJobs(made: WriteStatement, revise: readonly Revision[]): void {
  const rows = revise.map(({ key, status, at, note }) => [encodeText(key), status, at, textOrNull(note)]);
  made.rows('revised', ['job_key text', 'status text', 'at bigint', 'note text'], rows);
  const isOwn = 'j.job_key = r.job_key AND j.lifecycle = h.lifecycle AND j.subject = h.subject';
  const isFailed = `o.job_id = j.id AND o.status = 'failed'`;
  made.part(
    'revived',
    ({ outcomes, jobs }) => `(DELETE FROM ${outcomes} o USING revised r, ${jobs} j, held h
WHERE r.status = 'scheduled' AND ${isOwn} AND ${isFailed}
RETURNING o.job_id, j.lifecycle, r.at, r.note, o.payload, o.code, o.why, o.channel, o.transport, o.provider_id)`,
  );
  made.part(
    'revived_queue',
    ({
      queue,
    }) => `(INSERT INTO ${queue} (job_id, run_at, attempts, lifecycle, payload, code, why, settled_at, channel, transport, provider_id)
SELECT job_id, at, 0, lifecycle, payload, code, why, at, channel, transport, provider_id FROM revived)`,
  );
  made.part(
    'set_aside',
    ({
      outcomes,
      jobs,
    }) => `(UPDATE ${outcomes} o SET status = 'discarded', settled_at = r.at, payload = NULL FROM revised r, ${jobs} j, held h
WHERE r.status = 'discarded' AND ${isOwn} AND ${isFailed} RETURNING o.job_id, r.note)`,
  );
  made.part(
    'noted',
    ({ jobs }) => `(UPDATE ${jobs} j SET note = n.note
FROM (SELECT job_id, note FROM revived UNION ALL SELECT job_id, note FROM set_aside) n WHERE j.id = n.job_id)`,
  );
}

/** Of jobs that share a key, those that are left when each is inserted in turn. */
function wanted(jobs: readonly StoredJob[]): readonly StoredJob[] {
  const byKey = new Map<string, StoredJob>();
  for (const job of jobs) {
    const present = byKey.get(job.key);
    if (present !== undefined && present.status !== 'skipped' && present.status !== 'withdrawn') continue;
    byKey.delete(job.key);
    byKey.set(job.key, job);
  }
  return [...byKey.values()];
}

/** Adds jobs. With `mayReplace`, the subject may have jobs already: one that was skipped or withdrawn makes room. */
export function insertJobs(made: WriteStatement, given: readonly StoredJob[], mayReplace: boolean): void {
  const jobs = new JobRecords();
  for (const job of wanted(given)) jobs.add(job);
  const columns = () => ['place int', ...[...jobs.used()].map(typed)];
  made.recordset('wanted', columns, jobs.toString(), jobs.shape);
  if (mayReplace) replaceJobs(made);
  const usedOf = <C extends string>(list: readonly C[]) => {
    const used: ReadonlySet<string> = jobs.used();
    return list.filter((column) => used.has(column));
  };
  // A job that was just deleted must be gone before its key is looked for.
  const afterDeletion = mayReplace ? ' WHERE (SELECT count(*) FROM replaced) >= 0' : '';
  made.part('inserted', (tables) => {
    const names = usedOf(jobColumns).join(', ');
    return `(INSERT INTO ${tables.jobs} (${names})
SELECT ${names} FROM wanted${afterDeletion} ORDER BY place ON CONFLICT DO NOTHING RETURNING id, job_key)`;
  });
  if (jobs.hasOpen)
    made.part('waiting', ({ queue }) => `(${following(queue, ['lifecycle', ...usedOf(queued)])} WHERE w.status IS NULL)`);
  if (jobs.hasEnded)
    made.part('ended', ({ outcomes }) => `(${following(outcomes, usedOf(outcomeColumns))} WHERE w.status IS NOT NULL)`);
}

/** Adds a row that follows that of `jobs`. */
function following(table: string, columns: readonly string[]): string {
  return `INSERT INTO ${table} (job_id, ${columns.join(', ')})
SELECT i.id, ${columns.map((column) => `w.${column}`).join(', ')} FROM inserted i JOIN wanted w ON w.job_key = i.job_key`;
}

/** A job that was skipped or withdrawn makes room for the same one planned anew. */
function replaceJobs(made: WriteStatement): void {
  made.part(
    'replaced',
    ({ jobs, outcomes }) => `(DELETE FROM ${jobs} j USING wanted w, ${outcomes} o
WHERE j.job_key = w.job_key AND o.job_id = j.id AND o.status IN ('skipped', 'withdrawn') RETURNING j.id)`,
  );
  made.part('replaced_outcomes', ({ outcomes }) => `(DELETE FROM ${outcomes} o USING replaced r WHERE o.job_id = r.id)`);
}
