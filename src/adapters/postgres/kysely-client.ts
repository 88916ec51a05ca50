/**
 * Clients of Kysely.
 * @module
 */
import { hasFunctions, invalidClient, invalidTransaction, type PostgresClient, type Queries, rowsIn } from './client.js';

/** An instance of Kysely, or its transaction. */
interface Executor {
  executeQuery(query: never): Promise<{ readonly rows: readonly unknown[] }>;
}

/** An instance of Kysely. */
export interface KyselyLike extends Executor {
  transaction(): unknown;
}

/** A transaction of Kysely: what `db.transaction().execute` hands to its function. */
export interface KyselyTransaction extends Executor {
  readonly isTransaction: true;
}

/** Makes a client of {@link postgres} of an instance of Kysely with a dialect of PostgreSQL. Throws `invalid-client` for anything else. */
export function kyselyClient(db: KyselyLike): PostgresClient<KyselyTransaction> {
  if (!hasFunctions(db, ['executeQuery', 'transaction'])) throw invalidClient('Kysely', 'what new Kysely({ dialect }) yields');
  return {
    queries: executorQueries(db),
    within(tx) {
      const isOpen = hasFunctions(tx, ['executeQuery']) && Reflect.get(tx, 'isTransaction') === true;
      if (isOpen) return executorQueries(tx);
      throw invalidTransaction('Kysely', 'what db.transaction().execute hands to its function');
    },
  };
}

function executorQueries(executor: Executor): Queries {
  return {
    async run({ text, name }, values) {
      // What CompiledQuery.raw of Kysely makes.
      const query = {
        query: { kind: 'RawNode', sqlFragments: [text], parameters: [] },
        queryId: { queryId: name },
        sql: text,
        parameters: values,
      };
      return rowsIn(await executor.executeQuery(query as never));
    },
  };
}
