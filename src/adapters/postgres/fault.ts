/**
 * What the errors of PostgreSQL and of its clients mean.
 * @module
 */
import type { StoreFault } from '../../sql/store-error.js';

/** By SQLSTATE, or by its class: the first two characters. */
const bySqlState: Readonly<Record<string, StoreFault>> = {
  '08': 'store-unavailable', // connection exception
  '28': 'store-unavailable', // wrong user or password
  '3D000': 'store-unavailable', // no such database
  '53': 'store-unavailable', // too many connections, out of memory
  '53100': 'store-full', // disk full
  '55P03': 'store-unavailable', // lock not available in time
  '57': 'store-unavailable', // shut down, starting up, cancelled
  '58': 'store-unavailable', // the server's own files
  '25006': 'store-read-only',
  '42501': 'store-read-only', // no permission
  '42P01': 'store-not-migrated', // no such table
  '42703': 'store-not-migrated', // no such column
  '3F000': 'store-not-migrated', // no such schema
  '25P01': 'invalid-transaction', // no transaction
  '25P02': 'invalid-transaction', // the transaction has failed
  '40001': 'conflict', // cannot be serialised
  '40P01': 'conflict', // deadlock
  XX001: 'store-corrupt',
  XX002: 'store-corrupt',
};

/** Codes of Node.js and of client libraries; the words are those of Prisma's driver adapters. */
const byClientCode: Readonly<Record<string, StoreFault>> = {
  ECONNREFUSED: 'store-unavailable',
  ECONNRESET: 'store-unavailable',
  ECONNABORTED: 'store-unavailable',
  ENOTFOUND: 'store-unavailable',
  EAI_AGAIN: 'store-unavailable',
  EHOSTUNREACH: 'store-unavailable',
  ENETUNREACH: 'store-unavailable',
  ETIMEDOUT: 'store-unavailable',
  EPIPE: 'store-unavailable',
  CONNECTION_CLOSED: 'store-unavailable',
  CONNECTION_ENDED: 'store-unavailable',
  CONNECTION_DESTROYED: 'store-unavailable',
  CONNECT_TIMEOUT: 'store-unavailable',
  P1000: 'store-unavailable',
  P1001: 'store-unavailable',
  P1002: 'store-unavailable',
  P1003: 'store-unavailable',
  P1008: 'store-unavailable',
  P1011: 'store-unavailable',
  P1017: 'store-unavailable',
  P2024: 'store-unavailable',
  P2037: 'store-unavailable',
  DatabaseNotReachable: 'store-unavailable',
  ConnectionClosed: 'store-unavailable',
  SocketTimeout: 'store-unavailable',
  TlsConnectionError: 'store-unavailable',
  P2028: 'invalid-transaction',
  P2034: 'conflict',
};

/** For errors without a code. */
const byMessage: readonly (readonly [RegExp, StoreFault])[] = [
  [
    /connection terminated|connection ended|not queryable|timeout exceeded when trying to connect|after calling end on the pool/i,
    'store-unavailable',
  ],
  [
    /timeout acquiring a connection|pool is probably full|driver has already been destroyed|unable to acquire a connection/i,
    'store-unavailable',
  ],
  [
    /transaction query already complete|transaction is already (committed|rolled back)|query ?runner already released/i,
    'invalid-transaction',
  ],
  [/query read timeout/i, 'store-unavailable'],
];

/** What an error of the driver means; undefined where it is none of the database's. */
export function faultOf(error: Error): StoreFault | undefined {
  const code = codeOf(error);
  if (code !== undefined) {
    const fault =
      byClientCode[code] ?? bySqlState[code] ?? (/^[0-9A-Z]{5}$/.test(code) ? bySqlState[code.slice(0, 2)] : undefined);
    if (fault !== undefined) return fault;
  }
  return byMessage.find(([pattern]) => pattern.test(error.message))?.[1];
}

/** The driver's own error: libraries wrap it, and put statements and values into their messages, which nobody is to read. */
export function driverError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  for (const name of ['driverError', 'cause']) {
    const inner: unknown = Reflect.get(error, name);
    if (inner instanceof Error) return driverError(inner);
  }
  // Node.js tries several addresses and tells of each.
  return error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error;
}

/** The code of an error: SQLSTATE, or one of Node.js or of the client. */
export function codeOf(error: Error): string | undefined {
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : undefined;
}
