/**
 * `orderbell/postgres`: a store in PostgreSQL.
 * @module
 */
export type { Migration } from '../../sql/migration.js';
export type { PostgresClient } from './client.js';
export { type DrizzleLike, type DrizzleTransaction, drizzleClient } from './drizzle-client.js';
export { type KnexLike, type KnexTransaction, knexClient } from './knex-client.js';
export { type KyselyLike, type KyselyTransaction, kyselyClient } from './kysely-client.js';
export type { PgConnection } from './listening.js';
export { postgresMigrations } from './migrations.js';
export type { PgClient, PgPool, PgTransaction } from './pg-client.js';
export type { PgliteLike, PgliteTransaction } from './pglite-client.js';
export { type PostgresOptions, postgres } from './postgres.js';
export { type PostgresJsLike, type PostgresJsTransaction, postgresJsClient } from './postgres-js-client.js';
export { type PrismaLike, type PrismaTransaction, prismaClient } from './prisma-client.js';
export type { PostgresStore } from './store.js';
export type { PostgresPlace } from './tables.js';
export { type TypeormLike, type TypeormTransaction, typeormClient } from './typeorm-client.js';
