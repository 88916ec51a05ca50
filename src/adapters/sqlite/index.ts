/**
 * `orderbell/sqlite`: a store in an SQLite file.
 * @module
 */
export type { Migration } from '../../sql/migration.js';
export type { SqliteDatabase, SqliteStatement } from './database.js';
export type { Synchronous } from './opening.js';
export { type SqliteMigrationOptions, sqliteMigrations } from './schema.js';
export { type SqliteOptions, type SqliteStore, sqlite } from './store.js';
