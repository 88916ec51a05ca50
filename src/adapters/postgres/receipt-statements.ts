/**
 * Statements about receipts.
 * @module
 */
import type { ReceiptRequest, ReceiptTarget, ReceiptWrite } from '../../ports/store.js';
import { jobSelection } from '../../sql/job-row.js';
import { receiptId, receiptOrNull } from '../../sql/receipt-row.js';
import { encodeText } from '../../sql/text.js';
import type { Query } from './read-statements.js';
import { integer, statement, textList } from './statement.js';
import type { Tables } from './tables.js';

/** The job that was sent under a name of its provider's; of two, the later one. */
export function receiptForQuery({ jobs, queue, outcomes }: Tables, target: ReceiptTarget): Query {
  const from = `${outcomes} o JOIN ${jobs} j ON j.id = o.job_id LEFT JOIN ${queue} q ON q.job_id = j.id`;
  const text = `SELECT row_to_json(x)::text AS r FROM (SELECT ${jobSelection} FROM ${from}
WHERE o.receipt_id = $1::text ORDER BY o.job_id DESC LIMIT 1) x`;
  return { ...statement(text), values: [receiptId(target)] };
}

/** Writes what was heard; yields a row where nobody has written since. */
export function writeReceiptQuery({ outcomes }: Tables, write: ReceiptWrite): Query {
  const values = [receiptId(write)];
  const value = (given: string | number | null, type: string) =>
    given === null ? `NULL::${type}` : `$${values.push(String(given))}::text::${type}`;
  const askAt = value(write.askAt ?? null, 'bigint');
  const address = write.askAt === undefined ? ', receipt_address = NULL' : '';
  const text = `WITH w AS (UPDATE ${outcomes} SET receipt = ${value(receiptOrNull(write.receipt), 'text')}, ask_at = ${askAt}${address}
WHERE job_id = (SELECT job_id FROM ${outcomes} WHERE receipt_id = $1::text ORDER BY job_id DESC LIMIT 1)
  AND receipt IS NOT DISTINCT FROM ${value(receiptOrNull(write.expected), 'text')} RETURNING 1) SELECT 1 AS r FROM w`;
  return { ...statement(text), values };
}

/** Takes receipts that are to be asked for. Rows that others hold are passed over. */
export function takeReceiptsQuery({ outcomes }: Tables, { now, limit, transports, until }: ReceiptRequest): Query {
  const text = `WITH due AS MATERIALIZED (SELECT job_id, ask_at FROM ${outcomes}
  WHERE ask_at <= ${integer(1)} AND transport IN ${textList(2)} ORDER BY ask_at, job_id LIMIT $3::text::int FOR UPDATE SKIP LOCKED),
taken AS (UPDATE ${outcomes} o SET ask_at = ${integer(4)} FROM due WHERE o.job_id = due.job_id
  RETURNING o.job_id, due.ask_at AS asked_at, o.transport, o.provider_id, o.receipt_address, o.settled_at)
SELECT row_to_json(t)::text AS r FROM taken t ORDER BY asked_at, job_id`;
  return { ...statement(text), values: [String(now), JSON.stringify(transports.map(encodeText)), String(limit), String(until)] };
}
