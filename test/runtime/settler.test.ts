import { expect, test } from 'vitest';
import type { ClaimedJob, JobPage, Settlement } from '../../src/ports/store.js';
import { type Held, Leases } from '../../src/runtime/leases.js';
import { Settler } from '../../src/runtime/settler.js';
import { fakeClock } from '../../src/testing/fake-clock.js';
import { aBooking, booking } from '../builders/booking.js';
import { studio } from '../builders/studio.js';

const rules = booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by: ['email'] } });

/** Claimed jobs of a store. */
async function claimedJobs(count: number): Promise<readonly ClaimedJob[]> {
  const { notifier, store, clock } = studio({ rules });
  for (let at = 1; at <= count; at++) await notifier.handleTransition(booking, { created: aBooking({ no: `B-${at}` }) });
  return store.claim({ now: clock.now().getTime(), limit: count, leaseMs: 60_000 });
}

/** A settler of a store that answers as it is told, and what it says of each job. */
function aSettler(settle: (settlements: readonly Settlement[]) => readonly string[]) {
  const clock = fakeClock('2026-03-01T11:00', { timeZone: 'Asia/Taipei' });
  const store = {
    extend: async () => [],
    jobs: async (): Promise<JobPage> => ({ jobs: [], next: undefined }),
    settle: async (settlements: readonly Settlement[]) => settle(settlements),
  };
  const parts = { store, clock, lease: 60_000 };
  const unexpected = (error: unknown) => {
    throw error;
  };
  const leases = new Leases(parts, unexpected);
  const told: Settlement[] = [];
  const settler = new Settler(parts, leases, { settled: async (some) => void told.push(...some), onError: unexpected });
  const hold = (job: ClaimedJob) => {
    const held = leases.hold(job);
    if (held === undefined) throw new Error('it is held already');
    return held;
  };
  const settled = (held: Held) =>
    new Promise<boolean>((stored, unstored) => {
      const { key, ticket, leaseUntil } = held.job;
      settler.settle(held, { key, ticket, leaseUntil, status: 'sent', at: clock.now().getTime() }, { stored, unstored });
    });
  return { hold, settled, told, clock };
}

test('a store that names one key twice has not written the other', async () => {
  const [one, other] = await claimedJobs(2);
  if (one === undefined || other === undefined) throw new Error('nothing was claimed');
  const { hold, settled, told, clock } = aSettler(() => [one.key, one.key]);
  expect(await Promise.all([settled(hold(one)), settled(hold(other))])).toEqual([true, false]);
  expect(told.map(({ key }) => key)).toEqual([one.key]);
  expect(clock.pending()).toEqual([]);
});

test('a store may name the keys in any order, and keys of others', async () => {
  const [one, other] = await claimedJobs(2);
  if (one === undefined || other === undefined) throw new Error('nothing was claimed');
  const { hold, settled, told } = aSettler(() => [other.key, 'somebody/else', one.key]);
  expect(await Promise.all([settled(hold(one)), settled(hold(other))])).toEqual([true, true]);
  expect(told.map(({ key }) => key)).toEqual([one.key, other.key]);
});

test('of a job that was lost and claimed again, only what came of the new claim is told', async () => {
  const [job] = await claimedJobs(1);
  if (job === undefined) throw new Error('nothing was claimed');
  const { hold, settled, told } = aSettler((settlements) => settlements.map(({ key }) => key));
  const before = hold(job);
  const again = hold({ ...job, leaseUntil: job.leaseUntil + 1 });
  expect(before.isLost).toBe(true);
  expect(await Promise.all([settled(before), settled(again)])).toEqual([false, true]);
  expect(told).toMatchObject([{ key: job.key, leaseUntil: job.leaseUntil + 1 }]);
});
