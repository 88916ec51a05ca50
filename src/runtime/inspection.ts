/**
 * Inspection: what a subject's rules are about to do, and what became of its jobs.
 * @module
 */
import { type Explanation, explain } from '../core/explain.js';
import { readSubject } from '../core/handle.js';
import { type JobRecord, recordOf } from '../core/job.js';
import { situationOf } from '../core/judge.js';
import type { HistoryOptions } from './operations/operations.js';
import type { Parts } from './setup.js';
import { freshSubject, siteRead, tableFor, unknownSubject } from './subjects.js';

/** Explains every rule of a subject, given by its data or its key. Throws `unknown-subject`. */
export async function explainSubject<Tx>(parts: Parts<Tx>, lifecycle: string, subject: unknown): Promise<readonly Explanation[]> {
  const { store, clock } = parts;
  const table = tableFor(parts, lifecycle);
  const given = typeof subject === 'string' ? undefined : readSubject(table.model, subject);
  const ref = { lifecycle, subject: given?.key ?? String(subject) };
  const stored = await store.subject(ref);
  const parsed = given ?? (await freshSubject(parts, ref, stored, undefined));
  if (parsed === undefined) throw unknownSubject(parts, ref);
  await siteRead(parts, table.model, parsed);
  const situation = situationOf(table.model, parsed.key, parsed.subject, stored?.silent ?? false);
  return explain(table, situation, await store.history(ref), clock.now().getTime(), parts.settings);
}

/** The jobs of a subject, oldest first. */
export async function historyOf<Tx>(
  parts: Parts<Tx>,
  lifecycle: string,
  subject: string,
  page: HistoryOptions | undefined,
): Promise<readonly JobRecord[]> {
  const { model } = tableFor(parts, lifecycle);
  const part = page && { limit: page.limit ?? 2 ** 31 - 1, after: page.after };
  const jobs = await parts.store.history({ lifecycle: model.name, subject }, part);
  return jobs.map(recordOf);
}
