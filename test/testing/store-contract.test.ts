import { describe, expect, test } from 'vitest';
import { type MemoryStore, type MemoryTransaction, memory } from '../../src/adapters/memory/index.js';
import type { StoredJob, SubjectWrite } from '../../src/ports/store.js';
import { storeContract } from '../../src/testing/store-contract.js';
import type { BrokenStore, MemoryLike } from './broken-stores/broken-store.js';
import { forgettingStores, pruningStores } from './broken-stores/forgetting.js';
import { leaseStores } from './broken-stores/leases.js';
import { countingStores, listStores } from './broken-stores/lists.js';
import { missedStores } from './broken-stores/missed.js';
import { pauseStores, revisingStores } from './broken-stores/pauses.js';
import { receiptStores } from './broken-stores/receipts.js';
import { recordStores } from './broken-stores/records.js';
import { valueStores } from './broken-stores/values.js';

/** A memory store of which some methods are replaced by broken ones. */
function contractOf(broken: (store: MemoryStore) => Partial<MemoryLike>) {
  return storeContract<MemoryTransaction>({
    create: async () => {
      const store = memory();
      const whole: MemoryLike = {
        change: (ref, tx, work) => store.change(ref, tx, work),
        subject: (ref) => store.subject(ref),
        claim: (request) => store.claim(request),
        extend: (leases, until) => store.extend(leases, until),
        settle: (settlements) => store.settle(settlements),
        nextRunAt: (lifecycles) => store.nextRunAt(lifecycles),
        history: (ref, page) => store.history(ref, page),
        countSent: (query) => store.countSent(query),
        receiptFor: (target) => store.receiptFor(target),
        writeReceipt: (write) => store.writeReceipt(write),
        takeReceipts: (request) => store.takeReceipts(request),
        jobs: (query) => store.jobs(query),
        counts: (now) => store.counts(now),
        pause: (pause) => store.pause(pause),
        resume: (target) => store.resume(target),
        pauses: () => store.pauses(),
        subjects: (query) => store.subjects(query),
        prune: (request) => store.prune(request),
        records: store.records,
        watch: (listener) => store.watch(listener),
      };
      return { store: { ...whole, ...broken(store) }, transaction: (work) => store.transaction(work) };
    },
  });
}

/** A store that changes what is written before it is. */
function writing(store: MemoryStore, change: (write: SubjectWrite) => SubjectWrite): Partial<MemoryLike> {
  return {
    change: (ref, tx, work) =>
      store.change(ref, tx, (session) => work({ ...session, write: (write) => session.write(change(write)) })),
  };
}

/** Each store breaks one promise; the case of that name must fail. */
const brokenStores: readonly BrokenStore[] = [
  ...leaseStores,
  ...pauseStores,
  ...revisingStores,
  ...listStores,
  ...countingStores,
  ...forgettingStores,
  ...pruningStores,
  ...receiptStores,
  ...valueStores,
  ...missedStores,
  ...recordStores,
  [
    'hands out one claim twice',
    'no two workers get the same job',
    (store) => {
      const claims: ReturnType<MemoryStore['claim']>[] = [];
      return {
        claim: (request) => {
          const claim = claims.length % 2 === 1 ? claims.at(-1) : undefined;
          claims.push(claim ?? store.claim(request));
          return claims.at(-1) ?? store.claim(request);
        },
      };
    },
  ],
  [
    'keeps payloads for ever',
    'a payload is forgotten once its job is sent, skipped, withdrawn or unknown, and kept while it may still be delivered',
    (store) => ({
      history: async (ref, page) =>
        (await store.history(ref, page)).map((job) => ({ ...job, payload: job.payload ?? { code: '1' } })),
    }),
  ],
  [
    'does not check leases',
    'a settlement after another worker took over changes nothing',
    (store) => {
      const leases = new Map<string, number>();
      return {
        claim: async (request) => {
          const jobs = await store.claim(request);
          for (const { key, leaseUntil } of jobs) leases.set(key, leaseUntil);
          return jobs;
        },
        settle: (all) => store.settle(all.map((one) => ({ ...one, leaseUntil: leases.get(one.key) ?? one.leaseUntil }))),
      };
    },
  ],
  [
    'lets abandoned jobs lie',
    'a lease that has run out can be claimed again, in its old place',
    (store) => ({ claim: async (request) => (await store.claim(request)).filter(({ reclaimed }) => !reclaimed) }),
  ],
  [
    'does not say that a claim is a second one',
    'a lease that has run out can be claimed again, in its old place',
    (store) => ({ claim: async (request) => (await store.claim(request)).map((job) => ({ ...job, reclaimed: false })) }),
  ],
  [
    'leaks what is not committed',
    'what a transaction writes is hidden until it is committed',
    (store) => ({ change: (ref, _tx, work) => store.change(ref, undefined, work) }),
  ],
  [
    'does not roll back',
    'what a transaction writes never happened when it is rolled back',
    (store) => ({ change: (ref, _tx, work) => store.change(ref, undefined, work) }),
  ],
  [
    'gives up its locks before the end of the transaction',
    'no change gets between those of one transaction',
    (store) => ({ change: (ref, _tx, work) => store.change(ref, undefined, work) }),
  ],
  [
    'holds no locks',
    'changes of one subject take turns',
    (store) => ({
      change: async (ref, tx, work) => {
        const writes: SubjectWrite[] = [];
        const stored = await store.subject(ref);
        const outcome = await store.change({ ...ref, subject: `${ref.subject} ${Math.random()}` }, tx, (session) =>
          work({ ...session, stored, write: async (write) => void writes.push(write) }),
        );
        for (const write of writes) await store.change(ref, tx, (session) => session.write(write));
        return outcome;
      },
    }),
  ],
  [
    'writes in spite of an error',
    'an error in work writes nothing and is passed on',
    (store) => ({
      change: async (ref, tx, work) => {
        let failure: unknown;
        const { result, missed } = await store.change(ref, tx, (session) =>
          work(session).catch((error: unknown) => {
            failure = error;
          }),
        );
        if (failure !== undefined) throw failure;
        return { result: result as Awaited<ReturnType<typeof work>>, missed };
      },
    }),
  ],
  [
    'claims in any order',
    'a job can be claimed from its very instant, the earliest first',
    (store) => ({ claim: async (request) => [...(await store.claim(request))].reverse() }),
  ],
  [
    'claims what is not due yet',
    'a job can be claimed from its very instant, the earliest first',
    (store) => ({ claim: (request) => store.claim({ ...request, now: request.now + 1 }) }),
  ],
  [
    'claims one instant too late',
    'a job can be claimed from its very instant, the earliest first',
    (store) => ({ claim: (request) => store.claim({ ...request, now: request.now - 1 }) }),
  ],
  [
    'orders history by instant',
    'history is in the order of planning, whatever is due first',
    (store) => ({
      history: async (ref, page) => [...(await store.history(ref, page))].sort((one, other) => one.runAt - other.runAt),
    }),
  ],
  [
    'replaces jobs that hold their key',
    'a key that is scheduled, in flight, sent, unknown or failed holds',
    (store) =>
      writing(store, (write) => ({
        ...write,
        withdraw: [
          ...write.withdraw,
          ...write.insert.map(({ key }) => ({ key, code: 'superseded', why: 'again', at: 0 }) as const),
        ],
      })),
  ],
  [
    'keeps skipped jobs for ever',
    'a key that was skipped or withdrawn is planned anew, at the end of the history',
    (store) => {
      const seen = new Set<string>();
      const isNew = ({ key }: StoredJob) => !seen.has(key) && seen.add(key);
      return writing(store, (write) => ({ ...write, insert: write.insert.filter(isNew) }));
    },
  ],
  [
    'forgets to move',
    'a move gives a scheduled job another instant, and another row',
    (store) => writing(store, (write) => ({ ...write, move: [] })),
  ],
  [
    'forgets to withdraw',
    'a withdrawal ends a scheduled job, with its reason',
    (store) => writing(store, (write) => ({ ...write, withdraw: [] })),
  ],
  [
    'does not write without jobs',
    'a write without jobs is stored',
    (store) => ({
      change: (ref, tx, work) =>
        store.change(ref, tx, (session) =>
          work({ ...session, write: async (write) => (write.insert.length === 0 ? undefined : session.write(write)) }),
        ),
    }),
  ],
  [
    'mixes up subjects that differ in case or blanks',
    'unusual names are kept apart',
    (store) => {
      const folded = <R extends { readonly subject: string }>(ref: R) => ({ ...ref, subject: ref.subject.trim().toLowerCase() });
      return {
        change: (ref, tx, work) => store.change(folded(ref), tx, work),
        subject: (ref) => store.subject(folded(ref)),
        history: (ref) => store.history(folded(ref)),
      };
    },
  ],
  [
    'answers for any subject',
    'an answer is found again under its key, by its own subject',
    (store) => {
      const answers = new Map<string, string>();
      return {
        change: (ref, tx, work) =>
          store.change(ref, tx, (session) =>
            work({
              ...session,
              answer: async (key) => answers.get(key),
              write: (write) => {
                if (write.answer) answers.set(write.answer.key, write.answer.value);
                return session.write(write);
              },
            }),
          ),
      };
    },
  ],
  [
    'hands out what it goes on changing',
    'what was read stays as it was',
    (store) => {
      const handed: StoredJob[] = [];
      const refreshed = async () => {
        for (const job of handed) {
          const now = (await store.history(job)).find(({ key }) => key === job.key);
          Object.assign(job, now);
        }
      };
      return {
        history: async (ref) => {
          handed.push(...(await store.history(ref)));
          return handed;
        },
        claim: async (request) => {
          const jobs = await store.claim(request);
          await refreshed();
          return jobs;
        },
      };
    },
  ],
  [
    'counts on every channel',
    'messages that were sent and count are counted by recipient, channel and instant',
    (store) => ({
      countSent: async (query) => (await store.countSent(query)) + (await store.countSent({ ...query, channel: 'sms' })),
    }),
  ],
  [
    'forgets leases',
    'nextRunAt is the earliest instant at which something can be claimed',
    (store) => {
      const leases = new Set<number | undefined>();
      return {
        claim: async (request) => {
          leases.add(request.now + request.leaseMs);
          return store.claim(request);
        },
        nextRunAt: async (lifecycles) => {
          const next = await store.nextRunAt(lifecycles);
          return leases.has(next) ? undefined : next;
        },
      };
    },
  ],
  [
    'keeps payloads as text',
    'a job is read back as it was written',
    (store) => ({
      history: async (ref, page) =>
        (await store.history(ref, page)).map((job) => ({ ...job, payload: JSON.stringify(job.payload) })),
    }),
  ],
  [
    'tells watchers that have stopped watching',
    'a watcher is told of earlier work, until it stops watching',
    (store) => ({
      watch: (listener) => {
        store.watch(listener);
        return () => {};
      },
    }),
  ],
];

describe('control: a store that', () => {
  test.each(brokenStores)('%s fails «%s»', async (_what, name, broken) => {
    const found = contractOf(broken).find((one) => one.name === name);
    await expect(found?.run()).rejects.toMatchObject({ code: 'assertion-failed' });
  });
});

test('control: the same store, not broken, passes every case', async () => {
  for (const { run } of contractOf(() => ({}))) await run();
});

test('a case without the transaction it needs says so', async () => {
  const cases = storeContract({ create: async () => ({ store: memory() }) });
  const found = cases.find(({ name }) => name === 'what a transaction writes never happened when it is rolled back');
  await expect(found?.run()).rejects.toThrow('skip the case and say why');
});

test('a skip takes the case out of the list', () => {
  const create = async () => ({ store: memory() });
  const name = 'ten thousand due jobs are claimed in order';
  const names = storeContract({ create, skip: [{ case: name, reason: 'slow' }] }).map((one) => one.name);
  expect(names).not.toContain(name);
  expect(storeContract({ create }).map((one) => one.name)).toContain(name);
});

test('a skip of no case, or without a reason, is refused', () => {
  const create = async () => ({ store: memory() });
  const skipping = (name: string, reason: string) => () => storeContract({ create, skip: [{ case: name, reason }] });
  expect(skipping('a write without job is stored', 'slow')).toThrow("Did you mean 'a write without jobs is stored'?");
  expect(skipping('a write without jobs is stored', ' ')).toThrow('gives no reason');
});

test('a store is closed after each case, also after one that fails', async () => {
  let closed = 0;
  const create = async () => {
    const store = Object.assign(memory(), { subject: () => Promise.reject(new Error('broken')) });
    const close = () => {
      closed += 1;
    };
    return { store, close };
  };
  const [first] = storeContract({ create });
  await expect(first?.run()).rejects.toThrow('broken');
  expect(closed).toBe(1);
});
