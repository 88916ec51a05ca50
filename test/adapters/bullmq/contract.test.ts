import { Queue, Worker } from 'bullmq';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { bullmq } from '../../../src/adapters/bullmq/index.js';
import { schedulerContract } from '../../../src/testing/scheduler-contract.js';
import { noRedis, type RedisServer, startRedis } from '../../servers/redis.js';
import { connectionOf, RedisClient } from '../../servers/redis-client.js';

/** A busy machine takes its time to start a server, in milliseconds. */
const patience = 120_000;

describe('BullMQ on Redis holds to the contract', () => {
  let server: RedisServer;
  let made = 0;
  beforeAll(async () => {
    if (noRedis === undefined) server = await startRedis();
  }, patience);
  afterAll(async () => server?.stop(), patience);

  const cases = schedulerContract<object>({
    unit: 300,
    create: async (wish) => {
      made += 1;
      const name = `contract-${process.pid}-${made}`;
      const queue = new Queue(name, { connection: connectionOf(new RedisClient(server.port, server.host)) });
      const scheduler = bullmq({ queue, ...wish });
      const worker = new Worker(name, scheduler.process, {
        connection: connectionOf(new RedisClient(server.port, server.host)),
        concurrency: 4,
      });
      worker.on('error', wish.onError);
      await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]);
      return {
        scheduler,
        now: () => new Date(),
        advance: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
        transaction: (work) => work({}),
        close: async () => {
          await worker.close();
          await queue.obliterate({ force: true });
          await queue.close();
        },
      };
    },
  });
  for (const { name, run } of cases) {
    test.concurrent(name, async (context) => {
      context.skip(noRedis !== undefined, noRedis);
      await run();
    });
  }
});
