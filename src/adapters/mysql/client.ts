/**
 * The parts of mysql2 that are needed, by structure: no version of it has to be installed for these types.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
import type { Row } from '../../sql/value.js';

/** A statement, with the options that a pool may have set otherwise. */
export interface MysqlQuery {
  sql: string;
  rowsAsArray: false;
  nestTables: false;
  typeCast: true;
  namedPlaceholders: false;
}

/** What takes statements: a connection of `mysql2/promise`. */
export interface MysqlConnection {
  query(query: MysqlQuery): Promise<unknown>;
  release(): void;
  destroy(): void;
}

/** A pool of `mysql2/promise`. */
export interface MysqlPool {
  query(query: MysqlQuery): Promise<unknown>;
  getConnection(): Promise<MysqlConnection>;
}

/** A pool of `mysql2` with callbacks. */
export interface MysqlCallbackPool {
  promise(): MysqlPool;
}

/** What a statement yields. */
export interface Answer {
  readonly rows: readonly Row[];
  /** Rows that a write has found. */
  readonly affected: number;
  readonly insertId: number;
  /** Whether a transaction is open after it, where the client tells. */
  readonly inTransaction: boolean | undefined;
}

/** Runs one statement. */
export type Run = (sql: string) => Promise<Answer>;

/** Runs statements on a pool or connection of mysql2. */
export function runOn(client: Pick<MysqlConnection, 'query'>): Run {
  return async (sql) =>
    answerOf(await client.query({ sql, rowsAsArray: false, nestTables: false, typeCast: true, namedPlaceholders: false }));
}

/** Checks a pool. Throws `invalid-client`. */
export function poolOf(pool: MysqlPool | MysqlCallbackPool): MysqlPool {
  const given: unknown = pool;
  if (has(given, 'promise') && has(given, 'getConnection')) {
    // A pool with callbacks has `promise`, which yields one of promises; that itself has none.
    return (given as unknown as MysqlCallbackPool).promise();
  }
  // `execute` tells it from the pool of the older package `mysql`, which has callbacks only.
  if (has(given, 'getConnection') && has(given, 'query') && has(given, 'execute')) return given as unknown as MysqlPool;
  const hint = has(given, 'beginTransaction') ? ' A single connection cannot serve several changes at a time.' : '';
  throw new OrderbellError(
    'invalid-client',
    `mysql(): the first argument is not a pool of mysql2.${hint} Expected what createPool() of 'mysql2/promise' or 'mysql2' yields.`,
  );
}

/** Whether a value has a method of this name. */
export function has<N extends string>(
  value: unknown,
  name: N,
): value is Readonly<Record<N, (...parameters: never[]) => unknown>> {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  return name in value && typeof (value as Readonly<Record<string, unknown>>)[name] === 'function';
}

/** Reads what mysql2 yields: `[rows, fields]` or `[header, fields]`; of some clients only the first of the two. */
export function answerOf(result: unknown): Answer {
  const first: unknown = Array.isArray(result) && (Array.isArray(result[0]) || isHeader(result[0])) ? result[0] : result;
  // Rows are objects: no option that would make them arrays is left to chance.
  if (Array.isArray(first)) return { rows: first as readonly Row[], affected: 0, insertId: 0, inTransaction: undefined };
  if (!isHeader(first)) return { rows: [], affected: 0, insertId: 0, inTransaction: undefined };
  const { affectedRows, insertId, serverStatus } = first;
  return {
    rows: [],
    affected: Number(affectedRows),
    insertId: Number(insertId ?? 0),
    // The flag SERVER_STATUS_IN_TRANS of the protocol.
    inTransaction: typeof serverStatus === 'number' ? (serverStatus & 1) === 1 : undefined,
  };
}

interface Header {
  readonly affectedRows: unknown;
  readonly insertId?: unknown;
  readonly serverStatus?: unknown;
}

function isHeader(value: unknown): value is Header {
  return typeof value === 'object' && value !== null && 'affectedRows' in value;
}
