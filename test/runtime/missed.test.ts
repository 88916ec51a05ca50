/** A worker that claims a job between a change's read and its write: nobody is told of what the change did not do. */
import { expect, test } from 'vitest';
import type { MemoryTransaction } from '../../src/adapters/memory/index.js';
import type { StoredJob } from '../../src/core/job.js';
import type { WakingPlan } from '../../src/ports/scheduler.js';
import type { Store } from '../../src/ports/store.js';
import { aBooking, booking, bookingRules } from '../builders/booking.js';
import { type StudioOptions, storeWith, studio } from '../builders/studio.js';

/** One rule, by one channel: one job. */
const rules = booking.rules({
  'payment-reminder': { ...bookingRules.rows['payment-reminder'], by: ['email'] },
});

/** A minute before the reminder of the booking is due, and when it is. */
const [before, due] = ['2026-03-03T09:59', '2026-03-03T10:00'];

/** A studio where something can happen each time a change has read its subject's jobs. */
function interrupted(table: StudioOptions['rules'] = rules) {
  let interrupt: (jobs: readonly StoredJob[]) => Promise<void> = async () => {};
  const plans: WakingPlan[] = [];
  const wrap = (store: Store<MemoryTransaction>) =>
    storeWith(store, {
      change: (ref, tx, work) =>
        store.change(ref, tx, (session) =>
          work({
            ...session,
            jobs: async (keys) => {
              const jobs = await session.jobs(keys);
              await interrupt(jobs);
              return jobs;
            },
          }),
        ),
    });
  const scheduler = { start() {}, wake() {}, stop: async () => {}, plan: async (plan: WakingPlan) => void plans.push(plan) };
  const shop = studio({ rules: table, wrap, scheduler });
  return {
    ...shop,
    plans,
    /** Has a worker claim what is due, once, before the next change writes. */
    claimingNext() {
      interrupt = async () => {
        interrupt = async () => {};
        const now = shop.clock.now().getTime();
        expect(await shop.store.claim({ now, limit: 10, leaseMs: 60_000 })).toHaveLength(1);
      };
    },
  };
}

test('a reminder that a worker claims while the payment is handled is told of once, by that worker', async () => {
  const { notifier, clock, store, lines, plans, claimingNext, advanceTo } = interrupted();
  await notifier.handleTransition(booking, { created: aBooking() });
  await clock.advanceTo(due);
  plans.length = 0;
  claimingNext();
  const paid = await notifier.handleTransition(booking, { subject: 'B-1', event: 'payment.pay' });
  expect(paid).toMatchObject({ ok: true, states: { payment: 'paid' } });
  expect(lines).toEqual([]);
  expect(plans).toEqual([]);
  expect(store.allJobs()).toMatchObject([{ rule: 'payment-reminder', status: 'in-flight' }]);
  // That worker dies; whoever takes over finds out that nobody wants the reminder any more.
  await advanceTo('2026-03-03T10:02');
  expect(lines).toEqual(['03-03 10:01 skipped payment-reminder Ann email state']);
});

test('a reminder that waits while the payment is handled is told to be withdrawn, once', async () => {
  const { notifier, clock, store, lines, plans, advanceTo } = interrupted();
  await notifier.handleTransition(booking, { created: aBooking() });
  await clock.advanceTo(before);
  plans.length = 0;
  await notifier.handleTransition(booking, { subject: 'B-1', event: 'payment.pay' });
  await advanceTo('2026-03-03T10:02');
  expect(lines).toEqual(['03-03 09:59 withdrawn payment-reminder Ann email withdrawn']);
  expect(plans).toEqual([{ wake: [], forget: [store.allJobs()[0]?.key] }]);
});

test('the same holds in a transaction of the host', async () => {
  const { notifier, clock, store, lines, plans, claimingNext } = interrupted();
  await notifier.handleTransition(booking, { created: aBooking() });
  await clock.advanceTo(due);
  plans.length = 0;
  claimingNext();
  await store.transaction((tx) => notifier.handleTransition(booking, { subject: 'B-1', event: 'payment.pay' }, { tx }));
  expect([lines, plans]).toEqual([[], []]);
  expect(store.allJobs()).toMatchObject([{ status: 'in-flight' }]);
});

test('what an open transaction withdraws is not sent before its commit, and is told of once', async () => {
  const { notifier, clock, store, email, lines } = interrupted();
  await notifier.handleTransition(booking, { created: aBooking() });
  await clock.advanceTo(due);
  await store.transaction(async (tx) => {
    await notifier.handleTransition(booking, { subject: 'B-1', event: 'payment.pay' }, { tx });
    await notifier.tick();
  });
  await notifier.tick();
  expect(email.messages).toEqual([]);
  expect(lines).toEqual(['03-03 10:00 withdrawn payment-reminder Ann email withdrawn']);
});

test('a refresh that moves what a worker claims meanwhile wakes nobody for it', async () => {
  const hours = booking.rules({
    'payment-reminder': {
      due: { before: 'payment.deadline', hours: 1 },
      while: { payment: 'unpaid' },
      to: 'booker',
      by: ['email'],
    },
  });
  const { notifier, clock, store, plans, claimingNext } = interrupted(hours);
  const at = (time: string) => aBooking({ deadline: new Date(`2026-03-03T${time}:00+08:00`) });
  await notifier.handleTransition(booking, { created: at('11:00') });
  await notifier.refresh(booking, at('11:01'));
  await clock.advanceTo('2026-03-03T10:01');
  plans.length = 0;
  claimingNext();
  await notifier.refresh(booking, at('15:00'));
  expect(plans).toEqual([]);
  expect(store.allJobs()).toMatchObject([{ status: 'in-flight', runAt: clock.now().getTime() }]);
});
