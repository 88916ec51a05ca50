/**
 * Emptying a line of jobs that are due, by orderbell and by graphile-worker.
 * @module
 */
import { Logger, runMigrations, run as runWorker } from 'graphile-worker';
import { postgres } from 'orderbell/postgres';
import type { Pool } from 'pg';
import { addOrders, serverCpu, sqlOfPostgres } from './databases.js';
import { notifierOn, placeAndPay } from './order.js';

/** What one job cost, in microseconds: by the clock, and of the processors. */
export interface Drained {
  readonly wall: number;
  readonly client: number;
  readonly server: number;
}

const tables = ['subjects', 'answers', 'jobs', 'queue', 'outcomes'].map((name) => `orderbell_${name}`).join(', ');

/** A notifier delivers what is due of `count` orders: claimed, checked against its data, rendered, handed over, settled. */
export async function drainByOrderbell(pool: Pool, count: number): Promise<Drained> {
  const store = postgres(pool);
  await store.migrate();
  await pool.query(`TRUNCATE ${tables} RESTART IDENTITY`);
  let sent = 0;
  const notifier = notifierOn(store, {
    reminders: 1,
    sent: () => {
      sent += 1;
    },
  });
  const sample = `sample${Date.now()}`;
  await placeAndPay(notifier, sample, Date.now() - 1000);
  await addOrders(sqlOfPostgres(pool), sample, count - 1, {});
  await pool.query(`ANALYZE ${tables}`);
  const drained = await measured(pool, count, async () => {
    await notifier.tick();
    if (sent !== count) throw new Error(`orderbell sent ${sent} of ${count}`);
  });
  await notifier.stop();
  return drained;
}

const logger = new Logger(() => () => {});

/** graphile-worker runs as many jobs that do nothing. Timed from the first job to the last: neither its start nor its end counts. */
export async function drainByGraphile(pool: Pool, count: number, isFast: boolean): Promise<Drained> {
  await runMigrations({ pgPool: pool, logger });
  await pool.query('TRUNCATE graphile_worker._private_jobs');
  await pool.query(
    `SELECT count(*) FROM graphile_worker.add_jobs((SELECT array_agg(ROW('note', json_build_object('no', i, 'text', repeat('x', 270)), NULL,
  now() - interval '1 minute', NULL, NULL, NULL, NULL)::graphile_worker.job_spec) FROM generate_series(1, ${count}) AS s(i)))`,
  );
  await pool.query('ANALYZE graphile_worker._private_jobs');
  const queue = { localQueue: { size: 500 }, completeJobBatchDelay: 0 };
  let done = 0;
  const { promise: first, resolve: begun } = deferred();
  const { promise: last, resolve: ended } = deferred();
  const note = async () => {
    begun();
    done += 1;
    if (done === count) ended();
  };
  const options = { pgPool: pool, logger, concurrency: 10, noHandleSignals: true, taskList: { note } };
  const starting = runWorker(isFast ? { ...options, preset: { worker: queue } } : options);
  await first;
  const drained = await measured(pool, count, () => last);
  await (await starting).stop();
  return drained;
}

async function measured(pool: Pool, count: number, work: () => Promise<void>): Promise<Drained> {
  const server = await serverCpu(pool);
  const client = process.cpuUsage();
  const start = performance.now();
  await work();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(client);
  const after = await serverCpu(pool);
  return {
    wall: (wall * 1000) / count,
    client: (user + system) / count,
    server: server === undefined || after === undefined ? Number.NaN : (after - server) / count,
  };
}

function deferred() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
