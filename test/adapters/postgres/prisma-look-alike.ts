/**
 * What a PrismaClient of Prisma 6.16 to 7.10 was seen to do through `@prisma/adapter-pg`, without the weight of Prisma: which types it
 * refuses and converts, how it wraps errors, and what its transactions look like.
 */
import pg from 'pg';
import type { PrismaLike, PrismaTransaction } from '../../../src/adapters/postgres/index.js';

/** A transaction of Prisma. From Prisma 7.5 it has a `$transaction`, for nested ones. */
export interface LookAlikeTransaction extends PrismaTransaction {
  $transaction<R>(work: (tx: LookAlikeTransaction) => Promise<R>): Promise<R>;
}

/** A client of Prisma. */
export interface LookAlike extends PrismaLike {
  $transaction<R>(work: (tx: LookAlikeTransaction) => Promise<R>): Promise<R>;
}

/** How versions of Prisma tell of the database's own errors. */
export type Wrapping = 'of adapters' | 'of engines';

const { builtins } = pg.types;
/** Types that are known, and how their texts are converted; any other fails. */
const converted: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [builtins.TEXT, String],
  [builtins.INT4, Number],
  [builtins.INT8, BigInt],
  [builtins.BOOL, (text) => text === 't'],
  [builtins.JSON, JSON.parse],
  [builtins.JSONB, JSON.parse],
  [builtins.TIMESTAMPTZ, (text) => new Date(text)],
]);

/** Makes one on a pool, which stays the caller's. */
export function prismaLookAlike(pool: pg.Pool, wrapping: Wrapping = 'of adapters'): LookAlike {
  return {
    $queryRawUnsafe: (text, ...values) => rawQuery(pool, wrapping, text, values),
    $connect: () => Promise.resolve(),
    async $transaction(work) {
      const connection = await pool.connect();
      let isOpen = true;
      const tx: LookAlikeTransaction = {
        async $queryRawUnsafe(text, ...values) {
          if (isOpen) return rawQuery(connection, wrapping, text, values);
          throw invocationError('P2028', 'Transaction API error: Transaction already closed: it was committed.', {});
        },
        $transaction: (nested) => nested(tx),
      };
      try {
        await connection.query('BEGIN');
        const result = await work(tx);
        await connection.query('COMMIT');
        return result;
      } catch (error) {
        await connection.query('ROLLBACK');
        throw error;
      } finally {
        isOpen = false;
        connection.release();
      }
    },
  };
}

async function rawQuery(target: pg.Pool | pg.PoolClient, wrapping: Wrapping, text: string, values: string[]): Promise<unknown> {
  const types = { getTypeParser: (oid: number) => converted.get(oid) ?? String };
  const { fields, rows } = await target.query({ text, values, types }).catch((error: unknown) => {
    throw error instanceof pg.DatabaseError ? wrapped(wrapping, error) : error;
  });
  // Of several statements there are several answers, and Prisma reads the fields of one.
  const unknown = fields.find(({ dataTypeID }) => !converted.has(dataTypeID));
  if (unknown === undefined) return rows;
  const cause = { kind: 'UnsupportedNativeDataType', type: String(unknown.dataTypeID) };
  throw invocationError('P2010', `Raw query failed. Code: \`N/A\`. Message: \`Failed to deserialize column '${unknown.name}'\``, {
    driverAdapterError: { name: 'DriverAdapterError', cause },
  });
}

function wrapped(wrapping: Wrapping, { code, message }: pg.DatabaseError): Error {
  const cause = { originalCode: code, originalMessage: message, kind: 'postgres' };
  const meta = wrapping === 'of engines' ? { code, message } : { driverAdapterError: { name: 'DriverAdapterError', cause } };
  return invocationError('P2010', `Raw query failed. Code: \`${code}\`. Message: \`${message}\``, meta);
}

/** An error as Prisma throws it, the lines around the call of the host before its message. */
export function invocationError(code: string, message: string, meta: object): Error {
  const lines = [
    '',
    'Invalid `target.$queryRawUnsafe()` invocation in',
    '/shop/orders.ts:3:9',
    '',
    '  2 try {',
    '→ 3   await raw(',
    '',
  ];
  return Object.assign(new Error([...lines, message].join('\n')), { code, clientVersion: '7.10.1', meta });
}
