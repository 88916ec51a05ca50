import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { postgres, postgresMigrations } from 'orderbell/postgres';
import { describe, expect, onTestFinished, test } from 'vitest';
import { aJob, aWrite, booking } from '../../../src/testing/store-cases/samples.js';
import { aDatabase } from './database.js';

/** Runs a process that makes the tables; yields how it ended. */
function migrating(url: string, schema: string): Promise<number | null> {
  const script = fileURLToPath(new URL('migrating-process.ts', import.meta.url));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', script, url, schema], { stdio: 'ignore' });
    child.on('error', reject);
    child.on('exit', resolve);
  });
}

describe('migrate', () => {
  test('several processes that start at once make the tables once', async () => {
    const { pool, schema } = await aDatabase(onTestFinished);
    await pool.query(`DROP SCHEMA "${schema}"`);
    const stores = Array.from({ length: 8 }, () => postgres(pool, { schema }));
    await Promise.all(stores.map((store) => store.migrate()));
    const { rows } = await pool.query(`SELECT version, name FROM "${schema}".orderbell_migrations`);
    expect(rows).toEqual(postgresMigrations({ schema }).map(({ version, name }) => ({ version, name })));
  });

  test('two real processes make the tables once', async () => {
    const { url, pool, schema } = await aDatabase(onTestFinished);
    expect(await Promise.all([migrating(url, schema), migrating(url, schema)])).toEqual([0, 0]);
    const { rows } = await pool.query(`SELECT count(*)::int AS n FROM "${schema}".orderbell_migrations`);
    expect(rows).toEqual([{ n: postgresMigrations().length }]);
  });

  test('tables of the first version are brought to this one, by two real processes at once', async () => {
    const { url, pool, schema } = await aDatabase(onTestFinished);
    const [first] = postgresMigrations({ schema });
    await pool.query(first?.sql ?? '');
    await pool.query(`INSERT INTO "${schema}".orderbell_pauses (kind, name, since) VALUES ('site', 'old', 5)`);
    await expect(postgres(pool, { schema }).pauses()).rejects.toMatchObject({
      code: 'store-not-migrated',
      message: expect.stringContaining('the tables are at version 1'),
    });
    expect(await Promise.all([migrating(url, schema), migrating(url, schema)])).toEqual([0, 0]);
    const store = postgres(pool, { schema });
    expect(await store.pauses()).toEqual([{ kind: 'site', name: 'old', since: 5, note: undefined }]);
    expect(await store.records.write({ kind: 'a', key: 'b', value: 'c', version: 0 })).toBe(true);
  });

  test('the printed statements do the same, and migrate leaves them alone', async () => {
    const { pool, schema } = await aDatabase(onTestFinished);
    for (const { sql } of postgresMigrations({ schema, prefix: 'bell_' })) await pool.query(sql);
    const store = postgres(pool, { schema, prefix: 'bell_' });
    await store.migrate();
    await store.change(booking, undefined, (session) => session.write(aWrite({ insert: [aJob('one')] })));
    expect(await store.history(booking)).toEqual([aJob('one')]);
    expect(store.migrations()).toEqual(postgresMigrations({ schema, prefix: 'bell_' }));
  });

  test('stores with different prefixes do not meet', async () => {
    const { pool, schema } = await aDatabase(onTestFinished);
    const [one, other] = [postgres(pool, { schema }), postgres(pool, { schema, prefix: 'other_' })];
    await one.migrate();
    await other.migrate();
    await one.change(booking, undefined, (session) => session.write(aWrite({ insert: [aJob('one')] })));
    expect(await other.history(booking)).toEqual([]);
  });

  test.each(["a'b", 'a"b', 'Ünï çödé', 'x'.repeat(63)])('a schema may be called %s', async (schema) => {
    const { pool } = await aDatabase(onTestFinished);
    const store = postgres(pool, { schema: `${schema}`.slice(0, 40) });
    try {
      await store.migrate();
      expect(await store.history(booking)).toEqual([]);
    } finally {
      await pool.query(`DROP SCHEMA "${schema.slice(0, 40).replaceAll('"', '""')}" CASCADE`);
    }
  });

  test.each(['', 'a$b', 'x'.repeat(64), 'a\nb'])('a schema may not be called %j', (schema) => {
    expect(() => postgresMigrations({ schema })).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  });
});

describe('the tables are checked before the first use', () => {
  test('missing tables', async () => {
    const { pool, schema } = await aDatabase(onTestFinished);
    const store = postgres(pool, { schema });
    await expect(store.counts(0)).rejects.toMatchObject({
      code: 'store-not-migrated',
      message: expect.stringContaining('store.migrate()'),
    });
    await store.migrate();
    expect((await store.counts(0)).due).toBe(0);
  });

  test('tables of a newer version', async () => {
    const { pool, schema } = await aDatabase(onTestFinished);
    await postgres(pool, { schema }).migrate();
    await pool.query(`INSERT INTO "${schema}".orderbell_migrations VALUES (99, 'later', 0)`);
    await expect(postgres(pool, { schema }).counts(0)).rejects.toMatchObject({ code: 'store-newer' });
  });
});
