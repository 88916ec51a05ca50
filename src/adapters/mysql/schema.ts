/**
 * Whether the tables are there, and how they come to be.
 * @module
 */
import { createHash } from 'node:crypto';
import { assertCurrent, missing } from '../../sql/migration.js';
import { storeError } from '../../sql/store-error.js';
import { readNumber, readOptionalNumber } from '../../sql/value.js';
import type { Run } from './client.js';
import type { Connections } from './connections.js';
import { dialect, isMissingTable } from './fault.js';
import { migrationsTable, mysqlMigrations, stepsOf } from './migrations.js';
import type { MysqlTableOptions, Tables } from './tables.js';

/** How many seconds a process waits for another one that is making the tables. */
const patience = 120;

/** Throws `store-not-migrated` or `store-newer` where the tables are not those of this version. */
export async function assertMigrated(run: Run, tables: Tables, options: MysqlTableOptions): Promise<void> {
  let found: number | undefined;
  try {
    found = await versionOf(run, tables);
  } catch (error) {
    if (!isMissingTable(error)) throw error;
  }
  assertCurrent(dialect, mysqlMigrations(options), found);
}

/**
 * Makes what is missing of the tables. Of processes that start at once one does it, and the others wait: DDL cannot be undone
 * together, so that each step is written to be run again after a crash in its middle.
 */
export async function migrateTables(connections: Connections, tables: Tables, options: MysqlTableOptions): Promise<void> {
  await connections.borrow('making tables', async (run) => {
    // One name for all databases of a server would have them wait for each other; a name takes 64 characters at most.
    const name = `'orderbell ${createHash('sha256').update(tables.migrations).digest('hex').slice(0, 40)}'`;
    const lock = `CONCAT(${name}, LEFT(MD5(COALESCE(DATABASE(), '')), 12))`;
    const [row] = (await run(`SELECT GET_LOCK(${lock}, ${patience}) AS held`)).rows;
    if (row === undefined || readOptionalNumber(row, 'held') !== 1) {
      throw storeError(
        dialect,
        'conflict',
        'making tables',
        `another process has been at it for ${patience} seconds. Try again when it has ended.`,
      );
    }
    try {
      await run(migrationsTable(tables));
      const steps = stepsOf(tables);
      const found = (await versionOf(run, tables)) ?? 0;
      const versions = new Set(missing(mysqlMigrations(options), found).map(({ version }) => version));
      for (const { version, statements } of steps)
        if (versions.has(version)) for (const statement of statements) await run(statement);
      assertCurrent(dialect, mysqlMigrations(options), (await versionOf(run, tables)) ?? 0);
    } finally {
      await run(`SELECT RELEASE_LOCK(${lock}) AS released`);
    }
  });
}

async function versionOf(run: Run, { migrations }: Tables): Promise<number | undefined> {
  const settings = '@@autocommit AS autocommit, @@character_set_results AS results';
  const [row] = (await run(`SELECT MAX(version) AS version, ${settings} FROM ${migrations}`)).rows;
  if (row === undefined) return undefined;
  if (readNumber(row, 'autocommit') === 0) {
    throw refused(
      'connections of the pool have autocommit switched off, so that reads would not see what is new',
      'autocommit on',
    );
  }
  const results = row['results'];
  // NULL: what is stored is sent as it is.
  if (results !== 'utf8mb4' && results !== null) {
    throw refused(
      `connections of the pool have the character set ${String(results)}, which not every name fits`,
      'charset utf8mb4',
    );
  }
  return readOptionalNumber(row, 'version');
}

function refused(why: string, expected: string): Error {
  return storeError(dialect, 'invalid-client', 'opening the store', `${why}. Expected a pool with ${expected}`);
}
