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
  const report = given.expected === undefined ? '1' : missedJobs(write);
  if (!isSoon(write)) return made.query(`SELECT ${report} AS r FROM held`);
  const origin = made.value(given.origin);
  return made.query(`SELECT ${report} AS r, pg_notify(${literal(tables.channel)}, $${origin}::text)::text FROM held`);
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

function holdSubject(made: WriteStatement, ref: SubjectRef, write: SubjectWrite, { expected, began }: WriteConditions): void {
  const parameters = [encodeText(ref.lifecycle), encodeText(ref.subject)].map((text) => `$${made.value(text)}::text`);
  const isText: ReadonlySet<string> = new Set(['snapshot', 'fields', 'visited']);
  const values = encodeSubject(write.subject, write.at).map((value, at) => {
    if (value === null) return 'NULL';
    return `$${made.value(String(value))}::text${isText.has(subjectColumns[at] ?? '') ? '' : '::bigint'}`;
  });
  const isSame = began === undefined ? 'true' : `now() = $${made.value(began)}::text::timestamptz`;
  const [lifecycle, subject] = parameters;
  made.part('held', ({ subjects }) => {
    if (expected === undefined)
      return `(INSERT INTO ${subjects} (lifecycle, subject, changes, ${subjectColumns.join(', ')})
SELECT ${parameters.join(', ')}, 1, ${values.join(', ')} WHERE ${isSame} ON CONFLICT DO NOTHING RETURNING lifecycle, subject)`;
    const set = subjectColumns.map((column, at) => `${column} = ${values[at]}`).join(', ');
    return `(UPDATE ${subjects} SET changes = changes + 1, ${set}
WHERE lifecycle = ${lifecycle} AND subject = ${subject} AND changes = $${made.value(String(expected))}::text::bigint AND ${isSame}
RETURNING lifecycle, subject)`;
  });
}

function storeAnswer(made: WriteStatement, answer: { readonly key: string; readonly value: string }, at: number): void {
  const [key, value, stored] = [made.value(encodeText(answer.key)), made.value(encodeText(answer.value)), made.value(String(at))];
  made.part(
    'answered',
    ({ answers }) => `(INSERT INTO ${answers} (lifecycle, subject, answer_key, answer, stored_at)
SELECT lifecycle, subject, $${key}::text, $${value}::text, $${stored}::text::bigint FROM held ON CONFLICT DO NOTHING)`,
  );
}
