/**
 * Clients of Prisma.
 * @module
 */
import { hasFunctions, invalidClient, invalidTransaction, type PostgresClient, type Queries, rowsIn } from './client.js';
import { ofPrisma } from './prisma-error.js';

interface RawQueries {
  $queryRawUnsafe(text: string, ...values: string[]): PromiseLike<unknown>;
}

/** A `PrismaClient`, extended or not. */
export interface PrismaLike extends RawQueries {
  $transaction(...work: never): unknown;
  $connect(): unknown;
}

/** A transaction of Prisma: what `prisma.$transaction` hands to its function. From Prisma 7.5 it has a `$transaction` too, for nested ones. */
export interface PrismaTransaction extends RawQueries {
  readonly $connect?: never;
}

/** Makes a client of {@link postgres} of a PrismaClient on PostgreSQL. Throws `invalid-client` for anything else. */
export function prismaClient(client: PrismaLike): PostgresClient<PrismaTransaction> {
  if (!hasFunctions(client, ['$queryRawUnsafe', '$transaction', '$connect'])) throw invalidClient('Prisma', 'a PrismaClient');
  return {
    queries: rawQueries(client),
    within(tx) {
      if (hasFunctions(tx, ['$queryRawUnsafe']) && !hasFunctions(tx, ['$connect'])) return rawQueries(tx);
      throw invalidTransaction('Prisma', 'what prisma.$transaction hands to its function');
    },
  };
}

function rawQueries(target: RawQueries): Queries {
  return {
    async run({ text }, values) {
      try {
        return rowsIn(await target.$queryRawUnsafe(text, ...values));
      } catch (thrown) {
        throw ofPrisma(thrown);
      }
    },
  };
}
