/**
 * `orderbell/mysql`: a store in MySQL or MariaDB, by mysql2.
 * @module
 */
export type { Migration } from '../../sql/migration.js';
export type { MysqlCallbackPool, MysqlConnection, MysqlPool, MysqlQuery } from './client.js';
export type {
  DrizzleTransaction,
  KnexTransaction,
  KyselyQuery,
  KyselyResult,
  KyselyTransaction,
  MysqlCallbackTransaction,
  MysqlConnectionTransaction,
  MysqlTransaction,
  TypeormTransaction,
} from './host-transaction.js';
export { mysqlMigrations } from './migrations.js';
export { type MysqlStore, mysql } from './store.js';
export type { MysqlTableOptions } from './tables.js';
