/**
 * What a store promises to a host that hands in its own transaction.
 * @module
 */
import type { Store } from '../../ports/store.js';
import { check, equal, rejectionOf } from '../check.js';
import { turn } from '../turn.js';
import {
  aJob,
  aMove,
  aSubject,
  aWrite,
  booking,
  claimAll,
  jobNamed,
  minute,
  namesOf,
  noon,
  type StoreCase,
  transactionOf,
  write,
} from './samples.js';

/** By name. */
export const transactionCases: Readonly<Record<string, StoreCase>> = {
  'what a transaction writes is there when it has been committed': async (parts) => {
    const { store } = parts;
    const other = { ...booking, subject: 'B-2' };
    const result = await transactionOf(parts)(async (tx) => {
      await write(store, { insert: [aJob('one')], answer: { key: 'k', value: 'v' } }, booking, tx);
      await write(store, { insert: [aJob('two', other)] }, other, tx);
      return 'result';
    });
    equal(result, 'result', 'result of the transaction');
    equal((await store.subject(booking))?.revision, 1, 'revision');
    equal((await store.change(booking, undefined, (session) => session.answer('k'))).result, 'v', 'answer');
    equal(namesOf(await store.history(other)), ['two'], 'history of the second subject');
    equal(await store.nextRunAt(), noon, 'nextRunAt');
    equal(namesOf(await claimAll(store)), ['one', 'two'], 'what can be claimed');
  },

  'what a transaction writes is hidden until it is committed': async (parts) => {
    const { store } = parts;
    await write(store, { insert: [aJob('old', { runAt: noon + minute })] });
    await transactionOf(parts)(async (tx) => {
      await write(store, { subject: aSubject({ revision: 2 }), insert: [aJob('new')] }, booking, tx);
      equal((await store.subject(booking))?.revision, 1, 'revision, before the commit');
      equal(namesOf(await store.history(booking)), ['old'], 'history, before the commit');
      equal(await store.nextRunAt(), noon + minute, 'nextRunAt, before the commit');
      equal(namesOf(await claimAll(store)), [], 'what can be claimed, before the commit');
    });
    equal(namesOf(await claimAll(store)), ['new'], 'what can be claimed, after the commit');
  },

  'what a transaction writes never happened when it is rolled back': async (parts) => {
    const { store } = parts;
    await write(store, { insert: [aJob('old')] });
    const before = await store.history(booking);
    const failure = new Error('of the host');
    const rolledBack = transactionOf(parts)(async (tx) => {
      const withdraw = [{ key: aJob('old').key, code: 'withdrawn', why: 'cancelled', at: noon } as const];
      const answer = { key: 'k', value: 'v' };
      await write(store, { subject: aSubject({ revision: 2 }), insert: [aJob('new')], withdraw, answer }, booking, tx);
      throw failure;
    });
    check((await rejectionOf(rolledBack, 'a transaction whose work throws')) === failure, 'the very error of work is passed on');
    equal((await store.subject(booking))?.revision, 1, 'revision');
    equal(await store.history(booking), before, 'history');
    equal((await store.change(booking, undefined, (session) => session.answer('k'))).result, undefined, 'answer');
    equal(namesOf(await claimAll(store)), ['old'], 'what can be claimed');
  },

  'changes of one subject in one transaction see each other': async (parts) => {
    const { store } = parts;
    await write(store, { insert: [aJob('kept'), aJob('dropped')] });
    await transactionOf(parts)(async (tx) => {
      const withdraw = [{ key: aJob('dropped').key, code: 'withdrawn', why: 'cancelled', at: noon } as const];
      const move = [aMove(aJob('kept'), { runAt: noon + 5 })];
      const answer = { key: 'k', value: 'v' };
      await write(store, { subject: aSubject({ revision: 2 }), insert: [aJob('new')], withdraw, move, answer }, booking, tx);
      await store.change(booking, tx, async (session) => {
        equal(session.stored?.revision, 2, 'revision, in the second change');
        equal(await session.answer('k'), 'v', 'answer, in the second change');
        const jobs = await session.jobs([]);
        equal(
          jobs.map(({ occurrence, runAt }) => [occurrence, runAt]),
          [
            ['kept', noon + 5],
            ['new', noon],
          ],
          'open jobs, in the second change',
        );
        await session.write(aWrite({ subject: aSubject({ revision: 3 }), insert: [aJob('new'), aJob('dropped')] }));
      });
    });
    equal((await store.subject(booking))?.revision, 3, 'revision, after the commit');
    equal(namesOf(await store.history(booking)), ['kept', 'new', 'dropped'], 'history, after the commit');
    equal(namesOf(await claimAll(store, noon + 5)), ['new', 'dropped', 'kept'], 'what can be claimed, after the commit');
  },

  'an idempotency key is answered within the transaction that stored it': async (parts) => {
    const { store } = parts;
    const ask = async <Tx>(own: Store<Tx>, tx?: Tx) => (await own.change(booking, tx, (session) => session.answer('k'))).result;
    await transactionOf(parts)(async (tx) => {
      await write(store, { answer: { key: 'k', value: 'v' } }, booking, tx);
      equal(await ask(store, tx), 'v', 'answer, before the commit');
    });
    equal(await ask(store), 'v', 'answer, after the commit');
  },

  'no change gets between those of one transaction': async (parts) => {
    const { store } = parts;
    const seen: (number | undefined)[] = [];
    let waiting: Promise<unknown> = Promise.resolve();
    await transactionOf(parts)(async (tx) => {
      await write(store, { subject: aSubject({ revision: 1 }) }, booking, tx);
      waiting = store.change(booking, undefined, async (session) => {
        const revision = session.stored?.revision ?? 0;
        seen.push(revision);
        await session.write(aWrite({ subject: aSubject({ revision: revision + 1 }) }));
      });
      // Not awaited before the commit, which a failure here would come before.
      waiting.catch(() => {});
      for (let turns = 0; turns < 20; turns++) await turn();
      await write(store, { subject: aSubject({ revision: 2 }) }, booking, tx);
    });
    await waiting;
    // A store that does not hold others off runs their work again.
    equal(seen.at(-1), 2, 'revision that the next change found in the end');
    equal((await store.subject(booking))?.revision, 3, 'revision after it');
  },

  'a change that fails within a transaction takes nothing else with it': async (parts) => {
    const { store } = parts;
    await transactionOf(parts)(async (tx) => {
      await write(store, { insert: [aJob('one')] }, booking, tx);
      const failing = store.change(booking, tx, async (session) => {
        await session.write(aWrite({ subject: aSubject({ revision: 2 }), insert: [aJob('two')] }));
        throw new Error('of the host');
      });
      await rejectionOf(failing, 'a change whose work throws');
    });
    equal((await store.subject(booking))?.revision, 1, 'revision');
    equal(namesOf(await store.history(booking)), ['one'], 'history');
    equal((await jobNamed(store, 'one')).status, 'scheduled', 'status of the job that was written before');
  },
};
