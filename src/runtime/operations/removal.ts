/**
 * Removing personal data: of one subject, or of all old ones.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
import { tableFor } from '../subjects.js';
import type { OperationsContext } from './context.js';
import { countOf, millisecondsOf } from './names.js';
import type { PruneCounts, PruneOptions } from './operations.js';

/** Forgets the person behind a subject. Nobody is told by an event: it would carry what is to be forgotten. */
export async function forget<Tx>(
  { parts, plan }: OperationsContext<Tx>,
  lifecycle: { readonly name: string },
  key: string,
  { tx }: { readonly tx?: Tx } = {},
): Promise<boolean> {
  const ref = { lifecycle: tableFor(parts, lifecycle.name).model.name, subject: key };
  const { result: done } = await parts.store.change(ref, tx, async (session) => {
    const open = await session.jobs([]);
    await session.forget(parts.clock.now().getTime());
    return { wasKnown: session.stored !== undefined, open: open.map((job) => job.key) };
  });
  await plan({ wake: [], forget: done.open }, tx);
  return done.wasKnown;
}

/** Removes old data until nothing is left to remove. */
export async function prune<Tx>({ parts }: OperationsContext<Tx>, options: PruneOptions): Promise<PruneCounts> {
  const { history = 'keep', batch, onProgress, signal } = options ?? {};
  const olderThan = millisecondsOf('prune()', 'olderThan', options?.olderThan);
  if (olderThan > parts.clock.now().getTime())
    throw new OrderbellError('invalid-argument', `prune(): 'olderThan' is in the future. Expected an instant in the past.`);
  const limit = countOf('prune()', 'batch', batch, 500);
  let counts: PruneCounts = { subjects: 0, jobs: 0 };
  while (signal?.aborted !== true) {
    const { subjects, jobs } = await parts.store.prune({ olderThan, history, limit });
    if (subjects === 0 && jobs === 0) break;
    counts = { subjects: counts.subjects + subjects, jobs: counts.jobs + jobs };
    onProgress?.(counts);
  }
  return counts;
}
