/**
 * Writing what became of claimed jobs.
 * @module
 */
import type { Settlement } from '../../ports/store.js';
import { encodeReceipts, receiptColumns, wantReceipts } from '../../sql/receipt-row.js';
import { encodeSettlement, settlementColumns } from '../../sql/settlement-row.js';
import type { SqlValue } from '../../sql/value.js';
import type { Query } from './read-statements.js';
import { arrays, statement, ticketList, unnested } from './statement.js';
import type { Tables } from './tables.js';

const numbers: ReadonlySet<string> = new Set([
  ...['job_id', 'held_until', 'settled_at', 'run_at', 'due_at', 'attempts', 'counts', 'ask_at'],
]);
const typed = (column: string) => `${column} ${numbers.has(column) ? 'bigint' : 'text'}`;

const all: readonly string[] = [...settlementColumns, ...receiptColumns];

type Rows = readonly (readonly SqlValue[])[];

/** The columns of a settlement that ends a job. */
const usual = ['settled_at', 'status', 'channel', 'transport', 'provider_id'];
/** More of them, which most have no use for: each takes the database time to get ready for. */
const more = ['run_at', 'attempts', 'code', 'why', 'content', 'counts'];
/** Mostly the same for all settlements of a batch. */
const repeated = ['status', 'channel', 'transport'];

/** Writes what became of claimed jobs; yields the tickets of those that were still held. */
export function settleQuery(tables: Tables, given: readonly Settlement[]): Query {
  const settlements = [...new Map([...given].reverse().map((one) => [one.ticket, one])).values()];
  const ending = settlements.filter(({ status }) => status !== 'scheduled');
  const values: string[] = [];
  const parts: string[] = [];
  const held: string[] = [];
  if (ending.length > 0) {
    parts.push(...endParts(tables, values, ending));
    held.push('SELECT job_id FROM gone');
  }
  const others = settlements.filter(({ status, dueAt }) => status === 'scheduled' || dueAt !== undefined);
  if (others.length > 0) {
    parts.push(`given AS MATERIALIZED (SELECT * FROM ${unnested(values.length + 1, settlementColumns.map(typed))})`);
    values.push(...arrays(settlementColumns.length, others.map(encodeSettlement)));
  }
  if (ending.length < settlements.length) {
    const mayPark = settlements.some(({ parkedBy }) => parkedBy !== undefined);
    parts.push(...backParts(tables, mayPark));
    held.push('SELECT job_id FROM back');
  }
  if (others.some(({ dueAt }) => dueAt !== undefined)) {
    parts.push(`due AS (UPDATE ${tables.jobs} j SET due_at = g.due_at, wall_time = g.wall_time
FROM given g WHERE g.due_at IS NOT NULL AND j.id = g.job_id AND g.job_id IN (${held.join(' UNION ALL ')}))`);
  }
  const text = `WITH ${parts.join(',\n')}\nSELECT ${ticketList} AS r FROM (${held.join(' UNION ALL ')}) h`;
  return { ...statement(text), values };
}

/**
 * Rows of the queue are looked up in one go, which costs half as much as one by one: where a ticket is among the ids, which are in
 * order, its lease is among the leases. A full join leaves the planner, who cannot know how many rows there will be, no choice but to
 * hash or to sort them; what is compared is not NULL itself, or the planner would make another join of it.
 */
function endParts({ queue, outcomes, jobs }: Tables, values: string[], ending: readonly Settlement[]): string[] {
  const rows = [...ending]
    .sort((one, other) => Number(one.ticket) - Number(other.ticket))
    .map((one) => [...encodeSettlement(one), ...encodeReceipts(one)]);
  // Written only where receipts may come: for all others, the statement is the same without them.
  const extra = wantReceipts(ending) ? receiptColumns : [];
  const isUsual = extra.length === 0 && ending.every(isUsualEnd);
  const columns = [...usual, ...(isUsual ? [] : more), ...extra];
  const lists = arrays(all.length, rows);
  const add = (value: string) => `$${values.push(value)}::text`;
  const list = (column: string) => lists[all.indexOf(column)] ?? '{}';
  const only = new Map([...repeated, 'held_until'].map((column) => [column, onlyValue(rows, all.indexOf(column))]));
  const ids = `${add(list('job_id'))}::bigint[]`;
  const lease = `(SELECT nullif(${add(only.get('held_until') ?? '')}, '')::bigint)`;
  const leases = `((SELECT ${add(only.get('held_until') === undefined ? list('held_until') : '{}')}::bigint[]))`;
  const unnests = columns.map((column) => {
    return `${add(only.get(column) === undefined ? list(column) : '{}')}::${numbers.has(column) ? 'bigint' : 'text'}[]`;
  });
  const value = new Map([
    ...columns.map((column): [string, string] => [column, `g.${column}`]),
    ...repeated.map((column): [string, string] => [column, `coalesce(g.${column}, nullif(${add(only.get(column) ?? '')}, ''))`]),
  ]);
  const selected = new Map([
    ...[...usual, ...(isUsual ? [] : ['code', 'why', 'content']), ...extra].map((column) => [column, value.get(column)] as const),
    ['run_at', isUsual ? 'gone.run_at' : 'coalesce(g.run_at, gone.run_at)'],
    ['attempts', isUsual ? 'gone.attempts' : 'coalesce(g.attempts, gone.attempts)'],
    ...(isUsual
      ? []
      : ([
          ['payload', `CASE WHEN ${value.get('status')} = 'failed' THEN gone.payload END`],
          ['counted_recipient', `CASE WHEN g.counts = 1 THEN (SELECT recipient FROM ${jobs} WHERE id = gone.job_id) END`],
        ] as const)),
  ]);
  return [
    `gone AS (DELETE FROM ${queue} q WHERE q.job_id = ANY (${ids})
AND q.lease_until = coalesce(${lease}, ${leases}[width_bucket(q.job_id, (SELECT ${ids}))])
RETURNING q.job_id, q.run_at, q.attempts${isUsual ? '' : ', q.payload'})`,
    `ended AS (INSERT INTO ${outcomes} (job_id, ${[...selected.keys()].join(', ')})
SELECT gone.job_id, ${[...selected.values()].join(', ')}
FROM gone FULL JOIN unnest(${[ids, ...unnests].join(', ')}) AS g(${['job_id', ...columns].join(', ')}) ON g.job_id = gone.job_id
WHERE coalesce(gone.job_id, 0) <> 0)`,
  ];
}

function isUsualEnd({ status, runAt, attempts, code, why, content, counts }: Settlement): boolean {
  return status !== 'failed' && [runAt, attempts, code, why, content].every((one) => one === undefined) && counts !== true;
}

/** The value that a column has in every row; undefined where there are several, or none. */
function onlyValue(rows: Rows, at: number): string | undefined {
  const first = rows[0]?.[at] ?? '';
  return first !== '' && rows.every((row) => row[at] === first) ? String(first) : undefined;
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
