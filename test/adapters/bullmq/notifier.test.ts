import { Queue, Worker } from 'bullmq';
import { expect, test } from 'vitest';
import { bullmq } from '../../../src/adapters/bullmq/index.js';
import { systemClock } from '../../../src/runtime/system-clock.js';
import { aBooking, booking } from '../../builders/booking.js';
import { studio } from '../../builders/studio.js';
import { noRedis, startRedis } from '../../servers/redis.js';
import { connectionOf, RedisClient } from '../../servers/redis-client.js';

test('a notifier over BullMQ sends what is due', async (context) => {
  context.skip(noRedis !== undefined, noRedis);
  const server = await startRedis();
  const connection = () => connectionOf(new RedisClient(server.port, server.host));
  const queue = new Queue('orderbell', { connection: connection(), prefix: `notifier-${process.pid}` });
  const scheduler = bullmq({ queue, sweepEvery: 3_600_000 });
  const { notifier, email } = studio({ clock: systemClock(), scheduler });
  const sent = new Promise<void>((resolve) => notifier.once('sent', () => resolve()));
  notifier.start();
  const worker = new Worker(queue.name, scheduler.process, { connection: connection(), prefix: `notifier-${process.pid}` });
  await notifier.handleTransition(booking, { created: aBooking() });
  await sent;
  expect(email.messages.length).toBeGreaterThan(0);
  await worker.close();
  await notifier.stop();
  await queue.obliterate({ force: true });
  await queue.close();
  await server.stop();
});
