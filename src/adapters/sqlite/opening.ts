/**
 * Opening: pragmas, the version of the tables, migrations. Everything here answers at once and may meet a busy database.
 * @module
 */
import { assertCurrent, type Migration, missing } from '../../sql/migration.js';
import { readNumber } from '../../sql/value.js';
import type { Connection } from './database.js';
import { faultOf } from './faults.js';

/** How safely a commit is written. */
export type Synchronous = 'full' | 'normal';

/** What opening needs to know. */
export interface OpeningOptions {
  readonly connection: Connection;
  readonly migrations: readonly Migration[];
  readonly prefix: string;
  readonly synchronous: Synchronous | undefined;
  /** Whether missing tables are made on first use. */
  readonly autoMigrate: boolean;
}

/** Sees to it, once, that the connection and the tables are as the statements need them. */
export class Opening {
  readonly #options: OpeningOptions;
  #hasPragmas = false;
  #isOpen = false;

  constructor(options: OpeningOptions) {
    this.#options = options;
  }

  /** Outside of any transaction. */
  open(): void {
    if (this.#isOpen) return;
    this.#setPragmas();
    if (this.#options.autoMigrate) this.migrate();
    else this.openWithin();
  }

  /** Within a transaction of the host, which must not come to own the tables. Throws `store-not-migrated`, `store-newer`. */
  openWithin(): void {
    if (this.#isOpen) return;
    assertCurrent('sqlite', this.#options.migrations, this.#version());
    this.#isOpen = true;
  }

  /** Makes what is missing. Two processes may do this at once. */
  migrate(): void {
    const { connection, migrations } = this.#options;
    this.#setPragmas();
    if (missing(migrations, this.#version() ?? 0).length > 0) {
      connection.exec('BEGIN IMMEDIATE');
      try {
        // Asked again: another process may have come first.
        for (const { sql } of missing(migrations, this.#version() ?? 0)) connection.exec(sql);
        connection.exec('COMMIT');
      } catch (error) {
        if (connection.inTransaction) connection.exec('ROLLBACK');
        throw error;
      }
    }
    assertCurrent('sqlite', migrations, this.#version());
    this.#isOpen = true;
  }

  /** The highest version that was applied; undefined without a table of migrations. */
  #version(): number | undefined {
    const { connection, prefix } = this.#options;
    const table = connection.first(
      `SELECT 1 AS found FROM sqlite_master WHERE type = 'table' AND name = ?`,
      `${prefix}migrations`,
    );
    if (table === undefined) return undefined;
    const row = connection.first(`SELECT coalesce(max(version), 0) AS version FROM ${prefix}migrations`);
    return row === undefined ? undefined : readNumber(row, 'version');
  }

  #setPragmas(): void {
    if (this.#hasPragmas) return;
    const { connection, synchronous } = this.#options;
    try {
      // In memory, and where the file system cannot share memory, SQLite keeps the journal it has.
      connection.all('PRAGMA journal_mode = WAL');
    } catch (error) {
      // What can only be read is read as it is.
      if (!(error instanceof Error) || faultOf(error) !== 'store-read-only') throw error;
    }
    const found = connection.first('PRAGMA synchronous');
    const safety = found === undefined ? 0 : readNumber(found, 'synchronous');
    if (synchronous === 'normal') connection.exec('PRAGMA synchronous = NORMAL');
    // Said even where it is so: better-sqlite3 is built to lower a WAL to NORMAL with its first use, unless somebody has said otherwise.
    else if (safety <= 2) connection.exec('PRAGMA synchronous = FULL');
    this.#hasPragmas = true;
  }
}
