import type { Worker } from '../../../src/ports/scheduler.js';
import type { RedisClient } from '../../servers/redis-client.js';

/** For how long a worker holds a job, in milliseconds. */
export const lease = 1_500;

/** A worker over a store that has one job, `job`: who claims it holds it for a while; `done` is told before it counts as done. */
export function workerIn(redis: RedisClient, queue: string, done: () => Promise<void>): Worker {
  const claim = async () => {
    if ((await redis.send('EXISTS', `${queue}-done`)) === 1) return;
    if ((await redis.send('SET', `${queue}-lease`, '1', 'NX', 'PX', lease)) === null) return;
    await done();
    await redis.send('SET', `${queue}-done`, '1');
  };
  return {
    deliver: () => claim(),
    async run() {
      await claim();
      return { nextDueAt: new Date(Date.now() + 3_600_000) };
    },
  };
}
