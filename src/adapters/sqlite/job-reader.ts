/**
 * Reading jobs, many at a time.
 *
 * All rows come as one text: handing them over value by value takes several times as long as everything else, in some libraries.
 * @module
 */
import { decodeJob, jobColumns, type ReadJob } from '../../sql/job-row.js';
import { type Claim, openColumns, type ReadClaim, readClaim, readClaimRows } from '../../sql/open-job.js';
import { isRecord, type Row, type SqlValue } from '../../sql/value.js';
import type { Connection } from './database.js';

/** What a selection of jobs yields, by name. */
const names = [
  ...['id', ...jobColumns, 'open_id', 'lease_until', 'parked_by', 'status', 'content', 'receipt'],
  ...['run_at', 'attempts', 'settled_at', 'code', 'why', 'channel', 'transport', 'provider_id', 'payload'],
];
const asObject = `json_object(${names.map((name) => `'${name}', ${name}`).join(', ')})`;
const asList = `json_array(${openColumns.join(', ')})`;

/** Runs a statement that selects `jobSelection`. */
export function readJobs(connection: Connection, sql: string, ...values: SqlValue[]): readonly ReadJob[] {
  return rowsOf(connection, sql, values).map((row) => decodeJob('sqlite', row));
}

/** As {@link readJobs}, for jobs that are about to be leased. */
export function readDue(connection: Connection, claim: Claim, sql: string, ...values: SqlValue[]): ReadClaim {
  const text = textOf(connection, asList, sql, values);
  return text === undefined ? readClaimRows(connection.all(sql, ...values), claim) : readClaim(text, claim);
}

/** Statements that are used again and again; putting one together takes longer than running it. */
const texts = new Map<string, string>();

function asText(form: string, sql: string): string {
  const known = texts.get(form + sql);
  if (known !== undefined) return known;
  const text = `SELECT json_group_array(${form}) AS jobs FROM (${sql})`;
  texts.set(form + sql, text);
  return text;
}

function rowsOf(connection: Connection, sql: string, values: readonly SqlValue[]): readonly Row[] {
  const rows: unknown = JSON.parse(textOf(connection, asObject, sql, values) ?? 'null');
  return Array.isArray(rows) && rows.every(isRecord) ? rows : connection.all(sql, ...values);
}

/** Undefined where a column holds bytes, which cannot be part of a text. */
function textOf(connection: Connection, form: string, sql: string, values: readonly SqlValue[]): string | undefined {
  try {
    const text = connection.first(asText(form, sql), ...values)?.['jobs'];
    return typeof text === 'string' ? text : undefined;
  } catch (error) {
    if (error instanceof Error && error.message.includes('BLOB')) return undefined;
    throw error;
  }
}
