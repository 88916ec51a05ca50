/**
 * Receipts: what was heard of messages that were sent.
 * @module
 */
import type { AwaitedReceipt, ReceiptRequest, ReceiptTarget, ReceiptWrite, StoredJob } from '../../ports/store.js';
import { decodeJob, jobSelection } from '../../sql/job-row.js';
import { readAwaited, receiptId, receiptOrNull } from '../../sql/receipt-row.js';
import { numberOrNull, readNumber } from '../../sql/value.js';
import type { Connections } from './connections.js';
import { dialect } from './fault.js';
import { bytes, keyId, literal } from './literal.js';
import { jobSource } from './subject-reading.js';
import type { Tables } from './tables.js';

/** The job that was sent under a name of its provider's; of two, the later one. */
export async function receiptFor(
  connections: Connections,
  tables: Tables,
  target: ReceiptTarget,
): Promise<StoredJob | undefined> {
  const { rows } = await connections.read(
    'looking for a receipt',
    `SELECT ${jobSelection} FROM ${jobSource(tables)} WHERE j.id = (${idOf(tables, target)})`,
  );
  return rows[0] === undefined ? undefined : decodeJob(dialect, rows[0]).job;
}

/** Writes what was heard, if nobody has written since. */
export async function writeReceipt(connections: Connections, tables: Tables, write: ReceiptWrite): Promise<boolean> {
  return connections.transaction('writing a receipt', async (run) => {
    const { outcomes } = tables;
    const { rows } = await run(
      `SELECT job_id FROM ${outcomes} FORCE INDEX (by_receipt) WHERE receipt_id = ${nameOf(write)} ` +
        `AND CAST(receipt AS BINARY) <=> ${sameAs(receiptOrNull(write.expected))} ORDER BY job_id DESC LIMIT 1 FOR UPDATE`,
    );
    if (rows[0] === undefined) return false;
    const address = write.askAt === undefined ? ', receipt_address = NULL' : '';
    await run(
      `UPDATE ${outcomes} FORCE INDEX (PRIMARY) SET receipt = ${literal(receiptOrNull(write.receipt))}, ` +
        `ask_at = ${literal(numberOrNull(write.askAt))}${address} WHERE job_id = ${literal(readNumber(rows[0], 'job_id'))}`,
    );
    return true;
  });
}

/** Takes receipts that are to be asked for. Rows that others hold are passed over. */
export async function takeReceipts(
  connections: Connections,
  { outcomes }: Tables,
  { now, limit, transports, until }: ReceiptRequest,
): Promise<readonly AwaitedReceipt[]> {
  if (transports.length === 0 || limit < 1) return [];
  return connections.transaction('taking receipts', async (run) => {
    const { rows } = await run(
      `SELECT job_id, transport, provider_id, receipt_address, settled_at FROM ${outcomes} FORCE INDEX (by_asking) ` +
        `WHERE ask_at <= ${literal(now)} AND CAST(transport AS BINARY) IN (${transports.map(bytes).join(',')}) ` +
        `ORDER BY ask_at, job_id LIMIT ${literal(limit)} FOR UPDATE SKIP LOCKED`,
    );
    const ids = rows.map((row) => literal(readNumber(row, 'job_id')));
    if (ids.length > 0)
      await run(`UPDATE ${outcomes} FORCE INDEX (PRIMARY) SET ask_at = ${literal(until)} WHERE job_id IN (${ids.join(',')})`);
    return rows.map(readAwaited);
  });
}

function idOf({ outcomes }: Tables, target: ReceiptTarget): string {
  return `SELECT MAX(job_id) FROM ${outcomes} FORCE INDEX (by_receipt) WHERE receipt_id = ${nameOf(target)}`;
}

function nameOf(target: ReceiptTarget): string {
  return keyId(receiptId(target));
}

function sameAs(text: string | null): string {
  return text === null ? 'NULL' : bytes(text);
}
