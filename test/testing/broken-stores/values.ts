/**
 * Stores that are wrong about what hosts put into jobs.
 */
import { type BrokenStore, reading } from './broken-store.js';

/** They break one promise each. */
export const valueStores: readonly BrokenStore[] = [
  [
    'keeps Dates as texts',
    'Dates are read back as Dates, wherever they stand in what the host handed in',
    (store) => reading(store, (job) => ({ ...job, payload: job.payload && JSON.parse(JSON.stringify(job.payload)) })),
  ],
  [
    'takes for a Date what only looks like its tag',
    'Dates are read back as Dates, wherever they stand in what the host handed in',
    (store) =>
      reading(store, (job) => {
        if (typeof job.payload !== 'object' || job.payload === null || !('tag' in job.payload)) return job;
        return { ...job, payload: { ...job.payload, tag: new Date(0) } };
      }),
  ],
  [
    'does not keep what was sent',
    'what was sent is kept with the job',
    (store) => ({ settle: (all) => store.settle(all.map((one) => ({ ...one, content: undefined }))) }),
  ],
  ...(['site', 'version', 'pinned', 'note'] as const).map(
    (field): BrokenStore => [
      `does not keep '${field}'`,
      'a job is read back as it was written',
      (store) => reading(store, (job) => ({ ...job, [field]: undefined })),
    ],
  ),
  [
    'moves a job, and leaves it the row it had',
    'a move gives a scheduled job another instant, and another row',
    (store) => reading(store, (job) => ({ ...job, version: 'table-1' })),
  ],
  [
    'answers a key only after the commit',
    'an idempotency key is answered within the transaction that stored it',
    (store) => ({
      change: (ref, tx, work) =>
        store.change(ref, tx, (session) =>
          work({ ...session, answer: (key) => (tx === undefined ? session.answer(key) : Promise.resolve(undefined)) }),
        ),
    }),
  ],
];
