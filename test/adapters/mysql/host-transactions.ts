import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/mysql2';
import knex from 'knex';
import { Kysely, MysqlDialect } from 'kysely';
import { createPool as createCallbackPool } from 'mysql2';
import { type MysqlTransaction, mysql } from 'orderbell/mysql';
import { DataSource } from 'typeorm';
import { describe, expect, test } from 'vitest';
import { aJob, aSubject, aWrite, noon } from '../../../src/testing/store-cases/samples.js';
import { changed, failureOf, ref } from './samples.js';
import type { TestServer } from './server.js';
import { emptied, inTransaction } from './tables.js';

/** A client of the host's, with its own way to run a transaction. */
interface HostClient {
  transaction(work: (tx: MysqlTransaction) => Promise<void>): Promise<unknown>;
  close(): Promise<unknown>;
}

/** Transactions of the host, by each client that they can be made with. */
export function hostTransactionTests(server: () => TestServer): void {
  const open = async () => {
    const pool = server().pool();
    await emptied(pool);
    return { pool, store: mysql(pool) };
  };

  describe('transactions of the host', () => {
    test.each(['mysql2 with callbacks', 'knex', 'kysely', 'drizzle', 'typeorm'] as const)(
      '%s commits and rolls back what it holds',
      async (name) => {
        const { store } = await open();
        const client: HostClient = await clients[name](server());
        await client.transaction(async (tx) => {
          await changed(store, 'A', tx);
          await changed(store, 'A', tx);
          expect(await store.subject(ref('A'))).toBeUndefined();
        });
        expect((await store.subject(ref('A')))?.revision).toBe(2);
        const failure = new Error('of the host');
        const failed = client.transaction(async (tx) => {
          expect(await changed(store, 'A', tx)).toBe(2);
          await changed(store, 'B', tx);
          throw failure;
        });
        await expect(failed).rejects.toBe(failure);
        expect((await store.subject(ref('A')))?.revision).toBe(2);
        expect(await store.history(ref('B'))).toEqual([]);
        await client.close();
      },
    );

    test('a connection without a transaction is refused, and nothing is left of it', async () => {
      const { pool, store } = await open();
      const connection = await pool.getConnection();
      expect((await failureOf(changed(store, 'A', connection))).code).toBe('invalid-transaction');
      await connection.beginTransaction();
      await changed(store, 'B', connection);
      await connection.commit();
      const ended = await failureOf(changed(store, 'B', connection));
      expect(ended).toMatchObject({ code: 'invalid-transaction', message: expect.stringContaining('not begun, or has ended') });
      connection.release();
      const [rows] = await pool.query('SELECT subject, changes FROM orderbell_subjects');
      expect(rows).toEqual([{ subject: 'B', changes: 1 }]);
    });

    test('what is no transaction is refused, each with what it is', async () => {
      const { pool, store } = await open();
      const knexPool = knex({ client: 'mysql2', connection: server().options as object });
      const wrong: readonly [unknown, string][] = [
        [pool, 'it is a pool'],
        [knexPool, 'it is Knex itself'],
        [{}, 'nothing that runs statements'],
        ['tx', 'nothing that runs statements'],
      ];
      // What a host without types may hand in.
      for (const [tx, why] of wrong) {
        const error = await failureOf(changed(store, 'A', tx as MysqlTransaction));
        expect(error).toMatchObject({ code: 'invalid-transaction', message: expect.stringContaining(why) });
      }
      const trx = await knexPool.transaction();
      await trx.commit();
      expect((await failureOf(changed(store, 'A', trx))).code).toBe('invalid-transaction');
      await knexPool.destroy();
    });

    test('a change that writes nothing leaves nothing behind', async () => {
      const { pool, store } = await open();
      await inTransaction(pool)(async (tx) => {
        await store.change(ref('A'), tx, async (session) => expect(session.stored).toBeUndefined());
        await store.change(ref('B'), tx, (session) => session.forget(noon));
        await changed(store, 'C', tx);
      });
      const [rows] = await pool.query('SELECT subject FROM orderbell_subjects');
      expect(rows).toEqual([{ subject: 'C' }]);
    });

    test('a write that fails in its middle takes nothing else of the transaction with it', async () => {
      const { pool, store } = await open();
      await inTransaction(pool)(async (tx) => {
        await changed(store, 'A', tx);
        const write = aWrite({
          subject: aSubject({ revision: 9 }),
          insert: [aJob('ok', ref('A')), aJob('bad', { ...ref('A'), payload: 1n })],
        });
        const failed = store.change(ref('A'), tx, (session) => session.write({ ...write, answer: { key: 'k', value: 'v' } }));
        expect((await failureOf(failed)).code).toBe('invalid-data');
      });
      expect((await store.subject(ref('A')))?.revision).toBe(1);
      expect(await store.history(ref('A'))).toHaveLength(1);
      expect((await store.change(ref('A'), undefined, (session) => session.answer('k'))).result).toBeUndefined();
    });

    test('a pool of one connection is enough, also before anything was asked of the store', async () => {
      await open();
      const pool = server().pool({ connectionLimit: 1 });
      const store = mysql(pool);
      await inTransaction(pool)((tx) => changed(store, 'A', tx));
      const within = store.change(ref('A'), undefined, async (session) => {
        // The host loads its data by the same pool.
        await pool.query('SELECT 1');
        await session.write(aWrite({ subject: aSubject({ revision: 2 }) }));
      });
      await within;
      expect((await store.subject(ref('A')))?.revision).toBe(2);
    });
  });
}

const clients = {
  async 'mysql2 with callbacks'({ options }) {
    const pool = createCallbackPool(options);
    return {
      async transaction(work) {
        const connection = await pool.promise().getConnection();
        await connection.beginTransaction();
        try {
          // The connection with callbacks, of which that one is made.
          await work(connection.connection as unknown as MysqlTransaction);
          await connection.commit();
        } catch (error) {
          await connection.rollback();
          throw error;
        } finally {
          connection.release();
        }
      },
      close: () => pool.promise().end(),
    };
  },
  async knex({ options }) {
    const client = knex({ client: 'mysql2', connection: options as object });
    return { transaction: (work) => client.transaction((tx) => work(tx)), close: () => client.destroy() };
  },
  async kysely({ options }) {
    const client = new Kysely({ dialect: new MysqlDialect({ pool: createCallbackPool(options) }) });
    return { transaction: (work) => client.transaction().execute((tx) => work(tx)), close: () => client.destroy() };
  },
  async drizzle(server) {
    const pool = server.pool();
    const client = drizzle({ client: pool });
    await client.execute(sql`SELECT 1`);
    return { transaction: (work) => client.transaction((tx) => work(tx)), close: () => pool.end() };
  },
  async typeorm({ options }) {
    const { uri, socketPath, user, database } = options;
    const source = new DataSource({
      type: 'mysql',
      ...(uri === undefined ? { extra: { socketPath }, username: user, database } : { url: uri }),
    } as ConstructorParameters<typeof DataSource>[0]);
    await source.initialize();
    return { transaction: (work) => source.transaction((manager) => work(manager)), close: () => source.destroy() };
  },
} satisfies Readonly<Record<string, (server: TestServer) => Promise<HostClient>>>;
