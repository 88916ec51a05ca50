/**
 * Where a machine's state stands in a subject: reading it, and writing it on a copy.
 * @module
 */
import type { z } from 'zod';
import type { Problem } from './errors.js';
import { unknownName } from './errors.js';
import type { Machine } from './machine.js';
import { fieldsOf } from './schema-fields.js';

/** How to read and write the state of one machine, with what is wrong about its definition. */
export interface Access {
  readonly read: (subject: unknown) => string;
  readonly write: (subject: unknown, state: string) => unknown;
  readonly problems: readonly Problem[];
}

/** The access that a definition asks for: a dotted path, or `{ read, write }`. A path is checked against the schema as far as it can be seen. */
export function stateAccess(machine: string, states: Machine, definition: unknown, schema: z.ZodType): Access {
  const place = `states.${machine}`;
  if (typeof definition === 'object' && definition !== null && 'read' in definition && 'write' in definition) {
    const { read, write } = definition;
    if (typeof read === 'function' && typeof write === 'function') {
      // The parameter types are those of the lifecycle's own subject.
      return { read: read as Access['read'], write: write as Access['write'], problems: [] };
    }
  }
  if (typeof definition !== 'string' || definition === '') {
    const message = `expected the path of the state in the data, such as '${machine}Status', or { read, write }.`;
    return { read: () => '', write: (subject) => subject, problems: [{ code: 'missing-value', place, message }] };
  }
  const path = definition.split('.');
  return {
    read: (subject) => String(path.reduce<unknown>((value, key) => property(value, key), subject)),
    write: (subject, state) => replaced(subject, path, state),
    problems: pathProblems(path, place, states, schema),
  };
}

function pathProblems(path: readonly string[], place: string, machine: Machine, schema: z.ZodType): Problem[] {
  let current: z.ZodType | undefined = schema;
  for (const key of path) {
    const fields: ReadonlyMap<string, z.ZodType> | undefined = current && 'def' in current ? fieldsOf(current) : undefined;
    if (fields === undefined) return [];
    current = fields.get(key);
    if (current === undefined) {
      return [{ code: 'unknown-variable', place, message: unknownName('field', path.join('.'), [...fields.keys()]) }];
    }
  }
  const refused = machine.states.filter((state) => current?.safeParse(state).success === false);
  if (refused.length === 0) return [];
  const message = `the schema does not accept the state${refused.length > 1 ? 's' : ''} ${refused.map((state) => `'${state}'`).join(', ')} at '${path.join('.')}'. Add them to the schema, or remove them from the machine.`;
  return [{ code: 'invalid-value', place, message }];
}

function property(value: unknown, key: string): unknown {
  // Any object may be indexed by a string; what comes out is checked by the caller.
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

/** A copy with another value at a path; everything beside the path is shared with the original. */
function replaced(value: unknown, path: readonly string[], state: string): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return state;
  // As in `property`.
  return { ...(value as Readonly<Record<string, unknown>>), [key]: replaced(property(value, key), rest, state) };
}
