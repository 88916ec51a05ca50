/**
 * What a store promises of jobs that were given up and that a person decides about.
 * @module
 */
import { equal, rejectionOf } from '../check.js';
import {
  aJob,
  aJobInEachClosedStatus,
  booking,
  claimAll,
  jobNamed,
  minute,
  namesOf,
  noon,
  type StoreCase,
  settled,
  transactionOf,
  write,
} from './samples.js';

const failure = { status: 'failed', code: 'delivery-permanent', why: 'no such address' } as const;
const retry = (name: string) => ({ key: aJob(name).key, status: 'scheduled', at: noon + minute, note: 'new address' }) as const;
const discard = (name: string) => ({ key: aJob(name).key, status: 'discarded', at: noon + minute, note: 'old' }) as const;

/** By name. */
export const revisingCases: Readonly<Record<string, StoreCase>> = {
  'a job that was given up is retried, with its payload and all its attempts before it': async ({ store }) => {
    const payload = { code: '123456' };
    await settled(store, aJob('one', { payload }), { ...failure, attempts: 5 });
    await write(store, { revise: [retry('one')] });
    const expected = {
      ...aJob('one', { payload, runAt: noon + minute, dueAt: noon }),
      status: 'scheduled',
      attempts: 0,
      code: failure.code,
      why: failure.why,
      note: 'new address',
      settledAt: noon + minute,
    };
    equal(await jobNamed(store, 'one'), expected, 'the job');
    equal(await store.nextRunAt(), noon + minute, 'nextRunAt');
    equal((await store.counts(noon)).failed, {}, 'jobs that were given up');
    const claimed = await claimAll(store, noon + minute);
    const found = claimed.map(({ occurrence, attempts, payload, note }) => ({ occurrence, attempts, payload, note }));
    equal(found, [{ occurrence: 'one', attempts: 1, payload, note: 'new address' }], 'the claimed job');
  },

  'a note stays when the job is settled': async ({ store }) => {
    await settled(store, aJob('one'), failure);
    await write(store, { revise: [retry('one')] });
    const [claimed] = await claimAll(store, noon + minute);
    if (claimed !== undefined) await store.settle([{ ...claimed, at: noon + minute, status: 'sent' }]);
    const { status, note } = await jobNamed(store, 'one');
    equal({ status, note }, { status: 'sent', note: 'new address' }, 'the job');
  },

  'a job that was given up is set aside for good, and its payload is forgotten': async ({ store }) => {
    await settled(store, aJob('one', { payload: { code: '123456' } }), failure);
    await write(store, { revise: [discard('one')] });
    const { status, code, why, note, settledAt, payload } = await jobNamed(store, 'one');
    const expected = { status: 'discarded', code: failure.code, why: failure.why, note: 'old', settledAt: noon + minute };
    equal({ status, code, why, note, settledAt }, expected, 'the job');
    equal(payload, undefined, 'payload');
    equal(await claimAll(store, noon + 9 * minute), [], 'what can be claimed');
    await write(store, { insert: [aJob('one')], revise: [retry('one')] });
    equal((await jobNamed(store, 'one')).status, 'discarded', 'status after it was retried and planned again');
  },

  'a revision of a job that was not given up changes nothing': async ({ store }) => {
    await aJobInEachClosedStatus(store);
    const skipped = aJob('skipped', { status: 'skipped', code: 'late', why: 'too late', settledAt: noon });
    await write(store, { insert: [aJob('scheduled', { runAt: noon + minute }), skipped] });
    const others = (await store.history(booking)).filter(({ status }) => status !== 'failed').map(({ occurrence }) => occurrence);
    const before = await store.history(booking);
    await write(store, { revise: [...others, 'nobody'].map(retry) });
    await write(store, { revise: [...others, 'nobody'].map(discard) });
    equal(await store.history(booking), before, 'history');
  },

  'a revision never happened when its transaction is rolled back': async (parts) => {
    const { store } = parts;
    await settled(store, aJob('one'), failure);
    await settled(store, aJob('two'), failure);
    const before = await store.history(booking);
    const rolledBack = transactionOf(parts)(async (tx) => {
      await write(store, { revise: [retry('one'), discard('two')] }, booking, tx);
      throw new Error('of the host');
    });
    await rejectionOf(rolledBack, 'a transaction whose work throws');
    equal(await store.history(booking), before, 'history after it was rolled back');
    equal((await store.counts(noon)).failed, { 'delivery-permanent': 2 }, 'jobs that were given up');
    await transactionOf(parts)((tx) => write(store, { revise: [retry('one'), discard('two')] }, booking, tx));
    equal(namesOf(await claimAll(store, noon + minute)), ['one'], 'what can be claimed after it was committed');
  },
};
