/**
 * Plans as one statement of SQL.
 * @module
 */
import { createHash } from 'node:crypto';
import type { WakingPlan } from '../../ports/scheduler.js';

/** Something that runs SQL with `$1`, `$2`: a `Pool`, `Client` or `PoolClient` of pg, an `EntityManager` of TypeORM, and the like. */
export interface Queryable {
  query(text: string, values: string[]): Promise<unknown>;
}

/** The longest key that graphile-worker takes, in characters. */
const longestKey = 512;
/** graphile-worker waits e, e², e³ ... seconds between attempts: the eighth is some 18 minutes after the first. */
const attempts = 8;

/** A statement with two parameters, both JSON: the jobs to add or move, and the keys to remove. */
export function statementFor(schema: string): string {
  const quoted = `"${schema.replaceAll('"', '""')}"`;
  return `with forgotten as materialized (
  select ${quoted}.remove_job(key) from json_array_elements_text($2::json) as key
), planned as materialized (
  select id from ${quoted}.add_jobs(array(select json_populate_recordset(null::${quoted}.job_spec, $1::json)))
)
select (select count(*) from forgotten) as forgotten, (select count(*) from planned) as planned`;
}

/** The parameters of a plan. */
export function valuesOf({ wake, forget }: WakingPlan, task: string): [wake: string, forget: string] {
  // Of two instants for one job the last counts; the queue takes a key once in a call.
  const wakings = new Map(wake.map((waking) => [waking.key, waking]));
  const specs = [...wakings.values()].map(({ key, at }) => ({
    identifier: task,
    payload: { key, at: at.getTime() },
    run_at: at.toISOString(),
    max_attempts: attempts,
    job_key: jobKeyOf(task, key),
  }));
  return [JSON.stringify(specs), JSON.stringify([...new Set(forget)].map((key) => jobKeyOf(task, key)))];
}

/** Keys are one name space for all tasks of the queue. A key that is too long is told by its hash. */
function jobKeyOf(task: string, key: string): string {
  const whole = `${task}:${key}`;
  return [...whole].length <= longestKey ? whole : `${task}:${createHash('sha256').update(key).digest('hex')}`;
}
