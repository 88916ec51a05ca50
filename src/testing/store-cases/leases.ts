/**
 * What a store promises of claims that name jobs or lifecycles, and of leases that are extended.
 * @module
 */
import { check, equal } from '../check.js';
import { aJob, booking, claimAll, jobNamed, leaseOf, minute, namesOf, noon, type StoreCase, settled, write } from './samples.js';

const coupon = { lifecycle: 'coupon', subject: 'C-1' };

/** By name. */
export const leaseCases: Readonly<Record<string, StoreCase>> = {
  'a claim by keys takes these jobs only, as far as they are due and free': async ({ store }) => {
    const insert = ['a', 'b', 'held', 'c'].map((name) => aJob(name));
    await write(store, { insert: [...insert, aJob('later', { runAt: noon + 1 })] });
    await settled(store, aJob('sent'), { status: 'sent' });
    const named = (names: readonly string[], limit = 100, now = noon) =>
      store.claim({ now, limit, leaseMs: minute, keys: names.map((name) => aJob(name).key) });
    equal(namesOf(await named(['held'])), ['held'], 'claimed by one key');
    equal(namesOf(await named([])), [], 'claimed by no key at all');
    equal(namesOf(await named(['held', 'later', 'sent', 'nobody', 'c', 'a'], 1)), ['a'], 'claimed with room for one');
    equal(namesOf(await named(['held', 'later', 'sent', 'nobody', 'c', 'a'])), ['c'], 'claimed with room for all');
    equal(namesOf(await claimAll(store, noon + 1)), ['b', 'later'], 'what is left to everybody');
    const again = await named(['c'], 100, noon + minute);
    equal(
      again.map(({ occurrence, attempts, reclaimed }) => [occurrence, attempts, reclaimed]),
      [['c', 2, true]],
      'claimed by its key when the lease has run out',
    );
  },

  'a job that many workers claim by its key goes to one of them': async ({ store }) => {
    await write(store, { insert: [aJob('other'), aJob('one')] });
    const request = { now: noon, limit: 1, leaseMs: minute, keys: [aJob('one').key] };
    const claimed = await Promise.all(Array.from({ length: 10 }, () => store.claim(request)));
    equal(claimed.flatMap(namesOf), ['one'], 'what ten workers got together');
    equal((await jobNamed(store, 'one')).attempts, 1, 'attempts');
  },

  'a claim by lifecycles leaves other jobs alone': async ({ store }) => {
    await write(store, { insert: [aJob('of booking', { runAt: noon - 2 }), aJob('later', { runAt: noon + minute })] });
    await write(store, { insert: [aJob('of coupon', coupon)] }, coupon);
    const claim = (lifecycles: readonly string[], now = noon) => store.claim({ now, limit: 100, leaseMs: minute, lifecycles });
    equal(await store.nextRunAt(['coupon']), noon, 'nextRunAt of coupons');
    equal(await store.nextRunAt(['member', 'coupon', 'booking']), noon - 2, 'nextRunAt of three lifecycles');
    equal(await store.nextRunAt(['member']), undefined, 'nextRunAt of a lifecycle without jobs');
    equal(await store.nextRunAt([]), undefined, 'nextRunAt of no lifecycle');
    equal(namesOf(await claim([])), [], 'claimed of no lifecycle');
    equal(namesOf(await claim(['coupon', 'member'])), ['of coupon'], 'claimed of coupons and members');
    equal(await store.nextRunAt(['coupon']), noon + minute, 'nextRunAt of coupons: the end of the lease');
    equal(namesOf(await claim(['booking'], noon + minute)), ['of booking', 'later'], 'claimed of bookings');
    equal(namesOf(await claim(['booking', 'coupon'], noon + minute)), ['of coupon'], 'claimed when the lease has run out');
  },

  'an extension holds a claimed job until another instant': async ({ store }) => {
    await write(store, { insert: [aJob('one'), aJob('two')] });
    const [one, two] = await claimAll(store);
    check(one !== undefined && two !== undefined, 'both jobs can be claimed');
    equal(await store.extend([leaseOf(one)], noon + 3 * minute), [one.key], 'keys that were still held');
    equal(await store.extend([], noon + 9 * minute), [], 'keys held of none');
    equal((await jobNamed(store, 'one')).leaseUntil, noon + 3 * minute, 'end of the lease');
    equal((await jobNamed(store, 'one')).attempts, 1, 'attempts');
    equal(namesOf(await claimAll(store, noon + 3 * minute - 1)), ['two'], 'claimed just before the extended lease ends');
    equal(await store.nextRunAt(), noon + 3 * minute, 'nextRunAt');
    equal(namesOf(await claimAll(store, noon + 3 * minute)), ['one'], 'claimed when the extended lease ends');
  },

  'an extension of a lease that is not held changes nothing': async ({ store }) => {
    await write(store, { insert: [aJob('taken over'), aJob('settled'), aJob('held')] });
    const claimed = await claimAll(store);
    const [slow, ended, held] = claimed;
    check(slow !== undefined && ended !== undefined && held !== undefined, 'the jobs can be claimed');
    await store.settle([{ ...leaseOf(ended), at: noon, status: 'scheduled', runAt: noon + 2 * minute }]);
    await store.extend([leaseOf(held)], noon + 5 * minute);
    await claimAll(store, noon + minute);
    const before = await store.history(booking);
    equal(await store.extend(claimed.map(leaseOf), noon + 9 * minute), [], 'keys that were still held');
    equal(await store.history(booking), before, 'history');
    const second = { ...leaseOf(held), leaseUntil: noon + 5 * minute };
    equal(
      await store.extend([leaseOf(slow), second], noon + 9 * minute),
      [held.key],
      'keys held with the lease of the extension',
    );
  },

  'a settlement after an extension needs the lease that this gave': async ({ store }) => {
    await write(store, { insert: [aJob('one')] });
    const [claimed] = await claimAll(store);
    check(claimed !== undefined, 'the job can be claimed');
    await store.extend([leaseOf(claimed)], noon + 2 * minute);
    const settlement = { at: noon, status: 'sent' } as const;
    equal(await store.settle([{ ...leaseOf(claimed), ...settlement }]), [], 'keys held by the lease of the claim');
    equal((await jobNamed(store, 'one')).status, 'in-flight', 'status');
    const extended = { ...leaseOf(claimed), leaseUntil: noon + 2 * minute };
    equal(await store.settle([{ ...extended, ...settlement }]), [claimed.key], 'keys held by the lease of the extension');
    equal((await jobNamed(store, 'one')).status, 'sent', 'status in the end');
  },
};
