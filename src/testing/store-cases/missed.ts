/**
 * What a store promises to tell of moves and withdrawals that came too late.
 * @module
 */
import type { ClaimedJob, StoredJob, SubjectWrite } from '../../ports/store.js';
import { equal } from '../check.js';
import { turn } from '../turn.js';
import {
  aJob,
  aJobInEachClosedStatus,
  aMove,
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
export const missedCases: Readonly<Record<string, StoreCase>> = {
  'a job that is claimed after a change has read it is not withdrawn or moved, and reported as missed': async ({ store }) => {
    const [left, stays] = [aJob('to be withdrawn'), aJob('to be moved')];
    await write(store, { insert: [left, stays] });
    const { result, missed } = await store.change(booking, undefined, async (session) => {
      const seen = (await session.jobs([])).map(({ status }) => status);
      await claimAll(store);
      await session.write(aWrite({ ...withdrawing(left), ...moving(stays) }));
      return seen;
    });
    equal(result, ['scheduled', 'scheduled'], 'statuses that the change has read');
    equal([...missed].sort(), [left.key, stays.key].sort(), 'missed');
    equal((await jobNamed(store, 'to be withdrawn')).status, 'in-flight', 'status of the one that was to be withdrawn');
    equal((await jobNamed(store, 'to be moved')).runAt, noon, 'instant of the one that was to be moved');
  },

  'what was withdrawn or moved is not reported as missed, beside what was': async ({ store }) => {
    const later = (name: string) => aJob(name, { runAt: noon + minute });
    const taken = [aJob('taken "安"'), aJob('taken too')] as const;
    await write(store, { insert: [...taken, later('withdrawn'), later('moved')] });
    await claimAll(store);
    const [withdrawn, moved] = [withdrawing(taken[0], later('withdrawn')), moving(taken[1], later('moved'))];
    const { missed } = await store.change(booking, undefined, (session) => session.write(aWrite({ ...withdrawn, ...moved })));
    equal([...missed].sort(), taken.map(({ key }) => key).sort(), 'missed');
    equal((await jobNamed(store, 'withdrawn')).status, 'withdrawn', 'status of the one that was withdrawn');
    equal((await jobNamed(store, 'moved')).runAt, noon + 5 * minute, 'instant of the one that was moved');
  },

  'a change that has done everything has missed nothing': async ({ store }) => {
    await write(store, { insert: [aJob('one'), aJob('two')] });
    const all = aWrite({ ...withdrawing(aJob('one')), ...moving(aJob('two')), insert: [aJob('three')] });
    equal((await store.change(booking, undefined, (session) => session.write(all))).missed, [], 'missed');
    equal((await store.change(booking, undefined, async () => 1)).missed, [], 'missed by a change that writes nothing');
  },

  'what has ended or was never planned is reported as missed': async ({ store }) => {
    await aJobInEachClosedStatus(store);
    const jobs = [...(await store.history(booking)), aJob('never planned')];
    const keys = jobs.map(({ key }) => key).sort();
    const ask = async (given: Partial<SubjectWrite>, ref = booking) =>
      [...(await store.change(ref, undefined, (session) => session.write(aWrite(given)))).missed].sort();
    equal(await ask(withdrawing(...jobs)), keys, 'missed withdrawals');
    equal(await ask(moving(...jobs)), keys, 'missed moves');
    equal(await ask(withdrawing(aJob('x')), { ...booking, subject: 'B-9' }), [aJob('x').key], 'missed, of a new subject');
  },

  'what a transaction was told to have withdrawn or moved no worker gets as it was': async (parts) => {
    const { store } = parts;
    const other = { ...booking, subject: 'B-2' };
    await write(store, { insert: [aJob('withdrawn'), aJob('moved')] });
    await write(store, { insert: [aJob('taken', other)] }, other);
    let claimed: Promise<readonly ClaimedJob[]> = Promise.resolve([]);
    await transactionOf(parts)(async (tx) => {
      const all = aWrite({ ...withdrawing(aJob('withdrawn')), ...moving(aJob('moved')) });
      equal((await store.change(booking, tx, (session) => session.write(all))).missed, [], 'missed, in the transaction');
      // Not awaited before the commit: a worker may have to wait for it.
      claimed = claimAll(store);
      claimed.catch(() => {});
      for (let turns = 0; turns < 20; turns++) await turn();
    });
    equal(namesOf(await claimed), ['taken'], 'what a worker gets before the commit');
    equal((await jobNamed(store, 'withdrawn')).status, 'withdrawn', 'status of the one that was withdrawn');
    equal((await jobNamed(store, 'moved')).runAt, noon + 5 * minute, 'instant of the one that was moved');
  },

  'what a transaction withdraws or moves too late is reported as missed within it': async (parts) => {
    const { store } = parts;
    await write(store, { insert: [aJob('one'), aJob('two')] });
    await claimAll(store);
    const all = aWrite({ ...withdrawing(aJob('one')), ...moving(aJob('two')) });
    const { missed } = await transactionOf(parts)((tx) => store.change(booking, tx, (session) => session.write(all)));
    equal([...missed].sort(), [aJob('one').key, aJob('two').key].sort(), 'missed');
  },

  'what a transaction was to withdraw or move can be claimed when it is rolled back': async (parts) => {
    const { store } = parts;
    await write(store, { insert: [aJob('one'), aJob('two')] });
    const rolledBack = transactionOf(parts)(async (tx) => {
      await write(store, { ...withdrawing(aJob('one')), ...moving(aJob('two')) }, booking, tx);
      throw new Error('of the host');
    });
    await rolledBack.catch(() => {});
    equal(namesOf(await claimAll(store)), ['one', 'two'], 'what can be claimed');
  },
};

function withdrawing(...jobs: readonly StoredJob[]): Pick<SubjectWrite, 'withdraw'> {
  return { withdraw: jobs.map(({ key }) => ({ key, code: 'withdrawn', why: 'cancelled', at: noon })) };
}

function moving(...jobs: readonly StoredJob[]): Pick<SubjectWrite, 'move'> {
  return { move: jobs.map((job) => aMove(job, { runAt: noon + 5 * minute })) };
}
