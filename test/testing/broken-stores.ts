/**
 * Stores that each break one of the promises about leases, pauses, lists, counts and forgetting.
 */
import type { MemoryStore, MemoryTransaction } from '../../src/adapters/memory/index.js';
import { type ClaimedJob, type Lease, type Pause, pauseName, type Store, type StoredJob } from '../../src/ports/store.js';

/** A store without its transactions. */
export type MemoryLike = Store<MemoryTransaction>;

/** What it does wrong, the case that must tell, and the methods that it has of its own. */
export type BrokenStore = readonly [what: string, caseName: string, broken: (store: MemoryStore) => Partial<MemoryLike>];

/** A store that changes the jobs it hands out. */
function reading(store: MemoryStore, change: (job: StoredJob) => StoredJob): Partial<MemoryLike> {
  return { history: async (ref, page) => (await store.history(ref, page)).map(change) };
}

/** A store that remembers the leases it has given, and so does not see what became of them. */
function trusting(store: MemoryStore): { readonly leaseOf: (lease: Lease) => Lease; readonly claim: MemoryLike['claim'] } {
  const held = new Map<string, ClaimedJob>();
  return {
    claim: async (request) => {
      const jobs = await store.claim(request);
      for (const job of jobs) held.set(job.key, job);
      return jobs;
    },
    leaseOf: (lease) => ({ ...lease, leaseUntil: held.get(lease.key)?.leaseUntil ?? lease.leaseUntil }),
  };
}

const leases: readonly BrokenStore[] = [
  [
    'claims whatever is due, in spite of keys',
    'a claim by keys takes these jobs only, as far as they are due and free',
    (store) => ({ claim: ({ keys: _keys, ...request }) => store.claim(request) }),
  ],
  [
    'takes no keys for any',
    'a claim by keys takes these jobs only, as far as they are due and free',
    (store) => ({ claim: (request) => store.claim({ ...request, keys: request.keys?.length === 0 ? undefined : request.keys }) }),
  ],
  [
    'claims by keys what is not due yet',
    'a claim by keys takes these jobs only, as far as they are due and free',
    (store) => ({ claim: (request) => store.claim({ ...request, now: request.now + (request.keys === undefined ? 0 : 1) }) }),
  ],
  [
    'gives a job to everybody who names it',
    'a job that many workers claim by its key goes to one of them',
    (store) => {
      let first: ReturnType<MemoryLike['claim']> | undefined;
      return {
        claim: (request) => {
          first ??= store.claim(request);
          return first;
        },
      };
    },
  ],
  [
    'claims of all lifecycles',
    'a claim by lifecycles leaves other jobs alone',
    (store) => ({ claim: ({ lifecycles: _lifecycles, ...request }) => store.claim(request) }),
  ],
  [
    'tells the next instant of all lifecycles',
    'a claim by lifecycles leaves other jobs alone',
    (store) => ({ nextRunAt: () => store.nextRunAt() }),
  ],
  [
    'does not extend, and says it did',
    'an extension holds a claimed job until another instant',
    () => ({ extend: async (all) => all.map(({ key }) => key) }),
  ],
  [
    'extends what another worker has taken over',
    'an extension of a lease that is not held changes nothing',
    (store) => {
      const { claim, leaseOf } = trusting(store);
      return { claim, extend: (all, until) => store.extend(all.map(leaseOf), until) };
    },
  ],
  [
    'settles with the lease of before the extension',
    'a settlement after an extension needs the lease that this gave',
    (store) => {
      const extended = new Map<string, number>();
      return {
        extend: async (all, until) => {
          const keys = await store.extend(all, until);
          for (const key of keys) extended.set(key, until);
          return keys;
        },
        settle: (all) => store.settle(all.map((one) => ({ ...one, leaseUntil: extended.get(one.key) ?? one.leaseUntil }))),
      };
    },
  ],
  [
    'keeps what an earlier attempt has left',
    'a settlement overwrites what an earlier attempt has left',
    (store) => ({ settle: (all) => store.settle(all.map((one) => ({ channel: 'email', ...one }))) }),
  ],
];

const pauses: readonly BrokenStore[] = [
  [
    'forgets what is paused',
    'what is paused is listed, with its note and since when, until it is resumed',
    () => ({ pauses: async () => [] }),
  ],
  [
    'takes a channel and a site of one name for the same',
    'what is paused is listed, with its note and since when, until it is resumed',
    (store) => ({
      pause: (pause) => store.pause({ ...pause, kind: 'channel' }),
      resume: (target) => store.resume({ ...target, kind: 'channel' }),
    }),
  ],
  [
    'pauses twice',
    'what is paused already stays so since then, with the new note',
    () => {
      const all: Pause[] = [];
      return { pause: async (pause) => void all.push(pause), pauses: async () => all };
    },
  ],
  [
    'claims what is parked',
    'a parked job is not claimed until its pause is lifted',
    (store) => ({ settle: (all) => store.settle(all.map((one) => ({ ...one, parkedBy: undefined }))) }),
  ],
  [
    'never lets go of what was parked',
    'a parked job is not claimed until its pause is lifted',
    () => ({ resume: async () => 2 }),
  ],
  [
    'parks for a pause that was lifted',
    'a job whose pause was lifted before it could be parked is put back',
    (store) => ({
      settle: async (all) => {
        for (const { parkedBy } of all) if (parkedBy !== undefined) await store.pause({ ...email, since: 0, note: undefined });
        return store.settle(all);
      },
    }),
  ],
  [
    'does not withdraw what is parked',
    'a parked job can be withdrawn',
    (store) => ({
      change: (ref, tx, work) =>
        store.change(ref, tx, (session) =>
          work({
            ...session,
            write: async (write) => {
              const jobs = await session.jobs([]);
              const parked = new Set(jobs.filter(({ parkedBy }) => parkedBy !== undefined).map(({ key }) => key));
              return session.write({ ...write, withdraw: write.withdraw.filter(({ key }) => !parked.has(key)) });
            },
          }),
        ),
    }),
  ],
  [
    'moves what is parked, and leaves it parked',
    'a move ends the parking of a job',
    (store) => reading(store, (job) => ({ ...job, parkedBy: pauseName(email) })),
  ],
  [
    'counts what is parked as due',
    'parked jobs are counted, and not as due',
    (store) => ({
      counts: async (now) => {
        const counts = await store.counts(now);
        return { ...counts, due: counts.due + counts.parked };
      },
    }),
  ],
];

const email = { kind: 'channel', name: 'email' } as const;

const revising: readonly BrokenStore[] = [
  [
    'retries with the attempts of before',
    'a job that was given up is retried, with its payload and all its attempts before it',
    (store) => reading(store, (job) => (job.note === undefined ? job : { ...job, attempts: 5 })),
  ],
  [
    'forgets the payload of what was given up',
    'a job that was given up is retried, with its payload and all its attempts before it',
    (store) => reading(store, (job) => ({ ...job, payload: undefined })),
  ],
  [
    'drops the note at a settlement',
    'a note stays when the job is settled',
    (store) => reading(store, (job) => ({ ...job, note: undefined })),
  ],
  [
    'keeps the payload of what was set aside',
    'a job that was given up is set aside for good, and its payload is forgotten',
    (store) => reading(store, (job) => ({ ...job, payload: { code: '123456' } })),
  ],
  [
    'retries what was not given up',
    'a revision of a job that was not given up changes nothing',
    (store) => {
      let revised = false;
      return {
        change: (ref, tx, work) =>
          store.change(ref, tx, (session) =>
            work({
              ...session,
              write: (write) => {
                revised ||= write.revise.length > 0;
                return session.write(write);
              },
            }),
          ),
        history: async (ref, page) =>
          (await store.history(ref, page)).map((job) =>
            revised && job.status === 'sent' ? { ...job, status: 'scheduled' } : job,
          ),
      };
    },
  ],
  [
    'revises outside of the transaction',
    'a revision never happened when its transaction is rolled back',
    (store) => ({ change: (ref, _tx, work) => store.change(ref, undefined, work) }),
  ],
];

const lists: readonly BrokenStore[] = [
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

const counts: readonly BrokenStore[] = [
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

const forgetting: readonly BrokenStore[] = [
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

const pruning: readonly BrokenStore[] = [
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

const values: readonly BrokenStore[] = [
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

/** All of them. */
export const brokenStores: readonly BrokenStore[] = [
  ...leases,
  ...pauses,
  ...revising,
  ...lists,
  ...counts,
  ...forgetting,
  ...pruning,
  ...values,
];

/** Without what is undefined, so that a spread leaves what stands before it. */
function defined<T extends { readonly next: string | undefined }>({ next, ...rest }: T): Omit<T, 'next'> & { next?: string } {
  return next === undefined ? rest : { ...rest, next };
}

async function isForgotten(store: MemoryStore, ref: { readonly lifecycle: string; readonly subject: string }): Promise<boolean> {
  const subject = await store.subject(ref);
  return subject !== undefined && subject.snapshot === undefined;
}

function keyed(jobs: readonly StoredJob[], keys: ReadonlyMap<string, unknown>): readonly StoredJob[] {
  return jobs.map((job) => ({ ...job, key: String(keys.get(job.occurrence) ?? job.key) }));
}
