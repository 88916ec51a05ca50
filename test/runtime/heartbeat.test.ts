import { expect, test } from 'vitest';
import type { Store } from '../../src/ports/store.js';
import { aBooking, booking } from '../builders/booking.js';
import { storeWith, studio } from '../builders/studio.js';

const rules = booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by: ['email'] } });
const patient = { rules, sendTimeout: 10 * 60_000 };
const minutes = (count: number) => ({ minutes: count });

test('a delivery that takes longer than its lease is not taken over by another worker', async () => {
  const slow = studio(patient);
  const other = studio({ ...patient, clock: slow.clock, wrap: () => slow.store });
  const release = slow.email.hang();
  await slow.notifier.handleTransition(booking, { created: aBooking() });
  slow.notifier.start();
  for (let minute = 0; minute < 5; minute++) {
    await slow.clock.advanceBy(minutes(1));
    await other.notifier.tick();
  }
  release();
  await slow.clock.advanceBy(minutes(1));
  await slow.notifier.stop();
  expect([slow.email.messages.length, other.email.attempts.length]).toEqual([1, 0]);
  expect(slow.store.allJobs()).toMatchObject([{ status: 'sent', attempts: 1 }]);
  expect(slow.clock.pending()).toEqual([]);
});

test('what waits in its lane behind a slow delivery is kept, too', async () => {
  const two = booking.rules({
    'order-placed': rules.rows['order-placed'],
    note: { ...rules.rows['order-placed'], template: 'note' },
  });
  const slow = studio({ ...patient, rules: two });
  const release = slow.email.hang();
  await slow.notifier.handleTransition(booking, { created: aBooking() });
  slow.notifier.start();
  await slow.clock.advanceBy(minutes(4));
  const free = await slow.store.claim({ now: slow.clock.now().getTime(), limit: 9, leaseMs: 1 });
  expect(free).toEqual([]);
  release();
  await slow.clock.advanceBy(minutes(0));
  await slow.notifier.stop();
  expect(slow.email.messages.map(({ rule, attempt }) => `${rule} ${attempt}`)).toEqual(['order-placed 1', 'note 1']);
});

test('the jobs of a dead worker go on within the lease', async () => {
  const { notifier, store, clock, email } = studio(patient);
  await notifier.handleTransition(booking, { created: aBooking() });
  await store.claim({ now: clock.now().getTime(), limit: 10, leaseMs: 60_000 });
  notifier.start();
  await clock.advanceBy(minutes(1));
  expect(email.messages).toHaveLength(1);
  await notifier.stop();
});

test('who has lost a job breaks off its sending, and settles nothing', async () => {
  const losing = studio({ ...patient, wrap: (store) => storeWith(store, { extend: async () => [] }) });
  const release = losing.email.hang();
  await losing.notifier.handleTransition(booking, { created: aBooking() });
  losing.notifier.start();
  await losing.clock.advanceBy(minutes(2));
  expect(losing.email.attempts.map(({ abort }) => abort.aborted)).toContain(true);
  release();
  await losing.clock.advanceBy(minutes(0));
  expect(losing.lines.filter((line) => line.includes('retry'))).toEqual([]);
  await losing.notifier.stop();
});

test('an extension whose answer is lost costs nothing: it is asked for again before anything is written', async () => {
  let lost = 2;
  const extend: (store: Store<never>) => Store<never>['extend'] = (store) => async (leases, until) => {
    const kept = await store.extend(leases, until);
    lost -= 1;
    if (lost >= 0) throw new Error('connection lost');
    return kept;
  };
  const { notifier, email, clock, lines } = studio({
    ...patient,
    wrap: (store) => storeWith(store, { extend: (...given) => extend(store as unknown as Store<never>)(...given) }),
  });
  const errors: unknown[] = [];
  notifier.on('error', ({ error }) => errors.push(error));
  const release = email.hang();
  await notifier.handleTransition(booking, { created: aBooking() });
  const tick = notifier.tick();
  await clock.advanceBy(minutes(0.75));
  release();
  await tick;
  expect(errors).toHaveLength(2);
  expect(lines).toEqual(['03-01 11:00 sent order-placed Ann email']);
});

test('a process that slept past the end of its lease asks whose job it is before it tells anybody', async () => {
  const two = booking.rules({
    'order-placed': rules.rows['order-placed'],
    note: { ...rules.rows['order-placed'], template: 'note' },
  });
  // The heartbeat does not come: as if the process did not run.
  let isAsleep = true;
  const sleeper = studio({
    ...patient,
    rules: two,
    wrap: (store) =>
      storeWith(store, { extend: async (...given) => (isAsleep ? Promise.reject(new Error('asleep')) : store.extend(...given)) }),
  });
  const other = studio({ ...patient, rules: two, clock: sleeper.clock, wrap: () => sleeper.store });
  const release = sleeper.email.hang();
  await sleeper.notifier.handleTransition(booking, { created: aBooking() });
  const tick = sleeper.notifier.tick();
  await sleeper.clock.advanceBy(minutes(2));
  await other.notifier.tick();
  isAsleep = false;
  release();
  await tick;
  expect(other.email.messages.map(({ rule }) => rule)).toEqual(['order-placed', 'note']);
  expect(sleeper.email.attempts.map(({ rule }) => rule)).toEqual(['order-placed']);
});

test('while it cannot be found out whose a job is, nobody is told anything', async () => {
  const two = booking.rules({
    'order-placed': rules.rows['order-placed'],
    note: { ...rules.rows['order-placed'], template: 'note' },
  });
  // Leases cannot be extended, but everything else of the store answers.
  let isStuck = true;
  const stuck = studio({
    ...patient,
    rules: two,
    wrap: (store) =>
      storeWith(store, { extend: async (...given) => (isStuck ? Promise.reject(new Error('lock')) : store.extend(...given)) }),
  });
  const release = stuck.email.hang();
  await stuck.notifier.handleTransition(booking, { created: aBooking() });
  const tick = stuck.notifier.tick();
  await stuck.clock.advanceBy(minutes(2));
  const other = studio({ ...patient, rules: two, clock: stuck.clock, wrap: () => stuck.store });
  await other.notifier.tick();
  release();
  await stuck.clock.advanceBy(minutes(0));
  isStuck = false;
  await stuck.clock.advanceBy(minutes(2));
  await tick;
  expect(stuck.email.attempts.map(({ rule }) => rule)).toEqual(['order-placed']);
  expect(other.email.messages.map(({ rule }) => rule)).toEqual(['order-placed', 'note']);
});

test('what this worker has sent and could not settle in time is not sent again by its own next claim', async () => {
  let isAway = false;
  const unless = <R>(work: () => Promise<R>) => (isAway ? Promise.reject(new Error('connection lost')) : work());
  const { notifier, clock, email, store } = studio({
    ...patient,
    wrap: (inner) =>
      storeWith(inner, {
        settle: (given) => unless(() => inner.settle(given)),
        extend: (...given) => unless(() => inner.extend(...given)),
        claim: (given) => unless(() => inner.claim(given)),
      }),
  });
  const release = email.hang();
  await notifier.handleTransition(booking, { created: aBooking() });
  const first = notifier.tick();
  await clock.advanceBy(minutes(0.5));
  isAway = true;
  await clock.advanceBy(minutes(0.4));
  release();
  // The lease of 11:00:20 ends at 11:01:20; the settlement is tried again every few seconds.
  await clock.advanceBy(minutes(0.49));
  isAway = false;
  const second = notifier.tick();
  await clock.advanceBy(minutes(0.5));
  await Promise.all([first, second]);
  expect(email.messages).toHaveLength(1);
  expect(store.allJobs()).toMatchObject([{ status: 'sent' }]);
  expect(clock.pending()).toEqual([]);
});
