/**
 * The statement that writes a change: one, in which all parts happen or none.
 *
 * Every part sees the tables as they were before the statement, so what one part makes is handed to the next by RETURNING.
 * @module
 */
import type { SubjectRef, SubjectWrite } from '../../ports/store.js';
import { isOpen } from '../../sql/job-row.js';
import { encodeSubject, subjectColumns } from '../../sql/subject-row.js';
import { decodeText, encodeText } from '../../sql/text.js';
import type { SqlValue } from '../../sql/value.js';
import { insertJobs, missedJobs, moveJobs, reviseJobs, withdrawJobs } from './job-parts.js';
import type { Query } from './read-statements.js';
import { literal, type Tables } from './tables.js';
import { WriteStatement } from './write-parts.js';

/** How far ahead new work is told of at once; what comes later is found by those who look in between. In milliseconds. */
const toldAhead = 70_000;

/** What a write is made under. */
export interface WriteConditions {
  /** `changes` of the subject as it was read; undefined where it had no row. */
  readonly expected: number | undefined;
  /** When the transaction began in which the subject was read, if the write must be of the same. */
  readonly began: string | undefined;
  /** Told to whoever listens when there is work for them soon. */
  readonly origin: string;
}

/** Writes a change of a subject; yields a row for {@link missedOf} where the subject was still as expected. */
export function writeQuery(tables: Tables, ref: SubjectRef, write: SubjectWrite, given: WriteConditions): Query {
  const made = new WriteStatement(tables);
  holdSubject(made, ref, write, given);
  if (write.answer !== undefined) storeAnswer(made, write.answer, write.at);
  // A subject without a row has no jobs either.
  if (given.expected !== undefined) {
    if (write.withdraw.length > 0) withdrawJobs(made, write.withdraw);
    if (write.move.length > 0) moveJobs(made, write.move);
    if (write.revise.length > 0) reviseJobs(made, write.revise);
  }
  if (write.insert.length > 0) insertJobs(made, write.insert, given.expected !== undefined);
  const origin = isSoon(write) ? made.value(given.origin) : undefined;
  const select = ({ channel }: Tables) => {
    // As a text: Prisma refuses columns of the type void.
    const told = origin === undefined ? '' : `, pg_notify(${literal(channel)}, $${origin}::text)::text`;
    return `SELECT ${given.expected === undefined ? '1' : missedJobs(write)} AS r${told} FROM held`;
  };
  return made.query(select, origin === undefined ? '' : 'told');
}

/** Keys of the moves and withdrawals that changed nothing, as the row of the write tells of them. */
export function missedOf({ move, withdraw }: SubjectWrite, expected: number | undefined, [missed]: readonly unknown[]): string[] {
  // A subject that had no row had no jobs.
  if (expected === undefined) return [...withdraw, ...move].map(({ key }) => key);
  return Array.isArray(missed) ? missed.map((key) => decodeText(String(key))) : [];
}

/** Whether a write adds work that somebody who sleeps must be told of. */
export function isSoon({ at, insert, move, revise }: SubjectWrite): boolean {
  const until = at + toldAhead;
  return (
    insert.some((job) => isOpen(job) && job.runAt <= until) ||
    move.some(({ runAt }) => runAt <= until) ||
    revise.some(({ status, at: runAt }) => status === 'scheduled' && runAt <= until)
  );
}

/** Those of {@link subjectColumns} that are texts; the others are whole numbers. */
const texts: ReadonlySet<string> = new Set(['snapshot', 'fields', 'visited']);

function holdSubject(made: WriteStatement, ref: SubjectRef, write: SubjectWrite, { expected, began }: WriteConditions): void {
  const [lifecycle, subject] = [made.value(encodeText(ref.lifecycle)), made.value(encodeText(ref.subject))];
  // The numbers of the parameters: 0 for what is none.
  const parameter = (value: SqlValue | undefined) => (value === null || value === undefined ? 0 : made.value(String(value)));
  const columns = encodeSubject(write.subject, write.at).map(parameter);
  const [start, changes] = [parameter(began), parameter(expected)];
  const text = ({ subjects }: Tables) => {
    const values = columns.map((number, at) => {
      if (number === 0) return 'NULL';
      return `$${number}::text${texts.has(subjectColumns[at] ?? '') ? '' : '::bigint'}`;
    });
    const isSame = start === 0 ? 'true' : `now() = $${start}::text::timestamptz`;
    if (expected === undefined)
      return `(INSERT INTO ${subjects} (lifecycle, subject, changes, ${subjectColumns.join(', ')})
SELECT $${lifecycle}::text, $${subject}::text, 1, ${values.join(', ')} WHERE ${isSame} ON CONFLICT DO NOTHING RETURNING lifecycle, subject)`;
    const set = subjectColumns.map((column, at) => `${column} = ${values[at]}`).join(', ');
    return `(UPDATE ${subjects} SET changes = changes + 1, ${set}
WHERE lifecycle = $${lifecycle}::text AND subject = $${subject}::text AND changes = $${changes}::text::bigint AND ${isSame}
RETURNING lifecycle, subject)`;
  };
  made.part('held', text, [...columns, start, changes].join());
}

function storeAnswer(made: WriteStatement, answer: { readonly key: string; readonly value: string }, at: number): void {
  const [key, value, stored] = [made.value(encodeText(answer.key)), made.value(encodeText(answer.value)), made.value(String(at))];
  made.part(
    'answered',
    ({ answers }) => `(INSERT INTO ${answers} (lifecycle, subject, answer_key, answer, stored_at)
SELECT lifecycle, subject, $${key}::text, $${value}::text, $${stored}::text::bigint FROM held ON CONFLICT DO NOTHING)`,
  );
}
