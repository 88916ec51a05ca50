import { postgres } from 'orderbell/postgres';
import { storeContract } from 'orderbell/testing';
import pg from 'pg';
import { afterAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { aJob, booking, write } from '../../src/testing/store-cases/samples.js';
import { aDatabase, inTransaction } from '../adapters/postgres/database.js';
import { noPgbouncer, startPgbouncer } from '../servers/pgbouncer.js';

const { schema, pool: direct, url, clear } = await aDatabase();
const pooler = noPgbouncer === undefined ? await startPgbouncer(url) : undefined;
const pool = new pg.Pool({ connectionString: pooler?.connectionString ?? url, max: 10 });
if (pooler !== undefined) await postgres(pool, { schema, prepare: false }).migrate();

afterAll(async () => {
  await pool.end();
  await pooler?.stop();
});

beforeEach((context) => {
  context.skip(noPgbouncer !== undefined, noPgbouncer);
});

const cases = storeContract({
  create: async () => {
    await clear();
    const store = postgres(pool, { schema, prepare: false, listen: direct });
    await new Promise<void>((live) => {
      store.watch(live);
    });
    return { store, transaction: (work) => inTransaction(pool, work), close: () => store.close() };
  },
});

for (const { name, run } of cases) test(name, run);

test('work is heard of at once through a connection that goes to the server', async () => {
  await clear();
  const store = postgres(pool, { schema, prepare: false, listen: direct });
  let told = () => {};
  const live = new Promise<void>((resolve) => {
    told = resolve;
  });
  store.watch(() => told());
  await live;
  await expect.poll(() => store.pollEvery).toBe(60_000);
  const heard = new Promise<void>((resolve) => {
    told = resolve;
  });
  const other = postgres(pool, { schema, prepare: false, listen: false });
  await inTransaction(pool, (tx) => write(other, { insert: [aJob('one')] }, booking, tx));
  await heard;
  await store.close();
});

test('a store that was left to listen through the pooler goes on asking every second', async () => {
  const store = postgres(pool, { schema, prepare: false });
  const live = new Promise<void>((resolve) => {
    store.watch(resolve);
  });
  await live;
  const hearing = postgres(direct, { schema });
  hearing.watch(() => {});
  await expect.poll(() => hearing.pollEvery).toBe(60_000);
  expect(store.pollEvery).toBe(1_000);
  await Promise.all([store.close(), hearing.close()]);
});

test('a statement that is kept prepared is missing on another connection, and the error says what to set', async () => {
  const own = new pg.Pool({ connectionString: pooler?.connectionString, max: 1 });
  onTestFinished(() => own.end());
  const store = postgres(own, { schema, listen: false });
  const change = (tx: pg.PoolClient) => store.change(booking, tx, async () => serverOf(tx));
  const { result: first } = await inTransaction(own, change);
  // The connection that knows the statement is held by somebody else.
  const { holder, others } = await holding(first);
  await Promise.all(others.map(letGo));
  const again = inTransaction(own, change);
  await expect(again).rejects.toMatchObject({ code: 'store-unavailable', message: expect.stringContaining('`prepare: false`') });
  await letGo(holder);
});

/** Which connection to the server a transaction runs on. */
async function serverOf(tx: pg.PoolClient): Promise<number | undefined> {
  const { rows } = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid;
}

/** Begins transactions until one runs on a certain connection to the server. */
async function holding(server: number | undefined, others: readonly pg.PoolClient[] = []): Promise<Holding> {
  const holder = await pool.connect();
  await holder.query('BEGIN');
  return (await serverOf(holder)) === server ? { holder, others } : holding(server, [...others, holder]);
}

interface Holding {
  readonly holder: pg.PoolClient;
  readonly others: readonly pg.PoolClient[];
}

async function letGo(tx: pg.PoolClient): Promise<void> {
  await tx.query('ROLLBACK');
  tx.release();
}
