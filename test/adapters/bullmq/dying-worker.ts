/** Takes a job from BullMQ, claims it, and never ends: for a test that kills it. */
import { Worker } from 'bullmq';
import { bullmq } from '../../../src/adapters/bullmq/index.js';
import { connectionOf, RedisClient } from '../../servers/redis-client.js';
import { workerIn } from './work-in-redis.js';

const [host = '', port = '', name = ''] = process.argv.slice(2);
const scheduler = bullmq({ queue: { addBulk: async () => {}, remove: async () => 1 } });
const { deliver } = workerIn(new RedisClient(Number(port), host), name, () => {
  process.stdout.write('holding\n');
  return new Promise(() => {});
});
// Only what BullMQ hands over: a sweep would take the job without it.
scheduler.start({ deliver, run: async () => ({ nextDueAt: undefined }) });
new Worker(name, scheduler.process, { connection: connectionOf(new RedisClient(Number(port), host)) });
