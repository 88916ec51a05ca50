import { Queue, Worker } from 'bullmq';
import { describe, expect, test } from 'vitest';
import { type BullmqNewJob, type BullmqOptions, type BullmqQueue, bullmq } from '../../../src/adapters/bullmq/index.js';
import { fakeClock } from '../../../src/testing/fake-clock.js';
import { killOnceHolding } from '../../servers/dying-process.js';
import { noRedis, startRedis } from '../../servers/redis.js';
import { connectionOf, RedisClient } from '../../servers/redis-client.js';
import { lease, workerIn } from './work-in-redis.js';

const second = 1_000;

/** A scheduler over a queue that notes what it is given, and answers when the test says so. */
function noted(options: Partial<BullmqOptions> = {}) {
  const clock = fakeClock('2026-03-01T11:00');
  const errors: unknown[] = [];
  const added: BullmqNewJob[][] = [];
  let answers = Promise.resolve();
  const queue: BullmqQueue = {
    remove: async () => {
      await answers;
      return 1;
    },
    addBulk: async (jobs) => added.push(jobs),
  };
  const scheduler = bullmq({ queue, clock, onError: (error) => errors.push(error), ...options });
  return {
    clock,
    errors,
    added,
    /** Instants that jobs were last added for. */
    instants: () => Object.fromEntries(added.flat().map(({ data }) => [data.key, data.at])),
    plan: (key: string, at: number, tx?: object) => scheduler.plan?.({ wake: [{ key, at: new Date(at) }], forget: [] }, tx),
    hang: () => {
      let release = () => {};
      answers = new Promise((resolve) => {
        release = resolve;
      });
      return () => release();
    },
    scheduler,
  };
}

describe('plans', () => {
  test('that are made while others are on their way go together in one call, the last of each job', async () => {
    const { plan, hang, added, instants, clock } = noted();
    const release = hang();
    const first = plan('job', 1);
    await clock.advanceBy({ minutes: 0 });
    const rest = [plan('job', 2), plan('other', 3), plan('job', 4)];
    release();
    await Promise.all([first, ...rest]);
    expect(added.map((jobs) => jobs.length)).toEqual([1, 2]);
    expect(instants()).toEqual({ job: 4, other: 3 });
  });

  test('in a transaction wait for the commit, the others do not', async () => {
    const { plan, added, clock } = noted({ commitWait: 3 * second });
    const now = clock.now().getTime();
    await plan('soon', now, {});
    await plan('later', now + 60 * second, {});
    await plan('alone', now);
    expect(added.flat().map(({ data, opts }) => [data.key, opts.delay])).toEqual([
      ['soon', 3 * second],
      ['later', 60 * second],
      ['alone', 0],
    ]);
  });

  test('that the queue does not take harm nobody', async () => {
    const queue: BullmqQueue = { remove: async () => 1, addBulk: () => Promise.reject(new Error('out of memory')) };
    const { plan, errors } = noted({ queue });
    await plan('job', 1);
    expect(errors).toEqual([expect.objectContaining({ code: 'queue-unavailable', cause: new Error('out of memory') })]);
  });
});

test('while Redis does not answer one order waits for a second, the others not at all, and what they planned follows', async () => {
  const { plan, hang, errors, instants, clock } = noted();
  const release = hang();
  let waited = false;
  const first = plan('first', 1)?.then(() => {
    waited = true;
  });
  await clock.advanceTo(new Date(clock.now().getTime() + second - 1));
  expect(waited).toBe(false);
  await clock.advanceTo(new Date(clock.now().getTime() + 1));
  await first;
  await plan('next', 2);
  await plan('next', 3);
  expect(errors).toEqual([expect.objectContaining({ code: 'queue-unavailable' })]);
  release();
  await clock.advanceBy({ minutes: 0 });
  await plan('last', 4);
  expect(instants()).toEqual({ first: 1, next: 3, last: 4 });
  expect(clock.pending()).toEqual([]);
});

test('a stop does not wait for a Redis that is away', async () => {
  const { plan, hang, scheduler, clock } = noted();
  hang();
  const planned = plan('job', 1);
  const stopped = scheduler.stop();
  await clock.advanceBy({ minutes: 1 });
  await Promise.all([planned, stopped]);
});

test('a job of the queue that is not ours, and one that comes while no notifier is started, are refused', async () => {
  const { scheduler } = noted();
  await expect(scheduler.process({ data: { no: 1 } })).rejects.toMatchObject({ code: 'invalid-argument' });
  await expect(scheduler.process({ data: { key: 'job', at: 0 } })).rejects.toMatchObject({ code: 'stopped' });
});

test('wrong options are refused', () => {
  // @ts-expect-error a queue takes jobs; JavaScript finds out here.
  expect(() => bullmq({ queue: {} })).toThrow(expect.objectContaining({ code: 'invalid-client' }));
  expect(() => noted({ commitWait: -1 })).toThrow('commitWait is -1. Expected milliseconds');
});

test('a job of a worker that was killed goes on once its lease has run out', async (context) => {
  context.skip(noRedis !== undefined, noRedis);
  const server = await startRedis();
  const client = () => new RedisClient(server.port, server.host);
  const name = `killed-${process.pid}`;
  const [queue, store] = [new Queue(name, { connection: connectionOf(client()) }), client()];
  const scheduler = bullmq({ queue, sweepEvery: 200 });
  await scheduler.plan?.({ wake: [{ key: 'job', at: new Date() }], forget: [] }, undefined);
  await killOnceHolding('test/adapters/bullmq/dying-worker.ts', [server.host, String(server.port), name]);
  const killed = Date.now();

  const worker = new Worker(name, scheduler.process, { connection: connectionOf(client()) });
  await new Promise<void>((resolve) => {
    scheduler.start(workerIn(store, name, async () => resolve()));
  });
  // Far more than it takes, on a machine that is busy; and less than the minute after which BullMQ notices.
  expect(Date.now() - killed).toBeLessThan(lease + 20_000);
  expect(await queue.getActiveCount(), 'control: BullMQ itself still holds the job').toBe(1);
  await scheduler.stop();
  await worker.close();
  await queue.obliterate({ force: true });
  await queue.close();
  store.disconnect();
  await server.stop();
});
