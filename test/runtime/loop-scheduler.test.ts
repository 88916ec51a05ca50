import { describe, expect, test } from 'vitest';
import { loopScheduler } from '../../src/runtime/loop-scheduler.js';
import { fakeClock } from '../../src/testing/fake-clock.js';
import { schedulerContract } from '../../src/testing/scheduler-contract.js';
import { turn } from '../../src/testing/turn.js';

const reason = 'a loop has no queue: it is told of instants, once they are stored';

describe('the loop holds to the contract', () => {
  const cases = schedulerContract({
    create: async ({ sweepEvery, onError }) => {
      const clock = fakeClock('2026-03-01T11:00');
      return {
        scheduler: loopScheduler({ clock, longestSleep: sweepEvery, onError }),
        now: () => clock.now(),
        advance: (milliseconds) => clock.advanceTo(new Date(clock.now().getTime() + milliseconds)),
      };
    },
    skip: [
      { case: 'a plan that is committed is woken', reason },
      { case: 'a plan that is committed long after it was due is delivered all the same', reason },
      { case: 'a plan that is rolled back does no harm', reason },
    ],
  });
  for (const { name, run } of cases) test(name, run);
});

test('a timer that is about to ring is not put off by work for later', async () => {
  let now = Date.UTC(2026, 2, 1, 11);
  const timers = new Set<{ readonly at: Date; readonly ring: () => void }>();
  const clock = {
    now: () => new Date(now),
    timer: (at: Date, ring: () => void) => {
      const timer = { at, ring };
      timers.add(timer);
      return { cancel: () => void timers.delete(timer) };
    },
  };
  const ran: number[] = [];
  const onError = (error: unknown) => {
    throw error;
  };
  const loop = loopScheduler({ clock, longestSleep: 60_000, onError });
  loop.start({
    run: async () => {
      ran.push(now);
      return { nextDueAt: undefined };
    },
    deliver: async () => {},
  });
  await turn();
  loop.wake(new Date(now));
  // The machine is busy: it is a little later before the timer rings.
  now += 1;
  loop.wake(new Date(now + 5_000));
  const instants = [...timers].map(({ at }) => at.getTime());
  expect(instants).toEqual([now - 1]);
  for (const { ring } of timers) ring();
  expect(ran).toEqual([now - 1, now]);
  await loop.stop();
});
