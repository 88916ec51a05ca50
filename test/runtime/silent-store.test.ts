/** Stores that never answer: a connection that has died without a word. */
import { expect, test } from 'vitest';
import type { Store } from '../../src/ports/store.js';
import { aBooking, booking } from '../builders/booking.js';
import { type StudioOptions, storeWith, studio } from '../builders/studio.js';

const rules = booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by: ['email'] } });
const minutes = (count: number) => ({ minutes: count });

type Method = 'claim' | 'settle' | 'extend' | 'pauses' | 'nextRunAt' | 'subject' | 'close';

/** A studio whose store says nothing to some calls: it does what it was asked, or does not. */
function silentShop(options: StudioOptions = {}) {
  const silent = new Map<Method, 'done' | 'not done'>();
  const late: (() => void)[] = [];
  const wrap: StudioOptions['wrap'] = (inner) => {
    const quiet = (name: Method) =>
      [
        name,
        async (...given: never[]) => {
          const how = silent.get(name);
          // Called with what the method of this name takes.
          const call = async () => (Reflect.get(inner, name) as ((...all: never[]) => unknown) | undefined)?.apply(inner, given);
          if (how === undefined) return call();
          const answer = how === 'done' ? await call() : undefined;
          return new Promise((resolve) => late.push(() => resolve(answer)));
        },
      ] as const;
    const names: Method[] = ['claim', 'settle', 'extend', 'pauses', 'nextRunAt', 'subject', 'close'];
    return storeWith(inner, Object.fromEntries(names.map(quiet)) as Partial<Store<never>>);
  };
  const shop = studio({ rules, ...options, wrap });
  const errors: string[] = [];
  shop.notifier.on('error', ({ error }) => errors.push(String(error)));
  return { ...shop, silent, late, errors };
}

test.each(['done', 'not done'] as const)(
  'a settlement that is never answered is written again, told once and not sent twice: it was %s',
  async (how) => {
    const { notifier, clock, email, store, lines, silent, late, errors } = silentShop();
    await notifier.handleTransition(booking, { created: aBooking() });
    silent.set('settle', how);
    const tick = notifier.tick();
    await clock.advanceBy(minutes(0.25));
    silent.clear();
    await clock.advanceBy(minutes(0.25));
    expect(await tick).toMatchObject({ sent: 1 });
    for (const answer of late) answer();
    await clock.advanceBy(minutes(5));
    await notifier.tick();
    expect(errors).toEqual([expect.stringContaining('settling jobs: no answer within 20000 ms')]);
    expect(lines).toEqual([expect.stringContaining('sent order-placed Ann email')]);
    expect([email.messages.length, store.allJobs().map(({ status }) => status)]).toEqual([1, ['sent']]);
    expect(clock.pending()).toEqual([]);
  },
);

test('a scheduler is told of what was put back by a settlement that was never answered', async () => {
  const woken: string[] = [];
  const { notifier, clock, email, silent } = silentShop({
    scheduler: {
      start: () => undefined,
      wake: () => undefined,
      stop: async () => undefined,
      plan: async ({ wake }) => void woken.push(...wake.map(({ key }) => key)),
    },
  });
  await notifier.handleTransition(booking, { created: aBooking() });
  email.failFor(() => true, new Error('busy'));
  woken.length = 0;
  silent.set('settle', 'done');
  const tick = notifier.tick();
  await clock.advanceBy(minutes(0.25));
  silent.clear();
  await clock.advanceBy(minutes(0.25));
  await tick;
  expect(woken).toHaveLength(1);
});

test('a settlement that is never answered is given up after a lease, and the job goes on', async () => {
  const { notifier, clock, email, silent } = silentShop();
  await notifier.handleTransition(booking, { created: aBooking() });
  silent.set('settle', 'not done');
  const failed = expect(notifier.tick()).rejects.toMatchObject({ code: 'store-unavailable' });
  await clock.advanceBy(minutes(3));
  await failed;
  silent.clear();
  await clock.advanceBy(minutes(2));
  await notifier.tick();
  expect(email.messages).toHaveLength(2);
  expect(clock.pending()).toEqual([]);
});

test.each(['done', 'not done'] as const)('an extension that is never answered costs nothing: it was %s', async (how) => {
  const { notifier, clock, email, lines, silent } = silentShop({ sendTimeout: 10 * 60_000 });
  await notifier.handleTransition(booking, { created: aBooking() });
  const release = email.hang();
  const tick = notifier.tick();
  silent.set('extend', how);
  await clock.advanceBy(minutes(0.5));
  silent.clear();
  await clock.advanceBy(minutes(2));
  release();
  await tick;
  expect(email.attempts.map(({ abort }) => abort.aborted)).toEqual([false]);
  expect(lines).toEqual(['03-01 11:02 sent order-placed Ann email']);
});

test('a claim that is never answered is asked again, and what it brings too late is given back with its attempts', async () => {
  const { notifier, clock, email, store, silent, late, errors } = silentShop();
  silent.set('claim', 'done');
  await notifier.handleTransition(booking, { created: aBooking() });
  notifier.start();
  await clock.advanceBy(minutes(0.5));
  expect(errors).toEqual([expect.stringContaining('claiming jobs: no answer within 30000 ms')]);
  silent.clear();
  expect(store.allJobs()).toMatchObject([{ status: 'in-flight' }]);
  late[0]?.();
  await clock.advanceBy(minutes(0.25));
  expect(email.messages).toHaveLength(1);
  expect(store.allJobs()).toMatchObject([{ status: 'sent', attempts: 1 }]);
  await notifier.stop();
  expect(clock.pending()).toEqual([]);
});

test.each<readonly Method[]>([
  ['claim'],
  ['settle'],
  ['pauses'],
  ['nextRunAt'],
  ['subject'],
  ['close'],
  ['claim', 'settle', 'extend', 'pauses', 'nextRunAt', 'subject', 'close'],
])('stop ends although the store never answers to %s', async (...methods) => {
  const { notifier, clock, silent } = silentShop();
  await notifier.handleTransition(booking, { created: aBooking() });
  for (const method of methods) silent.set(method, 'not done');
  notifier.start();
  await clock.advanceBy(minutes(0));
  let isStopped = false;
  const stop = notifier.stop().then(
    () => {
      isStopped = true;
    },
    () => {
      isStopped = true;
    },
  );
  await clock.advanceBy(minutes(3));
  expect(isStopped).toBe(true);
  await stop;
  expect(clock.pending()).toEqual([]);
});
