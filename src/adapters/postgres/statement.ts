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

/** A table of values as one JSON text, for {@link recordset}. What is NULL is left out. */
export function records(columns: readonly string[], rows: readonly (readonly SqlValue[])[]): string {
  return JSON.stringify(
    rows.map((values) => {
      const record: Record<string, SqlValue> = {};
      for (let at = 0; at < columns.length; at++) {
        const [column, value] = [columns[at], values[at]];
        if (column !== undefined && value !== null && value !== undefined) record[column] = value;
      }
      return record;
    }),
  );
}

/** Reads a parameter made by {@link records} as rows: `recordset(1, ['job_id bigint'])`. */
export function recordset(parameter: number, columns: readonly string[]): string {
  return `json_to_recordset($${parameter}::text::json) AS x(${columns.join(', ')})`;
}

/** Reads a parameter that is a JSON list of texts as a subselect: `job_key IN ${textList(3)}`. */
export function textList(parameter: number): string {
  return `(SELECT json_array_elements_text($${parameter}::text::json))`;
}

/** Reads a parameter as a whole number. */
export function integer(parameter: number): string {
  return `$${parameter}::text::bigint`;
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
