/**
 * PGlite: PostgreSQL within the process, for a host's own tests.
 * @module
 */
import { hasFunctions, invalidTransaction, type PostgresClient, type Queries, rowsIn } from './client.js';

/** A transaction of PGlite: what its `transaction` hands to its function. */
export interface PgliteTransaction {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
  readonly closed: boolean;
  readonly waitReady?: never;
}

/** The part of PGlite that the store uses. */
export interface PgliteLike {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
  exec(text: string): Promise<unknown>;
  readonly transaction: unknown;
  readonly waitReady: Promise<void>;
}

/** Whether a client is PGlite. */
export function isPglite(client: object): client is PgliteLike {
  return hasFunctions(client, ['query', 'exec', 'transaction']) && Reflect.has(client, 'waitReady');
}

let hasWarned = false;

/** The client of `postgres` for PGlite, which takes text and values one after the other. Warns once in a process. */
export function pgliteClient(pglite: PgliteLike): PostgresClient<PgliteTransaction> {
  if (!hasWarned) {
    hasWarned = true;
    process.emitWarning(
      'PGlite never syncs to disk: what was stored can be lost when the machine stops. Use it in tests only.',
      'OrderbellWarning',
    );
  }
  return {
    queries: queriesOf(pglite),
    within(tx) {
      if (hasFunctions(tx, ['query']) && !tx.closed && !isPglite(tx)) return queriesOf(tx);
      throw invalidTransaction('PGlite', 'what its `transaction` hands to its function');
    },
  };
}

function queriesOf(pglite: Pick<PgliteTransaction, 'query'>): Queries {
  return { run: async ({ text }, values) => rowsIn(await pglite.query(text, [...values])) };
}
