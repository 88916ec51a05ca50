/**
 * Subjects at rest: reading the freshest data of one, by `load` or from the last snapshot.
 * @module
 */
import { OrderbellError, unknownName } from '../core/errors.js';
import { type ParsedSubject, readSubject } from '../core/handle.js';
import { ask } from '../core/judge.js';
import type { LifecycleModel } from '../core/model.js';
import { decodeSnapshot } from '../core/snapshot.js';
import type { CompiledTable } from '../core/table.js';
import type { StoredSubject, SubjectRef } from '../ports/store.js';
import type { Parts } from './setup.js';

/** The table of a lifecycle; throws `unknown-lifecycle`. */
export function tableFor(parts: Pick<Parts<never>, 'tables'>, lifecycle: string): CompiledTable {
  const table = parts.tables.get(lifecycle);
  if (table !== undefined) return table;
  const known = [...parts.tables.keys()];
  throw new OrderbellError('unknown-lifecycle', `${unknownName('lifecycle', lifecycle, known)} Give createNotifier its rules.`);
}

/** The data of a subject as they were stored last; undefined when there are none. */
export function keptSubject<Tx>(
  parts: Parts<Tx>,
  { lifecycle }: SubjectRef,
  stored: StoredSubject | undefined,
): ParsedSubject | undefined {
  if (stored?.snapshot === undefined) return undefined;
  return readSubject(tableFor(parts, lifecycle).model, decodeSnapshot(stored.snapshot));
}

/** The freshest data of a subject; undefined when there are none or the subject is gone. */
export async function freshSubject<Tx>(
  parts: Parts<Tx>,
  ref: SubjectRef,
  stored: StoredSubject | undefined,
  tx: Tx | undefined,
): Promise<ParsedSubject | undefined> {
  const { model } = tableFor(parts, ref.lifecycle);
  const loader = parts.loaders.get(ref.lifecycle);
  if (loader === undefined) return keptSubject(parts, ref, stored);
  const data = await loader(ref.subject, { tx });
  if (data === null || data === undefined) return undefined;
  const parsed = readSubject(model, data);
  if (parsed.key === ref.subject) return parsed;
  throw new OrderbellError(
    'invalid-data',
    `load.${ref.lifecycle}('${ref.subject}') yields the subject '${parsed.key}'. Expected the one it was asked for.`,
  );
}

/** Reads what is said of a subject's site, where that takes time: its zone is asked for without waiting. */
export function siteRead<Tx>(
  { sites }: Parts<Tx>,
  model: LifecycleModel,
  { key, subject }: ParsedSubject,
): Promise<unknown> | undefined {
  if (sites === undefined || model.site === undefined) return undefined;
  const reading = sites.of(ask({ model, key }, 'site', model.site, subject));
  return reading instanceof Promise ? reading : undefined;
}

/** The error for a subject that is given by its key and cannot be found. */
export function unknownSubject<Tx>(parts: Parts<Tx>, ref: SubjectRef): OrderbellError {
  const hint = parts.loaders.has(ref.lifecycle)
    ? `load.${ref.lifecycle} found nothing under this key.`
    : `Nothing is stored under this key, and no load.${ref.lifecycle} is given. Pass the data instead, or add it.`;
  return new OrderbellError('unknown-subject', `${ref.lifecycle} '${ref.subject}' is not known. ${hint}`);
}
