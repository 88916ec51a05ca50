/**
 * Values of columns, as drivers hand them out and take them.
 * @module
 */
import { decodeText, encodeText } from './text.js';

/** What a parameter of a statement can be. Instants and counts are whole numbers, flags are 0 or 1. */
export type SqlValue = string | number | null;

/** A row as a driver hands it out: by the names of the columns. */
export type Row = Readonly<Record<string, unknown>>;

/** What is wrong with one column. {@link decodeJob} and {@link decodeSubject} say of which row. */
export class UnreadableColumn extends Error {}

/** A text that may be missing, for a column. */
export function textOrNull(text: string | undefined): string | null {
  return text === undefined ? null : encodeText(text);
}

/** A number that may be missing, for a column. */
export function numberOrNull(number: number | undefined): number | null {
  return number ?? null;
}

/** A flag, for a column: booleans are 0 and 1 in all three databases. */
export function flag(value: boolean): 0 | 1 {
  return value ? 1 : 0;
}

/** A text. */
export function readText(row: Row, column: string): string {
  const value = row[column];
  if (typeof value === 'string') return decodeText(value);
  throw unreadable(column, value, 'a text');
}

/** A text that may be missing. */
export function readOptionalText(row: Row, column: string): string | undefined {
  return row[column] === null ? undefined : readText(row, column);
}

/** A whole number. Drivers hand out 64-bit ones as number, bigint or text. */
export function readNumber(row: Row, column: string): number {
  const value = row[column];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value)) return Number(value);
  throw unreadable(column, value, 'a whole number');
}

/** A whole number that may be missing. */
export function readOptionalNumber(row: Row, column: string): number | undefined {
  return row[column] === null ? undefined : readNumber(row, column);
}

/** A flag. */
export function readFlag(row: Row, column: string): boolean {
  const value = row[column];
  return typeof value === 'boolean' ? value : readNumber(row, column) !== 0;
}

/** A list of texts, kept as JSON. */
export function readList(row: Row, column: string): readonly string[] {
  const value = parsed(row, column, 'a JSON list of texts');
  if (Array.isArray(value) && value.every((element) => typeof element === 'string')) return value;
  throw unreadable(column, row[column], 'a JSON list of texts');
}

/** Texts by name, kept as JSON. */
export function readTexts(row: Row, column: string): Readonly<Record<string, string>> {
  const value = parsed(row, column, 'a JSON object of texts');
  if (isRecord(value) && Object.values(value).every((element) => typeof element === 'string')) {
    // Every value was just seen to be a text.
    return value as Record<string, string>;
  }
  throw unreadable(column, row[column], 'a JSON object of texts');
}

/** What goes wrong with a column whose content nobody is to read in an error: it may hold what was said to a person. */
export function unreadableSecret(column: string, expected: string): UnreadableColumn {
  return new UnreadableColumn(`column '${column}' cannot be read. Expected ${expected}.`);
}

/** Whether a parsed value is an object with names. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(row: Row, column: string, expected: string): unknown {
  const text = readText(row, column);
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable(column, text, expected);
  }
}

function unreadable(column: string, value: unknown, expected: string): UnreadableColumn {
  const shown = typeof value === 'string' ? `'${value.slice(0, 40)}'` : value === null ? 'nothing' : `a ${typeof value}`;
  return new UnreadableColumn(`column '${column}' holds ${shown}. Expected ${expected}.`);
}
