/**
 * What a store promises of what is held back.
 * @module
 */
import { type Pause, type PauseTarget, pauseName, type Store } from '../../ports/store.js';
import { equal } from '../check.js';
import { aJob, aMove, claimAll, jobNamed, leaseOf, minute, namesOf, noon, type StoreCase, write } from './samples.js';

const email: PauseTarget = { kind: 'channel', name: 'email' };
const rule: PauseTarget = { kind: 'rule', name: 'booking/pre-visit' };

/** By name. */
export const pauseCases: Readonly<Record<string, StoreCase>> = {
  'what is paused is listed, with its note and since when, until it is resumed': async ({ store }) => {
    equal(await store.pauses(), [], 'pauses at first');
    const pauses: readonly Pause[] = [
      { ...email, since: noon, note: 'the provider is down: "安"' },
      { kind: 'site', name: 'email', since: noon + 1, note: undefined },
      { ...rule, since: noon + 2, note: '' },
    ];
    for (const pause of pauses) await store.pause(pause);
    equal((await store.pauses()).toSorted(bySince), pauses, 'pauses');
    equal(await store.resume(email), 0, 'jobs that a pause had parked which parked none');
    equal(await store.resume(email), 0, 'jobs that nothing had parked');
    equal((await store.pauses()).toSorted(bySince), pauses.slice(1), 'pauses when one was lifted');
  },

  'what is paused already stays so since then, with the new note': async ({ store }) => {
    await store.pause({ ...email, since: noon, note: 'the provider is down' });
    await store.pause({ ...email, since: noon + minute, note: 'and tells nobody when it will be back' });
    equal(await store.pauses(), [{ ...email, since: noon, note: 'and tells nobody when it will be back' }], 'pauses');
  },

  'a parked job is not claimed until its pause is lifted': async ({ store }) => {
    await write(store, { insert: ['a', 'b', 'free'].map((name) => aJob(name)) });
    await park(store, ['a', 'b'], email);
    const { status, parkedBy, attempts } = await jobNamed(store, 'a');
    equal({ status, parkedBy, attempts }, { status: 'scheduled', parkedBy: pauseName(email), attempts: 0 }, 'a parked job');
    equal(await store.nextRunAt(), noon + minute, 'nextRunAt: the end of the lease of the one that is not parked');
    equal(namesOf(await claimAll(store, noon + 9 * minute)), ['free'], 'claimed later');
    const keys = [aJob('a').key];
    equal(await store.claim({ now: noon + minute, limit: 9, leaseMs: minute, keys }), [], 'claimed by its key');
    equal(await store.resume(rule), 0, 'jobs that another pause had parked');
    equal(await store.resume(email), 2, 'jobs that the pause had parked');
    equal(await store.nextRunAt(), noon, 'nextRunAt after it was lifted');
    equal((await jobNamed(store, 'a')).parkedBy, undefined, 'what parks the job after the pause was lifted');
    equal(namesOf(await claimAll(store)), ['a', 'b'], 'claimed after the pause was lifted');
  },

  'a job whose pause was lifted before it could be parked is put back': async ({ store }) => {
    await write(store, { insert: [aJob('one')] });
    const claimed = await claimAll(store);
    await store.pause({ ...email, since: noon, note: undefined });
    await store.resume(email);
    await store.settle(claimed.map((job) => ({ ...leaseOf(job), at: noon, status: 'scheduled', parkedBy: pauseName(email) })));
    equal((await jobNamed(store, 'one')).parkedBy, undefined, 'what parks the job');
    equal(namesOf(await claimAll(store)), ['one'], 'what can be claimed');
  },

  'a parked job can be withdrawn': async ({ store }) => {
    await write(store, { insert: [aJob('one')] });
    await park(store, ['one'], rule);
    await write(store, { withdraw: [{ key: aJob('one').key, code: 'withdrawn', why: 'paid', at: noon + 1 }] });
    const { status, parkedBy } = await jobNamed(store, 'one');
    equal({ status, parkedBy }, { status: 'withdrawn', parkedBy: undefined }, 'the job');
    equal(await store.resume(rule), 0, 'jobs that the pause had parked');
    equal(await claimAll(store, noon + minute), [], 'what can be claimed');
  },

  'a move ends the parking of a job': async ({ store }) => {
    await write(store, { insert: [aJob('moved'), aJob('parked')] });
    await park(store, ['moved', 'parked'], email);
    await write(store, { move: [aMove(aJob('moved'), { runAt: noon + minute })] });
    equal((await jobNamed(store, 'moved')).parkedBy, undefined, 'what parks the moved job');
    equal(namesOf(await claimAll(store, noon + minute)), ['moved'], 'what can be claimed');
    equal(await store.resume(email), 1, 'jobs that the pause had parked still');
  },
};

/** Pauses something, and parks these jobs for it. */
export async function park<Tx>(store: Store<Tx>, names: readonly string[], target: PauseTarget): Promise<void> {
  await store.pause({ ...target, since: noon, note: undefined });
  const claimed = await claimAll(store);
  await store.settle(
    claimed
      .filter(({ occurrence }) => names.includes(occurrence))
      .map((job) => ({ ...leaseOf(job), at: noon, status: 'scheduled', attempts: 0, parkedBy: pauseName(target) })),
  );
}

function bySince(one: Pause, other: Pause): number {
  return one.since - other.since;
}
