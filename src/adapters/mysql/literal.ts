/**
 * Values written into statements.
 *
 * Statements carry their values themselves, with no placeholders: then every client (mysql2, Knex, Drizzle, TypeORM, Kysely) takes
 * them alike, and a batch of any size is one statement. A text is written in printable ASCII or as hexadecimal bytes, so that
 * neither `sql_mode` (NO_BACKSLASH_ESCAPES) nor the character set of the connection can change what it means.
 * @module
 */
import { createHash } from 'node:crypto';
import { OrderbellError } from '../../core/errors.js';
import type { SubjectRef } from '../../ports/store.js';
import { encodeText } from '../../sql/text.js';
import type { SqlValue } from '../../sql/value.js';

/** Printable ASCII that needs no escape in any mode. */
const plain = /^[ !#-&(-[\]-~]*$/;
const plainButQuotes = /^[ -[\]-~]*$/;

/** A value of a column. Throws `invalid-data` for a number that is none. */
export function literal(value: SqlValue): string {
  if (value === null) return 'NULL';
  if (typeof value === 'number') return number(value);
  if (plain.test(value)) return `'${value}'`;
  if (plainButQuotes.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return `_utf8mb4 X'${Buffer.from(value, 'utf8').toString('hex')}'`;
}

/** Values in brackets. */
export function tuple(values: readonly SqlValue[], ...before: readonly string[]): string {
  return `(${[...before, ...values.map(literal)].join(',')})`;
}

/** The bytes of a name: for comparisons, in which every difference counts, trailing spaces included. */
export function bytes(name: string): string {
  return `X'${Buffer.from(encodeText(name), 'utf8').toString('hex')}'`;
}

/** What stands for a subject wherever it is looked up: names may be longer than any index takes. */
export function subjectId(ref: SubjectRef): string {
  const known = subjectIds.get(ref);
  if (known !== undefined) return known;
  const id = digest(ref.lifecycle, ref.subject);
  subjectIds.set(ref, id);
  return id;
}

/** One change needs it in each of its statements. */
const subjectIds = new WeakMap<SubjectRef, string>();

/** What stands for the key of a job or an answer. */
export function keyId(key: string): string {
  return digest(key);
}

/** What stands for a recipient on a channel, where messages are counted. `recipient` is encoded, as columns are. */
export function countedId(recipient: string, channel: string): string {
  return digest(recipient, channel);
}

/** `CASE column WHEN ... END`: a value for each row of one statement. */
export function caseOf(column: string, values: ReadonlyMap<number, SqlValue>): string {
  const whens = [...values].map(([id, value]) => `WHEN ${number(id)} THEN ${literal(value)}`);
  return `CASE ${column} ${whens.join(' ')} END`;
}

/** Unlike a plain separator, a length cannot be mistaken for a part of the names. */
function digest(...parts: readonly string[]): string {
  const text =
    parts.length === 1 ? encodeText(parts[0] ?? '') : parts.map((part) => `${part.length} ${encodeText(part)}`).join(' ');
  return `X'${createHash('sha256').update(text, 'utf8').digest('hex')}'`;
}

function number(value: number): string {
  if (Number.isFinite(value)) return String(Math.trunc(value));
  throw new OrderbellError('invalid-data', `mysql: '${value}' cannot be stored. Expected a whole number.`);
}

/** Statements stay far below the smallest `max_allowed_packet` in use (4 MB), and a list below what servers treat as a table of its own (1000). */
const mostRows = 500;
const mostCharacters = 1_000_000;

/** Rows, ids or other pieces of a statement, cut into as few lists as one statement each takes. */
export function portions<T extends string | number>(pieces: readonly T[]): readonly (readonly T[])[] {
  const lists: T[][] = [];
  let current: T[] = [];
  let size = 0;
  for (const piece of pieces) {
    const length = typeof piece === 'string' ? piece.length : 16;
    if (current.length === mostRows || (current.length > 0 && size + length > mostCharacters)) {
      lists.push(current);
      current = [];
      size = 0;
    }
    current.push(piece);
    size += length;
  }
  if (current.length > 0) lists.push(current);
  return lists;
}
