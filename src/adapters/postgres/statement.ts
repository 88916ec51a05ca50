/**
 * Statements: their text, and how values get in and rows come out.
 *
 * All values go in as texts and each row comes out as one text of JSON in the column `r`. That is what every client does the same way,
 * whichever types and names of columns its host has it convert; and it is faster than column by column.
 * @module
 */
import { createHash } from 'node:crypto';
import type { Row, SqlValue } from '../../sql/value.js';

/** A statement with `$1`, `$2` ... for texts. */
export interface Statement {
  readonly text: string;
  /** Tells it apart from any other statement: a name to prepare it under. */
  readonly name: string;
}

const known = new Map<string, Statement>();

/** The statement of a text. There are few different ones, and each is named once. */
export function statement(text: string): Statement {
  const found = known.get(text);
  if (found !== undefined) return found;
  const made = { text, name: `orderbell_${createHash('sha256').update(text).digest('hex').slice(0, 24)}` };
  known.set(text, made);
  return made;
}

/**
 * Rows as one array literal for each column, for {@link unnested}: the cheapest form for the database to read
 * where there are many. A column that is NULL in
 * every row is an empty array, which stands for the same.
 */
export function arrays(width: number, rows: readonly (readonly SqlValue[])[]): string[] {
  const columns: string[] = [];
  for (let at = 0; at < width; at++) {
    const isEmpty = rows.every((row) => row[at] === null || row[at] === undefined);
    // Joined, not added up: each piece of a text that grows is an object until somebody reads it.
    columns.push(isEmpty ? '{}' : `{${rows.map((row) => element(row[at] ?? null)).join(',')}}`);
  }
  return columns;
}

function element(value: SqlValue): string | number {
  if (typeof value !== 'string') return value ?? 'NULL';
  return value.includes('"') || value.includes('\\') ? `"${value.replace(/["\\]/g, '\\$&')}"` : `"${value}"`;
}

/** Reads parameters made by {@link arrays} as rows `x`: `unnested(1, ['job_id bigint', 'status text'])`, from `$1` on. */
export function unnested(parameter: number, columns: readonly string[]): string {
  const typed = columns.map((column) => column.split(' '));
  const parameters = typed.map(([, type], at) => `$${parameter + at}::text::${type}[]`);
  return `unnest(${parameters.join(', ')}) AS x(${typed.map(([name]) => name).join(', ')})`;
}

/** Rows as one JSON text, for {@link recordset}: the cheapest form where there are few. What is NULL is left out. */
export function records(columns: readonly string[], rows: readonly (readonly SqlValue[])[]): string {
  return JSON.stringify(rows.map((values) => Object.fromEntries(columns.map((column, at) => [column, values[at] ?? undefined]))));
}

/** Reads a parameter made by {@link records} as rows `x`: `recordset(1, ['job_id bigint'])`. */
export function recordset(parameter: number, columns: readonly string[]): string {
  return `json_to_recordset($${parameter}::text::json) AS x(${columns.join(', ')})`;
}

/** Reads a parameter that is a JSON list of texts as a subselect: `job_key IN ${textList(3)}`. */
export function textList(parameter: number): string {
  return `(SELECT json_array_elements_text($${parameter}::text::json))`;
}

/** Selects tickets, all in one row: one for each would be an object for each. NULL where there are none. */
export const ticketList = `'[' || string_agg(job_id::text, ',') || ']'`;

/** Reads a parameter as a whole number. */
export function integer(parameter: number): string {
  return `$${parameter}::text::bigint`;
}

/** The column `r` of each row, where it is a text. */
export function textsOf(rows: readonly unknown[]): string[] {
  return rows.flatMap((row) => {
    const text = typeof row === 'object' && row !== null && 'r' in row ? row.r : undefined;
    return typeof text === 'string' ? [text] : [];
  });
}

/** The JSON values of the column `r`. */
export function valuesOf(rows: readonly unknown[]): unknown[] {
  return rows.map((row) => {
    const text = typeof row === 'object' && row !== null && 'r' in row ? row.r : undefined;
    return typeof text === 'string' ? JSON.parse(text) : text;
  });
}

/** Rows that were selected with `row_to_json`. */
export function rowsOf(rows: readonly unknown[]): Row[] {
  // row_to_json makes an object of every row.
  return valuesOf(rows) as Row[];
}
