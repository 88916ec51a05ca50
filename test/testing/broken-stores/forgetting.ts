/**
 * Stores that are wrong about what is to be forgotten.
 */
import type { MemoryStore } from '../../../src/adapters/memory/index.js';
import type { StoredJob } from '../../../src/ports/store.js';
import type { BrokenStore } from './broken-store.js';

/** They break one promise each. */
export const forgettingStores: readonly BrokenStore[] = [
  [
    'deletes where it should forget',
    'forgetting leaves which rule, when, by which channel and what became of it',
    (store) => ({ history: async (ref, page) => ((await isForgotten(store, ref)) ? [] : store.history(ref, page)) }),
  ],
  ...(['key', 'recipient', 'recipientName', 'why', 'providerId', 'note', 'content', 'payload'] as const).map(
    (field): BrokenStore => [
      `keeps '${field}' of who was forgotten`,
      'forgetting leaves nothing of the person',
      (store) => {
        const seen = new Map<string, unknown>();
        return {
          change: async (ref, tx, work) => {
            for (const job of await store.history(ref)) seen.set(job.occurrence, seen.get(job.occurrence) ?? job[field]);
            return store.change(ref, tx, work);
          },
          history: async (ref, page) =>
            (await store.history(ref, page)).map((job) => ({ ...job, [field]: job[field] ?? seen.get(job.occurrence) })),
          ...(field === 'key' && { history: async (ref, page) => keyed(await store.history(ref, page), seen) }),
        };
      },
    ],
  ),
  [
    'begins to count changes again',
    'forgetting leaves what keeps a change from being told twice',
    (store) => ({
      subject: async (ref) => ((await isForgotten(store, ref)) ? undefined : store.subject(ref)),
    }),
  ],
  [
    'forgets nothing at all',
    'what is forgotten is not delivered any more',
    (store) => ({ change: (ref, tx, work) => store.change(ref, tx, (session) => work({ ...session, forget: async () => {} })) }),
  ],
  [
    'forgets before the commit',
    'what was forgotten in a transaction is there when it is rolled back, and gone when it is committed',
    (store) => ({ change: (ref, _tx, work) => store.change(ref, undefined, work) }),
  ],
];

/** They break one promise each. */
export const pruningStores: readonly BrokenStore[] = [
  [
    'deletes where it should keep',
    'pruning keeps the history where this is asked for, and what tells repeats apart',
    (store) => ({ prune: (request) => store.prune({ ...request, history: 'delete' }) }),
  ],
  [
    'keeps where it should delete',
    'pruning deletes subjects that are older than an instant, with their jobs',
    (store) => ({ prune: (request) => store.prune({ ...request, history: 'keep' }) }),
  ],
  [
    'prunes what was changed at the very instant',
    'pruning deletes subjects that are older than an instant, with their jobs',
    (store) => ({ prune: (request) => store.prune({ ...request, olderThan: request.olderThan + 1 }) }),
  ],
  [
    'prunes what has only just been settled',
    'pruning leaves subjects with open jobs, and those whose jobs were settled later',
    (store) => ({ prune: (request) => store.prune({ ...request, olderThan: request.olderThan + 1 }) }),
  ],
  [
    'prunes without a limit',
    'pruning takes no more subjects at a time than its limit',
    (store) => ({ prune: (request) => store.prune({ ...request, limit: 99 }) }),
  ],
];

async function isForgotten(store: MemoryStore, ref: { readonly lifecycle: string; readonly subject: string }): Promise<boolean> {
  const subject = await store.subject(ref);
  return subject !== undefined && subject.snapshot === undefined;
}

function keyed(jobs: readonly StoredJob[], keys: ReadonlyMap<string, unknown>): readonly StoredJob[] {
  return jobs.map((job) => ({ ...job, key: String(keys.get(job.occurrence) ?? job.key) }));
}
