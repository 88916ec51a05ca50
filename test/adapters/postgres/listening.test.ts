import { setTimeout as wait } from 'node:timers/promises';
import { postgres, postgresJsClient } from 'orderbell/postgres';
import pg from 'pg';
import postgresJs from 'postgres';
import { expect, onTestFinished, test } from 'vitest';
import { aJob, booking, minute, noon, write } from '../../../src/testing/store-cases/samples.js';
import { aDatabase, inTransaction } from './database.js';

const { schema, pool, url, clear } = await aDatabase();
const writer = postgres(pool, { schema });
await writer.migrate();

/** Counts calls of a watcher; `next` resolves with the next one. */
function aWatcher(store: { watch(listener: () => void): () => void }) {
  let calls = 0;
  let told = () => {};
  store.watch(() => {
    calls += 1;
    told();
  });
  const next = () =>
    new Promise<void>((resolve) => {
      told = resolve;
    });
  return { next, calls: () => calls };
}

test('another store hears of work that is due soon, when it is committed', async () => {
  await clear();
  const other = new pg.Pool({ connectionString: url, max: 2 });
  onTestFinished(() => other.end());
  const store = postgres(other, { schema });
  const watcher = aWatcher(store);
  await watcher.next();
  await expect.poll(() => store.pollEvery).toBe(60_000);
  const heard = watcher.next();
  await inTransaction(pool, async (tx) => {
    await write(writer, { insert: [aJob('one')] }, booking, tx);
    await wait(100);
    expect(watcher.calls(), 'calls before the commit').toBe(1);
  });
  await heard;
  expect((await store.claim({ now: noon, limit: 1, leaseMs: minute })).length).toBe(1);
  await store.close();
  expect(store.pollEvery).toBe(1_000);
});

test('work for another day wakes nobody', async () => {
  await clear();
  const store = postgres(pool, { schema });
  const watcher = aWatcher(store);
  await watcher.next();
  await write(writer, { insert: [aJob('later', { runAt: noon + 10 * minute })] });
  const heard = watcher.next();
  await write(writer, { insert: [aJob('now')] });
  await heard;
  expect(watcher.calls()).toBe(2);
  await store.close();
});

test('a connection that is lost is made anew, and whoever watches looks again', async () => {
  const store = postgres(pool, { schema });
  const watcher = aWatcher(store);
  await watcher.next();
  const again = watcher.next();
  await pool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND query LIKE $1`, [
    `%${schema}%`,
  ]);
  await again;
  await expect.poll(() => store.pollEvery).toBe(60_000);
  const heard = watcher.next();
  await write(writer, { insert: [aJob('after')] });
  await heard;
  await store.close();
});

test('postgres.js listens by itself', async () => {
  await clear();
  const sql = postgresJs(url, { max: 2 });
  onTestFinished(() => sql.end());
  const store = postgres(postgresJsClient(sql), { schema });
  const watcher = aWatcher(store);
  await watcher.next();
  const heard = watcher.next();
  await write(writer, { insert: [aJob('one')] });
  await heard;
  await store.close();
});

test('whoever listens where nothing is told goes on asking', async () => {
  await clear();
  const elsewhere = new URL(url);
  elsewhere.pathname = '/template1';
  const deaf = new pg.Pool({ connectionString: elsewhere.href, max: 1 });
  onTestFinished(() => deaf.end());
  const store = postgres(pool, { schema, listen: deaf });
  const watcher = aWatcher(store);
  await watcher.next();
  // A control beside it: what was told when the first began to listen has arrived where it is heard.
  const hearing = postgres(pool, { schema });
  hearing.watch(() => {});
  await expect.poll(() => hearing.pollEvery).toBe(60_000);
  expect(store.pollEvery).toBe(1_000);
  await Promise.all([store.close(), hearing.close()]);
});

test('a store that begins to listen wakes nobody else', async () => {
  const store = postgres(pool, { schema });
  const watcher = aWatcher(store);
  await watcher.next();
  await expect.poll(() => store.pollEvery).toBe(60_000);
  const another = postgres(pool, { schema });
  another.watch(() => {});
  await expect.poll(() => another.pollEvery).toBe(60_000);
  expect(watcher.calls()).toBe(1);
  await Promise.all([store.close(), another.close()]);
});

test('a store that does not listen is to be asked every second', async () => {
  const store = postgres(pool, { schema, listen: false });
  store.watch(() => {});
  expect(store.pollEvery).toBe(1_000);
  expect(postgres(pool, { schema, listen: false, pollEvery: 250 }).pollEvery).toBe(250);
  await store.close();
});
