/**
 * Stores that are wrong about lists and counts.
 */
import type { BrokenStore } from './broken-store.js';

/** They break one promise each. */
export const listStores: readonly BrokenStore[] = [
  [
    'lists open jobs in the order of insertion',
    'open jobs are listed by instant, then in the order of insertion',
    (store) => ({
      jobs: async (query) => {
        const { jobs, next } = await store.jobs(query);
        return { jobs: jobs.toSorted((one, other) => other.runAt - one.runAt), next };
      },
    }),
  ],
  ...(['from', 'until', 'lifecycle', 'rule', 'site', 'keys'] as const).map(
    (filter): BrokenStore => [
      `does not heed '${filter}'`,
      'a list of open jobs is narrowed by whatever is given',
      (store) => ({ jobs: (query) => store.jobs({ ...query, [filter]: undefined }) }),
    ],
  ),
  [
    'lists what was set aside as given up',
    'ended jobs are listed by what became of them, in the order of insertion',
    (store) => ({ jobs: (query) => store.jobs({ ...query, list: query.list === 'discarded' ? 'failed' : query.list }) }),
  ],
  [
    'promises a page after the last',
    'the last page says that it is the last, also where it is full',
    (store) => ({ jobs: async (query) => ({ next: '9', ...defined(await store.jobs(query)) }) }),
  ],
  [
    'pages by counting',
    'a list is paged through without a gap or a double while its jobs are settled',
    (store) => ({
      jobs: async ({ after, ...query }) => {
        const begin = Number(after ?? 0);
        const { jobs } = await store.jobs({ ...query, limit: 1000 });
        const end = begin + query.limit;
        return { jobs: jobs.slice(begin, end), next: jobs.length > end ? `${end}` : undefined };
      },
    }),
  ],
  [
    'forgets where the page of a history begins',
    'pages of history follow each other in the order of planning',
    (store) => ({ history: (ref, page) => store.history(ref, page && { limit: page.limit }) }),
  ],
];

/** They break one promise each. */
export const countingStores: readonly BrokenStore[] = [
  [
    'counts what is held as due, and what is abandoned as held',
    'jobs are counted as due from their instant, and those in flight when their lease has run out',
    (store) => ({
      counts: async (now) => {
        const found = await store.counts(now);
        const held = (await store.jobs({ list: 'open', limit: 99 })).jobs.filter(({ status }) => status === 'in-flight').length;
        return { ...found, inFlight: held };
      },
    }),
  ],
  [
    'goes on counting what was set aside',
    'jobs that were given up are counted by code, until they are retried or set aside',
    (store) => ({
      counts: async (now) => {
        const { jobs } = await store.jobs({ list: 'discarded', limit: 99 });
        const found = await store.counts(now);
        const failed: Record<string, number> = { ...found.failed };
        for (const { code = '' } of jobs) failed[code] = (failed[code] ?? 0) + 1;
        return { ...found, failed };
      },
    }),
  ],
  [
    'counts every message against a limit',
    'what is sent without counting is not counted against a limit',
    (store) => ({ settle: (all) => store.settle(all.map((one) => ({ ...one, counts: true }))) }),
  ],
  [
    'walks through subjects of all lifecycles',
    'subjects of a lifecycle are walked through in pages, each once',
    (store) => ({
      subjects: async (query) => [...(await store.subjects({ ...query, lifecycle: 'coupon' })), ...(await store.subjects(query))],
    }),
  ],
  [
    'names every subject, whenever it was changed',
    'subjects are found by when they were last changed',
    (store) => ({ subjects: (query) => store.subjects({ ...query, changedSince: undefined }) }),
  ],
  [
    'leaves out what was changed at the very instant',
    'subjects are found by when they were last changed',
    (store) => ({ subjects: (query) => store.subjects({ ...query, changedSince: (query.changedSince ?? 0) + 1 }) }),
  ],
];

/** Without what is undefined, so that a spread leaves what stands before it. */
function defined<T extends { readonly next: string | undefined }>({ next, ...rest }: T): Omit<T, 'next'> & { next?: string } {
  return next === undefined ? rest : { ...rest, next };
}
