/** What the compiler promises about stores in PostgreSQL: `tx` is the transaction of the client's own library. Checked by `tsc`. */
import type { PGlite, Transaction as PgliteTransaction } from '@electric-sql/pglite';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Knex } from 'knex';
import type { Kysely, Transaction } from 'kysely';
import type pg from 'pg';
import type postgresJs from 'postgres';
import type { DataSource, EntityManager } from 'typeorm';
import {
  drizzleClient,
  knexClient,
  kyselyClient,
  type PostgresStore,
  postgres,
  postgresJsClient,
  prismaClient,
  typeormClient,
} from '../../src/adapters/postgres/index.js';
import { booking } from '../../src/testing/store-cases/samples.js';

declare const pool: pg.Pool;
declare const poolClient: pg.PoolClient;
declare const client: pg.Client;
declare const sql: postgresJs.Sql;
declare const sqlTransaction: postgresJs.TransactionSql;
declare const knex: Knex;
declare const knexTransaction: Knex.Transaction;
declare const kysely: Kysely<{ orders: { id: number } }>;
declare const kyselyTransaction: Transaction<{ orders: { id: number } }>;
declare const drizzle: NodePgDatabase;
declare const drizzleTransaction: Parameters<Parameters<NodePgDatabase['transaction']>[0]>[0];
declare const dataSource: DataSource;
declare const manager: EntityManager;
declare const pglite: PGlite;
declare const pgliteTransaction: PgliteTransaction;
/** What Prisma generates: its transactions are the client without some functions, until Prisma 7.5 `$transaction` among them. */
interface GeneratedClient {
  $queryRawUnsafe<T = unknown>(query: string, ...values: unknown[]): Promise<T>;
  $transaction<R>(work: (tx: Omit<GeneratedClient, '$connect'>) => Promise<R>, options?: { timeout?: number }): Promise<R>;
  $connect(): Promise<void>;
}
declare const prisma: GeneratedClient;
declare const prismaTransaction: Omit<GeneratedClient, '$connect'>;
declare const olderPrismaTransaction: Omit<GeneratedClient, '$connect' | '$transaction'>;

/** Whether a value is taken as `tx`. */
function change<Tx>(store: PostgresStore<Tx>, tx: NoInfer<Tx>): void {
  void store.change(booking, tx, async () => 1);
}

const onPg = postgres(pool);
change(onPg, poolClient);
change(postgres(client), client);
// @ts-expect-error each statement of a pool may run on another connection
change(onPg, pool);
// @ts-expect-error of another library
change(onPg, knexTransaction);

change(postgres(postgresJsClient(sql)), sqlTransaction);
// @ts-expect-error no transaction
change(postgres(postgresJsClient(sql)), sql);

change(postgres(knexClient(knex)), knexTransaction);
// @ts-expect-error no transaction
change(postgres(knexClient(knex)), knex);

change(postgres(kyselyClient(kysely)), kyselyTransaction);
// @ts-expect-error no transaction
change(postgres(kyselyClient(kysely)), kysely);

change(postgres(drizzleClient(drizzle)), drizzleTransaction);
// @ts-expect-error no transaction
change(postgres(drizzleClient(drizzle)), drizzle);

change(postgres(typeormClient(dataSource)), manager);
// @ts-expect-error no transaction
change(postgres(typeormClient(dataSource)), dataSource);

change(postgres(prismaClient(prisma)), prismaTransaction);
change(postgres(prismaClient(prisma)), olderPrismaTransaction);
// @ts-expect-error no transaction
change(postgres(prismaClient(prisma)), prisma);

change(postgres(pglite), pgliteTransaction);
// @ts-expect-error no transaction
change(postgres(pglite), pglite);

// @ts-expect-error clients of other libraries are wrapped
postgres(knex);
// @ts-expect-error an address is no client
postgres('postgres://localhost');
