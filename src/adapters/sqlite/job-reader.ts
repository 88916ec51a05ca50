/**
 * Reading jobs, many at a time.
 * @module
 */
import { decodeJob, jobColumns, type ReadJob } from '../../sql/job-row.js';
import { isRecord, type Row, type SqlValue } from '../../sql/value.js';
import type { Connection } from './database.js';

/** What a selection of jobs yields, by name. */
const names = [
  ...['id', ...jobColumns, 'open_id', 'lease_until', 'parked_by', 'status', 'content', 'receipt'],
  ...['run_at', 'attempts', 'settled_at', 'code', 'why', 'channel', 'transport', 'provider_id', 'payload'],
];
const asObject = `json_object(${names.map((name) => `'${name}', ${name}`).join(', ')})`;

/**
 * Runs a statement that selects `jobSelection`. All rows come as one text: handing them over value by value takes several times as
 * long as everything else, in some libraries.
 */
export function readJobs(connection: Connection, sql: string, ...values: SqlValue[]): readonly ReadJob[] {
  return rowsOf(connection, sql, values).map((row) => decodeJob('sqlite', row));
}

/** Statements that are used again and again; putting one together takes longer than running it. */
const texts = new Map<string, string>();

function asText(sql: string): string {
  const known = texts.get(sql);
  if (known !== undefined) return known;
  const text = `SELECT json_group_array(${asObject}) AS jobs FROM (${sql})`;
  texts.set(sql, text);
  return text;
}

function rowsOf(connection: Connection, sql: string, values: readonly SqlValue[]): readonly Row[] {
  try {
    const text = connection.first(asText(sql), ...values)?.['jobs'];
    const rows: unknown = typeof text === 'string' ? JSON.parse(text) : [];
    if (Array.isArray(rows) && rows.every(isRecord)) return rows;
  } catch (error) {
    // A column that holds bytes cannot be part of a text.
    if (!(error instanceof Error && error.message.includes('BLOB'))) throw error;
  }
  return connection.all(sql, ...values);
}
