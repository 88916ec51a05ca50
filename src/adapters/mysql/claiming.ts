/**
 * Claims: which worker gets which job, and for how long.
 * @module
 */
import type { ClaimedJob, ClaimRequest, Lease } from '../../ports/store.js';
import { claimedJob, decodeJob, jobSelection, type ReadJob } from '../../sql/job-row.js';
import { type Row, readNumber } from '../../sql/value.js';
import type { Run } from './client.js';
import type { Connections } from './connections.js';
import { dialect } from './fault.js';
import { bytes, keyId, literal, portions } from './literal.js';
import type { Tables } from './tables.js';

/** Jobs that were claimed, and those of them whose row cannot be read: they are to be settled as failed. */
export interface Claimed {
  readonly jobs: readonly ClaimedJob[];
  readonly unreadable: readonly (ReadJob & { readonly leaseUntil: number })[];
}

/** What {@link decodeJob} needs of a job that waits. */
const waitingSelection: string = jobSelection
  .replaceAll(/coalesce\(q\.(\w+), o\.\w+\)/gi, 'q.$1')
  .replace('o.status', 'NULL AS status')
  .replace('o.content', 'NULL AS content')
  .replace('o.receipt', 'NULL AS receipt');

/** Takes due jobs. Rows that another worker is just claiming are passed over, not waited for. */
export async function claimJobs(connections: Connections, tables: Tables, request: ClaimRequest): Promise<Claimed> {
  const limit = Math.trunc(request.limit);
  const nothing = { jobs: [], unreadable: [] };
  if (limit <= 0 || request.lifecycles?.length === 0 || request.keys?.length === 0) return nothing;
  const leaseUntil = Math.trunc(request.now + request.leaseMs);
  const rows = await connections.transaction('claiming jobs', async (run) => {
    const due =
      request.keys === undefined ? await firstDue(run, tables, request, limit) : await namedDue(run, tables, request, limit);
    await lease(
      run,
      tables,
      due.map((row) => readNumber(row, 'id')),
      leaseUntil,
      ', attempts = attempts + 1',
    );
    return due;
  });
  const read = rows.map((row) => {
    return { ...decodeJob(dialect, row), reclaimed: row['lease_until'] !== null };
  });
  const inOrder = read.sort((one, other) => one.job.runAt - other.job.runAt || one.id - other.id);
  return {
    jobs: inOrder
      .filter(({ unreadable }) => unreadable === undefined)
      .map((one) => claimedJob({ ...one, job: { ...one.job, attempts: one.job.attempts + 1 } }, leaseUntil, one.reclaimed)),
    unreadable: inOrder.filter(({ unreadable }) => unreadable !== undefined).map((one) => ({ ...one, leaseUntil })),
  };
}

/** Holds claimed jobs until another instant. Yields the keys of those whose lease was still held. */
export async function extendLeases(
  connections: Connections,
  tables: Tables,
  leases: readonly Lease[],
  until: number,
): Promise<readonly string[]> {
  if (leases.length === 0) return [];
  return connections.transaction('extending leases', async (run) => {
    const held = await heldOf(run, tables, leases);
    await lease(run, tables, [...held.keys()], Math.trunc(until));
    return [...held.values()].map(({ claim }) => claim.key);
  });
}

/** A claim that is still held, with what its row says. */
export interface Held<T extends Lease> {
  readonly claim: T;
  readonly row: Row;
}

/** Of these claims those that still hold, by the id of the job; their rows are locked. `columns` are read besides. */
export async function heldOf<T extends Lease>(
  run: Run,
  { queue }: Tables,
  claims: readonly T[],
  columns = '',
): Promise<ReadonlyMap<number, Held<T>>> {
  const claimed = new Map<number, T>();
  for (const claim of claims) {
    const id = Number(claim.ticket);
    // Of two settlements of one claim the first counts.
    if (Number.isSafeInteger(id) && !claimed.has(id)) claimed.set(id, claim);
  }
  const held = new Map<number, Held<T>>();
  for (const ids of portions([...claimed.keys()])) {
    const { rows } = await run(
      `SELECT job_id, lease_until${columns} FROM ${queue} FORCE INDEX (PRIMARY) WHERE job_id IN (${ids.join(',')}) FOR UPDATE`,
    );
    const byId = new Map(rows.map((row) => [readNumber(row, 'job_id'), row]));
    for (const id of ids) {
      const row = byId.get(id);
      const claim = claimed.get(id);
      if (row === undefined || claim === undefined || row['lease_until'] === null) continue;
      if (readNumber(row, 'lease_until') === claim.leaseUntil) held.set(id, { claim, row });
    }
  }
  return held;
}

/** By the index of what can be claimed, so that a claim costs the same however many jobs wait for a later day. */
async function firstDue(
  run: Run,
  { jobs, queue }: Tables,
  { now, lifecycles }: ClaimRequest,
  limit: number,
): Promise<readonly Row[]> {
  const { rows } = await run(
    `SELECT STRAIGHT_JOIN ${waitingSelection} FROM ${queue} q FORCE INDEX (claim) JOIN ${jobs} j ON j.id = q.job_id ` +
      `WHERE q.claim_at <= ${literal(Math.floor(now))}${inLifecycles(lifecycles)} ` +
      `ORDER BY q.claim_at, q.job_id LIMIT ${literal(limit)} FOR UPDATE SKIP LOCKED`,
  );
  return rows;
}

async function namedDue(
  run: Run,
  { jobs, queue }: Tables,
  { now, lifecycles, keys = [] }: ClaimRequest,
  limit: number,
): Promise<readonly Row[]> {
  const found: Row[] = [];
  for (const some of portions([...new Set(keys)].map(keyId))) {
    const { rows } = await run(
      `SELECT ${waitingSelection} FROM ${jobs} j FORCE INDEX (by_key) STRAIGHT_JOIN ${queue} q ON q.job_id = j.id ` +
        `WHERE j.key_id IN (${some.join(',')}) AND q.claim_at <= ${literal(Math.floor(now))}${inLifecycles(lifecycles)} ` +
        `ORDER BY q.claim_at, q.job_id LIMIT ${literal(limit - found.length)} FOR UPDATE SKIP LOCKED`,
    );
    found.push(...rows);
    if (found.length >= limit) break;
  }
  return found;
}

/** Bytes are compared, not texts: to a collation two names may be the same. */
export function inLifecycles(lifecycles: readonly string[] | undefined): string {
  return lifecycles === undefined ? '' : ` AND CAST(q.lifecycle AS BINARY) IN (${lifecycles.map(bytes).join(',')})`;
}

async function lease(run: Run, { queue }: Tables, ids: readonly number[], until: number, more = ''): Promise<void> {
  const at = literal(until);
  for (const some of portions(ids)) {
    await run(
      `UPDATE ${queue} FORCE INDEX (PRIMARY) SET lease_until = ${at}, claim_at = ${at}${more} WHERE job_id IN (${some.join(',')})`,
    );
  }
}
