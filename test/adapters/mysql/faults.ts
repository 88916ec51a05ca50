import { inspect } from 'node:util';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { type MysqlPool, type MysqlStore, mysql, mysqlMigrations } from 'orderbell/mysql';
import { describe, expect, test } from 'vitest';
import { aJob, aSubject, aWrite, claimAll, minute, noon } from '../../../src/testing/store-cases/samples.js';
import { changed, failureOf, ref } from './samples.js';
import type { TestServer } from './server.js';
import { emptied, inTransaction } from './tables.js';

/** Databases, clients and rows that are not as they should be. */
export function faultTests(server: () => TestServer): void {
  const open = async () => {
    const pool = server().pool();
    await emptied(pool);
    return { pool, store: mysql(pool) };
  };
  /** A table that refuses new rows with an error of the server's. */
  const refusing = async (pool: Pool, table: string, number: number, message: string, work: () => Promise<void>) => {
    await pool.query(
      `CREATE TRIGGER refuses BEFORE INSERT ON orderbell_${table} FOR EACH ROW SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = ${number}, MESSAGE_TEXT = '${message}'`,
    );
    await work().finally(() => pool.query('DROP TRIGGER refuses'));
  };

  describe('a database that is not as it should be', () => {
    test('one that cannot be reached is unavailable, and the next call asks again', async () => {
      const { options } = server();
      const nowhere = server().pool({ ...options, socketPath: '/nowhere/socket' });
      const error = await failureOf(mysql(nowhere).claim({ now: noon, limit: 1, leaseMs: minute }));
      expect(error).toMatchObject({ code: 'store-unavailable', message: expect.stringMatching(/^mysql: opening the store: /) });
      const ended = server().pool();
      const store = mysql(ended);
      await changed(store, 'A');
      await ended.end();
      expect((await failureOf(changed(store, 'A'))).code).toBe('store-unavailable');
    });

    test('one that does not exist, and a wrong password, are named without the password', async () => {
      const { options } = server();
      const missing = await failureOf(mysql(server().pool({ ...options, database: 'nowhere' })).nextRunAt());
      expect(missing).toMatchObject({ code: 'store-unavailable', message: expect.stringContaining("'nowhere'") });
      const denied = await failureOf(mysql(server().pool({ ...options, user: 'nobody', password: 'Quellwasser' })).migrate());
      expect(denied).toMatchObject({ code: 'store-unavailable', message: expect.stringContaining('Access denied') });
      expect(inspect(denied, { depth: 9 })).not.toContain('Quellwasser');
    });

    test('one without tables says how they come to be', async () => {
      const { pool } = await open();
      const store = mysql(pool, { prefix: 'nothing_' });
      const calls = [
        changed(store, 'A'),
        store.claim({ now: noon, limit: 1, leaseMs: minute }),
        store.counts(noon),
        inTransaction(pool)((tx) => changed(store, 'A', tx)),
      ];
      for (const call of calls) {
        const error = await failureOf(call);
        expect(error).toMatchObject({ code: 'store-not-migrated', message: expect.stringContaining('store.migrate()') });
      }
      await store.migrate();
      await changed(store, 'A');
      expect((await store.subject(ref('A')))?.revision).toBe(1);
      await dropped(pool, 'nothing_');
    });

    test('one from a newer version is left alone', async () => {
      const { pool } = await open();
      const store = mysql(pool, { prefix: 'newer_' });
      await store.migrate();
      await pool.query("INSERT INTO newer_migrations VALUES (99, 'of tomorrow', 0)");
      const later = mysql(pool, { prefix: 'newer_' });
      expect((await failureOf(changed(later, 'A'))).code).toBe('store-newer');
      expect((await failureOf(later.migrate())).code).toBe('store-newer');
      await dropped(pool, 'newer_');
    });

    test('processes that start at once make the tables once, also by the printed SQL', async () => {
      const { pool } = await open();
      const prefix = 'fresh_';
      await Promise.all(Array.from({ length: 5 }, () => mysql(server().pool(), { prefix }).migrate()));
      const [rows] = await pool.query(`SELECT version, name FROM ${prefix}migrations`);
      expect(rows).toEqual(mysqlMigrations({ prefix }).map(({ version, name }) => ({ version, name })));
      await dropped(pool, prefix);
      const scripts = server().pool({ multipleStatements: true });
      for (let times = 0; times < 2; times++) for (const { sql } of mysqlMigrations({ prefix })) await scripts.query(sql);
      await changed(mysql(pool, { prefix }), 'A');
      await dropped(pool, prefix);
    });

    test('tables of the first version are brought to this one by migrate, also in several processes at once', async () => {
      const { pool } = await open();
      const prefix = 'first_';
      const scripts = server().pool({ multipleStatements: true });
      const [first] = mysqlMigrations({ prefix });
      await scripts.query(first?.sql ?? '');
      await pool.query(`INSERT INTO ${prefix}pauses (id, kind, name, since) VALUES (UNHEX(SHA2('x', 256)), 'site', 'old', 5)`);
      expect(await failureOf(mysql(pool, { prefix }).pauses())).toMatchObject({ code: 'store-not-migrated' });
      const processes = Array.from({ length: 3 }, () => mysql(server().pool(), { prefix }));
      await Promise.all(processes.map((store) => store.migrate()));
      const [rows] = await pool.query(`SELECT version FROM ${prefix}migrations ORDER BY version`);
      expect(rows).toEqual(mysqlMigrations({ prefix }).map(({ version }) => ({ version })));
      const store = mysql(pool, { prefix });
      expect(await store.pauses()).toEqual([{ kind: 'site', name: 'old', since: 5, note: undefined }]);
      expect(await store.records.write({ kind: 'a', key: 'b', value: 'c', version: 0 })).toBe(true);
      await dropped(pool, prefix);
    });

    test('one that takes no writes says so', async () => {
      const { pool, store } = await open();
      const connection = await pool.getConnection();
      await connection.query('START TRANSACTION READ ONLY');
      expect((await failureOf(changed(store, 'A', connection))).code).toBe('store-read-only');
      await connection.rollback();
      connection.release();
      await refusing(pool, 'subjects', 1290, 'The server is running with --read-only', async () => {
        expect((await failureOf(changed(store, 'A'))).code).toBe('store-read-only');
      });
    });

    test('a deadlock of a short transaction of ours is tried again, and at last told', async () => {
      const { store: plain } = await open();
      const pool = server().pool({ connectionLimit: 1 });
      const store = mysql(pool);
      await pool.query(
        'CREATE TRIGGER refuses BEFORE INSERT ON orderbell_queue FOR EACH ROW BEGIN ' +
          "IF COALESCE(@left, 0) > 0 THEN SET @left = @left - 1; SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213; END IF; END",
      );
      await pool.query('SET @left = 5');
      await changed(store, 'A');
      expect(await plain.history(ref('A'))).toHaveLength(1);
      await pool.query('SET @left = 6');
      expect((await failureOf(changed(store, 'A'))).code).toBe('conflict');
      await pool.query('DROP TRIGGER refuses');
      expect(await plain.history(ref('A'))).toHaveLength(1);
    });

    test('one without room says so, and nothing is stored', async () => {
      const { pool, store } = await open();
      await refusing(pool, 'queue', 1114, 'The table is full', async () => {
        expect((await failureOf(changed(store, 'A'))).code).toBe('store-full');
        await inTransaction(pool)(async (tx) => {
          expect((await failureOf(changed(store, 'A', tx))).code).toBe('store-full');
        });
      });
      expect(await store.subjects({ lifecycle: 'booking', limit: 9 })).toEqual([]);
      expect(await store.history(ref('A'))).toEqual([]);
      await changed(store, 'A');
      const [job] = await claimAll(store);
      await refusing(pool, 'outcomes', 1021, 'Disk full', async () => {
        const settling = store.settle(job === undefined ? [] : [{ ...job, at: noon, status: 'sent' }]);
        expect((await failureOf(settling)).code).toBe('store-full');
      });
      expect(await store.settle(job === undefined ? [] : [{ ...job, at: noon, status: 'sent' }])).toHaveLength(1);
    });

    test('what the server says without a name of ours is passed on, never with what was to be stored', async () => {
      const { pool, store } = await open();
      await refusing(pool, 'jobs', 4711, 'not today', async () => {
        const error: unknown = await changed(store, 'A', undefined, { payload: { code: 'Quellwasser' } }).catch(
          (thrown: unknown) => thrown,
        );
        expect(error).toMatchObject({ message: "mysql: changing booking 'A': not today" });
        expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(Buffer.from('Quellwasser').toString('hex'));
        expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('Quellwasser');
      });
    });

    test('values that the server quotes are not repeated, and the number of the error is', async () => {
      const { pool, store } = await open();
      await refusing(pool, 'jobs', 1366, "Incorrect string value: ''Quellwasser'' for column note", async () => {
        const error: unknown = await changed(store, 'A').catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ message: expect.stringContaining("value: '...' for column note"), cause: { errno: 1366 } });
        expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('Quellwasser');
      });
    });

    test('a server that ends the connection in the middle of a change loses nothing', async () => {
      const { pool, store } = await open();
      await changed(store, 'A');
      await inTransaction(pool)(async (tx) => {
        await changed(store, 'A', tx);
        const late = failureOf(changed(store, 'A'));
        await killed(pool, 'UPDATE orderbell_subjects');
        expect((await late).code).toBe('store-unavailable');
      });
      await changed(store, 'A');
      expect((await store.subject(ref('A')))?.revision).toBe(3);
    });

    test('a row that cannot be read stops nobody, and is given up with a reason', async () => {
      const { pool, store } = await open();
      for (const subject of ['A', 'B', 'C']) await changed(store, subject);
      await pool.query("UPDATE orderbell_jobs SET channels = 'nonsense' WHERE subject = 'B'");
      const claimed = await claimAll(store);
      expect(claimed.map(({ subject }) => subject)).toEqual(['A', 'C']);
      const [job] = await store.history(ref('B'));
      expect(job).toMatchObject({ status: 'failed', code: 'store-corrupt', why: expect.stringContaining("'channels'") });
      await pool.query("UPDATE orderbell_subjects SET fields = '[' WHERE subject = 'C'");
      const error = await failureOf(store.subject(ref('C')));
      expect(error).toMatchObject({ code: 'store-corrupt', message: expect.stringContaining("booking 'C'") });
    });
  });

  describe('a client that is not as it should be', () => {
    test('what is no pool of mysql2 is refused', async () => {
      const { pool } = await open();
      const connection = await pool.getConnection();
      const older = { getConnection() {}, query() {} };
      for (const wrong of [undefined, {}, 'mysql://root@localhost', connection, older]) {
        // What a host without types may hand in.
        expect(() => mysql(wrong as MysqlPool)).toThrow(expect.objectContaining({ code: 'invalid-client' }));
      }
      connection.release();
      expect(() => mysql(pool, { prefix: 'a`b' })).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
      expect(() => mysql(pool, { database: '`' })).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
    });

    test('connections without autocommit are refused', async () => {
      const pool = server().pool({ connectionLimit: 1 });
      await pool.query('SET SESSION autocommit = 0');
      expect(await failureOf(mysql(pool).nextRunAt())).toMatchObject({
        code: 'invalid-client',
        message: expect.stringContaining('autocommit'),
      });
    });

    test('connections with a character set that cannot say everything are refused', async () => {
      const pool = server().pool({ charset: 'latin1_swedish_ci' });
      const error = await failureOf(mysql(pool).nextRunAt());
      expect(error).toMatchObject({ code: 'invalid-client', message: expect.stringContaining('latin1') });
    });

    test.each([
      ['a lax sql_mode', {}, "SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES,PIPES_AS_CONCAT'"],
      [
        'rows as arrays, big numbers as texts',
        { rowsAsArray: true, supportBigNumbers: true, bigNumberStrings: true, namedPlaceholders: true },
        'DO 0',
      ],
      ['ids in steps of three', {}, 'SET SESSION auto_increment_increment = 3'],
    ] as const)('a pool with %s keeps every text and number', async (_, options, setting) => {
      const { store: plain } = await open();
      const pool = server().pool({ ...options, connectionLimit: 1 });
      await pool.query(setting);
      await kept(mysql(pool), plain);
    });
  });
}

const name = "安 'O\\'Neil\\ \" `🎂` \n \u001B ? :name ; -- # /* ";
/** With half of an emoji and a NUL besides. */
const strange = `${name}\uD83D \0`;

async function kept(store: MysqlStore, plain: MysqlStore): Promise<void> {
  const job = aJob(name, { ...ref(name), why: strange, payload: { [strange]: strange, at: new Date(noon) }, runAt: noon });
  const jobs = [job, aJob('2', ref(name)), aJob('3', { ...ref(name), status: 'skipped', settledAt: noon })];
  const subject = aSubject({ snapshot: strange, fields: { [strange]: strange } });
  await store.change(ref(name), undefined, (session) => session.write(aWrite({ subject, insert: jobs })));
  for (const reader of [store, plain]) {
    expect(await reader.subject(ref(name))).toEqual(subject);
    expect(await reader.history(ref(name))).toEqual(jobs);
  }
  const claimed = await claimAll(store);
  expect(claimed.map(({ payload }) => payload)).toEqual([job.payload, undefined]);
  expect(await store.settle(claimed.map((one) => ({ ...one, at: noon, status: 'sent', why: strange })))).toHaveLength(2);
  expect((await plain.history(ref(name))).map(({ why }) => why)).toEqual([strange, strange, undefined]);
}

/** Ends the connection that is waiting in a statement, as an administrator or a restart would. */
async function killed(pool: Pool, statement: string): Promise<void> {
  for (;;) {
    const [rows] = await pool.query<RowDataPacket[]>('SELECT id AS id FROM information_schema.processlist WHERE info LIKE ?', [
      `${statement}%`,
    ]);
    const [row] = rows;
    if (row === undefined) continue;
    await pool.query(`KILL ${row['id']}`);
    return;
  }
}

async function dropped(pool: Pool, prefix: string): Promise<void> {
  for (const table of ['subjects', 'answers', 'jobs', 'queue', 'outcomes', 'pauses', 'records', 'migrations']) {
    await pool.query(`DROP TABLE IF EXISTS ${prefix}${table}`);
  }
}
