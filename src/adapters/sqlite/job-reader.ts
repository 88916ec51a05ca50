/**
 * Reading jobs, many at a time.
 *
 * All rows come as one text: handing them over value by value takes several times as long as everything else, in some libraries.
 * @module
 */
import { decodeJob, jobColumns, type ReadJob } from '../../sql/job-row.js';
import {
  type Claim,
  openColumns,
  type ReadClaim,
  rareColumns,
  readClaim,
  readClaimRows,
  usualColumns,
} from '../../sql/open-job.js';
import { isRecord, type Row, type SqlValue } from '../../sql/value.js';
import type { Connection } from './database.js';

const ofJobs: ReadonlySet<string> = new Set(['id', ...jobColumns]);

/** What a selection of jobs yields, by name. */
const names = [
  ...['id', ...jobColumns, 'open_id', 'lease_until', 'parked_by', 'status', 'content', 'receipt'],
  ...['run_at', 'attempts', 'settled_at', 'code', 'why', 'channel', 'transport', 'provider_id', 'payload'],
];
const asObjects = inOneText(`json_object(${names.map((name) => `'${name}', ${name}`).join(', ')})`);
/** Most lists are short: what is missing does not have to be built, handed over and read. */
const asLists = inOneText(`CASE WHEN coalesce(${rareColumns.join(', ')}) IS NULL
  THEN json_array(${usualColumns.join(', ')}) ELSE json_array(${openColumns.join(', ')}) END`);

/** What to select for {@link readDue}, where `j` is a row of `jobs` and `q` the one of `queue`. */
export const openSelection: string = [
  ...openColumns.map((column) => `${ofJobs.has(column) ? 'j' : 'q'}.${column}`),
  // Not read unless the rows do not come as a text.
  ...['1 AS open_id', 'NULL AS parked_by', 'NULL AS status', 'NULL AS content', 'NULL AS receipt'],
].join(', ');

/** Runs a statement that selects `jobSelection`. */
export function readJobs(connection: Connection, sql: string, ...values: SqlValue[]): readonly ReadJob[] {
  return rowsOf(connection, sql, values).map((row) => decodeJob('sqlite', row));
}

/** As {@link readJobs}, of a statement that selects {@link openSelection}, for jobs that are about to be leased. */
export function readDue(connection: Connection, claim: Claim, sql: string, ...values: SqlValue[]): ReadClaim {
  const text = textOf(connection, asLists(sql), values);
  return text === undefined ? readClaimRows(connection.all(sql, ...values), claim) : readClaim(text, claim);
}

function rowsOf(connection: Connection, sql: string, values: readonly SqlValue[]): readonly Row[] {
  const rows: unknown = JSON.parse(textOf(connection, asObjects(sql), values) ?? 'null');
  return Array.isArray(rows) && rows.every(isRecord) ? rows : connection.all(sql, ...values);
}

/** Undefined where a column holds bytes, which cannot be part of a text. */
function textOf(connection: Connection, sql: string, values: readonly SqlValue[]): string | undefined {
  try {
    const text = connection.first(sql, ...values)?.['jobs'];
    return typeof text === 'string' ? text : undefined;
  } catch (error) {
    if (error instanceof Error && error.message.includes('BLOB')) return undefined;
    throw error;
  }
}

/** Makes statements whose rows come as one text. Each is made once: that takes longer than running it. */
function inOneText(form: string): (sql: string) => string {
  const known = new Map<string, string>();
  return (sql) => {
    const found = known.get(sql);
    if (found !== undefined) return found;
    const text = `SELECT json_group_array(${form}) AS jobs FROM (${sql})`;
    known.set(sql, text);
    return text;
  };
}
