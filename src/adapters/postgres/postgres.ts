/**
 * Making a store of a client.
 * @module
 */
import type { PostgresClient } from './client.js';
import { hasFunctions, invalidClient } from './client.js';
import { listenWith, type PgConnection } from './listening.js';
import { isPool, type PgClient, type PgPool, type PgTransaction, pgClient } from './pg-client.js';
import { isPglite, type PgliteLike, type PgliteTransaction, pgliteClient } from './pglite-client.js';
import { newOrigin, PostgresJobs, type PostgresStore } from './store.js';
import { type PostgresPlace, tablesOf } from './tables.js';
import { notifyStatement } from './upkeep-statements.js';
import { Watch } from './watch.js';

/** Options of {@link postgres}. */
export interface PostgresOptions extends PostgresPlace {
  /**
   * Keeps statements prepared on their connections, which saves the database planning them again. Set it to false behind a pooler that
   * hands out another connection for each transaction and does not keep prepared statements: PgBouncer before 1.21, or with
   * `max_prepared_statements = 0`. Default true.
   */
  readonly prepare?: boolean | undefined;
  /**
   * A pool or a connected client of `pg` that listens for new work of other processes, where the client of the store cannot (Knex,
   * Kysely, Drizzle, Prisma, TypeORM) or should not (a pooler stands between). A client is then used for nothing else. `false`: does not listen.
   */
  readonly listen?: PgPool | PgConnection | false | undefined;
  /** Where nothing is heard of other processes: the longest a worker sleeps, in milliseconds. Default 1000. */
  readonly pollEvery?: number | undefined;
}

/**
 * A store in PostgreSQL 12 or newer, for any number of processes. Run `await store.migrate()` once before it is used. The client stays
 * the host's: `close` ends the listening and nothing else.
 *
 * Throws `invalid-client` for a client it does not know.
 *
 * @example
 * const pool = new Pool({ connectionString: process.env.DATABASE_URL });
 * const store = postgres(pool);
 * await store.migrate();
 */
export function postgres<Tx>(client: PostgresClient<Tx>, options?: PostgresOptions): PostgresStore<Tx>;
export function postgres(client: PgliteLike, options?: PostgresOptions): PostgresStore<PgliteTransaction>;
export function postgres(client: PgPool | PgClient, options?: PostgresOptions): PostgresStore<PgTransaction>;
export function postgres<Tx>(
  given: PostgresClient<Tx> | PgliteLike | PgPool | PgClient,
  { schema, prefix, prepare = true, listen, pollEvery = 1_000 }: PostgresOptions = {},
): PostgresStore<Tx> | PostgresStore<PgliteTransaction> | PostgresStore<PgTransaction> {
  const tables = tablesOf({ schema, prefix });
  const origin = newOrigin();
  const storeOf = <Own>(client: PostgresClient<Own>): PostgresStore<Own> => {
    const notify = (payload: string) => client.queries.run(notifyStatement(tables), [payload], false);
    const watch = new Watch({ listen: listeningOf(listen, client.listen), channel: tables.channel, origin, notify, pollEvery });
    return new PostgresJobs({ client, tables, watch, prepare, origin });
  };
  if (isWrapped(given)) return storeOf(given);
  return isPglite(given) ? storeOf(pgliteClient(given)) : storeOf(pgClient(given));
}

function isWrapped<Tx>(client: PostgresClient<Tx> | PgliteLike | PgPool | PgClient): client is PostgresClient<Tx> {
  return hasFunctions(client, ['within']);
}

function listeningOf(given: PostgresOptions['listen'], own: PostgresClient<never>['listen']): PostgresClient<never>['listen'] {
  if (given === undefined) return own;
  if (given === false) return undefined;
  if (isPool(given)) return listenWith(given);
  if (hasFunctions(given, ['query', 'on', 'removeListener'])) return listenWith({ connect: async () => given });
  throw invalidClient('pg', 'for `listen` a Pool, a Client that is connected, or false');
}
