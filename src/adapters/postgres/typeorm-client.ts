/**
 * Clients of TypeORM.
 * @module
 */
import { hasFunctions, invalidClient, invalidTransaction, type PostgresClient, type Queries, rowsIn } from './client.js';

interface Queryable {
  query(text: string, values?: unknown[]): Promise<unknown>;
}

/** A `DataSource` of TypeORM. */
export interface TypeormLike extends Queryable {
  createQueryRunner(...mode: never): unknown;
}

/** A transaction of TypeORM: the entity manager that `dataSource.transaction` hands to its function. */
export interface TypeormTransaction extends Queryable {
  readonly queryRunner?: { readonly isTransactionActive: boolean; readonly isReleased: boolean };
  getRepository(...target: never): unknown;
  readonly options?: never;
}

/** Makes a client of {@link postgres} of an initialized data source of TypeORM. Throws `invalid-client` for anything else. */
export function typeormClient(dataSource: TypeormLike): PostgresClient<TypeormTransaction> {
  if (!hasFunctions(dataSource, ['query', 'createQueryRunner']))
    throw invalidClient('TypeORM', 'a DataSource that is initialized');
  return {
    queries: queriesOf(dataSource),
    within(tx) {
      const runner = hasFunctions(tx, ['query', 'getRepository']) ? tx.queryRunner : undefined;
      if (runner?.isTransactionActive && !runner.isReleased) return queriesOf(tx);
      throw invalidTransaction('TypeORM', 'the entity manager that dataSource.transaction hands to its function');
    },
  };
}

function queriesOf(target: Queryable): Queries {
  return { run: async ({ text }, values) => rowsIn(await target.query(text, [...values])) };
}
