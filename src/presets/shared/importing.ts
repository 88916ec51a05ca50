/**
 * Importing what another system was set up with: mistakes are collected and thrown at once, and what has no counterpart here is told.
 *
 * All or nothing: a file with one mistake imports nothing. An entry that cannot be translated is a problem as well, unless the caller
 * asks to leave such entries out; then it is left out whole, and listed.
 * @module
 */
import { z } from 'zod';
import { type Problem, throwProblems, unknownName } from '../../core/errors.js';
import type { Report } from '../../core/problems.js';

/** Something in the file of another system that is wrong, or that has no counterpart here (code `untranslatable`), with its place. */
export type ImportProblem = Problem;

/** How every importer may be called. */
export interface ImportOptions {
  /** Leave out, and list under `skipped`, what cannot be translated, instead of refusing the file; mistakes are refused all the same. */
  readonly skip?: boolean | undefined;
}

/** What every importer yields besides what it imports. */
export interface Skipped {
  /** Why entries were left out; empty without {@link ImportOptions.skip}. */
  readonly skipped: readonly ImportProblem[];
}

/** Where an importer notes what it finds. */
export interface ImportNotes {
  /** Notes what is wrong in the file. */
  readonly mistake: Report;
  /** Notes what is right in the other system, and has no counterpart here. */
  readonly untranslatable: (place: string, message: string) => void;
}

/** A file that is being imported. */
export interface ImportFile extends ImportNotes {
  /** What `read` makes of one entry; undefined where it notes anything, since an entry is imported whole or not at all. */
  readonly entry: <T>(read: (notes: ImportNotes) => T) => T | undefined;
}

/**
 * Runs an importer. Throws one `OrderbellError` with code `invalid-import` that lists every problem it noted; with `skip`, those that
 * are only untranslatable are yielded as `skipped`.
 *
 * @param name What the file is called in the message: `the file of Bitrix`.
 */
export function imported<T extends object>(
  name: string,
  { skip = false }: ImportOptions,
  read: (file: ImportFile) => T,
): T & Skipped {
  const mistakes: ImportProblem[] = [];
  const skipped: ImportProblem[] = [];
  const untranslatables = skip ? skipped : mistakes;
  const notes: ImportNotes = {
    mistake: (code, place, message) => mistakes.push({ code, place, message }),
    untranslatable: (place, message) => untranslatables.push({ code: 'untranslatable', place, message }),
  };
  const noted = () => mistakes.length + skipped.length;
  const result = read({
    ...notes,
    entry: (readEntry) => {
      const before = noted();
      const value = readEntry(notes);
      return noted() > before ? undefined : value;
    },
  });
  throwProblems('invalid-import', name, mistakes);
  return { ...result, skipped };
}

/**
 * What a schema makes of a part of the file that stands at `place`; undefined where it does not fit, and each misfit is noted. Write
 * `strictObject` in the schema, so that misspelt fields are found, and a message of your own wherever a value has a form.
 */
export function readPart<S extends z.ZodType>(
  schema: S,
  input: unknown,
  place: string,
  notes: Pick<ImportNotes, 'mistake'>,
): z.output<S> | undefined {
  const { data, error } = schema.safeParse(input);
  for (const issue of error?.issues ?? []) {
    if (issue.code !== 'unrecognized_keys') {
      noteMisfit(issue, valueAt(input, issue.path), placeAt(place, issue.path), notes);
      continue;
    }
    const known = fieldsOf(schema, issue.path);
    for (const key of issue.keys)
      notes.mistake('unknown-column', placeAt(place, [...issue.path, key]), unknownName('field', key, known));
  }
  return data;
}

/** `[3]` and the path of a field: `[3].text`. A field of the file itself has no dot before it. */
export function placeAt(place: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((whole, part) => {
    if (typeof part === 'number') return `${whole}[${part}]`;
    return whole === '' ? String(part) : `${whole}.${String(part)}`;
  }, place);
}

/** The place of something within a text of several lines: `[3].text, line 2`. */
export function lineAt(place: string, text: string, index: number): string {
  return `${place}, line ${text.slice(0, index).split('\n').length}`;
}

function noteMisfit(issue: z.core.$ZodIssue, value: unknown, place: string, { mistake }: Pick<ImportNotes, 'mistake'>): void {
  const where = place === '' ? 'the file' : place;
  const isOwn = !/^Invalid (?:input|option)/.test(issue.message);
  const expected = isOwn ? issue.message : issue.message.replace(/^Invalid (?:input|option): (.*?)(?:, received .*)?$/, '$1.');
  const sentence = `${expected.charAt(0).toUpperCase()}${expected.slice(1)}`;
  if (value === undefined) mistake('missing-value', where, `it is not there. ${sentence}`);
  else mistake('invalid-value', where, `${shown(value)} does not fit. ${sentence}`);
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((part, key) => (part instanceof Object ? Reflect.get(part, key) : undefined), value);
}

/** The fields of the object that a path leads to. */
function fieldsOf(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  const target = path.reduce<unknown>((part, key) => {
    const inner = bare(part);
    if (inner instanceof z.ZodArray) return inner.element;
    if (inner instanceof z.ZodRecord) return inner.valueType;
    return inner instanceof z.ZodObject ? inner.shape[String(key)] : undefined;
  }, schema);
  const object = bare(target);
  return object instanceof z.ZodObject ? Object.keys(object.shape) : [];
}

/** A schema without what only says that the value may be left out. */
function bare(schema: unknown): unknown {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? bare(schema.unwrap()) : schema;
}

function shown(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  return Array.isArray(value) ? 'a list' : value instanceof Object ? 'an object' : String(value);
}
