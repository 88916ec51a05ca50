/**
 * Migrations: numbered steps of the schema, written once and never changed.
 * @module
 */
import { OrderbellError } from '../core/errors.js';
import { storeError } from './store-error.js';

/** One step of the schema, for a migration tool of the host's. */
export interface Migration {
  /** Counts up from 1. */
  readonly version: number;
  /** What it does, in words for a file name: `tables`. */
  readonly name: string;
  /** Statements that end with a semicolon; the last one notes down that the step was made. */
  readonly sql: string;
}

/** The steps that a database with `found` as its highest version still lacks, in order. */
export function missing(migrations: readonly Migration[], found: number): readonly Migration[] {
  return migrations.filter(({ version }) => version > found);
}

/** Throws `store-not-migrated` or `store-newer` where the database is not at the version of this code. `found` is undefined where the table of migrations is missing. */
export function assertCurrent(dialect: string, migrations: readonly Migration[], found: number | undefined): void {
  const expected = migrations.at(-1)?.version ?? 0;
  const have = found ?? 0;
  if (have === expected) return;
  const fact =
    have === 0
      ? 'orderbell has no tables here.'
      : `the tables are at version ${have}, and this version of orderbell ${have < expected ? 'needs' : 'knows'} ${expected}.`;
  throw storeError(dialect, have < expected ? 'store-not-migrated' : 'store-newer', 'opening the store', fact);
}

/** Checks a prefix of table names, which is written into statements as it is. Throws `invalid-argument`. */
export function checkedPrefix(dialect: string, prefix: string): string {
  if (/^[a-z_][a-z0-9_]{0,29}$/.test(prefix)) return prefix;
  throw new OrderbellError(
    'invalid-argument',
    `${dialect}(): prefix: '${prefix}' cannot begin the names of tables. Expected up to 30 small letters, digits and _, such as 'orderbell_'.`,
  );
}
