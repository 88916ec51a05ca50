/**
 * Subjects as rows.
 * @module
 */
import type { StoredSubject, SubjectRef } from '../ports/store.js';
import { storeError } from './store-error.js';
import { encodeText } from './text.js';
import {
  flag,
  type Row,
  readFlag,
  readList,
  readNumber,
  readOptionalText,
  readTexts,
  type SqlValue,
  textOrNull,
  UnreadableColumn,
} from './value.js';

/**
 * The columns of `subjects` besides its key (`lifecycle`, `subject`) and `changes`, in the order of {@link encodeSubject}.
 *
 * `changes` counts the writes; a change that was not made under a lock is written only where it is still what was read. (The
 * revision alone would not do: not every write has a new one.) `forgotten` tells that nothing is left to forget.
 */
export const subjectColumns = [
  'revision',
  'snapshot',
  'fields',
  'visited',
  'silent',
  'created',
  'pinned',
  'changed_at',
  'forgotten',
] as const;

/** The values of {@link subjectColumns}. */
export function encodeSubject(subject: StoredSubject, changedAt: number): readonly SqlValue[] {
  return [
    subject.revision,
    textOrNull(subject.snapshot),
    encodeText(JSON.stringify(subject.fields)),
    encodeText(JSON.stringify(subject.visited)),
    flag(subject.silent),
    flag(subject.created),
    flag(subject.pinned),
    changedAt,
    flag(false),
  ];
}

/** A subject as it was read, and the number of writes it has had. */
export interface ReadSubject {
  /** Undefined for a row that only keeps a place, as for a lock or after the person was forgotten. */
  readonly stored: StoredSubject | undefined;
  readonly changes: number;
}

/** Reads a row with {@link subjectColumns} and `changes`. A row whose `fields` is NULL only keeps a place. Throws `store-corrupt`. */
export function decodeSubject(dialect: string, ref: SubjectRef, row: Row): ReadSubject {
  try {
    const changes = readNumber(row, 'changes');
    return { stored: row['fields'] === null ? undefined : storedSubject(row), changes };
  } catch (error) {
    if (!(error instanceof UnreadableColumn)) throw error;
    throw storeError(dialect, 'store-corrupt', `${ref.lifecycle} '${ref.subject}'`, error.message);
  }
}

function storedSubject(row: Row): StoredSubject {
  return {
    revision: readNumber(row, 'revision'),
    snapshot: readOptionalText(row, 'snapshot'),
    fields: readTexts(row, 'fields'),
    visited: readList(row, 'visited'),
    silent: readFlag(row, 'silent'),
    created: readFlag(row, 'created'),
    pinned: readFlag(row, 'pinned'),
  };
}
