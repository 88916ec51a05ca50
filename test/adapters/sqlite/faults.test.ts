import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sqlite } from '../../../src/adapters/sqlite/index.js';
import { aDatabase, aFolder, opened } from './files.js';
import { aJob, booking, claimed, namesOf, noon, plan, sent } from './samples.js';

test('a database that takes no writes says so, and can still be read', async () => {
  const path = join(aFolder(), 'shop.db');
  await plan(sqlite(opened(path)), ['one']);
  const database = opened(path);
  database.exec('PRAGMA query_only = ON');
  const store = sqlite(database);
  expect(namesOf(await store.history(booking))).toEqual(['one']);
  await expect(claimed(store)).rejects.toMatchObject({
    code: 'store-read-only',
    message: expect.stringMatching(/^sqlite: claiming jobs: .*readonly.*Give this process/),
  });
});

test('a full disk loses nothing that was there, and takes nothing in half', async () => {
  const database = aDatabase();
  const store = sqlite(database);
  await plan(store, ['one']);
  const pages = Object.values(Object(database.prepare('PRAGMA page_count').all()[0]))[0];
  database.prepare(`PRAGMA max_page_count = ${String(pages)}`).all();
  const many = Array.from({ length: 500 }, (_, at) => `${at} ${'x'.repeat(200)}`);
  await expect(plan(store, many, { revision: 2 })).rejects.toMatchObject({ code: 'store-full', cause: expect.any(Error) });
  expect((await store.subject(booking))?.revision).toBe(1);
  database.prepare('PRAGMA max_page_count = 100000').all();
  await plan(store, many, { revision: 2 });
  expect(await store.history(booking)).toHaveLength(501);
});

test('a disk that is full within a transaction of the host leaves that to the host', async () => {
  const database = aDatabase();
  const store = sqlite(database);
  await plan(store, ['one']);
  const pages = Object.values(Object(database.prepare('PRAGMA page_count').all()[0]))[0];
  database.prepare(`PRAGMA max_page_count = ${String(pages)}`).all();
  const many = Array.from({ length: 500 }, (_, at) => `${at} ${'x'.repeat(200)}`);
  await expect(store.transaction((tx) => plan(store, many, { tx, revision: 2 }))).rejects.toMatchObject({ code: 'store-full' });
  expect(namesOf(await store.history(booking))).toEqual(['one']);
});

test('a file that is no database says so', async () => {
  const path = join(aFolder(), 'letter.txt');
  writeFileSync(path, 'Dear Ann, this is no database at all. '.repeat(200));
  const store = sqlite(opened(path));
  await expect(store.nextRunAt()).rejects.toMatchObject({
    code: 'store-corrupt',
    message: expect.stringContaining('not a database'),
  });
});

test('tables that were dropped behind its back are missed', async () => {
  const database = aDatabase();
  const store = sqlite(database);
  database.exec('DROP TABLE orderbell_pauses');
  await expect(store.pauses()).rejects.toMatchObject({ code: 'store-not-migrated' });
});

test.each([
  ['channels', `'email'`, `column 'channels' holds 'email'. Expected a JSON list of texts.`],
  ['channels', `x'00ff'`, `column 'channels'`],
  ['note', `x'00ff'`, `column 'note'`],
  ['direct', `'{'`, `column 'direct' cannot be read`],
  ['due_at', `'soon'`, `column 'due_at' holds 'soon'`],
])('a job whose %s were changed to %s by hand is given up, and holds up nobody', async (column, value, problem) => {
  const database = aDatabase();
  const store = sqlite(database);
  await plan(store, ['broken', 'whole']);
  database.exec(`UPDATE orderbell_jobs SET ${column} = ${value} WHERE occurrence = 'broken'`);
  const jobs = await store.claim({ now: noon, limit: 1, leaseMs: 1000 });
  expect(namesOf(jobs)).toEqual(['whole']);
  const history = await store.history(booking);
  expect(history.map(({ occurrence, status, code }) => [occurrence, status, code])).toEqual([
    ['broken', 'failed', 'store-corrupt'],
    ['whole', 'in-flight', undefined],
  ]);
  expect(history[0]?.why).toContain(problem);
  expect(history[0]?.why).toContain(aJob('broken').key);
  expect(await sent(store, jobs)).toHaveLength(1);
});

test('a subject that cannot be read says where and why', async () => {
  const database = aDatabase();
  const store = sqlite(database);
  await plan(store, ['one']);
  database.exec(`UPDATE orderbell_subjects SET visited = '['`);
  await expect(store.subject(booking)).rejects.toMatchObject({
    code: 'store-corrupt',
    message: `sqlite: booking 'B-1': column 'visited' holds '['. Expected a JSON list of texts.`,
  });
});
