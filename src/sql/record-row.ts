/**
 * Rows of records.
 * @module
 */
import type { StoredRecord } from '../ports/records.js';
import { storeError } from './store-error.js';
import { type Row, readNumber, readOptionalNumber, readText, UnreadableColumn } from './value.js';

/** What a statement selects, in every database. */
export const recordColumns = 'kind, record_key, value, version, expires_at';

/**
 * The version of what is written. It is drawn by lot: once a record was removed, nothing is left to count on from. That two writes draw
 * the same happens once in 280 trillion times.
 */
export function newVersion(): number {
  return 1 + Math.floor(Math.random() * 2 ** 48);
}

/** Reads a row with {@link recordColumns}. Throws `store-corrupt`. */
export function decodeRecord(dialect: string, row: Row): StoredRecord {
  try {
    return {
      kind: readText(row, 'kind'),
      key: readText(row, 'record_key'),
      value: readText(row, 'value'),
      version: readNumber(row, 'version'),
      expiresAt: readOptionalNumber(row, 'expires_at'),
    };
  } catch (error) {
    if (!(error instanceof UnreadableColumn)) throw error;
    throw storeError(dialect, 'store-corrupt', 'reading a record', error.message);
  }
}
