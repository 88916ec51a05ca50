/**
 * Many rows as one text: column by column, joined by characters that hardly a text holds.
 *
 * JSON of each row takes the database twice as much time, and so does each copy of all of it. Each row adds one piece to each column,
 * and each character that a text should not hold adds one more: what cannot be taken apart is seen, and has to be read in another way.
 * @module
 */
import { escapeMark } from '../../sql/text.js';

const betweenRows = '\u001E';
const betweenColumns = '\u001F';

/** Columns of the rows, and texts about all of them. */
export interface JoinedColumns {
  readonly columns: readonly (readonly string[])[];
  readonly others: readonly string[];
}

/**
 * Selects rows as one text, NULL where there are none. `columns` are texts that are never NULL, `others` aggregates without control
 * characters, such as JSON, or NULL. What comes before the first free text, and what comes last, can be read whatever that holds.
 */
export function joinedColumns(columns: readonly string[], others: readonly string[]): string {
  const parts = [
    ...columns.map((value) => String.raw`string_agg(${value}, E'\x1e')`),
    ...others.map((value) => `coalesce(${value}, '')`),
  ];
  return String.raw`CASE WHEN count(*) > 0 THEN concat_ws(E'\x1f', ${parts.join(', ')}) END`;
}

/** A text that may be NULL, for {@link joinedColumns}: the mark of escapes alone, which no encoded text is, stands for that. */
export function orNothing(value: string): string {
  return String.raw`coalesce(${value}, E'\x1b')`;
}

/** Undoes {@link orNothing}. */
export function textOrNothing(value: string): string | null {
  return value === escapeMark ? null : value;
}

/** Takes a text of {@link joinedColumns} apart; undefined where that cannot be done. */
export function readJoined(text: string, columns: number, others: number): JoinedColumns | undefined {
  const parts = text.split(betweenColumns);
  if (parts.length !== columns + others) return undefined;
  const pieces = parts.slice(0, columns).map((part) => part.split(betweenRows));
  return pieces.every(({ length }) => length === pieces[0]?.length)
    ? { columns: pieces, others: parts.slice(columns) }
    : undefined;
}

/** What can be read of any text of {@link joinedColumns}: the first column, and the last of the others. */
export function readEnds(text: string): readonly [first: readonly string[], last: string] {
  const parts = text.split(betweenColumns);
  return [parts[0]?.split(betweenRows) ?? [], parts.at(-1) ?? ''];
}

/** A list that is no more than its elements in JSON, without what begins and ends a list. */
export function listOf<T>(elements: string): readonly T[] {
  // Built so by the statement.
  return elements === '' ? [] : (JSON.parse(`[${elements}]`) as T[]);
}
