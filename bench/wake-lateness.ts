/**
 * How late each scheduler wakes: 100 jobs, planned over ten seconds. Run it with `npx tsx bench/wake-lateness.ts`.
 *
 * It needs redis-server, or ORDERBELL_TEST_REDIS; PostgreSQL is brought along.
 */
import { Worker as BullmqWorker, Queue } from 'bullmq';
import { Logger, run, runMigrations } from 'graphile-worker';
import { bullmq } from '../src/adapters/bullmq/index.js';
import { graphileWorker } from '../src/adapters/graphile-worker/index.js';
import type { Scheduler, Worker } from '../src/ports/scheduler.js';
import { loopScheduler } from '../src/runtime/loop-scheduler.js';
import { systemClock } from '../src/runtime/system-clock.js';
import { poolOf, startPostgres } from '../test/servers/postgres-server.js';
import { startRedis } from '../test/servers/redis.js';
import { connectionOf, RedisClient } from '../test/servers/redis-client.js';

const count = 100;
const spread = 10_000;
const hour = 3_600_000;
const quiet = new Logger(() => () => {});

/** Plans the jobs and answers with how late each was woken, in milliseconds, in order. */
async function lateness(scheduler: Scheduler): Promise<readonly number[]> {
  const late: number[] = [];
  const jobs = new Map<string, number>();
  const take = (key: string, at: number) => {
    if (jobs.delete(key)) late.push(Date.now() - at);
  };
  const worker: Worker = {
    async run() {
      for (const [key, at] of jobs) if (at <= Date.now()) take(key, at);
      return { nextDueAt: jobs.size === 0 ? undefined : new Date(Math.min(...jobs.values())) };
    },
    async deliver(key) {
      take(key, jobs.get(key) ?? Number.NaN);
    },
  };
  const start = Date.now() + 1_000;
  for (let at = 0; at < count; at += 1) jobs.set(`job ${at}`, start + Math.random() * spread);
  scheduler.start(worker);
  await scheduler.plan?.({ wake: [...jobs].map(([key, at]) => ({ key, at: new Date(at) })), forget: [] }, undefined);
  while (late.length < count) await new Promise((done) => setTimeout(done, 100));
  await scheduler.stop();
  return late.sort((one, other) => one - other);
}

function report(name: string, late: readonly number[]): void {
  const at = (share: number) => `${Math.round(late[Math.ceil(share * late.length) - 1] ?? Number.NaN)} ms`.padStart(8);
  process.stdout.write(`${name.padEnd(42)} p50 ${at(0.5)}  p95 ${at(0.95)}  max ${at(1)}\n`);
}

async function overRedis(): Promise<void> {
  const server = await startRedis();
  const connection = () => connectionOf(new RedisClient(server.port, server.host));
  const queue = new Queue('lateness', { connection: connection() });
  const scheduler = bullmq({ queue, sweepEvery: hour });
  const worker = new BullmqWorker('lateness', scheduler.process, { connection: connection(), concurrency: 16 });
  report('bullmq, Redis', await lateness(scheduler));
  await worker.close();
  await queue.obliterate({ force: true });
  await queue.close();
  await server.stop();
}

async function overPostgres(): Promise<void> {
  const server = await startPostgres();
  const pool = poolOf(server);
  await runMigrations({ pgPool: pool, logger: quiet });
  for (const pollInterval of [2_000, 100]) {
    const scheduler = graphileWorker({ client: pool, sweepEvery: hour });
    const options = { pgPool: pool, pollInterval, concurrency: 16, noHandleSignals: true, logger: quiet };
    const runner = await run({ ...options, taskList: { ...scheduler.tasks } });
    report(`graphile-worker, pollInterval ${pollInterval}`, await lateness(scheduler));
    await runner.stop();
  }
  await pool.end();
  await server.stop();
}

const clock = systemClock();
const timer = clock.timer;
if (timer !== undefined) {
  const onError = (error: unknown) => process.emitWarning(String(error));
  report('loop', await lateness(loopScheduler({ clock: { now: clock.now, timer }, longestSleep: hour, onError })));
}
await overRedis();
await overPostgres();
