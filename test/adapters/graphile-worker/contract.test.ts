import { Logger, run, runMigrations } from 'graphile-worker';
import type { Pool, PoolClient } from 'pg';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { graphileWorker } from '../../../src/adapters/graphile-worker/index.js';
import { schedulerContract } from '../../../src/testing/scheduler-contract.js';
import { type PostgresServer, poolOf, startPostgres } from '../../servers/postgres-server.js';

/** A name that has to be quoted. */
const schemaOf = (at: number): string => `queue "${process.pid}" ${at}`;
const silent = new Logger(() => () => {});

/** A busy machine takes its time to start a server, in milliseconds. */
const patience = 120_000;

describe('graphile-worker holds to the contract', () => {
  let server: PostgresServer;
  let pool: Pool;
  let made = 0;
  beforeAll(async () => {
    server = await startPostgres();
    pool = poolOf(server, { max: 40 });
    // All before any worker runs: a migration has all workers of the database stop.
    for (let at = 1; at <= cases.length; at += 1) await runMigrations({ pgPool: pool, schema: schemaOf(at), logger: silent });
  }, patience);
  afterAll(async () => {
    for (let at = 1; at <= cases.length; at += 1) {
      await pool.query(`drop schema if exists "${schemaOf(at).replaceAll('"', '""')}" cascade`);
    }
    await pool?.end();
    await server?.stop();
  }, patience);

  const cases = schedulerContract<PoolClient>({
    unit: 500,
    create: async (wish) => {
      made += 1;
      const schema = schemaOf(made);
      const scheduler = graphileWorker<PoolClient>({ client: pool, schema, ...wish });
      const runner = await run({
        pgPool: pool,
        schema,
        logger: silent,
        taskList: { ...scheduler.tasks },
        pollInterval: 50,
        concurrency: 4,
        noHandleSignals: true,
      });
      return {
        scheduler,
        now: () => new Date(),
        advance: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
        transaction: (work) => inTransaction(pool, work),
        close: async () => {
          await runner.stop();
        },
      };
    },
  });
  for (const { name, run: tried } of cases) test.concurrent(name, tried);
});

async function inTransaction<R>(pool: Pool, work: (client: PoolClient) => Promise<R>): Promise<R> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
