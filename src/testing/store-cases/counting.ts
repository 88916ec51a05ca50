/**
 * What a store promises of counts, and of walks through its subjects.
 * @module
 */
import type { Store, SubjectQuery } from '../../ports/store.js';
import { equal } from '../check.js';
import { park } from './pauses.js';
import {
  aJob,
  aJobInEachClosedStatus,
  aSubject,
  claimAll,
  leaseOf,
  minute,
  noon,
  type StoreCase,
  settled,
  write,
} from './samples.js';

const nothing = { due: 0, oldestDueAt: undefined, inFlight: 0, parked: 0, failed: {}, unknown: 0 };

/** By name. */
export const countingCases: Readonly<Record<string, StoreCase>> = {
  'an empty store counts nothing': async ({ store }) => {
    equal(await store.counts(noon), nothing, 'counts');
  },

  'jobs are counted as due from their instant, and those in flight when their lease has run out': async ({ store }) => {
    const insert = [aJob('b', { runAt: noon + 1 }), aJob('a'), aJob('c', { runAt: noon + minute })];
    await write(store, { insert });
    equal(await store.counts(noon - 1), nothing, 'counts before anything is due');
    equal(await store.counts(noon + 1), { ...nothing, due: 2, oldestDueAt: noon }, 'counts with two due');
    await store.claim({ now: noon + 1, limit: 1, leaseMs: minute });
    equal(await store.counts(noon + 1), { ...nothing, due: 1, oldestDueAt: noon + 1, inFlight: 1 }, 'counts with one claimed');
    const later = await store.counts(noon + minute + 1);
    equal(later, { ...nothing, due: 3, oldestDueAt: noon }, 'counts when its lease has run out');
  },

  'parked jobs are counted, and not as due': async ({ store }) => {
    await write(store, { insert: [aJob('one'), aJob('two')] });
    await park(store, ['one', 'two'], { kind: 'channel', name: 'email' });
    await write(store, { insert: [aJob('later', { runAt: noon + minute })] });
    equal(await store.counts(noon), { ...nothing, parked: 2 }, 'counts while they are parked');
    await store.resume({ kind: 'channel', name: 'email' });
    equal(await store.counts(noon), { ...nothing, due: 2, oldestDueAt: noon }, 'counts after the pause was lifted');
  },

  'jobs that were given up are counted by code, until they are retried or set aside': async ({ store }) => {
    await aJobInEachClosedStatus(store);
    for (const name of ['a', 'b', 'c']) await settled(store, aJob(name), { status: 'failed', code: 'delivery-permanent' });
    const failed = { 'was-failed': 1, 'delivery-permanent': 3 };
    equal(await store.counts(noon), { ...nothing, inFlight: 1, failed, unknown: 1 }, 'counts');
    const at = noon + minute;
    await write(store, {
      revise: [
        { key: aJob('a').key, status: 'scheduled', at, note: undefined },
        { key: aJob('b').key, status: 'discarded', at, note: undefined },
      ],
    });
    const { failed: rest } = await store.counts(noon);
    equal(rest, { 'was-failed': 1, 'delivery-permanent': 1 }, 'given up and neither retried nor set aside');
  },

  'what is sent without counting is not counted against a limit': async ({ store }) => {
    const sent = { status: 'sent', channel: 'email' } as const;
    await settled(store, aJob('counts'), { ...sent, counts: true });
    await settled(store, aJob('does not count'), { ...sent, counts: false });
    await settled(store, aJob('not a word'), sent);
    await settled(store, aJob('failed'), { ...sent, status: 'failed', code: 'handler-failed', counts: true });
    const query = { recipient: 'ann@example.com', channel: 'email', since: 0 };
    equal(await store.countSent(query), 1, 'messages that count');
  },

  'subjects of a lifecycle are walked through in pages, each once': async ({ store }) => {
    const names = Array.from({ length: 25 }, (_, at) => `B-${at} 預約 b`);
    for (const subject of [...names, 'b-1', 'B-1']) await write(store, {}, { lifecycle: 'booking', subject });
    await write(store, {}, { lifecycle: 'coupon', subject: 'C-1' });
    const all = await allSubjects(store, { lifecycle: 'booking', limit: 10 });
    equal(all.toSorted(), [...names, 'b-1', 'B-1'].toSorted(), 'subjects, in pages of ten');
    const again = await allSubjects(store, { lifecycle: 'booking', limit: 4 });
    equal(again, all, 'subjects, in pages of four');
    equal(await allSubjects(store, { lifecycle: 'coupon', limit: 4 }), ['C-1'], 'subjects of the other lifecycle');
    equal(await allSubjects(store, { lifecycle: 'member', limit: 4 }), [], 'subjects of a lifecycle without any');
  },

  'subjects are found by when they were last changed': async ({ store }) => {
    const changed = (subject: string, at: number) => write(store, { at, subject: aSubject() }, { lifecycle: 'booking', subject });
    await changed('old', noon);
    await changed('new', noon + 1);
    await changed('renewed', noon);
    await changed('renewed', noon + 2);
    const since = (changedSince: number) => allSubjects(store, { lifecycle: 'booking', changedSince, limit: 2 });
    equal((await since(noon)).toSorted(), ['new', 'old', 'renewed'], 'changed since noon');
    equal((await since(noon + 1)).toSorted(), ['new', 'renewed'], 'changed since the very instant of the second');
    equal(await since(noon + 2), ['renewed'], 'changed since the last change');
    equal(await since(noon + 3), [], 'changed since then');
  },

  'a delivery does not count as a change of its subject': async ({ store }) => {
    await write(store, { insert: [aJob('one', { runAt: noon + minute })] });
    const claimed = await claimAll(store, noon + minute);
    await store.settle(claimed.map((job) => ({ ...leaseOf(job), at: noon + minute, status: 'sent' })));
    equal(await allSubjects(store, { lifecycle: 'booking', changedSince: noon + 1, limit: 9 }), [], 'changed since');
  },
};

async function allSubjects<Tx>(store: Store<Tx>, query: SubjectQuery): Promise<readonly string[]> {
  const found: string[] = [];
  for (let page = ['']; page.length > 0 && found.length <= 1000; found.push(...page)) {
    page = [...(await store.subjects({ ...query, after: found.at(-1) }))];
  }
  return found;
}
