/**
 * Clients of `pg`, and what speaks like one.
 * @module
 */
import { hasFunctions, invalidClient, invalidTransaction, type PostgresClient, type Queries, rowsIn } from './client.js';
import { listenWith, type PgConnection, type PgStatement } from './listening.js';

/** A transaction of `pg`: the connection on which the host has run `BEGIN`. A pool is none. */
export interface PgTransaction {
  query(statement: PgStatement): Promise<{ readonly rows: readonly unknown[] }>;
  readonly totalCount?: never;
}

/** A `Pool` of `pg`. */
export interface PgPool {
  query(statement: PgStatement): Promise<{ readonly rows: readonly unknown[] }>;
  connect(): Promise<PgConnection>;
  readonly totalCount: number;
}

/** A single `Client` of `pg`. */
export interface PgClient {
  query(...statement: never): Promise<unknown>;
  readonly totalCount?: never;
}

/** The client of {@link postgres} for a pool or client of `pg`. Throws `invalid-client` for anything else. */
export function pgClient(client: PgPool | PgClient): PostgresClient<PgTransaction> {
  if (!hasFunctions(client, ['query'])) {
    const wrapped = 'Clients of other libraries are wrapped: postgres(knexClient(knex)), postgres(kyselyClient(db)) and so on';
    throw invalidClient('pg', `a Pool, or a Client that is connected. ${wrapped}`);
  }
  return {
    queries: connectionQueries(client),
    within(tx) {
      const isOpen = hasFunctions(tx, ['query']) && !isPool(tx) && statusOf(tx) !== 'I';
      if (isOpen) return connectionQueries(tx);
      throw invalidTransaction('pg', 'the client of a pool on which BEGIN was run');
    },
    listen: isPool(client) ? listenWith(client) : undefined,
  };
}

/** Whether it is a pool, which has connections to spare. */
export function isPool(client: unknown): client is PgPool {
  return hasFunctions(client, ['query', 'connect']) && Reflect.has(Object(client), 'totalCount');
}

function connectionQueries(client: object): Queries {
  // Seen to have the function; what it takes is documented by pg.
  const connection = client as { query(statement: PgStatement): Promise<unknown> };
  return {
    async run({ text, name }, values, prepare) {
      return rowsIn(await connection.query(prepare ? { name, text, values: [...values] } : { text, values: [...values] }));
    },
  };
}

/** `I`: no transaction is open. Only newer versions of pg can tell; the store notices by itself when it writes. */
function statusOf(connection: object): unknown {
  const status: unknown = Reflect.get(connection, 'getTransactionStatus');
  return typeof status === 'function' ? Reflect.apply(status, connection, []) : undefined;
}
