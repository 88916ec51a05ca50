/**
 * Statements of workers: claim, extend, settle.
 * @module
 */
import type { ClaimRequest, Lease, Settlement } from '../../ports/store.js';
import { encodeReceipts, receiptColumns, wantReceipts } from '../../sql/receipt-row.js';
import { encodeSettlement, settlementColumns } from '../../sql/settlement-row.js';
import { encodeText } from '../../sql/text.js';
import type { SqlValue } from '../../sql/value.js';
import { claimedOfQueue, claimedRows, wholeRows } from './claimed-rows.js';
import type { Query } from './read-statements.js';
import { arrays, integer, statement, textList, unnested } from './statement.js';
import type { Tables } from './tables.js';

/** The claimed rows as one text, without their subjects and with them. */
const leased = 'SELECT job_id AS id FROM due WHERE lease_until IS NOT NULL';
const claimed = { alone: claimedRows(leased, false), withSubjects: claimedRows(leased, true) };

/**
 * Claims due jobs. Rows that others hold are passed over, not waited for. Where the planner cannot know how many rows there will be,
 * the form of the statement leaves it no choice but the indexes.
 */
export function claimQuery({ queue, jobs, subjects }: Tables, request: ClaimRequest): Query {
  const { now, limit, leaseMs, lifecycles, keys, withSubjects = false } = request;
  const values = [String(now), String(now + leaseMs), String(limit)];
  const list = (texts: readonly string[]) => textList(values.push(JSON.stringify(texts.map(encodeText))));
  const ofLifecycles = lifecycles === undefined ? '' : `AND lifecycle = ANY (ARRAY${list(lifecycles)})`;
  const ofKeys = keys === undefined ? '' : `AND job_id = ANY (ARRAY(SELECT id FROM ${jobs} WHERE job_key IN ${list(keys)}))`;
  const besideSubjects = `
LEFT JOIN LATERAL (SELECT * FROM ${subjects} WHERE lifecycle = j.lifecycle AND subject = j.subject OFFSET 0) x ON true`;
  const text = `WITH due AS MATERIALIZED (
  SELECT ctid AS place, job_id, lease_until FROM ${queue}
  WHERE parked_by IS NULL AND run_at <= ${integer(1)} AND (lease_until IS NULL OR lease_until <= ${integer(1)}) ${ofLifecycles} ${ofKeys}
  ORDER BY run_at, job_id LIMIT $3::text::int FOR UPDATE SKIP LOCKED),
taken AS (
  UPDATE ${queue} SET lease_until = ${integer(2)}, attempts = attempts + 1
  WHERE ctid = ANY (ARRAY(SELECT place FROM due)) RETURNING ${claimedOfQueue})
SELECT ${withSubjects ? claimed.withSubjects : claimed.alone} AS r
FROM taken q LEFT JOIN LATERAL (SELECT * FROM ${jobs} WHERE id = q.job_id OFFSET 0) j ON true${withSubjects ? besideSubjects : ''}`;
  return { ...statement(text), values };
}

/** Claimed rows once more, as {@link wholeRows}. */
export function claimedAgainQuery({ queue, jobs }: Tables, ids: readonly string[], leaseUntil: number): Query {
  const text = `SELECT ${wholeRows} AS r FROM ${queue} q LEFT JOIN ${jobs} j ON j.id = q.job_id
WHERE q.job_id = ANY ($1::text::bigint[]) AND q.lease_until = ${integer(2)}`;
  return { ...statement(text), values: [`{${ids.join(',')}}`, String(leaseUntil)] };
}

/** All in one row: one for each would be an object for each. NULL where there are none. */
const ticketList = `'[' || string_agg(job_id::text, ',') || ']'`;

/** Holds claimed jobs until another instant; yields the tickets of those that were still held. */
export function extendQuery({ queue }: Tables, leases: readonly Lease[], until: number): Query {
  const rows = leases.map(({ ticket, leaseUntil }) => [ticket, leaseUntil]);
  const text = `WITH held AS (UPDATE ${queue} q SET lease_until = ${integer(3)}
FROM ${unnested(1, ['job_id bigint', 'held_until bigint'])} WHERE q.job_id = x.job_id AND q.lease_until = x.held_until RETURNING q.job_id)
SELECT ${ticketList} AS r FROM held`;
  return { ...statement(text), values: [...arrays(2, rows), String(until)] };
}

const numbers = new Set(['job_id', 'held_until', 'settled_at', 'run_at', 'due_at', 'attempts', 'counts']);
const settlementTypes = settlementColumns.map((column) => `${column} ${numbers.has(column) ? 'bigint' : 'text'}`);

/** Writes what became of claimed jobs; yields the tickets of those that were still held. */
export function settleQuery(tables: Tables, settlements: readonly Settlement[]): Query {
  // Written only where receipts may come: for all others, the statement is the same without them.
  const extra = wantReceipts(settlements) ? receiptColumns : [];
  const types = [...settlementTypes, ...extra.map((column) => `${column} ${column === 'ask_at' ? 'bigint' : 'text'}`)];
  const parts = [`given AS MATERIALIZED (SELECT * FROM ${unnested(1, types)})`];
  const held: string[] = [];
  const isBack = ({ status }: Settlement) => status === 'scheduled';
  if (!settlements.every(isBack)) {
    parts.push(...endParts(tables, extra));
    held.push('SELECT job_id FROM gone');
  }
  if (settlements.some(isBack)) {
    parts.push(
      ...backParts(
        tables,
        settlements.some(({ parkedBy }) => parkedBy !== undefined),
      ),
    );
    held.push('SELECT job_id FROM back');
  }
  if (settlements.some(({ dueAt }) => dueAt !== undefined)) {
    parts.push(`due AS (UPDATE ${tables.jobs} j SET due_at = g.due_at, wall_time = g.wall_time
FROM given g WHERE g.due_at IS NOT NULL AND j.id = g.job_id AND g.job_id IN (${held.join(' UNION ALL ')}))`);
  }
  const text = `WITH ${parts.join(',\n')}\nSELECT ${ticketList} AS r FROM (${held.join(' UNION ALL ')}) h`;
  // A list of the store's own: every settlement has these values.
  const rows: readonly (readonly SqlValue[])[] =
    extra.length === 0
      ? settlements.map(encodeSettlement)
      : settlements.map((one) => [...encodeSettlement(one), ...encodeReceipts(one)]);
  return { ...statement(text), values: arrays(types.length, rows) };
}

function endParts({ queue, outcomes, jobs }: Tables, extra: readonly string[]): string[] {
  const more = extra.map((column) => `, ${column}`).join('');
  return [
    `gone AS (DELETE FROM ${queue} q USING given g WHERE g.status <> 'scheduled' AND q.job_id = g.job_id AND q.lease_until = g.held_until
RETURNING q.job_id, q.run_at AS ran_at, q.attempts AS tries, q.payload, g.status, g.settled_at, g.run_at, g.attempts, g.code, g.why,
  g.channel, g.transport, g.provider_id, g.content, g.counts${more})`,
    `ended AS (INSERT INTO ${outcomes} (job_id, run_at, settled_at, attempts, status, code, why, channel, transport, provider_id,
  payload, content, counted_recipient${more})
SELECT job_id, coalesce(run_at, ran_at), settled_at, coalesce(attempts, tries), status, code, why, channel, transport, provider_id,
  CASE WHEN status = 'failed' THEN payload END, content,
  CASE WHEN counts = 1 THEN (SELECT recipient FROM ${jobs} WHERE id = gone.job_id) END${more} FROM gone)`,
  ];
}

/** A pause that is lifted at the same time must find what it parked: the pause is locked until the job is. */
function backParts({ queue, pauses }: Tables, mayPark: boolean): string[] {
  const isPaused = `CASE WHEN g.parked_by IN (SELECT kind || ' ' || name FROM held_pauses) THEN g.parked_by END`;
  const heldPauses = `held_pauses AS MATERIALIZED (SELECT kind, name FROM ${pauses}
WHERE kind || ' ' || name IN (SELECT parked_by FROM given WHERE parked_by IS NOT NULL) FOR KEY SHARE)`;
  return [
    ...(mayPark ? [heldPauses] : []),
    `back AS (UPDATE ${queue} q SET lease_until = NULL, run_at = coalesce(g.run_at, q.run_at), attempts = coalesce(g.attempts, q.attempts),
  parked_by = ${mayPark ? isPaused : 'NULL'}, settled_at = g.settled_at, code = g.code, why = g.why, channel = g.channel,
  transport = g.transport, provider_id = g.provider_id
FROM given g WHERE g.status = 'scheduled' AND q.job_id = g.job_id AND q.lease_until = g.held_until RETURNING q.job_id)`,
  ];
}
