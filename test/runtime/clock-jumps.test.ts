import { expect, test } from 'vitest';
import type { Clock } from '../../src/ports/clock.js';
import { Breaker } from '../../src/runtime/breaker.js';
import { loopScheduler } from '../../src/runtime/loop-scheduler.js';
import { fakeClock } from '../../src/testing/fake-clock.js';
import { aBooking, booking } from '../builders/booking.js';
import { storeWith, studio } from '../builders/studio.js';

const rules = booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by: ['email'] } });

/** A clock that can be set to another time; its timers go on as they were set, as those of the platform do. */
function jumpingClock() {
  const steady = fakeClock('2026-03-01T11:00');
  let off = 0;
  const clock: Required<Clock> = {
    now: () => new Date(steady.now().getTime() + off),
    timer: (at, wake) => steady.timer(new Date(at.getTime() - off), wake),
  };
  return {
    clock,
    steady,
    jump: (milliseconds: number) => {
      off += milliseconds;
    },
  };
}

const hour = 3_600_000;

test('after the clock has jumped ahead, new work is begun at once', async () => {
  const { clock, steady, jump } = jumpingClock();
  const { notifier, email } = studio({ rules, clock, longestSleep: 60_000 });
  notifier.start();
  await steady.advanceBy({ minutes: 0 });
  jump(hour);
  await notifier.handleTransition(booking, { created: aBooking() });
  await steady.advanceBy({ minutes: 0 });
  expect(email.messages).toHaveLength(1);
  await notifier.stop();
});

test('after the clock has jumped back, what is due is begun when the clock shows its instant', async () => {
  const { clock, steady, jump } = jumpingClock();
  const { notifier, email } = studio({ rules, clock, longestSleep: 60_000 });
  notifier.start();
  await notifier.handleTransition(booking, { created: aBooking({ no: 'B-1' }) });
  await steady.advanceBy({ minutes: 1 });
  jump(-hour);
  await notifier.handleTransition(booking, { created: aBooking({ no: 'B-2' }) });
  await steady.advanceBy({ minutes: 1 });
  expect(email.messages.map(({ subject }) => subject)).toEqual(['B-1', 'B-2']);
  await notifier.stop();
  expect(steady.pending()).toEqual([]);
});

test('a transport rests no longer than its longest pause, though the clock has gone back', () => {
  const settings = { failures: 1, pause: 30_000, longestPause: 300_000, mostWaiting: 16 };
  const breaker = new Breaker('smtp', settings, () => undefined);
  breaker.failed('one', new Error('down'), 24 * hour);
  expect(breaker.closed('one', 24 * hour)).toBeDefined();
  expect(breaker.closed('one', 0)?.until).toBeLessThanOrEqual(301_000);
  expect(breaker.closed('one', 300_000)).toBeUndefined();
});

test('a store that comes to hear of new work is asked less often, and never less than once a lease', async () => {
  let pollEvery = 1_000;
  let asked = 0;
  const { notifier, clock } = studio({
    rules,
    lease: 20_000,
    longestSleep: 3 * hour,
    wrap: (inner) =>
      new Proxy(
        storeWith(inner, {
          nextRunAt: async (lifecycles) => {
            asked += 1;
            return inner.nextRunAt(lifecycles);
          },
        }),
        { get: (target, name) => (name === 'pollEvery' ? pollEvery : Reflect.get(target, name)) },
      ),
  });
  notifier.start();
  await clock.advanceBy({ minutes: 1 });
  expect(asked).toBeGreaterThan(50);
  pollEvery = 60_000;
  await clock.advanceBy({ minutes: 1 });
  asked = 0;
  await clock.advanceBy({ minutes: 1 });
  expect(asked).toBe(3);
  await notifier.stop();
});

test('a loop whose timer was set before the clock jumped ahead sets it anew', async () => {
  const { clock, steady, jump } = jumpingClock();
  let runs = 0;
  const loop = loopScheduler({ clock, longestSleep: 60_000, onError: () => undefined });
  loop.start({
    run: async () => {
      runs += 1;
      return { nextDueAt: undefined };
    },
    deliver: async () => undefined,
  });
  await steady.advanceBy({ minutes: 0 });
  jump(hour);
  loop.wake(clock.now());
  await steady.advanceBy({ minutes: 0 });
  expect(runs).toBe(2);
  await loop.stop();
});
