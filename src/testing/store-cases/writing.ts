/**
 * What a store promises of subjects and of what a change writes.
 * @module
 */
import type { StoredJob, SubjectRef } from '../../ports/store.js';
import { check, equal, rejectionOf } from '../check.js';
import { turn } from '../turn.js';
import {
  aJob,
  aJobInEachClosedStatus,
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
  write,
} from './samples.js';

/** By name. */
export const writingCases: Readonly<Record<string, StoreCase>> = {
  'a subject that was never written is not known and has no history': async ({ store }) => {
    equal(await store.subject(booking), undefined, 'subject');
    equal(await store.history(booking), [], 'history');
    equal((await store.change(booking, undefined, async (session) => session.stored)).result, undefined, 'stored, in a session');
    equal(await store.nextRunAt(), undefined, 'nextRunAt');
  },

  'a subject is read back as it was last written': async ({ store }) => {
    await write(store, { subject: aSubject({ snapshot: 'old', fields: { old: '1' }, visited: ['order.old'] }) });
    const subject = aSubject({
      revision: 2,
      snapshot: `{"name":"安 \\u0000 O'Neil 🎂","big":"${'x'.repeat(100_000)}"}`,
      fields: { tracking: '9f86d081', '__proto__ ': 'a' },
      visited: ['order.paidOnline', 'payment.paid'],
      silent: true,
      pinned: true,
    });
    await write(store, { subject });
    equal(await store.subject(booking), subject, 'subject');
    equal((await store.change(booking, undefined, async (session) => session.stored)).result, subject, 'stored, in a session');
  },

  'a job is read back as it was written': async ({ store }) => {
    const full = aJob('full', {
      channels: ['sms', 'email'],
      dueAt: noon,
      runAt: noon + minute,
      payload: { session: 'S-1', count: 2, deep: [{ 名: '安 🎂' }], nothing: null },
      direct: { template: 'hello', contact: { name: 'Bo', email: 'bo@example.com' } },
      site: 'shop "安"',
      version: '9f86d081',
      pinned: { due: { before: 'service.start', days: 2, at: '10:00' }, to: ['participant'], by: ['sms', 'email'], active: true },
      note: 'asked for it by phone',
      status: 'skipped',
      code: 'no-address',
      why: 'Ann has no "e-mail" address',
      settledAt: noon,
    });
    const bare = aJob('bare', {
      item: undefined,
      recipient: undefined,
      recipientName: undefined,
      role: undefined,
      channels: [],
      signal: 'order.fail',
      wallTime: undefined,
    });
    await write(store, { insert: [full, bare] });
    equal(await store.history(booking), [full, bare], 'history');
  },

  'several subjects are read at once, in the order of their names': async ({ store }) => {
    const named = (subject: string) => ({ ...booking, subject });
    for (const [at, subject] of ['B-1', "B'2", '預約-3'].entries())
      await write(store, { subject: aSubject({ revision: at + 1 }) }, named(subject));
    const found = await store.subjectsNamed?.(['預約-3', 'B-9', 'B-1', "B'2"].map(named));
    // A store may leave this out: its workers then read one by one.
    if (store.subjectsNamed !== undefined)
      equal(
        found?.map((subject) => subject?.revision),
        [3, undefined, 1, 2],
        'revisions of the subjects',
      );
  },

  'a write without jobs is stored': async ({ store }) => {
    await write(store, { subject: aSubject({ revision: 7 }) });
    equal((await store.subject(booking))?.revision, 7, 'revision');
    equal(await store.history(booking), [], 'history');
  },

  'work that writes nothing changes nothing, and its result is passed on': async ({ store }) => {
    await write(store, { insert: [aJob('one')] });
    equal((await store.change(booking, undefined, async () => 'result')).result, 'result', 'result of change');
    equal((await store.subject(booking))?.revision, 1, 'revision');
    equal(namesOf(await store.history(booking)), ['one'], 'history');
  },

  'an error in work writes nothing and is passed on': async ({ store }) => {
    const failure = new Error('of the host');
    const change = store.change(booking, undefined, async (session) => {
      await session.write(aWrite({ insert: [aJob('one')], answer: { key: 'k', value: 'v' } }));
      throw failure;
    });
    check((await rejectionOf(change, 'a change whose work throws')) === failure, 'the very error of work is passed on');
    equal(await store.subject(booking), undefined, 'subject');
    equal(await store.history(booking), [], 'history');
    equal(await claimAll(store), [], 'what can be claimed');
    equal((await store.change(booking, undefined, (session) => session.answer('k'))).result, undefined, 'answer');
  },

  'changes of one subject take turns': async ({ store }) => {
    const changes = Array.from({ length: 20 }, () =>
      store.change(booking, undefined, async (session) => {
        const revision = session.stored?.revision ?? 0;
        await turn();
        await session.write(aWrite({ subject: aSubject({ revision: revision + 1 }) }));
      }),
    );
    await Promise.all(changes);
    equal((await store.subject(booking))?.revision, 20, 'revision after 20 changes that each add one to what they found');
  },

  'an answer is found again under its key, by its own subject': async ({ store }) => {
    const ask = async (ref: SubjectRef, key: string) =>
      (await store.change(ref, undefined, (session) => session.answer(key))).result;
    await write(store, { answer: { key: 'callback "1"', value: '{"ok":true,"安":1}' } });
    await write(store, {});
    equal(await ask(booking, 'callback "1"'), '{"ok":true,"安":1}', 'answer');
    equal(await ask(booking, 'callback'), undefined, 'answer under another key');
    equal(await ask({ ...booking, subject: 'B-2' }, 'callback "1"'), undefined, 'answer of another subject');
  },

  'a key that is scheduled, in flight, sent, unknown or failed holds': async ({ store }) => {
    const closed = await aJobInEachClosedStatus(store);
    await write(store, { insert: [aJob('scheduled', { runAt: noon + minute })] });
    const before = await store.history(booking);
    await write(store, { insert: [...closed, aJob('scheduled')].map(({ occurrence }) => aJob(occurrence, { runAt: noon + 5 })) });
    equal(await store.history(booking), before, 'history after the same keys were inserted again');
  },

  'a key that was skipped or withdrawn is planned anew, at the end of the history': async ({ store }) => {
    const skipped = aJob('skipped', { status: 'skipped', code: 'no-address', why: 'no address', settledAt: noon });
    await write(store, { insert: [skipped, aJob('withdrawn'), aJob('other', { runAt: noon + minute })] });
    await write(store, { withdraw: [{ key: aJob('withdrawn').key, code: 'withdrawn', why: 'paid', at: noon }] });
    const again = [aJob('withdrawn', { runAt: noon + 1 }), aJob('skipped', { runAt: noon + 2 })];
    await write(store, { insert: again });
    equal((await store.history(booking)).slice(1), again, 'history after the job that was left alone');
    equal(namesOf(await claimAll(store, noon + 2)), ['withdrawn', 'skipped'], 'what can be claimed');
  },

  'a move gives a scheduled job another instant, and another row': async ({ store }) => {
    await write(store, { insert: [aJob('one'), aJob('two', { runAt: noon + 5 * minute })] });
    const instants = { dueAt: noon + 6 * minute, runAt: noon + 7 * minute, wallTime: '2026-03-01T20:06', zone: 'Europe/London' };
    const pinned: StoredJob['pinned'] = { due: { on: 'service.start', at: '09:00' }, to: 'participant', by: ['email'] };
    const row = { version: 'table-2', pinned };
    await write(store, { move: [aMove(aJob('one'), { ...instants, ...row })] });
    equal(await jobNamed(store, 'one'), { ...aJob('one'), ...instants, ...row }, 'the moved job');
    const without = { wallTime: undefined, version: 'table-3', pinned: undefined };
    await write(store, { move: [aMove(aJob('one'), { ...instants, ...without })] });
    equal(await jobNamed(store, 'one'), { ...aJob('one'), ...instants, ...without }, 'the job that was moved again');
    equal(await store.nextRunAt(), noon + 5 * minute, 'nextRunAt');
    equal(namesOf(await claimAll(store, noon + 7 * minute)), ['two', 'one'], 'the order of claiming');
  },

  'a withdrawal ends a scheduled job, with its reason': async ({ store }) => {
    await write(store, { insert: [aJob('one')] });
    await write(store, { withdraw: [{ key: aJob('one').key, code: 'superseded', why: 'the service was moved', at: noon + 1 }] });
    const { status, code, why, settledAt } = await jobNamed(store, 'one');
    const expected = { status: 'withdrawn', code: 'superseded', why: 'the service was moved', settledAt: noon + 1 };
    equal({ status, code, why, settledAt }, expected, 'the withdrawn job');
    equal(await claimAll(store), [], 'what can be claimed');
    equal(await store.nextRunAt(), undefined, 'nextRunAt');
  },

  'a move or withdrawal of a job that is not scheduled changes nothing': async ({ store }) => {
    await aJobInEachClosedStatus(store);
    await write(store, {
      insert: [aJob('skipped', { status: 'skipped', code: 'no-address', why: 'no address', settledAt: noon })],
    });
    const before = await store.history(booking);
    const jobs = [...before, aJob('never inserted')];
    await write(store, {
      move: jobs.map((job) => aMove(job, { dueAt: noon + minute, runAt: noon + minute, wallTime: undefined })),
      withdraw: jobs.map(({ key }) => ({ key, code: 'withdrawn', why: 'cancelled', at: noon + minute })),
    });
    equal(await store.history(booking), before, 'history');
  },

  'a session sees the open jobs of its subject and the named ones': async ({ store }) => {
    await aJobInEachClosedStatus(store);
    await write(store, { insert: [aJob('scheduled', { runAt: noon + minute })] });
    await write(store, { insert: [aJob('foreign', { subject: 'B-2' })] }, { ...booking, subject: 'B-2' });
    const seen = async (keys: readonly string[]) =>
      namesOf((await store.change(booking, undefined, (session) => session.jobs(keys))).result).sort();
    equal(await seen([]), ['in-flight', 'scheduled'], 'jobs seen when none is named');
    equal(
      await seen([aJob('sent').key, aJob('nobody').key]),
      ['in-flight', 'scheduled', 'sent'],
      'jobs seen when a sent one is named',
    );
  },

  'history is in the order of planning, whatever is due first': async ({ store }) => {
    await write(store, { insert: [aJob('late', { runAt: noon + minute }), aJob('early')] });
    await write(store, { insert: [aJob('first', { runAt: noon - minute })] });
    await claimAll(store, noon + minute);
    equal(namesOf(await store.history(booking)), ['late', 'early', 'first'], 'history');
  },

  'what was read stays as it was': async ({ store }) => {
    await write(store, { subject: aSubject({ fields: { tracking: 'a' } }), insert: [aJob('one')] });
    const [job] = await store.history(booking);
    const subject = await store.subject(booking);
    const copies = structuredClone([job, subject]);
    await write(store, { subject: aSubject({ fields: { tracking: 'b' } }), move: [aMove(aJob('one'), { runAt: noon - 1 })] });
    await claimAll(store);
    equal([job, subject], copies, 'a job and a subject that were read before a change');
  },

  'unusual names are kept apart': async ({ store }) => {
    const subjects = 'B-1|b-1|B-1 | B-1|B%2D1|B_1|B\'1|B"1|B\\1|B/1|B:1|B;1|預約-1|🎂|é|e\u0301|'.split('|');
    const refs = subjects.map((subject) => ({ lifecycle: 'booking', subject }));
    const mixed = [
      { lifecycle: 'a', subject: 'b/c' },
      { lifecycle: 'a/b', subject: 'c' },
      { lifecycle: 'a b', subject: 'c' },
    ];
    const all = [...refs, ...mixed];
    for (const [at, ref] of all.entries()) {
      await write(store, { subject: aSubject({ revision: at }), insert: [aJob(`job ${at} of '${ref.subject}'`, ref)] }, ref);
    }
    for (const [at, ref] of all.entries()) {
      const found = { revision: (await store.subject(ref))?.revision, jobs: namesOf(await store.history(ref)) };
      equal(found, { revision: at, jobs: [`job ${at} of '${ref.subject}'`] }, `what is stored of ${JSON.stringify(ref)}`);
    }
    equal((await claimAll(store)).length, all.length, 'how many can be claimed');
  },
};
