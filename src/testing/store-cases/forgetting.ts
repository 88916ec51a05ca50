/**
 * What a store promises of subjects that are forgotten.
 * @module
 */
import { inspect } from 'node:util';
import type { Store, SubjectRef } from '../../ports/store.js';
import { check, equal, rejectionOf } from '../check.js';
import {
  aJob,
  aSubject,
  booking,
  claimAll,
  leaseOf,
  minute,
  namesOf,
  noon,
  type StoreCase,
  settled,
  transactionOf,
  write,
} from './samples.js';

/** Everything of a person that is to be forgotten holds this word. */
const secret = 'Quellwasser';
const other = { ...booking, subject: 'B-2' };

/** By name. */
export const forgettingCases: Readonly<Record<string, StoreCase>> = {
  'forgetting leaves which rule, when, by which channel and what became of it': async ({ store }) => {
    await aPast(store, booking);
    const before = await store.history(booking);
    await forget(store, booking, noon + minute);
    const after = await store.history(booking);
    const lines = (jobs: typeof after) =>
      jobs.map(
        ({ lifecycle, subject, rule, role, channels, occurrence, dueAt, plannedAt, channel, transport, code, attempts }) => {
          return { lifecycle, subject, rule, role, channels, occurrence, dueAt, plannedAt, channel, transport, code, attempts };
        },
      );
    const expected = lines(before).map((line) => ({ ...line, code: openBefore.has(line.occurrence) ? 'withdrawn' : line.code }));
    equal(lines(after), expected, 'what is left of the jobs');
    equal(
      after.map(({ status, settledAt, leaseUntil }) => [status, settledAt, leaseUntil]),
      [
        ['sent', noon, undefined],
        ['failed', noon, undefined],
        ['withdrawn', noon + minute, undefined],
        ['withdrawn', noon + minute, undefined],
      ],
      'what became of them',
    );
  },

  'forgetting leaves nothing of the person': async ({ store }) => {
    await aPast(store, booking);
    const open = await store.history(booking);
    await forget(store, booking, noon + minute);
    const left = {
      subject: await store.subject(booking),
      history: await store.history(booking),
      answer: (await store.change(booking, undefined, (session) => session.answer('k'))).result,
      lists: await Promise.all((['open', 'sent', 'failed', 'withdrawn'] as const).map((list) => store.jobs({ list, limit: 9 }))),
    };
    const text = inspect(left, { depth: 9, maxStringLength: 1000 });
    check(!text.includes(secret), `expected no '${secret}' in what is left, found ${text}`);
    equal(left.answer, undefined, 'answer');
    for (const { payload, content, recipient, recipientName, direct, providerId, why, note } of left.history) {
      const gone = { payload, content, recipient, recipientName, contact: direct?.contact, providerId, why, note };
      equal(
        Object.values(gone).filter((value) => value !== undefined),
        [],
        'what is left of a job and should not be',
      );
    }
    const keys = new Set(left.history.map(({ key }) => key));
    equal(keys.size, open.length, 'keys that are different from each other');
    check(
      !open.some(({ key, recipient }) => recipient !== undefined && keys.has(key)),
      'no key that named the recipient is left',
    );
  },

  'forgetting leaves what keeps a change from being told twice': async ({ store }) => {
    const marks = { revision: 7, visited: ['order.paidOnline'], silent: true, created: true };
    await write(store, { subject: aSubject({ ...marks, snapshot: secret, fields: { tracking: secret }, pinned: true }) });
    const signal = aJob('signal', { recipient: undefined, recipientName: undefined, signal: 'order.fail', channels: [] });
    await settled(store, signal, { status: 'sent' });
    await forget(store, booking, noon);
    equal(await store.subject(booking), aSubject(marks), 'subject');
    await write(store, { subject: aSubject(marks), insert: [signal] });
    equal(
      (await store.history(booking)).map(({ key, status }) => [key, status]),
      [[signal.key, 'sent']],
      'the signal that was planned again',
    );
  },

  'what is forgotten is not delivered any more': async ({ store }) => {
    await write(store, { insert: [aJob('held', { runAt: noon - 1 }), aJob('scheduled')] });
    const claimed = await claimAll(store, noon - 1);
    await forget(store, booking, noon);
    equal(await claimAll(store, noon + 9 * minute), [], 'what can be claimed');
    equal(await store.nextRunAt(), undefined, 'nextRunAt');
    equal(await store.settle(claimed.map((job) => ({ ...leaseOf(job), at: noon, status: 'sent' }))), [], 'keys still held');
    equal(
      (await store.history(booking)).map(({ status }) => status),
      ['withdrawn', 'withdrawn'],
      'what became of the jobs',
    );
  },

  'only the subject that is named is forgotten': async ({ store }) => {
    await aPast(store, other, '2');
    await write(store, { insert: [aJob('one')] });
    const before = [await store.subject(other), await store.history(other)];
    await forget(store, booking, noon);
    await forget(store, { ...booking, subject: 'B-3' }, noon);
    equal([await store.subject(other), await store.history(other)], before, 'the other subject');
    equal(await store.subject({ ...booking, subject: 'B-3' }), undefined, 'a subject that was forgotten and never known');
  },

  'what was forgotten in a transaction is there when it is rolled back, and gone when it is committed': async (parts) => {
    const { store } = parts;
    await aPast(store, booking);
    const before = [await store.subject(booking), await store.history(booking), await store.nextRunAt()];
    const read = async () => [await store.subject(booking), await store.history(booking), await store.nextRunAt()];
    const rolledBack = transactionOf(parts)(async (tx) => {
      await store.change(booking, tx, (session) => session.forget(noon));
      throw new Error('of the host');
    });
    await rejectionOf(rolledBack, 'a transaction whose work throws');
    equal(await read(), before, 'what is stored after it was rolled back');
    await transactionOf(parts)(async (tx) => {
      await store.change(booking, tx, (session) => session.forget(noon));
      equal((await store.change(booking, tx, (session) => session.jobs([]))).result, [], 'open jobs, in the transaction');
      equal(
        (await store.change(booking, tx, async ({ stored }) => stored?.snapshot)).result,
        undefined,
        'snapshot, in the transaction',
      );
    });
    check(!inspect(await read(), { depth: 9 }).includes(secret), `expected no '${secret}' in what is left`);
    equal(namesOf((await store.jobs({ list: 'open', limit: 9 })).jobs), [], 'open jobs, after the commit');
  },

  'a subject that was forgotten can be changed again': async ({ store }) => {
    await aPast(store, booking);
    await forget(store, booking, noon);
    await write(store, { subject: aSubject({ revision: 2, snapshot: 'new' }), insert: [aJob('sent')] });
    equal((await store.subject(booking))?.snapshot, 'new', 'snapshot');
    const open = (await store.jobs({ list: 'open', limit: 9 })).jobs;
    equal(open, [aJob('sent')], 'open jobs: the key of the one that was forgotten is free');
  },
};

const openBefore: ReadonlySet<string> = new Set(['held', 'scheduled']);

/** A subject with a job that was sent, one that was given up, one in flight and one that is scheduled, all of them full of the person. */
async function aPast<Tx>(store: Store<Tx>, ref: SubjectRef, suffix = ''): Promise<void> {
  const direct = { template: 'hello', contact: { name: secret, email: `${secret}@example.com` } };
  const person = { ...ref, recipient: `${secret}@example.com`, recipientName: secret, payload: { code: secret }, direct };
  const job = (name: string, runAt = noon) =>
    aJob(name, { ...person, key: `${aJob(name).key} ${secret}${suffix}`, runAt, dueAt: noon });
  const content = { address: secret, locale: 'en', text: secret, subjectLine: secret, html: secret };
  const left = { why: secret, providerId: secret, channel: 'email', transport: 'smtp' };
  const subject = aSubject({ snapshot: secret, fields: { tracking: secret } });
  await write(store, { subject, answer: { key: 'k', value: secret } }, ref);
  await settled(store, job('sent'), { status: 'sent', content, ...left });
  await settled(store, job('failed'), { status: 'failed', code: 'delivery-permanent', ...left });
  await write(store, { subject, insert: [job('held'), { ...job('scheduled', noon + minute), note: secret }] }, ref);
  await store.claim({ now: noon, limit: 1, leaseMs: minute, keys: [job('held').key] });
}

async function forget<Tx>(store: Store<Tx>, ref: SubjectRef, at: number): Promise<void> {
  await store.change(ref, undefined, (session) => session.forget(at));
}
