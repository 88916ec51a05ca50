/**
 * Clients of Drizzle.
 * @module
 */
import { hasFunctions, invalidClient, invalidTransaction, type PostgresClient, type Queries, rowsIn } from './client.js';

interface Executor {
  execute(query: never): PromiseLike<unknown>;
}

/** A database of Drizzle. */
export interface DrizzleLike extends Executor {
  transaction(...work: never): Promise<unknown>;
}

/** A transaction of Drizzle: what `db.transaction` hands to its function. */
export interface DrizzleTransaction extends Executor {
  setTransaction(config: never): Promise<void>;
  rollback(): never;
}

/** Makes a client of {@link postgres} of a Drizzle database on PostgreSQL: node-postgres, postgres-js or another. Throws `invalid-client` for anything else. */
export function drizzleClient(db: DrizzleLike): PostgresClient<DrizzleTransaction> {
  if (!hasFunctions(db, ['execute', 'transaction'])) throw invalidClient('Drizzle', 'what drizzle(...) yields');
  return {
    queries: executorQueries(db),
    within(tx) {
      if (hasFunctions(tx, ['execute', 'setTransaction', 'rollback'])) return executorQueries(tx);
      throw invalidTransaction('Drizzle', 'what db.transaction hands to its function');
    },
  };
}

function executorQueries(executor: Executor): Queries {
  return {
    async run({ text }, values) {
      // Drizzle asks whatever it executes for its SQL, and that for its text and its values.
      const query = { getSQL: () => ({ toQuery: () => ({ sql: text, params: [...values] }) }) };
      return rowsIn(await executor.execute(query as never));
    },
  };
}
