/**
 * Rows that only PostgreSQL has in this form.
 * @module
 */
import type { Lease, Pause, StoreCounts } from '../../ports/store.js';
import { decodeJob, type ReadJob } from '../../sql/job-row.js';
import { storeError } from '../../sql/store-error.js';
import { decodeText } from '../../sql/text.js';
import { isRecord, type Row, readNumber, readOptionalNumber, readOptionalText, readText } from '../../sql/value.js';
import { rowsOf, valuesOf } from './statement.js';

/** Counts, as one JSON object. */
export function readCounts(row: Row): StoreCounts {
  const failed = isRecord(row['failed']) ? Object.entries(row['failed']) : [];
  return {
    due: readNumber(row, 'due'),
    oldestDueAt: readOptionalNumber(row, 'oldest'),
    inFlight: readNumber(row, 'in_flight'),
    parked: readNumber(row, 'parked'),
    failed: Object.fromEntries(failed.map(([code, count]) => [decodeText(code), Number(count)])),
    unknown: readNumber(row, 'unknown'),
  };
}

/** A pause. Throws `store-corrupt`. */
export function readPause(row: Row): Pause {
  const kind = readText(row, 'kind');
  if (kind === 'rule' || kind === 'channel' || kind === 'site')
    return { kind, name: readText(row, 'name'), since: readNumber(row, 'since'), note: readOptionalText(row, 'note') };
  throw storeError('postgres', 'store-corrupt', 'listing pauses', `kind '${kind}' is none. Expected rule, channel or site`);
}

/** Rows of jobs. */
export function readAll(rows: readonly unknown[]): ReadJob[] {
  return rowsOf(rows).map((row: Row) => decodeJob('postgres', row));
}

/** One text of each row. */
export function readTexts(rows: readonly unknown[]): string[] {
  return valuesOf(rows).map((value) => decodeText(String(value)));
}

/** The number of the only row; undefined where there is none. */
export function readOnly(rows: readonly unknown[]): number | undefined {
  const [value] = valuesOf(rows);
  return typeof value === 'number' ? value : undefined;
}

/** Keys of the leases whose tickets came back, in one list. */
export function heldOf(leases: readonly Lease[], rows: readonly unknown[]): string[] {
  const [tickets] = valuesOf(rows);
  if (!Array.isArray(tickets)) return [];
  // As many as were asked for, and no two the same: all of them.
  if (tickets.length === leases.length) return leases.map(({ key }) => key);
  const held = new Set(tickets.map(String));
  return leases.filter(({ ticket }) => held.has(String(ticket))).map(({ key }) => key);
}
