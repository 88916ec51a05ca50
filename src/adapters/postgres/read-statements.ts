/**
 * Statements that read.
 * @module
 */
import type { JobQuery, SubjectQuery } from '../../ports/store.js';
import { cursorOf } from '../../sql/cursor.js';
import { jobSelection } from '../../sql/job-row.js';
import { encodeText } from '../../sql/text.js';
import { integer, type Statement, statement, textList } from './statement.js';
import { literal, type Tables } from './tables.js';

/** A statement with the values for it. */
export interface Query extends Statement {
  readonly values: readonly string[];
}

/** Collects conditions, and values for their parameters. */
class Conditions {
  readonly values: string[] = [];
  readonly #conditions: string[] = [];

  /** `condition` gets the number of the parameter; nothing is added where there is no value. */
  add(value: string | number | undefined, condition: (parameter: number) => string): void {
    if (value !== undefined) this.#conditions.push(condition(this.values.push(String(value))));
  }

  toString(): string {
    return this.#conditions.length === 0 ? 'true' : this.#conditions.join(' AND ');
  }
}

const encoded = (text: string | undefined) => (text === undefined ? undefined : encodeText(text));
const encodedList = (texts: readonly string[] | undefined) =>
  texts === undefined ? undefined : JSON.stringify(texts.map(encodeText));

/** Jobs as {@link jobSelection} has them; `from` names `j`, `q` and `o`. */
function selectJobs(from: string): string {
  return `SELECT row_to_json(x)::text AS r FROM (SELECT ${jobSelection} FROM ${from}) x`;
}

function joined({ jobs, queue, outcomes }: Tables): string {
  return `${jobs} j LEFT JOIN ${queue} q ON q.job_id = j.id LEFT JOIN ${outcomes} o ON o.job_id = j.id`;
}

/** The statements whose text is always the same. */
export function readStatements(
  tables: Tables,
): Readonly<Record<'subject' | 'lockedSubject' | 'jobs' | 'answer' | 'countSent' | 'counts' | 'pauses' | 'version', Statement>> {
  const { subjects, answers, outcomes, pauses, migrations } = tables;
  const row = `FROM ${subjects} WHERE lifecycle = $1::text AND subject = $2::text`;
  const columns = 'changes, revision, snapshot, fields, visited, silent, created, pinned';
  return {
    subject: statement(`SELECT row_to_json(x)::text AS r FROM (SELECT ${columns} ${row}) x`),
    // `now()` is when the transaction began: it tells a transaction from statements that each commit by themselves.
    lockedSubject: statement(
      `SELECT json_build_object('began', now()::text, 'row', (SELECT row_to_json(x) FROM (SELECT ${columns} ${row} FOR UPDATE) x))::text AS r`,
    ),
    jobs: statement(
      selectJobs(
        `${joined(tables)} WHERE j.lifecycle = $1::text AND j.subject = $2::text AND (q.job_id IS NOT NULL OR j.job_key IN ${textList(3)}) ORDER BY j.id`,
      ),
    ),
    answer: statement(
      `SELECT to_json(answer)::text AS r FROM ${answers} WHERE lifecycle = $1::text AND subject = $2::text AND answer_key = $3::text`,
    ),
    countSent: statement(
      `SELECT count(*)::text AS r FROM ${outcomes} WHERE counted_recipient = $1::text AND channel = $2::text AND settled_at >= ${integer(3)}`,
    ),
    counts: statement(countsText(tables)),
    pauses: statement(`SELECT row_to_json(p)::text AS r FROM ${pauses} p ORDER BY since, kind, name`),
    version: statement(`SELECT max(version)::text AS r FROM ${migrations}`),
  };
}

/** Looks at what is due or in flight and at what has been given up, never at what waits for a later day. */
function countsText({ queue, outcomes }: Tables): string {
  const isFree = `(lease_until IS NULL OR lease_until <= ${integer(1)})`;
  return `SELECT json_build_object('due', due, 'oldest', oldest, 'in_flight', in_flight, 'parked', parked, 'failed', failed, 'unknown', unknown)::text AS r
FROM (SELECT count(*) FILTER (WHERE ${isFree}) AS due, min(run_at) FILTER (WHERE ${isFree}) AS oldest,
    count(*) FILTER (WHERE NOT ${isFree}) AS in_flight
  FROM ${queue} WHERE parked_by IS NULL AND run_at <= ${integer(1)}) d,
(SELECT count(*) AS parked FROM ${queue} WHERE parked_by IS NOT NULL) p,
(SELECT json_object_agg(code, n) AS failed FROM (SELECT coalesce(code, '') AS code, count(*) AS n FROM ${outcomes} WHERE status = 'failed' GROUP BY 1) c) f,
(SELECT count(*) AS unknown FROM ${outcomes} WHERE status = 'unknown') u`;
}

/** Jobs that are looked at for the next lease to end: as many as workers may hold, and so few that the planner takes the index. */
const mostLeases = 10_000;

/**
 * The first instant at which something can be claimed. A lease ends after its job was due: only leases of jobs that are due before
 * the first free one can end before it.
 */
export function nextRunAt({ queue }: Tables, lifecycles: readonly string[] | undefined): Query {
  const conditions = new Conditions();
  conditions.add(encodedList(lifecycles), (n) => `lifecycle IN ${textList(n)}`);
  const where = `parked_by IS NULL AND ${conditions}`;
  const text = `WITH free AS (SELECT run_at FROM ${queue} WHERE ${where} AND lease_until IS NULL ORDER BY run_at, job_id LIMIT 1)
SELECT least((SELECT run_at FROM free), (SELECT min(lease_until) FROM (SELECT lease_until FROM ${queue}
  WHERE ${where} AND run_at <= coalesce((SELECT run_at FROM free), ${Number.MAX_SAFE_INTEGER})
  ORDER BY run_at, job_id LIMIT ${mostLeases}) leased))::text AS r`;
  return { ...statement(text), values: conditions.values };
}

/** The jobs of a subject, in the order of insertion. */
export function historyQuery(
  tables: Tables,
  lifecycle: string,
  subject: string,
  after: string | undefined,
  limit: number | undefined,
): Query {
  const conditions = new Conditions();
  conditions.add(encodeText(lifecycle), (n) => `j.lifecycle = $${n}::text`);
  conditions.add(encodeText(subject), (n) => `j.subject = $${n}::text`);
  conditions.add(encoded(after), (n) => `j.id > coalesce((SELECT id FROM ${tables.jobs} WHERE job_key = $${n}::text), 0)`);
  const end = limit === undefined ? '' : ` LIMIT $${conditions.values.push(String(limit))}::text::int`;
  return {
    ...statement(selectJobs(`${joined(tables)} WHERE ${conditions} ORDER BY j.id${end}`)),
    values: conditions.values,
  };
}

/** A page of jobs, with one more than its limit where there are more. */
export function listQuery(tables: Tables, query: JobQuery): Query {
  const { list } = query;
  const conditions = new Conditions();
  conditions.add(encodedList(query.keys), (n) => `j.job_key IN ${textList(n)}`);
  conditions.add(encoded(query.lifecycle), (n) => `j.lifecycle = $${n}::text`);
  conditions.add(encoded(query.rule), (n) => `j.rule = $${n}::text`);
  conditions.add(encoded(query.site), (n) => `j.site = $${n}::text`);
  const cursor = cursorOf(query);
  if (list !== 'open') {
    conditions.add(cursor?.id, (n) => `o.job_id > ${integer(n)}`);
    const limit = conditions.values.push(String(query.limit + 1));
    const from = `${tables.outcomes} o JOIN ${tables.jobs} j ON j.id = o.job_id LEFT JOIN ${tables.queue} q ON q.job_id = j.id`;
    // Written out, so that the small index of those that were given up is found to fit.
    const where = `o.status = ${literal(list)} AND ${conditions}`;
    const text = selectJobs(`${from} WHERE ${where} ORDER BY o.job_id LIMIT $${limit}::text::int`);
    return { ...statement(text), values: conditions.values };
  }
  conditions.add(query.from, (n) => `q.run_at >= ${integer(n)}`);
  conditions.add(query.until, (n) => `q.run_at < ${integer(n)}`);
  conditions.add(cursor?.runAt, (n) => `(q.run_at, q.job_id) > (${integer(n)}, ${integer(n + 1)})`);
  if (cursor !== undefined) conditions.values.push(String(cursor.id));
  const limit = conditions.values.push(String(query.limit + 1));
  // In two parts, which have an index each.
  const open = `(SELECT * FROM ${tables.queue} WHERE parked_by IS NULL UNION ALL SELECT * FROM ${tables.queue} WHERE parked_by IS NOT NULL) q`;
  const from = `${open} JOIN ${tables.jobs} j ON j.id = q.job_id LEFT JOIN ${tables.outcomes} o ON o.job_id = j.id`;
  const text = selectJobs(`${from} WHERE ${conditions} ORDER BY q.run_at, q.job_id LIMIT $${limit}::text::int`);
  return { ...statement(text), values: conditions.values };
}

/** Names of subjects, in the order of their bytes. */
export function subjectsQuery({ subjects }: Tables, query: SubjectQuery): Query {
  const conditions = new Conditions();
  conditions.add(encodeText(query.lifecycle), (n) => `lifecycle = $${n}::text`);
  conditions.add(query.changedSince, (n) => `changed_at >= ${integer(n)}`);
  conditions.add(encoded(query.after), (n) => `subject > $${n}::text`);
  const limit = conditions.values.push(String(query.limit));
  const text = `SELECT to_json(subject)::text AS r FROM ${subjects} WHERE ${conditions} ORDER BY subject LIMIT $${limit}::text::int`;
  return { ...statement(text), values: conditions.values };
}
