/**
 * Clients of Prisma.
 * @module
 */
import { hasFunctions, invalidClient, invalidTransaction, type PostgresClient, type Queries, rowsIn } from './client.js';

interface RawQueries {
  $queryRawUnsafe(text: string, ...values: string[]): PromiseLike<unknown>;
}

/** A `PrismaClient`. */
export interface PrismaLike extends RawQueries {
  $transaction(...work: never): unknown;
}

/** A transaction of Prisma: what `prisma.$transaction` hands to its function. */
export interface PrismaTransaction extends RawQueries {
  readonly $transaction?: never;
}

/** Makes a client of {@link postgres} of a PrismaClient on PostgreSQL. Throws `invalid-client` for anything else. */
export function prismaClient(client: PrismaLike): PostgresClient<PrismaTransaction> {
  if (!hasFunctions(client, ['$queryRawUnsafe', '$transaction'])) throw invalidClient('Prisma', 'a PrismaClient');
  return {
    queries: rawQueries(client),
    within(tx) {
      if (hasFunctions(tx, ['$queryRawUnsafe']) && !hasFunctions(tx, ['$transaction'])) return rawQueries(tx);
      throw invalidTransaction('Prisma', 'what prisma.$transaction hands to its function');
    },
  };
}

function rawQueries(target: RawQueries): Queries {
  return { run: async ({ text }, values) => rowsIn(await target.$queryRawUnsafe(text, ...values)) };
}
