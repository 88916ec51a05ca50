/**
 * Names of the tables.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
import { checkedPrefix } from '../../sql/migration.js';

/** Where the tables are. */
export interface MysqlTableOptions {
  /** What the names of the tables begin with, `orderbell_` where it is not given. */
  readonly prefix?: string | undefined;
  /** The database (schema) that holds them, where it is not the one that connections use. */
  readonly database?: string | undefined;
}

/** Every table by its full name. */
export interface Tables {
  readonly migrations: string;
  readonly subjects: string;
  readonly answers: string;
  readonly jobs: string;
  readonly queue: string;
  readonly outcomes: string;
  readonly pauses: string;
  readonly records: string;
}

/** The tables of a store. Throws `invalid-argument`. */
export function tablesOf({ prefix = 'orderbell_', database }: MysqlTableOptions): Tables {
  if (database !== undefined && !/^[^`\0]{1,64}$/.test(database))
    throw new OrderbellError(
      'invalid-argument',
      `mysql(): database: '${database}' cannot name a database. Expected 1 to 64 characters without a backtick.`,
    );
  const start = `${database === undefined ? '' : `\`${database}\`.`}${checkedPrefix('mysql', prefix)}`;
  return {
    migrations: `${start}migrations`,
    subjects: `${start}subjects`,
    answers: `${start}answers`,
    jobs: `${start}jobs`,
    queue: `${start}queue`,
    outcomes: `${start}outcomes`,
    pauses: `${start}pauses`,
    records: `${start}records`,
  };
}
