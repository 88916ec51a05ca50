/**
 * Lists and counts over all subjects.
 * @module
 */
import type {
  HistoryPage,
  JobPage,
  JobQuery,
  SentQuery,
  StoreCounts,
  StoredJob,
  SubjectQuery,
  SubjectRef,
} from '../../ports/store.js';
import { type Cursor, cursorOf, pageOf } from '../../sql/cursor.js';
import { decodeJob, jobSelection, type ReadJob } from '../../sql/job-row.js';
import { encodeText } from '../../sql/text.js';
import { readNumber, readOptionalNumber, readOptionalText, readText } from '../../sql/value.js';
import { inLifecycles } from './claiming.js';
import type { Connections } from './connections.js';
import { dialect } from './fault.js';
import { bytes, countedId, keyId, literal, subjectId } from './literal.js';
import { jobSource } from './subject-reading.js';
import type { Tables } from './tables.js';

/** The jobs of a subject, in the order they were planned. */
export async function historyOf(
  connections: Connections,
  tables: Tables,
  ref: SubjectRef,
  page: HistoryPage | undefined,
): Promise<readonly StoredJob[]> {
  const id = subjectId(ref);
  const after =
    page?.after === undefined
      ? ''
      : ` AND j.id > COALESCE((SELECT MAX(id) FROM ${tables.jobs} WHERE subject_id = ${id} AND key_id = ${keyId(page.after)}), 0)`;
  const limit = page === undefined ? '' : ` LIMIT ${literal(page.limit)}`;
  const { rows } = await connections.read(
    'reading a history',
    `SELECT ${jobSelection} FROM ${jobSource(tables)} WHERE j.subject_id = ${id}${after} ORDER BY j.id${limit}`,
  );
  return rows.map((row) => decodeJob(dialect, row).job);
}

/** How many messages were sent that count. */
export async function countSent(connections: Connections, { outcomes }: Tables, query: SentQuery): Promise<number> {
  const counted = countedId(encodeText(query.recipient), query.channel);
  const { rows } = await connections.read(
    'counting messages',
    `SELECT COUNT(*) AS sent FROM ${outcomes} WHERE counted_recipient = ${counted} AND settled_at >= ${literal(Math.ceil(query.since))}`,
  );
  return rows[0] === undefined ? 0 : readNumber(rows[0], 'sent');
}

/** A page of jobs. */
export async function listJobs(connections: Connections, tables: Tables, query: JobQuery): Promise<JobPage> {
  const after = cursorOf(query);
  if (query.keys?.length === 0) return { jobs: [], next: undefined };
  const statements = query.list === 'open' ? openLists(tables, query, after) : [endedList(tables, query, after)];
  const found: ReadJob[] = [];
  for (const statement of statements)
    found.push(...(await connections.read('listing jobs', statement)).rows.map((row) => decodeJob(dialect, row)));
  const byRunAt = (one: ReadJob, other: ReadJob) => one.job.runAt - other.job.runAt;
  const unique = [...new Map(found.map((read) => [read.id, read])).values()];
  return pageOf(
    unique.sort((one, other) => (query.list === 'open' ? byRunAt(one, other) : 0) || one.id - other.id),
    query,
  );
}

/**
 * What waits is in three places of one index: what is scheduled stands in it by its instant, what is in flight by its lease, what is
 * parked by nothing. The page is the first of what each of them has.
 */
function openLists(tables: Tables, query: JobQuery, after: Cursor | undefined): readonly string[] {
  const { from, until, limit } = query;
  const instants = [
    ...(from === undefined ? [] : [`q.run_at >= ${literal(Math.ceil(from))}`]),
    ...(until === undefined ? [] : [`q.run_at < ${literal(Math.ceil(until))}`]),
    ...(after === undefined
      ? []
      : [`(q.run_at > ${literal(after.runAt)} OR (q.run_at = ${literal(after.runAt)} AND q.job_id > ${literal(after.id)}))`]),
  ];
  const begin = Math.max(from ?? Number.MIN_SAFE_INTEGER, after?.runAt ?? Number.MIN_SAFE_INTEGER);
  const { jobs, queue, outcomes } = tables;
  const list = (index: string, condition: string, order: string) => {
    const source =
      query.keys === undefined
        ? `${queue} q FORCE INDEX (${index}) STRAIGHT_JOIN ${jobs} j ON j.id = q.job_id`
        : `${jobs} j STRAIGHT_JOIN ${queue} q ON q.job_id = j.id`;
    return (
      `SELECT ${jobSelection} FROM ${source} LEFT JOIN ${outcomes} o ON o.job_id = j.id ` +
      `WHERE ${[condition, ...instants, ...filters(query)].join(' AND ')} ORDER BY ${order}, q.job_id LIMIT ${literal(limit + 1)}`
    );
  };
  return [
    list('claim', `q.claim_at >= ${literal(Math.floor(begin))} AND q.lease_until IS NULL`, 'q.claim_at'),
    list('leased', 'q.lease_until IS NOT NULL', 'q.run_at'),
    list('claim', 'q.claim_at IS NULL', 'q.run_at'),
  ];
}

function endedList({ jobs, queue, outcomes }: Tables, query: JobQuery, after: Cursor | undefined): string {
  const conditions = [
    `o.status = ${literal(query.list)}`,
    ...(after === undefined ? [] : [`o.job_id > ${literal(after.id)}`]),
    ...filters(query),
  ];
  const source =
    query.keys === undefined
      ? `${outcomes} o FORCE INDEX (by_status) STRAIGHT_JOIN ${jobs} j ON j.id = o.job_id`
      : `${jobs} j STRAIGHT_JOIN ${outcomes} o ON o.job_id = j.id`;
  return (
    `SELECT ${jobSelection} FROM ${source} LEFT JOIN ${queue} q ON q.job_id = j.id ` +
    `WHERE ${conditions.join(' AND ')} ORDER BY o.job_id LIMIT ${literal(query.limit + 1)}`
  );
}

/** Bytes are compared, not texts: to a collation two names may be the same. */
function filters({ keys, lifecycle, rule, site }: JobQuery): readonly string[] {
  const named = Object.entries({ lifecycle, rule, site }).flatMap(([column, name]) =>
    name === undefined ? [] : [`CAST(j.${column} AS BINARY) = ${bytes(name)}`],
  );
  return keys === undefined ? named : [...named, `j.key_id IN (${keys.map(keyId).join(',')})`];
}

/** The earliest instant at which something can be claimed. */
export async function nextClaimAt(
  connections: Connections,
  { queue }: Tables,
  lifecycles: readonly string[] | undefined,
): Promise<number | undefined> {
  if (lifecycles?.length === 0) return undefined;
  const { rows } = await connections.read(
    'looking for the next job',
    `SELECT q.claim_at FROM ${queue} q FORCE INDEX (claim) WHERE q.claim_at IS NOT NULL${inLifecycles(lifecycles)} ORDER BY q.claim_at LIMIT 1`,
  );
  return rows[0] === undefined ? undefined : readNumber(rows[0], 'claim_at');
}

/** Counts as of `now`, from indexes. */
export async function countJobs(connections: Connections, { queue, outcomes }: Tables, now: number): Promise<StoreCounts> {
  const at = literal(Math.floor(now));
  const { rows } = await connections.read(
    'counting jobs',
    `SELECT 'due' AS what, NULL AS code, COUNT(*) AS number, MIN(run_at) AS oldest FROM ${queue} FORCE INDEX (claim) WHERE claim_at <= ${at} ` +
      `UNION ALL SELECT 'in-flight', NULL, COUNT(*), NULL FROM ${queue} FORCE INDEX (leased) WHERE lease_until > ${at} ` +
      `UNION ALL SELECT 'parked', NULL, COUNT(*), NULL FROM ${queue} FORCE INDEX (claim) WHERE claim_at IS NULL ` +
      `UNION ALL SELECT 'unknown', NULL, COUNT(*), NULL FROM ${outcomes} WHERE status = 'unknown' ` +
      `UNION ALL SELECT 'failed', code, COUNT(*), NULL FROM ${outcomes} WHERE status = 'failed' GROUP BY code`,
  );
  const of = (what: string) => rows.find((row) => row['what'] === what) ?? { number: 0, oldest: null };
  const failed = rows.filter((row) => row['what'] === 'failed');
  return {
    due: readNumber(of('due'), 'number'),
    oldestDueAt: readOptionalNumber(of('due'), 'oldest'),
    inFlight: readNumber(of('in-flight'), 'number'),
    parked: readNumber(of('parked'), 'number'),
    failed: Object.fromEntries(failed.map((row) => [readOptionalText(row, 'code') ?? '', readNumber(row, 'number')])),
    unknown: readNumber(of('unknown'), 'number'),
  };
}

/** Names of subjects, in the order of the ids that stand for them. */
export async function listSubjects(
  connections: Connections,
  { subjects }: Tables,
  query: SubjectQuery,
): Promise<readonly string[]> {
  const { lifecycle, changedSince, limit, after } = query;
  const conditions = [
    ...[`CAST(lifecycle AS BINARY) = ${bytes(lifecycle)}`, 'changes > 0'],
    ...(changedSince === undefined ? [] : [`changed_at >= ${literal(Math.ceil(changedSince))}`]),
    ...(after === undefined ? [] : [`id > ${subjectId({ lifecycle, subject: after })}`]),
  ];
  const { rows } = await connections.read(
    'listing subjects',
    `SELECT subject FROM ${subjects} WHERE ${conditions.join(' AND ')} ORDER BY id LIMIT ${literal(limit)}`,
  );
  return rows.map((row) => readText(row, 'subject'));
}
