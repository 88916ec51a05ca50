/**
 * Statements of people and of upkeep: pause, resume, forget, prune.
 * @module
 */
import type { Pause, PauseTarget, PruneRequest, SubjectRef } from '../../ports/store.js';
import { pauseName } from '../../ports/store.js';
import { forgottenKeyPrefix, forgottenOutcomeColumns } from '../../sql/forgetting.js';
import { encodeText } from '../../sql/text.js';
import type { Query } from './read-statements.js';
import { integer, type Statement, statement } from './statement.js';
import { literal, type Tables } from './tables.js';
import type { WriteConditions } from './write-statement.js';

/** Remembers a pause; one that is there keeps its beginning. */
export function pauseQuery({ pauses }: Tables, { kind, name, since, note }: Pause): Query {
  const isNoted = note !== undefined;
  const text = `WITH p AS (INSERT INTO ${pauses} (kind, name, since, note) VALUES ($1::text, $2::text, ${integer(3)}, ${isNoted ? '$4::text' : 'NULL'})
ON CONFLICT (kind, name) DO UPDATE SET note = excluded.note RETURNING 1) SELECT 1 AS r FROM p`;
  return { ...statement(text), values: [kind, encodeText(name), String(since), ...(isNoted ? [encodeText(note)] : [])] };
}

/** Lifts a pause. What it parked is let go by a statement of its own: it must see what was parked until now. */
export function liftQuery({ pauses }: Tables, { kind, name }: PauseTarget): Query {
  const text = `WITH p AS (DELETE FROM ${pauses} WHERE kind = $1::text AND name = $2::text RETURNING 1) SELECT 1 AS r FROM p`;
  return { ...statement(text), values: [kind, encodeText(name)] };
}

/** Tells all who listen a text: `$1`. */
export function notifyStatement({ channel }: Tables): Statement {
  return statement(`SELECT pg_notify(${literal(channel)}, $1::text)::text AS r`);
}

/** Lets go what a pause parked; yields how many jobs that were, and tells those who sleep. */
export function releaseQuery({ queue, channel }: Tables, target: PauseTarget, origin: string): Query {
  const text = `WITH free AS (UPDATE ${queue} SET parked_by = NULL WHERE parked_by = $1::text RETURNING 1), n AS (SELECT count(*) AS n FROM free)
SELECT n::text AS r, CASE WHEN n > 0 THEN pg_notify(${literal(channel)}, $2::text)::text END FROM n`;
  return { ...statement(text), values: [encodeText(pauseName(target)), origin] };
}

const withoutContact = `CASE WHEN direct IS NOT NULL THEN json_build_object('template', direct::json -> 'template')::text END`;
const forgetSubject = `changes = changes + 1, snapshot = NULL, fields = '{}', pinned = 0, forgotten = 1`;
const forgetOutcome = forgottenOutcomeColumns.map((column) => `${column} = NULL`).join(', ');

/** Forgets a person; yields a row where the subject was still as expected. */
export function forgetQuery(tables: Tables, ref: SubjectRef, at: number, { expected, began }: WriteConditions): Query {
  const { subjects, answers, jobs, queue, outcomes } = tables;
  const values = [encodeText(ref.lifecycle), encodeText(ref.subject), String(expected), String(at)];
  const isSame = began === undefined ? '' : `AND now() = $${values.push(began)}::text::timestamptz`;
  const ofOwn = 'ANY (ARRAY(SELECT id FROM own))';
  const text = `WITH held AS (UPDATE ${subjects} SET ${forgetSubject}, changed_at = ${integer(4)}
  WHERE lifecycle = $1::text AND subject = $2::text AND changes = ${integer(3)} ${isSame} RETURNING lifecycle, subject),
own AS MATERIALIZED (SELECT j.id FROM held h JOIN ${jobs} j ON j.lifecycle = h.lifecycle AND j.subject = h.subject),
gone AS (DELETE FROM ${queue} WHERE job_id = ${ofOwn} RETURNING job_id, run_at, attempts),
withdrawn AS (INSERT INTO ${outcomes} (job_id, status, run_at, attempts, settled_at, code)
  SELECT job_id, 'withdrawn', run_at, attempts, ${integer(4)}, 'withdrawn' FROM gone),
outcome AS (UPDATE ${outcomes} SET ${forgetOutcome}, counted_recipient = NULL WHERE job_id = ${ofOwn}),
answer AS (DELETE FROM ${answers} a USING held h WHERE a.lifecycle = h.lifecycle AND a.subject = h.subject),
job AS (UPDATE ${jobs} SET job_key = CASE WHEN recipient IS NULL THEN job_key ELSE ${literal(forgottenKeyPrefix)} || id END,
  recipient = NULL, recipient_name = NULL, note = NULL, direct = ${withoutContact} WHERE id = ${ofOwn})
SELECT 1 AS r FROM held`;
  return { ...statement(text), values };
}

/** Removes old subjects; yields how many subjects and jobs those were. A subject that is being changed is left for another time. */
export function pruneQuery(tables: Tables, { olderThan, history, limit }: PruneRequest): Query {
  const { subjects, answers, jobs, outcomes, records } = tables;
  const ofOwn = 'ANY (ARRAY(SELECT id FROM own))';
  const isOld = 's.lifecycle = old.lifecycle AND s.subject = old.subject';
  const forgotten = history === 'keep' ? 'forgotten = 0' : 'forgotten IN (0, 1)';
  const removal =
    history === 'keep'
      ? `subject AS (UPDATE ${subjects} s SET ${forgetSubject} FROM old WHERE ${isOld}),
outcome AS (UPDATE ${outcomes} SET ${forgetOutcome} WHERE job_id = ${ofOwn}),
job AS (UPDATE ${jobs} SET note = NULL, direct = ${withoutContact} WHERE id = ${ofOwn} AND (note IS NOT NULL OR direct IS NOT NULL))`
      : `subject AS (DELETE FROM ${subjects} s USING old WHERE ${isOld}),
outcome AS (DELETE FROM ${outcomes} WHERE job_id = ${ofOwn}),
job AS (DELETE FROM ${jobs} WHERE id = ${ofOwn})`;
  // Counted rather than asked for with NOT EXISTS, which a planner may answer by reading all jobs of everybody.
  const text = `WITH old AS MATERIALIZED (SELECT s.lifecycle, s.subject FROM ${subjects} s
  WHERE s.${forgotten} AND s.changed_at < ${integer(1)} AND 0 = (SELECT count(*) FROM (SELECT 1 FROM ${jobs} j
    LEFT JOIN ${outcomes} o ON o.job_id = j.id WHERE j.lifecycle = s.lifecycle AND j.subject = s.subject
    AND (o.job_id IS NULL OR coalesce(o.settled_at, j.planned_at) >= ${integer(1)}) LIMIT 1) open)
  ORDER BY s.changed_at LIMIT $2::text::int FOR UPDATE OF s SKIP LOCKED),
own AS MATERIALIZED (SELECT j.id FROM old, LATERAL (SELECT id FROM ${jobs} WHERE lifecycle = old.lifecycle AND subject = old.subject OFFSET 0) j),
answer AS (DELETE FROM ${answers} s USING old WHERE ${isOld}),
expired AS MATERIALIZED (SELECT kind_id, key_id FROM ${records} WHERE expires_at < ${integer(1)} LIMIT $2::text::int FOR UPDATE SKIP LOCKED),
record AS (DELETE FROM ${records} r USING expired x WHERE r.kind_id = x.kind_id AND r.key_id = x.key_id),
${removal}
SELECT json_build_array((SELECT count(*) FROM old), (SELECT count(*) FROM own))::text AS r`;
  return { ...statement(text), values: [String(olderThan), String(limit)] };
}
