/**
 * Statements of workers: claim, extend.
 * @module
 */
import type { ClaimRequest, Lease } from '../../ports/store.js';
import { encodeText } from '../../sql/text.js';
import { claimedOfQueue, claimedRows, wholeRows } from './claimed-rows.js';
import type { Query } from './read-statements.js';
import { arrays, integer, statement, textList, ticketList, unnested } from './statement.js';
import type { Tables } from './tables.js';

/** The claimed rows as one text. */
const claimed = claimedRows('SELECT job_id AS id FROM due WHERE lease_until IS NOT NULL');

/**
 * Claims due jobs. Rows that others hold are passed over, not waited for. Where the planner cannot know how many rows there will be,
 * the form of the statement leaves it no choice but the indexes.
 */
export function claimQuery({ queue, jobs }: Tables, request: ClaimRequest): Query {
  const { now, limit, leaseMs, lifecycles, keys } = request;
  const values = [String(now), String(now + leaseMs), String(limit)];
  const list = (texts: readonly string[]) => textList(values.push(JSON.stringify(texts.map(encodeText))));
  const ofLifecycles = lifecycles === undefined ? '' : `AND lifecycle = ANY (ARRAY${list(lifecycles)})`;
  const ofKeys = keys === undefined ? '' : `AND job_id = ANY (ARRAY(SELECT id FROM ${jobs} WHERE job_key IN ${list(keys)}))`;
  const text = `WITH due AS MATERIALIZED (
  SELECT ctid AS place, job_id, lease_until FROM ${queue}
  WHERE parked_by IS NULL AND run_at <= ${integer(1)} AND (lease_until IS NULL OR lease_until <= ${integer(1)}) ${ofLifecycles} ${ofKeys}
  ORDER BY run_at, job_id LIMIT $3::text::int FOR UPDATE SKIP LOCKED),
taken AS (
  UPDATE ${queue} SET lease_until = ${integer(2)}, attempts = attempts + 1
  WHERE ctid = ANY (ARRAY(SELECT place FROM due)) RETURNING ${claimedOfQueue})
SELECT ${claimed} AS r
FROM taken q LEFT JOIN LATERAL (SELECT * FROM ${jobs} WHERE id = q.job_id OFFSET 0) j ON true`;
  return { ...statement(text), values };
}

/** Claimed rows once more, as {@link wholeRows}. */
export function claimedAgainQuery({ queue, jobs }: Tables, ids: readonly string[], leaseUntil: number): Query {
  const text = `SELECT ${wholeRows} AS r FROM ${queue} q LEFT JOIN ${jobs} j ON j.id = q.job_id
WHERE q.job_id = ANY ($1::text::bigint[]) AND q.lease_until = ${integer(2)}`;
  return { ...statement(text), values: [`{${ids.join(',')}}`, String(leaseUntil)] };
}

/** Holds claimed jobs until another instant; yields the tickets of those that were still held. */
export function extendQuery({ queue }: Tables, leases: readonly Lease[], until: number): Query {
  const rows = leases.map(({ ticket, leaseUntil }) => [ticket, leaseUntil]);
  const text = `WITH held AS (UPDATE ${queue} q SET lease_until = ${integer(3)}
FROM ${unnested(1, ['job_id bigint', 'held_until bigint'])} WHERE q.job_id = x.job_id AND q.lease_until = x.held_until RETURNING q.job_id)
SELECT ${ticketList} AS r FROM held`;
  return { ...statement(text), values: [...arrays(2, rows), String(until)] };
}
