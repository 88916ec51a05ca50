import type { PoolConnection } from 'mysql2/promise';
import { mysql } from 'orderbell/mysql';
import { describe, expect, test } from 'vitest';
import { changeRecord } from '../../../src/runtime/records.js';
import { aJob, aMove, aWrite, minute, noon } from '../../../src/testing/store-cases/samples.js';
import { changed, failureOf, ref } from './samples.js';
import type { TestServer } from './server.js';
import { emptied, inTransaction } from './tables.js';

const balance = { kind: 'credits', key: 'shop' };

/** Several processes, and transactions under REPEATABLE READ, the default of both servers. */
export function raceTests(server: () => TestServer): void {
  const stores = async () => {
    const pools = [server().pool(), server().pool()] as const;
    await emptied(pools[0]);
    return { pools, one: mysql(pools[0]), other: mysql(pools[1]) };
  };

  describe('processes side by side', () => {
    test('no change of one subject is lost when two processes make them', async () => {
      const { one, other } = await stores();
      const changes = [one, other].flatMap((store) => Array.from({ length: 15 }, () => changed(store, 'A')));
      await Promise.all(changes);
      expect((await one.subject(ref('A')))?.revision).toBe(30);
      expect(await one.history(ref('A'))).toHaveLength(30);
    });

    test('no change of one subject is lost when transactions and processes make them', async () => {
      const { pools, one, other } = await stores();
      const within = Array.from({ length: 6 }, () => inTransaction(pools[1])((tx) => changed(other, 'A', tx)));
      await Promise.all([...within, ...Array.from({ length: 6 }, () => changed(one, 'A'))]);
      expect((await one.subject(ref('A')))?.revision).toBe(12);
    });

    test('transactions that create and change neighbouring subjects do not get into each other’s way', async () => {
      const { pools, one } = await stores();
      const names = Array.from({ length: 8 }, (_, at) => `B-${at}`);
      for (const round of [1, 2, 3]) {
        const connections = await Promise.all(names.map(() => pools[0].getConnection()));
        for (const connection of connections) await connection.beginTransaction();
        // All of them are open at a time: whoever waited for another one would wait for ever.
        for (const [at, connection] of connections.entries()) await changed(one, names[at] ?? '', connection);
        for (const connection of connections) {
          await connection.commit();
          connection.release();
        }
        expect((await one.subject(ref('B-5')))?.revision).toBe(round);
      }
    });

    test('no change of a record is lost when transactions and processes make them', async () => {
      const { pools, one, other } = await stores();
      const add = async (tx?: PoolConnection): Promise<void> => {
        // What the transaction reads from here on is what was there now.
        await tx?.query('SELECT COUNT(*) FROM orderbell_jobs');
        await changeRecord(
          one.records,
          balance,
          (found) => {
            return { next: { value: String(Number(found?.value ?? 0) + 1) }, result: undefined };
          },
          tx,
        );
      };
      const within = Array.from({ length: 6 }, () => inTransaction(pools[1])(add));
      await Promise.all([...within, ...Array.from({ length: 6 }, () => add())]);
      expect((await other.records.read(balance))?.value).toBe('12');
    });

    test('transactions that make neighbouring records do not get into each other’s way', async () => {
      const { pools, one } = await stores();
      const names = Array.from({ length: 8 }, (_, at) => `shop ${at}`);
      const connections = await Promise.all(names.map(() => pools[0].getConnection()));
      for (const connection of connections) await connection.beginTransaction();
      // All of them are open at a time: whoever waited for another one would wait for ever.
      for (const [at, connection] of connections.entries())
        await changeRecord(
          one.records,
          { kind: 'credits', key: names[at] ?? '' },
          () => ({ next: { value: '1' }, result: 0 }),
          connection,
        );
      for (const connection of connections) {
        await connection.commit();
        connection.release();
      }
      expect(await one.records.list({ kind: 'credits', limit: 9 })).toHaveLength(8);
    });

    test('a record is not written on a connection whose transaction has ended', async () => {
      const { pools, one } = await stores();
      const connection = await pools[0].getConnection();
      const writing = one.records.write({ ...balance, value: '1', version: 0 }, connection);
      expect((await failureOf(writing)).code).toBe('invalid-transaction');
      connection.release();
      expect(await one.records.read(balance)).toBeUndefined();
    });

    test('a transaction whose snapshot is older sees what was committed since, in each of its changes', async () => {
      const { pools, one, other } = await stores();
      await changed(one, 'A');
      await inTransaction(pools[0])(async (tx) => {
        await tx.query('SELECT COUNT(*) FROM orderbell_jobs');
        await changed(other, 'A');
        await other.change(ref('A'), undefined, (session) => session.write(aWrite({ answer: { key: 'k', value: 'v' } })));
        expect((await one.change(ref('A'), tx, (session) => session.answer('k'))).result).toBe('v');
        expect(await changed(one, 'A', tx)).toBe(2);
        expect(await changed(one, 'A', tx)).toBe(2);
      });
      expect(await one.history(ref('A'))).toHaveLength(3);
    });

    test('a transaction that has read a job before a worker took it is told that it came too late', async () => {
      const { pools, one, other } = await stores();
      const [left, stays, free] = [job('left'), job('stays'), job('free')];
      await one.change(ref('A'), undefined, (session) => session.write(aWrite({ insert: [left, stays, free] })));
      const { result, missed } = await inTransaction(pools[0])((tx) =>
        one.change(ref('A'), tx, async (session) => {
          const seen = (await session.jobs([])).map(({ status }) => status);
          await other.claim({ now: noon, limit: 5, leaseMs: minute, keys: [left.key, stays.key] });
          const withdraw = [left, free].map(({ key }) => ({ key, code: 'withdrawn', why: 'paid', at: noon }) as const);
          await session.write(aWrite({ withdraw, move: [aMove(stays, { runAt: noon + minute })] }));
          return seen;
        }),
      );
      expect(result).toEqual(['scheduled', 'scheduled', 'scheduled']);
      expect([...missed].sort()).toEqual([left.key, stays.key].sort());
      const statuses = (await one.history(ref('A'))).map(({ status }) => status);
      expect(statuses).toEqual(['in-flight', 'in-flight', 'withdrawn']);
    });

    test('two transactions that wait for each other end as a conflict that says what to do', async () => {
      const { pools, one } = await stores();
      const [first, second] = await Promise.all([pools[0].getConnection(), pools[0].getConnection()]);
      await first.beginTransaction();
      await second.beginTransaction();
      await changed(one, 'A', first);
      await changed(one, 'B', second);
      const results = await Promise.allSettled(
        [changed(one, 'B', first), changed(one, 'A', second)].map(async (change) => change),
      );
      const failed = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
      expect(failed).toHaveLength(1);
      expect(failed[0]).toMatchObject({ code: 'conflict', message: expect.stringContaining('roll yours back and run it again') });
      await first.rollback();
      await second.rollback();
      first.release();
      second.release();
    });

    test('a wait for a subject that takes too long is a conflict', async () => {
      const { pools, one } = await stores();
      await inTransaction(pools[0])(async (tx) => {
        await changed(one, 'A', tx);
        const late = await failureOf(
          inTransaction(pools[1])(async (other) => {
            await other.query('SET SESSION innodb_lock_wait_timeout = 1');
            await changed(one, 'A', other).finally(() => other.query('SET SESSION innodb_lock_wait_timeout = DEFAULT'));
          }),
        );
        expect(late.code).toBe('conflict');
      });
      expect((await one.subject(ref('A')))?.revision).toBe(1);
    });

    test('workers of two processes deliver each job once while transactions change its subjects', async () => {
      const { pools, one, other } = await stores();
      const names = Array.from({ length: 6 }, (_, at) => `C-${at}`);
      for (const name of names)
        await one.change(ref(name), undefined, (session) => session.write(aWrite({ insert: jobs(name, 30) })));
      const delivered: string[] = [];
      const work = async (store: typeof one) => {
        for (let some = await store.claim({ now: noon, limit: 7, leaseMs: minute }); some.length > 0; ) {
          delivered.push(...(await store.settle(some.map((job) => ({ ...held(job), at: noon, status: 'sent' })))));
          some = await store.claim({ now: noon, limit: 7, leaseMs: minute });
        }
      };
      const changes = names.map((name) => inTransaction(pools[0])((tx) => changed(one, name, tx, { runAt: noon + minute })));
      await Promise.all([work(one), work(other), work(one), ...changes]);
      expect(new Set(delivered).size).toBe(180);
      expect(delivered).toHaveLength(180);
    });
  });
}

function job(name: string) {
  return aJob(name, { subject: 'A' });
}

function jobs(subject: string, count: number) {
  return Array.from({ length: count }, (_, at) => aJob(`due ${at}`, { subject }));
}

function held({ key, ticket, leaseUntil }: { key: string; ticket: string | number; leaseUntil: number }) {
  return { key, ticket, leaseUntil };
}
