import { describe, test } from 'vitest';
import { loopScheduler } from '../../src/runtime/loop-scheduler.js';
import { fakeClock } from '../../src/testing/fake-clock.js';
import { schedulerContract } from '../../src/testing/scheduler-contract.js';

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
