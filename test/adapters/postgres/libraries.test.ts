import { sql as drizzleSql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { drizzle as drizzlePostgresJs } from 'drizzle-orm/postgres-js';
import makeKnex, { type Knex } from 'knex';
import { CamelCasePlugin, Kysely, sql as kyselySql, PostgresDialect, type Transaction } from 'kysely';
import {
  drizzleClient,
  knexClient,
  kyselyClient,
  type PostgresClient,
  postgres,
  postgresJsClient,
  prismaClient,
  typeormClient,
} from 'orderbell/postgres';
import { storeContract } from 'orderbell/testing';
import postgresJs from 'postgres';
import { DataSource, type EntityManager } from 'typeorm';
import { afterAll, describe, expect, test } from 'vitest';
import { aJob, aWrite, booking } from '../../../src/testing/store-cases/samples.js';
import { transactionCases } from '../../../src/testing/store-cases/transactions.js';
import { aDatabase } from './database.js';
import { type LookAlikeTransaction, prismaLookAlike } from './prisma-look-alike.js';

const { schema, pool, url, clear } = await aDatabase();
await postgres(pool, { schema }).migrate();

/** A client library as a host uses it. */
interface Library<Tx, Own extends Tx> {
  readonly client: PostgresClient<Tx>;
  readonly transaction: <R>(work: (tx: Own) => Promise<R>) => Promise<R>;
  /** A statement of the host, which must fail in a transaction that has failed. */
  readonly select: (tx: Own) => Promise<unknown>;
}

const sql = postgresJs(url, { max: 4, transform: postgresJs.camel, onnotice: () => {} });
const knexInstance = makeKnex({ client: 'pg', connection: url });
const db = new Kysely<Record<string, never>>({ dialect: new PostgresDialect({ pool }), plugins: [new CamelCasePlugin()] });
const drizzleDb = drizzle(pool);
const drizzleJs = drizzlePostgresJs(postgresJs(url, { max: 4 }));
const prisma = prismaLookAlike(pool);
const dataSource = await new DataSource({ type: 'postgres', url }).initialize();

afterAll(async () => {
  await Promise.all([sql.end(), knexInstance.destroy(), drizzleJs.$client.end(), dataSource.destroy()]);
});

function suite<Tx, Own extends Tx>(name: string, { client, transaction, select }: Library<Tx, Own>): void {
  describe(name, () => {
    const create = async () => {
      await clear();
      const store = postgres(client, { schema });
      return { store, transaction, close: () => store.close() };
    };
    for (const { name: story, run } of storeContract({ create })) if (story in transactionCases) test(story, run);

    test('a transaction that has ended is refused, and nothing is written', async () => {
      const { store } = await create();
      const ended: Own[] = [];
      await transaction(async (tx) => {
        ended.push(tx);
        await select(tx);
      });
      for (const tx of ended) {
        const late = store.change(booking, tx, (session) => session.write(aWrite({ insert: [aJob('late')] })));
        await expect(late).rejects.toMatchObject({ code: 'invalid-transaction' });
      }
      expect(await store.history(booking)).toEqual([]);
    });

    test('what is no transaction is refused', async () => {
      const { store } = await create();
      // A host without types may hand in anything.
      for (const tx of [{}, 'tx', 1, client] as unknown as Tx[]) {
        const change = store.change(booking, tx, async () => 1);
        await expect(change).rejects.toMatchObject({ code: 'invalid-transaction' });
      }
    });
  });
}

suite('postgres.js', {
  client: postgresJsClient(sql),
  transaction: async <R>(work: (tx: postgresJs.TransactionSql) => Promise<R>) => {
    const results: R[] = [];
    await sql.begin(async (tx) => {
      results.push(await work(tx));
    });
    return results[0] as R; // pushed when the transaction was committed
  },
  select: (tx) => tx`SELECT 1`.execute(),
});
suite('Knex', {
  client: knexClient(knexInstance),
  transaction: <R>(work: (tx: Knex.Transaction) => Promise<R>) => knexInstance.transaction(work),
  select: async (tx) => tx.raw('SELECT 1'),
});
suite('Kysely', {
  client: kyselyClient(db),
  transaction: <R>(work: (tx: Transaction<Record<string, never>>) => Promise<R>) => db.transaction().execute(work),
  select: (tx) => kyselySql`SELECT 1`.execute(tx),
});
suite('Drizzle on pg', {
  client: drizzleClient(drizzleDb),
  transaction: <R>(work: (tx: Parameters<Parameters<typeof drizzleDb.transaction>[0]>[0]) => Promise<R>) =>
    drizzleDb.transaction(work),
  select: async (tx) => tx.execute(drizzleSql`SELECT 1`),
});
suite('Drizzle on postgres.js', {
  client: drizzleClient(drizzleJs),
  transaction: <R>(work: (tx: Parameters<Parameters<typeof drizzleJs.transaction>[0]>[0]) => Promise<R>) =>
    drizzleJs.transaction(work),
  select: async (tx) => tx.execute(drizzleSql`SELECT 1`),
});
suite('TypeORM', {
  client: typeormClient(dataSource),
  transaction: <R>(work: (tx: EntityManager) => Promise<R>) => dataSource.transaction(work),
  select: (tx) => tx.query('SELECT 1'),
});
suite('Prisma', {
  client: prismaClient(prisma),
  transaction: <R>(work: (tx: LookAlikeTransaction) => Promise<R>) => prisma.$transaction(work),
  select: async (tx) => tx.$queryRawUnsafe('SELECT 1'),
});
