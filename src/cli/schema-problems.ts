/**
 * Data that do not fit a schema, as problems of the file they stand in.
 * @module
 */
import type { z } from 'zod';
import { type Problem, unknownName } from '../core/errors.js';
import { isObject, shown } from './shown.js';

type Issue = z.core.$ZodIssue;

/** A problem with the path, within the data, of what is wrong. */
export interface DataProblem extends Problem {
  readonly path: readonly PropertyKey[];
}

/** What a schema finds wrong with data; `place` is that of the data in their file. */
export function schemaProblems(schema: z.ZodType, data: unknown, place: string): readonly DataProblem[] {
  const issues = schema.safeParse(data).error?.issues ?? [];
  return issues
    .flatMap((issue) => problemsOfIssue(issue, data))
    .map((problem) => ({ ...problem, place: placeAt(place, problem.path) }));
}

/** `steps[0].data` and the path of a session's date: `steps[0].data.sessions[1].startsAt`. */
export function placeAt(place: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (whole, part) => (typeof part === 'number' ? `${whole}[${part}]` : `${whole}.${String(part)}`),
    place,
  );
}

function problemsOfIssue(issue: Issue, data: unknown, base: readonly PropertyKey[] = []): readonly DataProblem[] {
  const path = [...base, ...issue.path];
  const value = path.reduce<unknown>(
    (part, key) => (isObject(part) || Array.isArray(part) ? Reflect.get(part, key) : undefined),
    data,
  );
  const problem = (code: Problem['code'], message: string): DataProblem => ({ code, place: '', message, path });
  const isOwn = !/^Invalid (?:input|option)/.test(issue.message);
  if (value === undefined && !isOwn) return [problem('missing-value', `expected ${expectedBy(issue)}, got nothing.`)];
  if (isOwn && issue.code !== 'unrecognized_keys') {
    const own = sentence(issue.message);
    return [problem('invalid-value', own.includes(shown(value)) ? own : `${shown(value)} does not fit. ${own}`)];
  }
  if (issue.code === 'invalid_value')
    return [problem('invalid-value', unknownName('value', String(value), issue.values.map(String)))];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => problem('unknown-variable', unknownName('field', key, [])));
  if (issue.code === 'invalid_union') return unionProblems(issue.errors, data, path, value);
  return [problem('invalid-value', `expected ${expectedBy(issue)}, got ${shown(value)}.`)];
}

/** The issues of the member that got furthest; those of members that were meant for another kind of value say nothing. */
function unionProblems(
  members: readonly (readonly Issue[])[],
  data: unknown,
  path: readonly PropertyKey[],
  value: unknown,
): readonly DataProblem[] {
  const inside = members.find((issues) => issues.length > 0 && issues.every((issue) => issue.path.length > 0));
  if (inside !== undefined) return inside.flatMap((issue) => problemsOfIssue(issue, data, path));
  const expected = [...new Set(members.flat().map(expectedBy))].join(', or ');
  return [{ code: 'invalid-value', place: '', message: `expected ${expected || 'something else'}, got ${shown(value)}.`, path }];
}

function expectedBy(issue: Issue): string {
  if (issue.code === 'invalid_type') return issue.expected;
  if (issue.code === 'invalid_value') return issue.values.map((value) => shown(value)).join(', ');
  return issue.message.replace(/^Invalid input(?:: expected )?/, '') || 'another value';
}

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
