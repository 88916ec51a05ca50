import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src/runtime/system-clock.js';
import { aBooking, booking, bookingRules } from '../builders/booking.js';
import { storeWith, studio } from '../builders/studio.js';

const reminders = booking.rules({ 'payment-reminder': { ...bookingRules.rows['payment-reminder'], by: ['email'] } });

describe('start and stop', () => {
  test('a started notifier delivers at the due instant, having slept until then', async () => {
    const { notifier, clock, lines } = studio({ rules: reminders, longestSleep: 7 * 24 * 3600 * 1000 });
    await notifier.handleTransition(booking, { created: aBooking() });
    notifier.start();
    await clock.advanceBy({ minutes: 1 });
    expect(clock.pending().map((at) => at.toISOString())).toEqual(['2026-03-03T02:00:00.000Z']);
    await clock.advanceTo('2026-03-03T10:00');
    expect(lines).toEqual(['03-03 10:00 sent payment-reminder Ann email']);
    await notifier.stop();
    expect(clock.pending()).toEqual([]);
  });

  test('earlier work wakes it', async () => {
    const { notifier, clock, email } = studio({ longestSleep: 7 * 24 * 3600 * 1000 });
    notifier.start();
    await clock.advanceBy({ minutes: 1 });
    await notifier.handleTransition(booking, { created: aBooking() });
    await clock.advanceBy({ minutes: 1 });
    expect(email.messages.map(({ rule }) => rule)).toEqual(['order-placed']);
    await notifier.stop();
  });

  test('work that a transaction brings wakes it when the transaction commits', async () => {
    const { notifier, clock, email, store } = studio({ longestSleep: 7 * 24 * 3600 * 1000 });
    notifier.start();
    await clock.advanceBy({ minutes: 1 });
    await store.transaction(async (tx) => {
      await notifier.handleTransition(booking, { created: aBooking() }, { tx });
      await clock.advanceBy({ minutes: 1 });
      expect(email.messages).toEqual([]);
    });
    await clock.advanceBy({ minutes: 1 });
    expect(email.messages).toHaveLength(1);
    await notifier.stop();
  });

  test('stop waits for what is being delivered, closes the transports, and is final', async () => {
    const { notifier, clock, email, sms } = studio();
    const release = email.hang();
    notifier.start();
    await notifier.handleTransition(booking, { created: aBooking() });
    await clock.advanceBy({ minutes: 0 });
    await clock.advanceBy({ minutes: 0 });
    expect(email.attempts).toHaveLength(1);
    let stopped = false;
    const stop = notifier.stop().then(() => {
      stopped = true;
    });
    await clock.advanceBy({ minutes: 0 });
    expect(stopped).toBe(false);
    release();
    await stop;
    expect(email.messages).toHaveLength(1);
    expect([email.isClosed, sms.isClosed]).toEqual([true, true]);
    expect(() => notifier.start()).toThrow('has been stopped');
  });

  test('a store that fails is told of and asked again, and the loop goes on', async () => {
    let broken = true;
    const { notifier, clock, email } = studio({
      wrap: (store) => ({
        ...methodsOf(store),
        claim: async (request) => (broken ? Promise.reject(new Error('database is away')) : store.claim(request)),
      }),
    });
    const errors: unknown[] = [];
    notifier.on('error', ({ error }) => errors.push(error));
    await notifier.handleTransition(booking, { created: aBooking() });
    notifier.start();
    await clock.advanceBy({ minutes: 1 });
    expect(errors.length).toBeGreaterThan(0);
    broken = false;
    await clock.advanceBy({ minutes: 1 });
    expect(email.messages).toHaveLength(1);
    await notifier.stop();
  });

  test('while every place is taken the store is not asked again and again, and whoever ends makes room', async () => {
    let asked = 0;
    const { notifier, clock, email } = studio({
      concurrency: 1,
      rules: booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by: ['email'] } }),
      wrap: (store) => ({
        ...methodsOf(store),
        nextRunAt: async () => {
          asked += 1;
          // Without the guard the loop would never let the test go on.
          return asked > 20 ? undefined : store.nextRunAt();
        },
      }),
    });
    const release = email.hang();
    for (const no of ['B-1', 'B-2']) await notifier.handleTransition(booking, { created: aBooking({ no }) });
    notifier.start();
    for (let turns = 0; turns < 5; turns++) await clock.advanceBy({ minutes: 0 });
    expect(asked).toBeLessThan(5);
    release();
    for (let turns = 0; turns < 5; turns++) await clock.advanceBy({ minutes: 0 });
    expect(email.messages).toHaveLength(2);
    await notifier.stop();
  });

  test('a tick that is under way begins nothing more once the notifier is being stopped', async () => {
    const { notifier, clock, email } = studio({
      concurrency: 1,
      rules: booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by: ['email'] } }),
    });
    const release = email.hang();
    for (const no of ['B-1', 'B-2']) await notifier.handleTransition(booking, { created: aBooking({ no }) });
    const tick = notifier.tick();
    await clock.advanceBy({ minutes: 0 });
    let stopped = 0;
    const stops = [notifier.stop(), notifier.stop()].map(async (stop) => {
      await stop;
      stopped += 1;
    });
    await clock.advanceBy({ minutes: 0 });
    expect(stopped).toBe(0);
    release();
    await Promise.all(stops);
    expect(await tick).toMatchObject({ sent: 1 });
    expect(email.attempts).toHaveLength(1);
    await expect(notifier.tick()).rejects.toMatchObject({ code: 'stopped' });
  });

  test('what is being claimed while the notifier stops goes back before the store is closed', async () => {
    const placed = booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by: ['email'] } });
    let answer: () => void = () => undefined;
    let isClosed = false;
    const { notifier, clock, email, store } = studio({
      rules: placed,
      wrap: (inner) =>
        storeWith(inner, {
          claim: async (request) => {
            const jobs = await inner.claim(request);
            await new Promise<void>((resolve) => {
              answer = resolve;
            });
            return jobs;
          },
          settle: async (settlements) => (isClosed ? Promise.reject(new Error('closed')) : inner.settle(settlements)),
          close: () => {
            isClosed = true;
          },
        }),
    });
    await notifier.handleTransition(booking, { created: aBooking() });
    const tick = notifier.tick();
    await clock.advanceBy({ minutes: 0 });
    const stop = notifier.stop();
    await clock.advanceBy({ minutes: 0 });
    answer();
    await Promise.all([tick, stop]);
    expect(email.attempts).toEqual([]);
    expect(store.allJobs()).toMatchObject([{ status: 'scheduled', attempts: 0 }]);
    expect(clock.pending()).toEqual([]);
  });

  test('a transport that cannot be closed keeps neither the others nor the store open', async () => {
    let isClosed = false;
    const { notifier, email, sms } = studio({
      wrap: (inner) =>
        storeWith(inner, {
          close: () => {
            isClosed = true;
          },
        }),
    });
    Object.assign(email, { close: async () => Promise.reject(new Error('socket is gone')) });
    await expect(notifier.stop()).rejects.toThrow('socket is gone');
    expect([sms.isClosed, isClosed]).toEqual([true, true]);
  });
});

/** A store's methods, so that one of them can be replaced. */
function methodsOf<T extends object>(store: T): T {
  const names = Object.getOwnPropertyNames(Object.getPrototypeOf(store)).filter((name) => name !== 'constructor');
  return Object.fromEntries(names.map((name) => [name, (Reflect.get(store, name) as () => unknown).bind(store)])) as T;
}

describe('the real clock', () => {
  test('a timer that is further away than the platform can hold does not fire at once', async () => {
    let fired = false;
    const timer = systemClock().timer?.(new Date(Date.now() + 60 * 24 * 3600 * 1000), () => {
      fired = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(fired).toBe(false);
    timer?.cancel();
  });

  test('a timer for an instant that has passed fires at once', async () => {
    await new Promise<void>((resolve) => systemClock().timer?.(new Date(0), resolve));
  });

  test('a waiting timer holds the process open only when asked to', () => {
    const before = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const timer = systemClock({ keepAlive: false }).timer?.(new Date(Date.now() + 1e6), () => undefined);
    expect(process.getActiveResourcesInfo().filter((name) => name === 'Timeout')).toHaveLength(before);
    timer?.cancel();
  });
});
