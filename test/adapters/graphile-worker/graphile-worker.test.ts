import { Logger, run, runMigrations } from 'graphile-worker';
import type { Pool, PoolClient } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { graphileWorker, type Queryable } from '../../../src/adapters/graphile-worker/index.js';
import { killOnceHolding } from '../../servers/dying-process.js';
import { type PostgresServer, poolOf, startPostgres } from '../../servers/postgres-server.js';
import { lease, makeWorkTable, workerOn } from './work-table.js';

/** A busy machine takes its time to start a server, in milliseconds. */
const patience = 120_000;
const silent = new Logger(() => () => {});
const tomorrow = new Date(Date.now() + 86_400_000);
const aJob = (key: string, at: Date = tomorrow) => ({ wake: [{ key, at }], forget: [] });

let server: PostgresServer;
let pool: Pool;

beforeAll(async () => {
  server = await startPostgres();
  pool = poolOf(server);
  await runMigrations({ pgPool: pool, logger: silent });
}, patience);
afterAll(async () => {
  await pool?.query('drop schema if exists graphile_worker cascade');
  await pool?.end();
  await server?.stop();
}, patience);
afterEach(async () => {
  await pool.query('delete from graphile_worker._private_jobs');
});

async function keysInQueue(): Promise<readonly string[]> {
  const { rows } = await pool.query<{ key: string }>('select key from graphile_worker.jobs order by key');
  return rows.map(({ key }) => key);
}

async function inTransaction(end: 'commit' | 'rollback', work: (client: PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  await client.query('begin');
  await work(client);
  await client.query(end);
  client.release();
}

describe('plans in a transaction', () => {
  test('are in the queue once it is committed, and never were when it is rolled back', async () => {
    const scheduler = graphileWorker<PoolClient>({ client: pool });
    await inTransaction('commit', async (tx) => {
      await scheduler.plan?.(aJob('kept'), tx);
      expect(await keysInQueue()).toEqual([]);
    });
    await inTransaction('rollback', async (tx) => {
      await scheduler.plan?.({ wake: [{ key: 'undone', at: tomorrow }], forget: ['kept'] }, tx);
    });
    expect(await keysInQueue()).toEqual(['orderbell:kept']);
  });

  test('run on whatever the host makes of its transaction', async () => {
    const texts: string[] = [];
    const client: Queryable = { query: () => Promise.reject(new Error('the pool is not to be used')) };
    const scheduler = graphileWorker<{ readonly knex: true }>({
      client,
      transaction: () => ({ query: async (text) => texts.push(text) }),
    });
    await scheduler.plan?.(aJob('job'), { knex: true });
    expect(texts).toHaveLength(1);
  });

  test('are refused with a transaction that takes no SQL', async () => {
    const scheduler = graphileWorker<object>({ client: pool });
    await expect(scheduler.plan?.(aJob('job'), {})).rejects.toMatchObject({ code: 'invalid-transaction' });
  });
});

test('a plan is one statement, however many jobs it names, and none where it names none', async () => {
  let statements = 0;
  const client: Queryable = {
    query: (text, values) => {
      statements += 1;
      return pool.query(text, values);
    },
  };
  const scheduler = graphileWorker({ client });
  const keys = Array.from({ length: 500 }, (_, at) => `job ${at}`);
  await scheduler.plan?.({ wake: keys.map((key) => ({ key, at: tomorrow })), forget: [] }, undefined);
  await scheduler.plan?.({ wake: [], forget: [] }, undefined);
  expect([statements, (await keysInQueue()).length]).toEqual([1, 500]);
  await scheduler.plan?.({ wake: [], forget: keys.slice(1) }, undefined);
  expect([statements, await keysInQueue()]).toEqual([2, ['orderbell:job 0']]);
});

test('of two instants for one job in a plan the last one counts', async () => {
  const scheduler = graphileWorker({ client: pool });
  const wake = [tomorrow, new Date(0)].map((at) => ({ key: 'job', at }));
  await scheduler.plan?.({ wake, forget: [] }, undefined);
  const { rows } = await pool.query('select run_at from graphile_worker.jobs');
  expect(rows).toEqual([{ run_at: new Date(0) }]);
});

test('a task by another name leaves keys of the same name alone', async () => {
  await graphileWorker({ client: pool }).plan?.(aJob('job'), undefined);
  await graphileWorker({ client: pool, task: 'other' }).plan?.(aJob('job'), undefined);
  expect(await keysInQueue()).toEqual(['orderbell:job', 'other:job']);
});

test('a job of the queue that is not ours, and one that comes while no notifier is started, are refused', async () => {
  const { tasks } = graphileWorker({ client: pool });
  await expect(tasks['orderbell']?.({ key: 1 })).rejects.toMatchObject({ code: 'invalid-argument' });
  await expect(tasks['orderbell']?.({ key: 'job', at: 0 })).rejects.toMatchObject({ code: 'stopped' });
});

test('wrong options are refused', () => {
  // @ts-expect-error a client takes SQL; JavaScript finds out here.
  expect(() => graphileWorker({ client: {} })).toThrow(expect.objectContaining({ code: 'invalid-client' }));
  expect(() => graphileWorker({ client: pool, sweepEvery: 0 })).toThrow('sweepEvery is 0. Expected milliseconds');
});

test('a job of a worker that was killed goes on once its lease has run out, though graphile-worker holds it for hours', async () => {
  await makeWorkTable(pool);
  await pool.query("insert into work (key, run_at) values ('job', now())");
  const scheduler = graphileWorker({ client: pool, sweepEvery: 200 });
  await scheduler.plan?.(aJob('job', new Date()), undefined);
  await killOnceHolding('test/adapters/graphile-worker/dying-worker.ts', [server.connectionString]);
  const killed = Date.now();

  const runner = await run({
    pgPool: pool,
    taskList: { ...scheduler.tasks },
    pollInterval: 50,
    noHandleSignals: true,
    logger: silent,
  });
  const done = new Promise<void>((resolve) => {
    scheduler.start(workerOn(pool, 'heir', async () => resolve()));
  });
  await done;
  // Far more than it takes, on a machine that is busy; and far less than four hours.
  expect(Date.now() - killed).toBeLessThan(lease + 10_000);
  const { rows } = await pool.query('select key, locked_by is not null as locked from graphile_worker.jobs');
  expect(rows, 'control: graphile-worker itself still holds the job').toEqual([{ key: 'orderbell:job', locked: true }]);
  await scheduler.stop();
  await runner.stop();
  expect((await pool.query('select done_by from work')).rows).toEqual([{ done_by: 'heir' }]);

  await scheduler.plan?.({ wake: [], forget: ['job'] }, undefined);
  expect((await pool.query('select key, attempts = max_attempts as over from graphile_worker.jobs')).rows).toEqual([
    { key: null, over: true },
  ]);
  await pool.query('drop table work');
});
