import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { type PgPool, postgres, prismaClient } from 'orderbell/postgres';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { faultOf } from '../../../src/adapters/postgres/fault.js';
import { changeRecord } from '../../../src/runtime/records.js';
import {
  aJob,
  aMove,
  aSubject,
  aWrite,
  booking,
  claimAll,
  minute,
  noon,
  write,
} from '../../../src/testing/store-cases/samples.js';
import { aDatabase, inTransaction } from './database.js';

const { schema, pool, url, clear } = await aDatabase();
const store = postgres(pool, { schema });
await store.migrate();

/** A pool of its own for one test, with other settings. */
function another(settings: pg.PoolConfig): pg.Pool {
  const other = new pg.Pool({ max: 2, ...settings });
  other.on('error', () => {});
  onTestFinished(() => other.end());
  return other;
}

describe('what a host can get wrong', () => {
  test('a refused connection', async () => {
    const lost = postgres(another({ host: '127.0.0.1', port: 1 }), { schema });
    await expect(lost.counts(0)).rejects.toMatchObject({ code: 'store-unavailable', cause: expect.any(Error) });
  });

  test('a database that is missing', async () => {
    const missing = new URL(url);
    missing.pathname = '/nowhere';
    await expect(postgres(another({ connectionString: missing.href })).counts(0)).rejects.toMatchObject({
      code: 'store-unavailable',
      message: expect.stringContaining('nowhere'),
    });
  });

  test('a wrong password is not repeated in the message', async () => {
    const wrong = new URL(url);
    wrong.username = 'nobody';
    wrong.password = 'secret-word';
    const error = await postgres(another({ connectionString: wrong.href }))
      .counts(0)
      .catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ code: 'store-unavailable' });
    expect(String(error)).not.toContain('secret-word');
  });

  test('a database that is read-only', async () => {
    const readOnly = postgres(another({ connectionString: url, options: '-c default_transaction_read_only=on' }), { schema });
    expect(await readOnly.history(booking)).toEqual([]);
    await expect(write(readOnly, { insert: [aJob('one')] })).rejects.toMatchObject({ code: 'store-read-only' });
  });

  test.each([{}, null, 'postgres://', () => {}])('a client of the wrong kind: %j', (client) => {
    expect(() => postgres(client as unknown as PgPool)).toThrow(expect.objectContaining({ code: 'invalid-client' }));
    expect(() => prismaClient(client as never)).toThrow(expect.objectContaining({ code: 'invalid-client' }));
  });

  test('a pool in place of a transaction', async () => {
    const change = store.change(booking, pool as never, async () => 1);
    await expect(change).rejects.toMatchObject({ code: 'invalid-transaction' });
  });

  test('a transaction of pg that has ended, even where the client cannot tell', async () => {
    const ended = await inTransaction(pool, async (tx) => tx);
    await expect(write(store, { insert: [aJob('late')] }, booking, ended)).rejects.toMatchObject({ code: 'invalid-transaction' });
    const mute = { query: (statement: pg.QueryConfig) => ended.query(statement) };
    await expect(write(store, { insert: [aJob('late')] }, booking, mute)).rejects.toMatchObject({ code: 'invalid-transaction' });
    expect(await store.history(booking)).toEqual([]);
    const balance = { kind: 'credits', key: 'shop' };
    for (const tx of [ended, mute])
      await expect(store.records.write({ ...balance, value: '1', version: 0 }, tx)).rejects.toMatchObject({
        code: 'invalid-transaction',
      });
    expect(await store.records.read(balance)).toBeUndefined();
  });

  test('a record with a name and a value of any length', async () => {
    const ref = { kind: 'k'.repeat(5000), key: randomBytes(20_000).toString('hex') };
    expect(await store.records.write({ ...ref, value: 'v'.repeat(100_000), version: 0 })).toBe(true);
    expect((await store.records.read(ref))?.value).toHaveLength(100_000);
    expect(await store.records.list({ kind: ref.kind, limit: 2 })).toHaveLength(1);
  });

  test('of transactions that change a record at once each is counted', async () => {
    await clear();
    const balance = { kind: 'credits', key: 'shop' };
    const add = (tx: pg.PoolClient) =>
      changeRecord(
        store.records,
        balance,
        (found) => ({ next: { value: String(Number(found?.value ?? 0) + 1) }, result: undefined }),
        tx,
      );
    await Promise.all(Array.from({ length: 8 }, () => inTransaction(pool, add)));
    expect((await store.records.read(balance))?.value).toBe('8');
  });

  test('a transaction that has failed', async () => {
    const failed = inTransaction(pool, async (tx) => {
      await tx.query('SELECT 1 / 0').catch(() => {});
      await write(store, { insert: [aJob('late')] }, booking, tx);
    });
    await expect(failed).rejects.toMatchObject({ code: 'invalid-transaction' });
  });
});

describe('what can happen to a database', () => {
  test('a connection that is ended by its administrator', async () => {
    const other = another({ connectionString: url, max: 1 });
    const lost = postgres(other, { schema });
    const { rows } = await other.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const waiting = other.query('SELECT pg_sleep(60)');
    const later = lost.counts(0);
    const ended = pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
    await expect(waiting).rejects.toThrow();
    await ended;
    // The pool makes another connection.
    expect((await later).due).toBe(0);
  });

  test.each([
    ['53100', 'store-full'],
    ['53300', 'store-unavailable'],
    ['57P01', 'store-unavailable'],
    ['08006', 'store-unavailable'],
    ['42P01', 'store-not-migrated'],
    ['40001', 'conflict'],
    ['22001', undefined],
  ])('SQLSTATE %s means %s', (code, fault) => {
    expect(faultOf(Object.assign(new Error('of the driver'), { code }))).toBe(fault);
  });

  test('a row that cannot be read is set aside, and holds up nobody', async () => {
    await clear();
    await write(store, { insert: [aJob('broken'), aJob('fine')] });
    await pool.query(`UPDATE "${schema}".orderbell_jobs SET channels = 'no list' WHERE occurrence = 'broken'`);
    expect((await claimAll(store)).map(({ occurrence }) => occurrence)).toEqual(['fine']);
    expect((await store.counts(noon)).failed).toEqual({ 'store-corrupt': 1 });
    await pool.query(`UPDATE "${schema}".orderbell_subjects SET fields = '{'`);
    await expect(store.subject(booking)).rejects.toMatchObject({ code: 'store-corrupt' });
    await clear();
  });
});

describe('transactions that others get in the way of', () => {
  test.each(['REPEATABLE READ', 'SERIALIZABLE'])(
    '%s: what cannot be serialised is a conflict that says what to do',
    async (level) => {
      await clear();
      await write(store, {});
      const late = inTransaction(pool, async (tx) => {
        await tx.query(`SET TRANSACTION ISOLATION LEVEL ${level}`);
        await tx.query('SELECT 1');
        await write(store, { subject: aSubject({ revision: 2 }) });
        await write(store, { subject: aSubject({ revision: 3 }) }, booking, tx);
      });
      await expect(late).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('whole transaction') });
      expect((await store.subject(booking))?.revision).toBe(2);
    },
  );

  test('changes of one subject from two pools lose nothing, with and without transactions', async () => {
    await clear();
    const other = another({ connectionString: url, max: 5 });
    const stores = [store, postgres(other, { schema })];
    const add = (own: typeof store, tx?: pg.PoolClient) =>
      own.change(booking, tx, async (session) => {
        const revision = (session.stored?.revision ?? 0) + 1;
        await session.write(aWrite({ subject: aSubject({ revision }), insert: [aJob(`${revision}`)] }));
      });
    await Promise.all(
      stores.flatMap((own, at) => [
        ...Array.from({ length: 4 }, () => add(own)),
        ...Array.from({ length: 4 }, () => inTransaction(at === 0 ? pool : other, (tx) => add(own, tx))),
      ]),
    );
    expect((await store.subject(booking))?.revision).toBe(16);
    expect((await store.history(booking)).map(({ occurrence }) => occurrence)).toEqual(
      Array.from({ length: 16 }, (_, at) => `${at + 1}`),
    );
  });

  test('a pool of one connection is enough for a first change within a transaction', async () => {
    await clear();
    const narrow = another({ connectionString: url, max: 1 });
    const own = postgres(narrow, { schema });
    await inTransaction(narrow, (tx) => write(own, { insert: [aJob('one')] }, booking, tx));
    expect(await own.history(booking)).toEqual([aJob('one')]);
  });

  test('a transaction that has read a job before a worker took it is told that it came too late', async () => {
    await clear();
    const [left, stays, free] = [aJob('left'), aJob('stays'), aJob('free')];
    await write(store, { insert: [left, stays, free] });
    const { result, missed } = await inTransaction(pool, (tx) =>
      store.change(booking, tx, async (session) => {
        const seen = (await session.jobs([])).map(({ status }) => status);
        await store.claim({ now: noon, limit: 5, leaseMs: minute, keys: [left.key, stays.key] });
        const withdraw = [left, free].map(({ key }) => ({ key, code: 'withdrawn', why: 'paid', at: noon }) as const);
        await session.write(aWrite({ withdraw, move: [aMove(stays, { runAt: noon + minute })] }));
        return seen;
      }),
    );
    expect(result).toEqual(['scheduled', 'scheduled', 'scheduled']);
    expect([...missed].sort()).toEqual([left.key, stays.key].sort());
    const statuses = (await store.history(booking)).map(({ status }) => status);
    expect(statuses).toEqual(['in-flight', 'in-flight', 'withdrawn']);
  });

  test('a job that a transaction is withdrawing is passed over by claims', async () => {
    await clear();
    await write(store, { insert: [aJob('held'), aJob('free', { runAt: noon })] });
    await inTransaction(pool, async (tx) => {
      const withdraw = [{ key: aJob('held').key, code: 'withdrawn', why: 'paid', at: noon } as const];
      await write(store, { subject: aSubject({ revision: 2 }), withdraw }, booking, tx);
      expect((await store.claim({ now: noon, limit: 9, leaseMs: minute })).map(({ occurrence }) => occurrence)).toEqual(['free']);
    });
  });
});

test('a pause whose lifting fails half-way is still listed while it holds jobs back', async () => {
  const pause = { kind: 'channel', name: 'email' } as const;
  await write(store, { insert: [aJob('held')] }, { ...booking, subject: 'B-held' });
  await store.pause({ ...pause, since: noon, note: undefined });
  const held = await store.claim({ now: noon, limit: 100, leaseMs: minute });
  await store.settle(
    held.map(({ key, ticket, leaseUntil }) => ({
      key,
      ticket,
      leaseUntil,
      at: noon,
      status: 'scheduled',
      parkedBy: 'channel email',
    })),
  );
  let statements = 0;
  const dying: PgPool = {
    connect: () => pool.connect(),
    query: (...values: Parameters<typeof pool.query>) => {
      statements += 1;
      // The first checks the tables.
      return statements > 2 ? Promise.reject(Object.assign(new Error('gone'), { code: '08006' })) : pool.query(...values);
    },
  } as never;
  await expect(postgres(dying, { schema, listen: false }).resume(pause)).rejects.toMatchObject({ code: 'store-unavailable' });
  const { parked } = await store.counts(noon);
  const listed = await store.pauses();
  expect({ isListed: listed.length > 0, isHolding: parked > 0 }).not.toEqual({ isListed: false, isHolding: true });
  await store.resume(pause);
  expect((await store.counts(noon)).parked).toBe(0);
});

describe('what an error tells of the data', () => {
  const secret = 'Quellwasser';
  const all = (error: unknown) => inspect(error, { depth: 9, showHidden: true });

  test('a row that is refused: which table and which constraint, and nothing of the row', async () => {
    await clear();
    await pool.query(`ALTER TABLE "${schema}".orderbell_subjects ADD CONSTRAINT refuses CHECK (snapshot IS NULL)`);
    const error = await write(store, { subject: aSubject({ snapshot: secret }) }).catch((thrown: unknown) => thrown);
    await pool.query(`ALTER TABLE "${schema}".orderbell_subjects DROP CONSTRAINT refuses`);
    expect(error).toMatchObject({
      message: expect.stringMatching(/^postgres: .*refuses/),
      cause: { code: '23514', table: 'orderbell_subjects', constraint: 'refuses' },
    });
    expect(all(error)).not.toContain(secret);
  });

  test('a value that the database cannot read is not repeated, nor where it stood', async () => {
    await clear();
    const shy: PgPool = {
      connect: () => pool.connect(),
      query: () => pool.query('SELECT $1::json', [`{ ${secret}`]),
    } as never;
    const error = await postgres(shy, { schema, listen: false })
      .counts(0)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ cause: { code: '22P02' } });
    expect(all(error)).not.toContain(secret);
  });
});
