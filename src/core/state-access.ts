/**
 * Where a machine's state stands in a subject: reading it, and writing it on a copy.
 * @module
 */
import type { z } from 'zod';
import { unknownName } from './errors.js';
import type { Machine } from './machine.js';
import type { MachineModel } from './model.js';
import type { Report } from './problems.js';
import { fieldsOf } from './schema-fields.js';
import { bag } from './untyped.js';

/** How to read and write the state of one machine. */
type Access = Pick<MachineModel, 'read' | 'write'>;

/** The access that a definition asks for: a dotted path, or `{ read, write }`. A path is checked against the schema as far as it can be seen. */
export function stateAccess(name: string, machine: Machine, definition: unknown, schema: z.ZodType, report: Report): Access {
  const place = `states.${name}`;
  const { read, write } = bag(definition);
  // The parameter types are those of the lifecycle's own subject.
  if (typeof read === 'function' && typeof write === 'function') return { read, write } as Access;
  if (typeof definition !== 'string' || definition === '') {
    const message = `expected the path of the state in the data, such as '${name}Status', or { read, write }.`;
    report('missing-value', place, message);
  } else checkPath(definition.split('.'), place, machine, schema, report);
  const path = String(definition).split('.');
  return {
    read: (subject) => String(path.reduce<unknown>((value, key) => bag(value)[key], subject)),
    write: (subject, state) => replaced(subject, path, state),
  };
}

function checkPath(path: readonly string[], place: string, machine: Machine, schema: z.ZodType, report: Report): void {
  let current: z.ZodType | undefined = schema;
  for (const key of path) {
    const fields: ReturnType<typeof fieldsOf> = fieldsOf(current);
    if (fields === undefined) return;
    current = fields.get(key);
    if (current !== undefined) continue;
    report('unknown-variable', place, unknownName('field', path.join('.'), [...fields.keys()]));
    return;
  }
  const refused = machine.states.filter((state) => current?.safeParse(state).success === false);
  if (refused.length === 0) return;
  const message = `the schema does not accept the state${refused.length > 1 ? 's' : ''} ${refused.map((state) => `'${state}'`).join(', ')} at '${path.join('.')}'. Add them to the schema, or remove them from the machine.`;
  report('invalid-value', place, message);
}

/** A copy with another value at a path; everything beside the path is shared with the original. */
function replaced(value: unknown, [key, ...rest]: readonly string[], state: string): unknown {
  return key === undefined ? state : { ...bag(value), [key]: replaced(bag(value)[key], rest, state) };
}
