import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sqlite } from '../../../src/adapters/sqlite/index.js';
import { aDatabase, aFolder, opened } from './files.js';
import { aMoment, booking, claimed, isSettled, namesOf, plan, sent } from './samples.js';

function aShop() {
  const database = aDatabase();
  database.exec('CREATE TABLE orders (no TEXT, state TEXT)');
  return { database, store: sqlite(database) };
}

test('a transaction that the host began itself holds its rows and the jobs together', async () => {
  const { database, store } = aShop();
  database.exec('BEGIN IMMEDIATE');
  database.prepare('INSERT INTO orders VALUES (?, ?)').run('B-1', 'paid');
  await plan(store, ['one'], { tx: database });
  database.exec('COMMIT');
  expect(namesOf(await claimed(store))).toEqual(['one']);
  expect(database.prepare('SELECT count(*) AS count FROM orders').all()).toEqual([{ count: 1 }]);
});

test('deliveries that go on while a transaction of the host is open lose nothing when it is rolled back', async () => {
  const { database, store } = aShop();
  await plan(store, ['sent', 'waiting']);
  const [first] = await store.claim({ now: Number.MAX_SAFE_INTEGER, limit: 1, leaseMs: 0 });
  if (first === undefined) throw new Error('nothing was claimed');
  database.exec('BEGIN');
  database.prepare('INSERT INTO orders VALUES (?, ?)').run('B-1', 'paid');
  await plan(store, ['of the host'], { tx: database, revision: 2 });
  const settled = sent(store, [first]);
  const claiming = store.claim({ now: 1, limit: 10, leaseMs: 1 });
  const reading = store.history(booking);
  await aMoment();
  expect(await Promise.all([settled, claiming, reading].map(isSettled))).toEqual([false, false, false]);
  database.exec('ROLLBACK');
  expect(await settled).toEqual([first.key]);
  expect(await claiming).toEqual([]);
  expect((await store.history(booking)).map(({ occurrence, status }) => [occurrence, status])).toEqual([
    ['sent', 'sent'],
    ['waiting', 'scheduled'],
  ]);
  expect(database.prepare('SELECT count(*) AS count FROM orders').all()).toEqual([{ count: 0 }]);
});

test('transactions of the store wait for each other and for those of the host', async () => {
  const { database, store } = aShop();
  const order: string[] = [];
  database.exec('BEGIN');
  const all = ['a', 'b'].map((name) =>
    store.transaction(async () => {
      order.push(`${name} begins`);
      await aMoment();
      order.push(`${name} ends`);
    }),
  );
  await aMoment();
  expect(order).toEqual([]);
  database.exec('COMMIT');
  await Promise.all(all);
  expect(order.map((line) => line.slice(2))).toEqual(['begins', 'ends', 'begins', 'ends']);
});

test('another connection sees nothing of a transaction before it is committed', async () => {
  const path = join(aFolder(), 'shop.db');
  const store = sqlite(opened(path));
  const other = sqlite(opened(path));
  await store.transaction(async (tx) => {
    await plan(store, ['new'], { tx });
    expect(await other.subject(booking)).toBeUndefined();
    expect(await other.history(booking)).toEqual([]);
    expect(await other.nextRunAt()).toBeUndefined();
    expect(await claimed(other)).toEqual([]);
  });
  expect(namesOf(await claimed(other))).toEqual(['new']);
});

test('a tx on which nothing was begun, or which has ended, is refused', async () => {
  const { database, store } = aShop();
  await expect(plan(store, ['one'], { tx: database })).rejects.toMatchObject({
    code: 'invalid-transaction',
    message: expect.stringContaining('no transaction is open'),
  });
  const late = await store.transaction(async (tx) => tx);
  await expect(plan(store, ['one'], { tx: late })).rejects.toMatchObject({ code: 'invalid-transaction' });
  database.exec('BEGIN');
  const change = store.change(booking, database, async () => database.exec('ROLLBACK'));
  await change;
  expect(await store.history(booking)).toEqual([]);
});

test('a change whose transaction ends before it is written is refused', async () => {
  const { database, store } = aShop();
  database.exec('BEGIN');
  const change = store.change(booking, database, async (session) => {
    await session.forget(1);
    database.exec('COMMIT');
  });
  await expect(change).rejects.toMatchObject({ code: 'invalid-transaction', message: expect.stringContaining('no longer open') });
});

test('the database of somebody else is no tx', async () => {
  const { store } = aShop();
  const other = aDatabase();
  other.exec('BEGIN');
  await expect(plan(store, ['one'], { tx: other })).rejects.toMatchObject({ code: 'invalid-transaction' });
  other.exec('ROLLBACK');
});

test('a transaction that read before somebody else wrote is told to begin anew', async () => {
  const path = join(aFolder(), 'shop.db');
  const database = opened(path);
  const store = sqlite(database);
  const other = sqlite(opened(path));
  database.exec('BEGIN');
  database.prepare('SELECT count(*) FROM orderbell_jobs').all();
  await plan(other, ['one']);
  await expect(plan(store, ['two'], { tx: database })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('BEGIN IMMEDIATE'),
  });
  database.exec('ROLLBACK');
  expect(namesOf(await store.history(booking))).toEqual(['one']);
});

test('a transaction that somebody else has ended is an error', async () => {
  const { database, store } = aShop();
  await expect(store.transaction(async () => database.exec('COMMIT'))).rejects.toMatchObject({ code: 'invalid-transaction' });
});

test('a watcher is told of what a transaction of the host has committed, and of nothing that it rolled back', async () => {
  const { database, store } = aShop();
  let calls = 0;
  const end = store.watch(() => {
    calls += 1;
  });
  database.exec('BEGIN');
  await plan(store, ['one'], { tx: database });
  database.exec('ROLLBACK');
  await aMoment();
  expect(calls).toBe(0);
  const told = new Promise<void>((resolve) => {
    store.watch(resolve);
  });
  database.exec('BEGIN');
  await plan(store, ['one'], { tx: database });
  database.exec('COMMIT');
  await told;
  expect(calls).toBe(1);
  end();
  store.close();
});

test('a record is read and written in a transaction of the host, and by others only after it', async () => {
  const { database, store } = aShop();
  const balance = { kind: 'credits', key: 'shop' };
  await expect(store.records.write({ ...balance, value: '1', version: 0 }, database)).rejects.toMatchObject({
    code: 'invalid-transaction',
  });
  database.exec('BEGIN');
  expect(await store.records.write({ ...balance, value: '1', version: 0 }, database)).toBe(true);
  const other = store.records.write({ ...balance, value: '2', version: 0 });
  await aMoment();
  expect(await isSettled(other)).toBe(false);
  database.exec('ROLLBACK');
  expect(await other).toBe(true);
  expect((await store.records.read(balance))?.value).toBe('2');
});
