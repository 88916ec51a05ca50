/**
 * What a store promises of old data that is removed.
 * @module
 */
import type { PruneRequest, Store } from '../../ports/store.js';
import { equal } from '../check.js';
import { aJob, aSubject, booking, claimAll, minute, noon, type StoreCase, settled, write } from './samples.js';

const day = 1440 * minute;
const ref = (subject: string) => ({ ...booking, subject });
const content = { address: 'ann@example.com', locale: 'en', text: 'Hello', subjectLine: undefined, html: undefined };
const sent = {
  status: 'sent',
  channel: 'email',
  transport: 'smtp',
  providerId: '1',
  code: 'delivered',
  why: 'Ann',
  content,
  counts: true,
} as const;

/** By name. */
export const pruningCases: Readonly<Record<string, StoreCase>> = {
  'pruning deletes subjects that are older than an instant, with their jobs': async ({ store }) => {
    await anEndedSubject(store, 'old', noon);
    await anEndedSubject(store, 'new', noon + 1);
    const request = { olderThan: noon + 1, history: 'delete', limit: 10 } as const;
    equal(await store.prune({ ...request, olderThan: noon }), { subjects: 0, jobs: 0 }, 'pruned before the very instant');
    equal(await store.prune(request), { subjects: 1, jobs: 2 }, 'pruned');
    equal(await store.subject(ref('old')), undefined, 'the old subject');
    equal(await store.history(ref('old')), [], 'history of the old subject');
    const ask = async (subject: string) => (await store.change(ref(subject), undefined, (session) => session.answer('k'))).result;
    equal([await ask('old'), await ask('new')], [undefined, 'v'], 'answers of both');
    equal(await store.subjects({ lifecycle: 'booking', limit: 9 }), ['new'], 'subjects');
    equal((await store.jobs({ list: 'sent', limit: 9 })).jobs.length, 1, 'jobs in the list of those that were sent');
    equal((await store.counts(noon)).failed, { 'delivery-permanent': 1 }, 'jobs that were given up');
    equal((await store.history(ref('new'))).length, 2, 'jobs of the new subject');
    equal(await store.prune(request), { subjects: 0, jobs: 0 }, 'pruned once more');
  },

  'pruning keeps the history where this is asked for, and what tells repeats apart': async ({ store }) => {
    await anEndedSubject(store, 'old', noon);
    const before = await store.history(ref('old'));
    const request = { olderThan: noon + day, history: 'keep', limit: 10 } as const;
    equal(await store.prune(request), { subjects: 1, jobs: 2 }, 'pruned');
    const gone = { payload: undefined, providerId: undefined, why: undefined, note: undefined, content: undefined };
    const expected = before.map((job) => ({ ...job, ...gone }));
    equal(await store.history(ref('old')), expected, 'history');
    const marks = { revision: 3, visited: ['order.live'], silent: true };
    equal(await store.subject(ref('old')), aSubject(marks), 'subject');
    equal((await store.change(ref('old'), undefined, (session) => session.answer('k'))).result, undefined, 'answer');
    equal(await store.prune(request), { subjects: 0, jobs: 0 }, 'pruned once more');
    const again = expected.map(({ occurrence }) => aJob(occurrence, ref('old')));
    await write(store, { at: noon, subject: aSubject({ snapshot: 'new' }), insert: again }, ref('old'));
    equal(await store.history(ref('old')), expected, 'history after the same keys were inserted again');
    equal(await store.prune(request), { subjects: 1, jobs: 2 }, 'pruned after it was changed once more');
  },

  'pruning leaves subjects with open jobs, and those whose jobs were settled later': async ({ store }) => {
    await write(store, { subject: aSubject({ snapshot: 'a' }), insert: [aJob('a', ref('scheduled'))] }, ref('scheduled'));
    await write(store, { insert: [aJob('b', { ...ref('in flight'), runAt: noon - 1 })] }, ref('in flight'));
    await settled(store, aJob('c', ref('settled later')), { ...sent, at: noon + day });
    await claimAll(store, noon - 1);
    const read = () =>
      Promise.all(
        ['scheduled', 'in flight', 'settled later'].map(async (name) => [
          await store.subject(ref(name)),
          await store.history(ref(name)),
        ]),
      );
    const before = await read();
    for (const history of ['keep', 'delete'] as const) {
      equal(await store.prune({ olderThan: noon + day, history, limit: 10 }), { subjects: 0, jobs: 0 }, `pruned (${history})`);
    }
    equal(await read(), before, 'what is stored');
  },

  'pruning takes no more subjects at a time than its limit': async ({ store }) => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) await anEndedSubject(store, name, noon);
    for (const history of ['keep', 'delete'] as const) {
      const request: PruneRequest = { olderThan: noon + 1, history, limit: 2 };
      const counts: (readonly number[])[] = [];
      for (let at = 0; at < 4; at++) {
        const { subjects, jobs } = await store.prune(request);
        counts.push([subjects, jobs]);
      }
      const expected = [
        [2, 4],
        [2, 4],
        [1, 2],
        [0, 0],
      ];
      equal(counts, expected, `subjects and jobs that were pruned (${history})`);
    }
    equal(await store.subjects({ lifecycle: 'booking', limit: 9 }), [], 'subjects');
  },
};

/** A subject last changed at an instant, with a job that was sent then and one that was given up. */
async function anEndedSubject<Tx>(store: Store<Tx>, name: string, at: number): Promise<void> {
  const subject = aSubject({ revision: 3, snapshot: 'Ann', fields: { tracking: '1' }, visited: ['order.live'], silent: true });
  await write(store, { at, subject, answer: { key: 'k', value: 'v' } }, ref(name));
  await settled(store, aJob(`sent of ${name}`, ref(name)), { ...sent, at });
  const failed = { status: 'failed', code: 'delivery-permanent', why: 'Ann has no such address', at } as const;
  await settled(store, aJob(`failed of ${name}`, { ...ref(name), payload: { code: '1' } }), failed);
  await write(store, { at, subject }, ref(name));
}
