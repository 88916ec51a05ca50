import { describe, expect, test } from 'vitest';
import type { Scheduler, WakingPlan, Worker } from '../../src/ports/scheduler.js';
import { schedulerContract } from '../../src/testing/scheduler-contract.js';
import { type Broken, type Commits, type MemoryQueue, queueParts } from './queue-scheduler.js';

const contractOf = (broken: Broken) => schedulerContract<Commits>({ create: (wish) => queueParts(wish, broken) });

/** A scheduler that changes what is planned before it is. */
const planning =
  (change: (plan: WakingPlan, queue: MemoryQueue) => WakingPlan): Broken =>
  (queue, scheduler) => ({ plan: async (plan, tx) => scheduler.plan?.(change(plan, queue), tx) });

/** A scheduler that starts another worker than it is given. */
const starting =
  (change: (worker: Worker, scheduler: Scheduler<Commits>) => Worker): Broken =>
  (_queue, scheduler) => ({ start: (worker) => scheduler.start(change(worker, scheduler)) });

/** Each scheduler breaks one promise; the case of that name must fail. */
const brokenSchedulers: readonly [what: string, caseName: string, broken: Broken][] = [
  [
    'wakes too early',
    'a job is woken at its instant and not before',
    planning((plan) => ({ ...plan, wake: plan.wake.map(({ key, at }) => ({ key, at: new Date(at.getTime() - 500) })) })),
  ],
  ['wakes nobody', 'a job is woken at its instant and not before', planning((plan) => ({ ...plan, wake: [] }))],
  [
    'forgets what is due at once',
    'a job that is due at once is woken at once',
    (queue) => ({
      wake: () => {},
      plan: async (plan) => queue.apply({ ...plan, wake: plan.wake.filter(({ at }) => at > queue.clock.now()) }),
    }),
  ],
  [
    'keeps the old instant beside the new one',
    'a job that is moved to a later instant is woken then, and not at the old one',
    (queue) => ({
      plan: async ({ wake }) => {
        for (const waking of wake) queue.clock.timer(waking.at, () => queue.handOver(waking, 1));
      },
    }),
  ],
  [
    'takes a key only once',
    'a job that is moved to an earlier instant is woken then',
    planning((plan, { timers }) => ({ ...plan, wake: plan.wake.filter(({ key }) => !timers.has(key)) })),
  ],
  ['never forgets', 'a job that is forgotten is not woken', planning((plan) => ({ ...plan, forget: [] }))],
  [
    'forgets for good',
    'a job that is forgotten and planned anew is woken',
    (_queue, scheduler) => {
      const gone = new Set<string>();
      return {
        plan: async (plan, tx) => {
          for (const key of plan.forget) gone.add(key);
          await scheduler.plan?.({ ...plan, wake: plan.wake.filter(({ key }) => !gone.has(key)) }, tx);
        },
      };
    },
  ],
  [
    'wakes once for each plan',
    'a job that is planned twice is woken once',
    (queue) => ({
      plan: async ({ wake }) => {
        for (const waking of wake) queue.clock.timer(waking.at, () => queue.handOver(waking, 1));
      },
    }),
  ],
  [
    'takes no job that is being worked on',
    'a job that is put back while it is being delivered is woken again',
    (queue, scheduler) => {
      const active = new Set<string>();
      return {
        start: (worker) =>
          scheduler.start({
            ...worker,
            deliver: async (key) => {
              active.add(key);
              await worker.deliver(key);
              active.delete(key);
            },
          }),
        plan: async (plan) => queue.apply({ ...plan, wake: plan.wake.filter(({ key }) => !active.has(key)) }),
      };
    },
  ],
  [
    'mixes up keys that differ in case or blanks',
    'many jobs of one plan are woken, each by its own key',
    planning((plan) => ({ ...plan, wake: plan.wake.map(({ key, at }) => ({ key: key.trim().toLowerCase(), at })) })),
  ],
  [
    'cuts long keys',
    'many jobs of one plan are woken, each by its own key',
    planning((plan) => ({ ...plan, wake: plan.wake.map(({ key, at }) => ({ key: key.slice(0, 512), at })) })),
  ],
  [
    'does not look at what was due before',
    'what was due before the start is delivered after it',
    starting((worker) => {
      let runs = 0;
      return { ...worker, run: async () => (runs++ === 0 ? { nextDueAt: undefined } : worker.run()) };
    }),
  ],
  [
    'does not sweep',
    'a job that nobody is woken for is found by a sweep',
    starting((worker) => {
      let runs = 0;
      return { ...worker, run: async () => (runs++ > 0 ? { nextDueAt: undefined } : worker.run()) };
    }),
  ],
  [
    'neither sweeps nor hears',
    'a wake leads to a run, with the next sweep at the latest',
    starting((worker) => {
      let runs = 0;
      return { ...worker, run: async () => (runs++ > 0 ? { nextDueAt: undefined } : worker.run()) };
    }),
  ],
  ['is deaf', 'more than one run can take is taken as room comes, not one sweep at a time', () => ({ wake: () => {} })],
  [
    'runs all the time',
    'with nothing to do, it does not run again and again',
    (queue, scheduler) => ({
      start: (worker) => {
        scheduler.start(worker);
        const run = () => {
          worker.run().then(undefined, () => undefined);
          if (queue.clock.pending().length < 5) queue.clock.timer(new Date(queue.clock.now().getTime() + 100), run);
        };
        run();
      },
    }),
  ],
  [
    'gives up for a failure',
    'a delivery that fails is tried again, and holds up nobody',
    starting((worker, scheduler) => {
      const orStop = (error: unknown) => {
        void scheduler.stop();
        throw error;
      };
      return { run: () => worker.run().catch(orStop), deliver: (key) => worker.deliver(key).catch(orStop) };
    }),
  ],
  [
    'swallows errors',
    'a run that fails is told of, and is not the last',
    starting((worker) => ({ ...worker, run: () => worker.run().catch(() => ({ nextDueAt: undefined })) })),
  ],
  ['does not stop', 'nothing is done after the stop', () => ({ stop: async () => {} })],
  [
    'does not wait when it is stopped',
    'the stop waits for what is under way',
    (_queue, scheduler) => ({
      stop: async () => {
        scheduler.stop();
      },
    }),
  ],
  [
    'cannot be stopped before it is started',
    'a scheduler that was never started stops',
    () => {
      let isFirst = true;
      return {
        stop: async () => {
          if (isFirst) {
            isFirst = false;
            throw new TypeError('no timer');
          }
        },
      };
    },
  ],
  [
    'takes no plans in transactions',
    'a plan that is committed is woken',
    (_queue, scheduler) => ({ plan: async (plan, tx) => (tx === undefined ? scheduler.plan?.(plan, tx) : undefined) }),
  ],
  [
    'wakes before the commit and never looks again',
    'a plan that is committed long after it was due is delivered all the same',
    (queue, scheduler) => ({
      plan: async (plan) => queue.apply(plan),
      start: (worker) => {
        let runs = 0;
        scheduler.start({ ...worker, run: async () => (runs++ > 0 ? { nextDueAt: undefined } : worker.run()) });
      },
    }),
  ],
  [
    'keeps what was rolled back, in the way of what comes after it',
    'a plan that is rolled back does no harm',
    (_queue, scheduler) => {
      const taken = new Set<string>();
      return {
        plan: async (plan, tx) => {
          const wake = plan.wake.filter(({ key }) => tx !== undefined || !taken.has(key));
          for (const { key } of plan.wake) taken.add(key);
          await scheduler.plan?.({ ...plan, wake }, tx);
        },
      };
    },
  ],
];

describe('control: a scheduler that', () => {
  test.each(brokenSchedulers)('%s fails «%s»', async (_what, name, broken) => {
    const found = contractOf(broken).find((one) => one.name === name);
    await expect(found?.run()).rejects.toMatchObject({ code: 'assertion-failed' });
  });

  test('every case is broken by one of them', () => {
    const broken = new Set(brokenSchedulers.map(([, name]) => name));
    const names = contractOf(() => ({})).map(({ name }) => name);
    expect(names.filter((name) => !broken.has(name))).toEqual([]);
  });
});

describe('control: the same scheduler, not broken, passes', () => {
  for (const { name, run } of contractOf(() => ({}))) test(name, run);
});

test('a case without the transaction it needs says so', async () => {
  const create: Parameters<typeof schedulerContract<Commits>>[0]['create'] = async (wish) => {
    const parts = await queueParts(wish, () => ({}));
    return { ...parts, transaction: undefined };
  };
  const found = schedulerContract<Commits>({ create }).find(({ name }) => name === 'a plan that is committed is woken');
  await expect(found?.run()).rejects.toThrow('skip the case and say why');
});

test('scheduler and queue are closed after each case, also after one that fails', async () => {
  const closed: string[] = [];
  const [first] = schedulerContract<Commits>({
    create: async (wish) => {
      const parts = await queueParts(wish, (_queue, scheduler) => ({
        plan: async () => {
          throw new Error('broken');
        },
        stop: async () => {
          closed.push('scheduler');
          await scheduler.stop();
        },
      }));
      return { ...parts, close: () => void closed.push('queue') };
    },
  });
  await expect(first?.run()).rejects.toThrow('broken');
  expect(closed).toEqual(['scheduler', 'queue']);
});
