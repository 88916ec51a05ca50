/**
 * Clients of Knex.
 * @module
 */
import { hasFunctions, invalidClient, invalidTransaction, type PostgresClient, type Queries, rowsIn } from './client.js';

interface Raw {
  raw(text: string, values: readonly string[]): PromiseLike<unknown>;
}

/** An instance of Knex. */
export interface KnexLike extends Raw {
  transaction(...work: never): unknown;
}

/** A transaction of Knex: what `knex.transaction` hands to its function. */
export interface KnexTransaction extends Raw {
  isCompleted(): boolean;
  commit(...value: never): unknown;
  rollback(...error: never): unknown;
}

/** Makes a client of {@link postgres} of an instance of Knex with the client `pg`. Throws `invalid-client` for anything else. */
export function knexClient(instance: KnexLike): PostgresClient<KnexTransaction> {
  if (!hasFunctions(instance, ['raw', 'transaction'])) throw invalidClient('Knex', "what knex({ client: 'pg', ... }) yields");
  return {
    queries: rawQueries(instance),
    within(tx) {
      if (hasFunctions(tx, ['raw', 'isCompleted']) && !tx.isCompleted()) return rawQueries(tx);
      throw invalidTransaction('Knex', 'what knex.transaction hands to its function');
    },
  };
}

function rawQueries(target: Raw): Queries {
  return {
    async run({ text }, values) {
      const ordered: string[] = [];
      const marked = text.replace(/\$(\d+)/g, (_match, number: string) => {
        ordered.push(values[Number(number) - 1] ?? '');
        return '?';
      });
      try {
        return rowsIn(await target.raw(marked, ordered));
      } catch (error) {
        throw withoutStatement(error);
      }
    },
  };
}

/** Knex writes the statement with all values in front of what the database said: nobody is to read those. */
function withoutStatement(error: unknown): unknown {
  if (error instanceof Error) error.message = error.message.slice(error.message.lastIndexOf(' - ') + 1).replace(/^- /, '');
  return error;
}
