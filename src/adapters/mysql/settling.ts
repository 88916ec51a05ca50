/**
 * Settlements: what became of claimed jobs.
 * @module
 */
import type { Settlement } from '../../ports/store.js';
import { keepsPayload, outcomeColumns, queueColumns } from '../../sql/job-row.js';
import { encodeReceipts, receiptColumns, receiptId, wantReceipts } from '../../sql/receipt-row.js';
import { encodeSettlement, settlementColumns } from '../../sql/settlement-row.js';
import { readNumber, readOptionalText, type SqlValue, textOrNull } from '../../sql/value.js';
import { type Held, heldOf } from './claiming.js';
import type { Run } from './client.js';
import type { Connections } from './connections.js';
import { caseOf, countedId, keyId, literal, portions, tuple } from './literal.js';
import type { Tables } from './tables.js';

/** Writes what became of claimed jobs, all in one short transaction. Yields the keys of those whose lease was still held. */
export async function settleJobs(
  connections: Connections,
  tables: Tables,
  settlements: readonly Settlement[],
): Promise<readonly string[]> {
  if (settlements.length === 0) return [];
  return connections.transaction('settling jobs', async (run) => {
    const failed = settlements.filter(({ status }) => keepsPayload(status)).map(({ ticket }) => literal(Number(ticket)));
    const payload = failed.length === 0 ? 'NULL' : `CASE WHEN job_id IN (${failed.join(',')}) THEN payload END`;
    const held = await heldOf(run, tables, settlements, `, run_at, attempts, ${payload} AS payload`);
    const all = [...held];
    await endJobs(
      run,
      tables,
      all.filter(([, { claim }]) => claim.status !== 'scheduled'),
    );
    await putBack(
      run,
      tables,
      all.filter(([, { claim }]) => claim.status === 'scheduled'),
    );
    return all.map(([, { claim }]) => claim.key);
  });
}

type HeldById = readonly (readonly [id: number, held: Held<Settlement>])[];

async function endJobs(run: Run, tables: Tables, ended: HeldById): Promise<void> {
  const recipients = await countedRecipients(run, tables, ended);
  const hears = wantReceipts(ended.map(([, { claim }]) => claim));
  const rows = ended.map(([id, { claim, row }]) => {
    const values = valuesOf(claim);
    const columns: Readonly<Record<string, SqlValue | undefined>> = {
      ...values,
      run_at: values.run_at ?? readNumber(row, 'run_at'),
      attempts: values.attempts ?? readNumber(row, 'attempts'),
      payload: keepsPayload(claim.status) ? textOrNull(readOptionalText(row, 'payload')) : null,
    };
    const recipient = recipients.get(id);
    const counted = recipient === undefined || claim.channel === undefined ? 'NULL' : countedId(recipient, claim.channel);
    const rest = endedColumns.map((column) => columns[column] ?? null);
    return tuple(rest, literal(id), counted, ...(hears ? receiptLiterals(claim) : []));
  });
  const named = ['job_id', 'counted_recipient', ...(hears ? receiptColumns : []), ...endedColumns].join(', ');
  for (const some of portions(rows)) await run(`INSERT INTO ${tables.outcomes} (${named}) VALUES ${some.join(',')}`);
  for (const ids of portions(ended.map(([id]) => id)))
    await run(`DELETE q FROM ${tables.queue} q FORCE INDEX (PRIMARY) WHERE q.job_id IN (${ids.join(',')})`);
  await postpone(run, tables, ended);
}

const endedColumns = outcomeColumns.filter((column) => column !== 'counted_recipient');

/** As {@link receiptColumns}, with what stands for the name in the index. */
function receiptLiterals(claim: Settlement): readonly string[] {
  const [, ...rest] = encodeReceipts(claim).map(literal);
  const { receipts, transport, providerId } = claim;
  const isFound = receipts !== undefined && transport !== undefined && providerId !== undefined;
  return [isFound ? keyId(receiptId({ transport, providerId })) : 'NULL', ...rest];
}

async function putBack(run: Run, tables: Tables, back: HeldById): Promise<void> {
  const pauses = await pausesAmong(run, tables, back);
  const rows = back.map(([id, { claim, row }]) => {
    const values = valuesOf(claim);
    const runAt = values.run_at ?? readNumber(row, 'run_at');
    // A pause that was lifted meanwhile holds nothing back.
    const parkedBy = claim.parkedBy !== undefined && pauses.has(claim.parkedBy) ? (values.parked_by ?? null) : null;
    const columns: Readonly<Record<string, SqlValue | undefined>> = {
      ...values,
      run_at: runAt,
      claim_at: parkedBy === null ? runAt : null,
      parked_by: parkedBy,
      attempts: values.attempts ?? readNumber(row, 'attempts'),
    };
    return tuple(
      backColumns.map((column) => columns[column] ?? null),
      literal(id),
      "''",
    );
  });
  const overwritten = ['lease_until', ...backColumns].map((column) => `${column} = VALUES(${column})`).join(', ');
  for (const some of portions(rows)) {
    // The rows are there, and locked: nothing is ever inserted by this, and their lifecycle and payload stay.
    await run(
      `INSERT INTO ${tables.queue} (job_id, lifecycle, ${backColumns.join(', ')}) VALUES ${some.join(',')} ON DUPLICATE KEY UPDATE ${overwritten}`,
    );
  }
  await postpone(run, tables, back);
}

const backColumns = queueColumns.filter((column) => !['lifecycle', 'payload', 'lease_until'].includes(column));

/** Another date for those whose date has moved. */
async function postpone(run: Run, { jobs }: Tables, held: HeldById): Promise<void> {
  const moved = new Map(held.filter(([, { claim }]) => claim.dueAt !== undefined).map(([id, { claim }]) => [id, claim]));
  for (const ids of portions([...moved.keys()])) {
    const dueAt = caseOf('id', new Map(ids.map((id) => [id, moved.get(id)?.dueAt ?? null])));
    const wallTime = caseOf('id', new Map(ids.map((id) => [id, textOrNull(moved.get(id)?.wallTime)])));
    await run(
      `UPDATE ${jobs} FORCE INDEX (PRIMARY) SET due_at = ${dueAt}, wall_time = ${wallTime} WHERE id IN (${ids.join(',')})`,
    );
  }
}

/** The recipients of messages that count against a limit. */
async function countedRecipients(run: Run, { jobs }: Tables, ended: HeldById): Promise<ReadonlyMap<number, string>> {
  const counted = ended.filter(([, { claim }]) => claim.status === 'sent' && claim.counts === true).map(([id]) => id);
  const recipients = new Map<number, string>();
  for (const ids of portions(counted)) {
    const { rows } = await run(`SELECT id, recipient FROM ${jobs} FORCE INDEX (PRIMARY) WHERE id IN (${ids.join(',')})`);
    for (const row of rows) {
      const recipient = readOptionalText(row, 'recipient');
      if (recipient !== undefined) recipients.set(readNumber(row, 'id'), recipient);
    }
  }
  return recipients;
}

/** The pauses that are to hold jobs back and are still there; nobody lifts them before the end of the transaction. */
async function pausesAmong(run: Run, { pauses }: Tables, back: HeldById): Promise<ReadonlySet<string>> {
  if (back.every(([, { claim }]) => claim.parkedBy === undefined)) return new Set();
  const { rows } = await run(`SELECT kind, name FROM ${pauses} LOCK IN SHARE MODE`);
  return new Set(rows.map((row) => `${String(row['kind'])} ${readOptionalText(row, 'name')}`));
}

type Values = Readonly<Record<(typeof settlementColumns)[number], SqlValue>>;

function valuesOf(settlement: Settlement): Values {
  const values = encodeSettlement(settlement);
  // Every column of the list has its value at the same place.
  return Object.fromEntries(settlementColumns.map((column, at) => [column, values[at] ?? null])) as Values;
}
