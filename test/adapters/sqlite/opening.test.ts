import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type SqliteDatabase, sqlite, sqliteMigrations } from '../../../src/adapters/sqlite/index.js';
import { aDatabase, aFolder, opened } from './files.js';
import { booking, claimed, namesOf, plan } from './samples.js';

const pragma = (database: SqliteDatabase, name: string) => Object.values(Object(database.prepare(`PRAGMA ${name}`).all()[0]))[0];

test('the journal is a WAL and every commit is written through, unless told otherwise', () => {
  const usual = aDatabase();
  sqlite(usual);
  expect([pragma(usual, 'journal_mode'), pragma(usual, 'synchronous')]).toEqual(['wal', 2]);
  const normal = aDatabase();
  sqlite(normal, { synchronous: 'normal' });
  expect([pragma(normal, 'journal_mode'), pragma(normal, 'synchronous')]).toEqual(['wal', 1]);
});

test('every commit is written through also where SQLite is built to spare that in a WAL', async () => {
  const database = builtAsBetterSqlite3();
  await plan(sqlite(database), ['one']);
  expect(pragma(database, 'synchronous')).toBe(2);
  const bare = builtAsBetterSqlite3();
  bare.exec('PRAGMA journal_mode = WAL');
  bare.exec('CREATE TABLE orders (no TEXT)');
  expect(pragma(bare, 'synchronous')).toBe(1);
});

test('what the host has set stays: more safety, its own patience, foreign keys', async () => {
  const database = aDatabase();
  database.exec('PRAGMA synchronous = EXTRA; PRAGMA busy_timeout = 1234; PRAGMA foreign_keys = ON');
  await plan(sqlite(database), ['one']);
  expect(['synchronous', 'busy_timeout', 'foreign_keys'].map((name) => pragma(database, name))).toEqual([3, 1234, 1]);
});

test('tables are made on first use, also where that is a transaction of the host', async () => {
  const database = aDatabase();
  const store = sqlite(database);
  database.exec('BEGIN');
  await plan(store, ['one'], { tx: database });
  database.exec('COMMIT');
  expect(namesOf(await claimed(store))).toEqual(['one']);
});

test('a transaction that was open before the store does not come to own the tables', async () => {
  const database = aDatabase();
  database.exec('BEGIN');
  const store = sqlite(database);
  await expect(plan(store, ['one'], { tx: database })).rejects.toMatchObject({ code: 'store-not-migrated' });
  database.exec('ROLLBACK');
  await plan(store, ['one']);
  expect(namesOf(await store.history(booking))).toEqual(['one']);
});

test('without autoMigrate the tables are made by migrate, as often as it is called', async () => {
  const store = sqlite(aDatabase(), { autoMigrate: false });
  await expect(store.nextRunAt()).rejects.toMatchObject({
    code: 'store-not-migrated',
    message: expect.stringContaining('store.migrate()'),
  });
  await Promise.all([store.migrate(), store.migrate()]);
  await store.migrate();
  expect(await store.nextRunAt()).toBeUndefined();
});

test('the statements of sqliteMigrations make the same tables', async () => {
  const database = aDatabase();
  for (const { sql } of sqliteMigrations({ prefix: 'mail_' })) database.exec(sql);
  const store = sqlite(database, { prefix: 'mail_', autoMigrate: false });
  await plan(store, ['one']);
  expect(namesOf(await claimed(store))).toEqual(['one']);
  expect(store.migrations()).toEqual(sqliteMigrations({ prefix: 'mail_' }));
});

test('tables of the first version are brought to this one: by migrate, or on first use', async () => {
  for (const autoMigrate of [false, true]) {
    const database = aDatabase();
    const [first] = sqliteMigrations();
    database.exec(first?.sql ?? '');
    database.exec("INSERT INTO orderbell_pauses (kind, name, since) VALUES ('site', 'old', 5)");
    const store = sqlite(database, { autoMigrate });
    if (!autoMigrate) {
      const refusal = { code: 'store-not-migrated', message: expect.stringContaining('the tables are at version 1') };
      await expect(store.pauses()).rejects.toMatchObject(refusal);
      await store.migrate();
    }
    expect(await store.pauses()).toEqual([{ kind: 'site', name: 'old', since: 5, note: undefined }]);
    expect(await store.records.write({ kind: 'a', key: 'b', value: 'c', version: 0 })).toBe(true);
  }
});

test('two prefixes are two stores', async () => {
  const database = aDatabase();
  const [one, other] = [sqlite(database), sqlite(database, { prefix: 'other_' })];
  await plan(one, ['one']);
  expect([await one.nextRunAt(), await other.nextRunAt()]).toEqual([expect.any(Number), undefined]);
});

test('tables of a newer version are left alone', async () => {
  const database = aDatabase();
  sqlite(database);
  database.exec(`INSERT INTO orderbell_migrations VALUES (99, 'from the future', 0)`);
  const store = sqlite(database);
  await expect(store.nextRunAt()).rejects.toMatchObject({ code: 'store-newer', message: expect.stringContaining('99') });
  await expect(store.migrate()).rejects.toMatchObject({ code: 'store-newer' });
});

test.each([
  ['a text', 'shop.db'],
  ['nothing', undefined],
  ['an object of another kind', { query: () => [] }],
  ['a client whose statements come later', { prepare: async () => ({}), exec: async () => {} }],
  ['a client whose rows come later', { prepare: () => ({ run: async () => {}, all: async () => [] }), exec: async () => {} }],
])('%s is no database', (_, client: unknown) => {
  // Hosts without types may pass anything.
  expect(() => sqlite(client as SqliteDatabase)).toThrow(expect.objectContaining({ code: 'invalid-client' }));
});

test('settings that make no sense are refused', () => {
  const wrong = [{ prefix: 'x; DROP' }, { synchronous: 'off' }, { busyTimeout: -1 }];
  // Hosts without types may pass anything.
  for (const options of wrong)
    expect(() => sqlite(aDatabase(), options as object)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
});

test('a database that is closed is unavailable', async () => {
  const database = aDatabase();
  const store = sqlite(database);
  database.close();
  await expect(store.nextRunAt()).rejects.toMatchObject({
    code: 'store-unavailable',
    message: expect.stringContaining('closed'),
  });
  await expect(plan(store, ['one'])).rejects.toMatchObject({ code: 'store-unavailable' });
});

test('a client that cannot say whether it is in a transaction is asked in another way', async () => {
  const database = opened(join(aFolder(), 'shop.db'));
  const mute: SqliteDatabase = { prepare: (sql) => database.prepare(sql), exec: (sql) => database.exec(sql) };
  const store = sqlite(mute);
  await store.transaction((tx) => plan(store, ['one'], { tx }));
  await expect(plan(store, ['two'], { tx: mute })).rejects.toMatchObject({ code: 'invalid-transaction' });
  expect(namesOf(await store.history(booking))).toEqual(['one']);
});

/** With `SQLITE_DEFAULT_WAL_SYNCHRONOUS=1`: where nobody has said how safe a commit is, a WAL makes it NORMAL, and tells so only when it is used. */
function builtAsBetterSqlite3(): SqliteDatabase {
  const database = aDatabase();
  let isSaid = false;
  const use = (sql: string) => {
    if (/^PRAGMA synchronous =/.test(sql)) isSaid = true;
    if (!/^PRAGMA/.test(sql) && !isSaid && !database.inTransaction) database.exec('PRAGMA synchronous = NORMAL');
  };
  return {
    prepare(sql) {
      use(sql);
      return database.prepare(sql);
    },
    exec(sql) {
      use(sql);
      return database.exec(sql);
    },
    get inTransaction() {
      return database.inTransaction;
    },
    get open() {
      return database.open;
    },
  };
}
