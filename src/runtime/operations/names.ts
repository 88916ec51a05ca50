/**
 * The names in calls of people: looked up, and refused with the nearest known one.
 * @module
 */
import { OrderbellError, unknownName } from '../../core/errors.js';
import type { CompiledTable } from '../../core/table.js';
import type { SubjectRef } from '../../ports/store.js';
import type { Parts } from '../setup.js';
import { tableFor } from '../subjects.js';
import type { JobName, LifecycleName } from './operations.js';

/** The name of a lifecycle. Throws `unknown-lifecycle`. */
export function lifecycleNamed<Tx>(parts: Parts<Tx>, given: LifecycleName): string {
  return tableFor(parts, typeof given === 'string' ? given : String(given?.name)).model.name;
}

/** Throws `unknown-rule` where none of these lifecycles has a rule, or a template for `send()`, of this name. */
export function assertRule<Tx>(parts: Parts<Tx>, call: string, lifecycle: string | undefined, rule: string): void {
  const tables = lifecycle === undefined ? [...parts.tables.values()] : [tableFor(parts, lifecycle)];
  const isTemplate = ({ model }: CompiledTable) => {
    const templates = parts.templates.get(model.name);
    return templates?.channels.some((channel) => templates.has(rule, channel)) === true;
  };
  if (tables.some((table) => table.byName.has(rule) || isTemplate(table))) return;
  const known = tables.flatMap(({ byName }) => [...byName.keys()]);
  throw new OrderbellError('unknown-rule', `${call}: ${unknownName('rule', String(rule), known)}`);
}

/** An instant in epoch milliseconds. Throws `invalid-argument` where it is none. */
export function millisecondsOf(call: string, name: string, instant: Date): number {
  if (instant instanceof Date && Number.isFinite(instant.getTime())) return instant.getTime();
  throw new OrderbellError('invalid-argument', `${call}: '${name}' is ${String(instant)}. Expected a Date.`);
}

/** A number of jobs or subjects. Throws `invalid-argument` where it is none. */
export function countOf(call: string, name: string, given: number | undefined, otherwise: number): number {
  const count = given ?? otherwise;
  if (Number.isInteger(count) && count > 0) return count;
  throw new OrderbellError('invalid-argument', `${call}: '${name}' is ${String(given)}. Expected a whole number above 0.`);
}

/** A job's key, and the subject it is about, which stands at its beginning. */
export interface JobRef extends SubjectRef {
  readonly key: string;
}

/** Where a job is to be found. Throws `invalid-argument` where it is no key, and `unknown-lifecycle`. */
export function jobNamed<Tx>(parts: Parts<Tx>, call: string, job: JobName): JobRef {
  if (typeof job === 'object' && job !== null) {
    const { key, lifecycle, subject } = job;
    return { key, lifecycle: lifecycleNamed(parts, lifecycle), subject };
  }
  const [lifecycle, subject, ...rest] = typeof job === 'string' ? job.split('/').map(decoded) : [];
  if (lifecycle !== undefined && subject !== undefined && rest.length > 0)
    return { key: job, lifecycle: lifecycleNamed(parts, lifecycle), subject };
  throw new OrderbellError('invalid-argument', `${call}: expected a job or its key, got ${JSON.stringify(job)}.`);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
