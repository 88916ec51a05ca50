import { inspect } from 'node:util';
import { postgres, prismaClient } from 'orderbell/postgres';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { aJob, booking, claimAll, noon, write } from '../../../src/testing/store-cases/samples.js';
import { aDatabase } from './database.js';
import { invocationError, prismaLookAlike } from './prisma-look-alike.js';

const { schema, pool, clear } = await aDatabase();
const prisma = prismaLookAlike(pool);
await postgres(prismaClient(prisma), { schema }).migrate();

test('a lifted pause lets go what it held', async () => {
  await clear();
  const store = postgres(prismaClient(prisma), { schema });
  const pause = { kind: 'channel', name: 'email' } as const;
  await write(store, { insert: [aJob('held')] });
  await store.pause({ ...pause, since: noon, note: undefined });
  const held = await store.claim({ now: noon, limit: 9, leaseMs: 1 });
  const parked = { at: noon, status: 'scheduled', parkedBy: 'channel email' } as const;
  await store.settle(held.map(({ key, ticket, leaseUntil }) => ({ key, ticket, leaseUntil, ...parked })));
  await store.resume(pause);
  expect((await claimAll(store)).map(({ occurrence }) => occurrence)).toEqual(['held']);
});

test('a nested transaction is one to join', async () => {
  await clear();
  const store = postgres(prismaClient(prisma), { schema });
  await prisma.$transaction((tx) => tx.$transaction((nested) => write(store, { insert: [aJob('one')] }, booking, nested)));
  expect(await store.history(booking)).toEqual([aJob('one')]);
});

describe('what Prisma wraps', () => {
  test.each(['of adapters', 'of engines'] as const)('errors of the database mean what they mean, %s', async (wrapping) => {
    const own = prismaLookAlike(pool, wrapping);
    await expect(postgres(prismaClient(own), { schema: 'nowhere' }).counts(0)).rejects.toMatchObject({
      code: 'store-not-migrated',
      message: expect.stringMatching(
        /^postgres: opening the store: relation "nowhere\.orderbell_migrations" does not exist\. Run/,
      ),
      cause: { code: '42P01' },
    });
    const store = postgres(prismaClient(own), { schema });
    const failed = own.$transaction(async (tx) => {
      await Promise.resolve(tx.$queryRawUnsafe('SELECT 1 / 0')).catch(() => {});
      await write(store, { insert: [aJob('late')] }, booking, tx);
    });
    await expect(failed).rejects.toMatchObject({ code: 'invalid-transaction' });
  });

  test('a statement of the store that cannot be serialised is tried again', async () => {
    let tries = 0;
    const own = prismaLookAlike(pool);
    const busy = {
      ...own,
      async $queryRawUnsafe(text: string, ...values: string[]) {
        tries += 1;
        // The first looks at the tables.
        if (tries === 1 || tries > 3) return own.$queryRawUnsafe(text, ...values);
        const cause = { originalCode: '40001', originalMessage: 'could not serialize access', kind: 'TransactionWriteConflict' };
        throw invocationError('P2010', 'Raw query failed.', { driverAdapterError: { cause } });
      },
    };
    const store = postgres(prismaClient(busy), { schema });
    expect((await store.counts(0)).due).toBe(0);
    expect(tries).toBe(4);
  });

  test.each([
    ['P2010', { driverAdapterError: { cause: { kind: 'DatabaseNotReachable', host: 'db', port: 1 } } }],
    ['P1001', {}],
    ['P2024', {}],
  ])('a database that is away: %s', async (code, meta) => {
    const message = "Raw query failed. Code: `N/A`. Message: `Can't reach database server at db:1`";
    const away = { ...prisma, $queryRawUnsafe: () => Promise.reject(invocationError(code, message, meta)) };
    await expect(postgres(prismaClient(away), { schema }).counts(0)).rejects.toMatchObject({
      code: 'store-unavailable',
      message: "postgres: opening the store: Can't reach database server at db:1. Nothing was stored; it is tried again.",
    });
  });

  test('the lines around the call and the values are not repeated', async () => {
    const secret = 'Quellwasser';
    const store = postgres(prismaClient(prisma), { schema });
    await write(store, {});
    const shy = { ...prisma, $queryRawUnsafe: () => prisma.$queryRawUnsafe('SELECT $1::json', `{ ${secret}`) };
    const error = await postgres(prismaClient(shy), { schema })
      .counts(0)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ cause: { code: '22P02' } });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/Quellwasser|orders\.ts/);
  });

  test('a pool of the adapter that has ended', async () => {
    const ended = new pg.Pool({ max: 1 });
    onTestFinished(async () => void (await ended.end().catch(() => {})));
    await ended.end();
    await expect(postgres(prismaClient(prismaLookAlike(ended)), { schema }).counts(0)).rejects.toMatchObject({
      code: 'store-unavailable',
    });
  });
});

test('the look-alike is as strict as Prisma: a type that it does not know, several statements, values converted', async () => {
  const run = async (text: string) => prisma.$queryRawUnsafe(text);
  await expect(run('SELECT pg_sleep(0)')).rejects.toMatchObject({ code: 'P2010' });
  await expect(run('SELECT 1; SELECT 2')).rejects.toThrow();
  expect(await run(`SELECT 1::int8 AS big, '{"a":1}'::json AS json`)).toEqual([{ big: 1n, json: { a: 1 } }]);
});
