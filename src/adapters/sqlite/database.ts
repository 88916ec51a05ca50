/**
 * SQLite clients, whichever library they come from.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
import { storeError } from '../../sql/store-error.js';
import type { Row, SqlValue } from '../../sql/value.js';

/** A prepared statement of a {@link SqliteDatabase}. */
export interface SqliteStatement {
  run(...values: SqlValue[]): { readonly changes: number | bigint; readonly lastInsertRowid: number | bigint };
  all(...values: SqlValue[]): unknown[];
}

/** A database of better-sqlite3 or libsql, or a `DatabaseSync` of `node:sqlite`. */
export interface SqliteDatabase {
  prepare(sql: string): SqliteStatement;
  exec(sql: string): unknown;
  /** Of better-sqlite3 and libsql. */
  readonly inTransaction?: boolean;
  readonly open?: boolean | (() => void);
  /** Of `node:sqlite`; not in its first versions. */
  readonly isTransaction?: boolean;
  readonly isOpen?: boolean;
}

/** What an SQL statement did. */
interface Effect {
  /** Rows that it wrote. */
  readonly changes: number;
  /** The id of the row that it inserted last. */
  readonly id: number;
}

/** One connection, its statements prepared once. */
export class Connection {
  readonly database: SqliteDatabase;
  readonly #statements = new Map<string, SqliteStatement>();

  /** Throws `invalid-client`. */
  constructor(database: SqliteDatabase) {
    if (!isDatabase(database)) throw invalidClient(`got ${kindOf(database)}`);
    this.database = database;
  }

  run(sql: string, ...values: SqlValue[]): Effect {
    const { changes, lastInsertRowid } = this.#prepared(sql).run(...values);
    return { changes: Number(changes), id: Number(lastInsertRowid) };
  }

  all(sql: string, ...values: SqlValue[]): readonly Row[] {
    // Each library hands out rows as objects by the names of their columns.
    return this.#prepared(sql).all(...values) as Row[];
  }

  first(sql: string, ...values: SqlValue[]): Row | undefined {
    return this.all(sql, ...values)[0];
  }

  exec(sql: string): void {
    this.#assertOpen();
    this.database.exec(sql);
  }

  /** Whether somebody, the host or the store, has begun a transaction. A closed database has none. */
  get inTransaction(): boolean {
    // libsql ends the process when a closed database is asked.
    if (this.#isClosed) return false;
    const { inTransaction = this.database.isTransaction } = this.database;
    return inTransaction ?? this.#cannotBegin();
  }

  /** Throws `invalid-client` for a library whose calls do not answer at once. */
  assertSynchronous(): void {
    const statement: unknown = this.database.prepare('SELECT 1 AS one');
    const rows: unknown = isStatement(statement) ? statement.all() : undefined;
    if (!Array.isArray(rows)) throw invalidClient('got one whose calls do not answer at once');
  }

  get #isClosed(): boolean {
    return this.database.open === false || this.database.isOpen === false;
  }

  /** For clients that cannot tell: a transaction within a transaction is refused, and one that reads nothing costs nothing. */
  #cannotBegin(): boolean {
    try {
      this.exec('BEGIN');
    } catch (error) {
      if (error instanceof Error && error.message.includes('within a transaction')) return true;
      throw error;
    }
    this.exec('ROLLBACK');
    return false;
  }

  #assertOpen(): void {
    if (this.#isClosed) throw storeError('sqlite', 'store-unavailable', 'talking to the database', 'it is closed.');
  }

  #prepared(sql: string): SqliteStatement {
    this.#assertOpen();
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

function isDatabase(client: unknown): client is SqliteDatabase {
  return typeof client === 'object' && client !== null && has(client, 'prepare') && has(client, 'exec');
}

function isStatement(statement: unknown): statement is SqliteStatement {
  return typeof statement === 'object' && statement !== null && has(statement, 'all') && has(statement, 'run');
}

function has(client: object, name: string): boolean {
  return name in client && typeof Reflect.get(client, name) === 'function';
}

function invalidClient(got: string): OrderbellError {
  return new OrderbellError(
    'invalid-client',
    `sqlite(): expected a database of better-sqlite3 or libsql, or a DatabaseSync of node:sqlite; ${got}. Open it first: sqlite(new Database('shop.db')).`,
  );
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return typeof value === 'object' ? 'an object without prepare() and exec()' : `a ${typeof value}`;
}
