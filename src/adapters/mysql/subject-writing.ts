/**
 * What a change writes of its subject. Whoever calls this holds the lock of the subject's row, or takes it with the first statement.
 * @module
 */
import type { SubjectRef } from '../../ports/store.js';
import type { Written } from '../../sql/session.js';
import { encodeSubject, subjectColumns } from '../../sql/subject-row.js';
import { encodeText } from '../../sql/text.js';
import type { SqlValue } from '../../sql/value.js';
import type { Run } from './client.js';
import { isDuplicate } from './fault.js';
import { forgetJobs } from './forgetting.js';
import { keyId, literal, subjectId, tuple } from './literal.js';
import { writePlan } from './plan-writing.js';
import type { KnownJobs, Lock } from './subject-reading.js';
import type { Tables } from './tables.js';

/** A place that is only kept is never old enough to be pruned. */
const never = Number.MAX_SAFE_INTEGER;

/** Locks the row of a subject, which it adds where there is none. Yields the number of its changes as `insertId`: 0 where nothing was ever written. */
export function lockQuery({ subjects }: Tables, ref: SubjectRef): string {
  const zeros = { revision: 0, silent: 0, created: 0, pinned: 0, changes: 0, changed_at: never };
  return `INSERT INTO ${subjects} ${newRow(ref, zeros)} ON DUPLICATE KEY UPDATE changes = LAST_INSERT_ID(changes)`;
}

/** Removes a row that {@link lockQuery} has added and nothing was written to. */
export function placeRemoval({ subjects }: Tables, ref: SubjectRef): string {
  return `DELETE FROM ${subjects} WHERE id = ${subjectId(ref)} AND changes = 0`;
}

/** Adds the row of a subject. Yields whether it had none. */
export async function insertSubject(run: Run, { subjects }: Tables, ref: SubjectRef, { write }: Written): Promise<boolean> {
  if (write === undefined) return true;
  const values = encodeSubject(write.subject, write.at);
  const row = Object.fromEntries(subjectColumns.map((column, at) => [column, values[at] ?? null]));
  try {
    await run(`INSERT INTO ${subjects} ${newRow(ref, { ...row, changes: 1 })}`);
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

/** Writes the row of a subject. Yields whether it still had the `expected` number of changes, where one is given. */
export async function updateSubject(
  run: Run,
  { subjects }: Tables,
  ref: SubjectRef,
  { write, forgetAt }: Written,
  { expected, isStale = false }: { readonly expected?: number; readonly isStale?: boolean },
): Promise<boolean> {
  const assignments = write === undefined ? forgotten(forgetAt) : assigned(encodeSubject(write.subject, write.at));
  const bookkeeping = `changes = changes + 1, stale_in = ${isStale ? 'CONNECTION_ID()' : 'NULL'}`;
  const condition = expected === undefined ? '' : ` AND changes = ${literal(expected)}`;
  const { affected } = await run(
    `UPDATE ${subjects} SET ${assignments}, ${bookkeeping} WHERE id = ${subjectId(ref)}${condition}`,
  );
  return affected > 0;
}

/** Writes everything but the row of the subject. Yields the keys of the moves and withdrawals whose job was not scheduled. */
export async function writeRest(
  run: Run,
  tables: Tables,
  ref: SubjectRef,
  { write, forgetAt }: Written,
  known: KnownJobs,
  lock: Lock = '',
): Promise<readonly string[]> {
  if (write === undefined) {
    await forgetJobs(run, tables, [subjectId(ref)], { at: forgetAt });
    return [];
  }
  if (write.answer !== undefined) {
    const { key, value } = write.answer;
    const row = tuple([encodeText(key), encodeText(value), write.at], subjectId(ref), keyId(key));
    const columns = 'subject_id, key_id, answer_key, value, at';
    await run(`INSERT INTO ${tables.answers} (${columns}) VALUES ${row} ON DUPLICATE KEY UPDATE at = at`);
  }
  return writePlan(run, tables, ref, write, known, lock);
}

/** What is left of the row of a subject that is forgotten: that it was, and which states it may enter only once. */
export function forgotten(at: number | undefined): string {
  const kept = "snapshot = NULL, fields = '{}', pinned = 0, forgotten = 1";
  return at === undefined ? kept : `${kept}, changed_at = ${literal(at)}`;
}

function assigned(values: readonly SqlValue[]): string {
  return [...subjectColumns.map((column, at) => `${column} = ${literal(values[at] ?? null)}`), 'forgotten = 0'].join(', ');
}

function newRow(ref: SubjectRef, columns: Readonly<Record<string, SqlValue>>): string {
  const all = { lifecycle: encodeText(ref.lifecycle), subject: encodeText(ref.subject), ...columns };
  return `(id, ${Object.keys(all).join(', ')}) VALUES ${tuple(Object.values(all), subjectId(ref))}`;
}
