/**
 * Rows that only PostgreSQL has in this form.
 * @module
 */
import type { Pause, StoreCounts } from '../../ports/store.js';
import { storeError } from '../../sql/store-error.js';
import { decodeText } from '../../sql/text.js';
import { isRecord, type Row, readNumber, readOptionalNumber, readOptionalText, readText } from '../../sql/value.js';

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
