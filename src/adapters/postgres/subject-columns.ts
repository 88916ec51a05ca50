/**
 * What is remembered of subjects, as columns of a {@link joinedColumns} text: flags are one number, and what is hardly ever there takes no
 * column.
 * @module
 */
import type { StoredSubject, SubjectRef } from '../../ports/store.js';
import { decodeSubject } from '../../sql/subject-row.js';
import { decodeText } from '../../sql/text.js';
import { textOrNothing } from './joined-columns.js';

/** Selects, of a row `x` of `subjects`, what {@link subjectFrom} reads. */
export const subjectColumns: readonly string[] = ['x.revision::text', '(x.silent + 2 * x.created + 4 * x.pinned)::text'];

/** Selects, for those few subjects that have any, its fields and marks as JSON lists that begin with `name`; without what ends the list. */
export function otherColumns(name: string): string {
  const other = `array_to_json(ARRAY[${name}, x.fields, x.visited])::text`;
  return `string_agg(CASE WHEN x.fields <> '{}' OR x.visited <> '[]' THEN ${other} END, ',')`;
}

/**
 * A subject from its columns: those of {@link subjectColumns}, its snapshot as `orNothing` has it, and its list of {@link otherColumns},
 * if any. Throws `store-corrupt`.
 */
export function subjectFrom(
  ref: SubjectRef,
  revision: string,
  flags: string,
  snapshot: string,
  other: readonly unknown[] | undefined,
): StoredSubject | undefined {
  const bits = Number(flags);
  const silent = (bits & 1) !== 0;
  const created = (bits & 2) !== 0;
  const pinned = (bits & 4) !== 0;
  const text = textOrNothing(snapshot);
  if (other !== undefined) {
    const [, fields, visited] = other;
    const row = { changes: 0, revision: Number(revision), snapshot: text, fields, visited, silent, created, pinned };
    return decodeSubject('postgres', ref, row).stored;
  }
  // Nearly always.
  const kept = text === null ? undefined : decodeText(text);
  return { revision: Number(revision), snapshot: kept, fields: {}, visited: [], silent, created, pinned };
}
