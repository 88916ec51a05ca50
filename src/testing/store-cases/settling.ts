/**
 * What a store promises of jobs that are settled.
 * @module
 */
import { check, equal } from '../check.js';
import { aJob, booking, claimAll, jobNamed, leaseOf, minute, noon, type StoreCase, write } from './samples.js';

/** By name. */
export const settlingCases: Readonly<Record<string, StoreCase>> = {
  'a settlement writes what became of the job': async ({ store }) => {
    await write(store, { insert: [aJob('one', { channels: ['sms', 'email'] })] });
    const [claimed] = await claimAll(store);
    check(claimed !== undefined, 'the job can be claimed');
    const { key } = claimed;
    const outcome = { channel: 'email', transport: 'smtp', providerId: '<1@example.com>' };
    equal(
      await store.settle([{ ...leaseOf(claimed), at: noon + 5, status: 'sent', ...outcome }]),
      [key],
      'keys that were still held',
    );
    const sent = {
      status: 'sent',
      attempts: 1,
      leaseUntil: undefined,
      settledAt: noon + 5,
      code: undefined,
      why: undefined,
      ...outcome,
    };
    equal(await jobNamed(store, 'one'), { ...aJob('one', { channels: ['sms', 'email'] }), ...sent }, 'the settled job');
    equal(await claimAll(store, noon + 2 * minute), [], 'what can be claimed later');
  },

  'a job that is put back is claimed again at its new instant': async ({ store }) => {
    await write(store, { insert: [aJob('retried'), aJob('postponed')] });
    const runAt = noon + 10 * minute;
    const put = { at: noon, status: 'scheduled', runAt, code: 'delivery-retryable', why: 'busy' } as const;
    const claimed = await claimAll(store);
    await store.settle(
      claimed.map((job) => {
        const postponed = job.occurrence === 'postponed' && { dueAt: runAt - 1, wallTime: '2026-03-01T20:10', attempts: 0 };
        return { ...leaseOf(job), ...put, ...postponed };
      }),
    );
    const stored = (await store.history(booking)).map(({ status, attempts, dueAt, wallTime, code, why }) => ({
      status,
      attempts,
      dueAt,
      wallTime,
      code,
      why,
    }));
    const expected = {
      status: 'scheduled',
      attempts: 1,
      dueAt: noon,
      wallTime: '2026-03-01T20:00',
      code: 'delivery-retryable',
      why: 'busy',
    };
    equal(
      stored,
      [expected, { ...expected, attempts: 0, dueAt: runAt - 1, wallTime: '2026-03-01T20:10' }],
      'the jobs that were put back',
    );
    equal(await store.nextRunAt(), runAt, 'nextRunAt');
    equal(await claimAll(store, runAt - 1), [], 'claimed before the new instant');
    const again = await claimAll(store, runAt);
    const found = again.map(({ occurrence, attempts, reclaimed }) => [occurrence, attempts, reclaimed]);
    const attempts = [
      ['retried', 2, false],
      ['postponed', 1, false],
    ];
    equal(found, attempts, 'claimed at the new instant');
  },

  'a payload is forgotten once its job is sent, skipped, withdrawn or unknown, and kept while it may still be delivered': async ({
    store,
  }) => {
    const payload = { code: '123456' };
    const statuses = ['sent', 'skipped', 'withdrawn', 'unknown', 'scheduled', 'failed'] as const;
    await write(store, { insert: [...statuses, 'unwanted'].map((name) => aJob(name, { payload })) });
    await write(store, { withdraw: [{ key: aJob('unwanted').key, code: 'withdrawn', why: 'paid', at: noon }] });
    const claimed = await claimAll(store);
    await store.settle(
      statuses.flatMap((status) =>
        claimed
          .filter(({ occurrence }) => occurrence === status)
          .map((job) => ({ ...leaseOf(job), at: noon, status, runAt: noon + minute })),
      ),
    );
    const kept = (await store.history(booking)).filter((job) => job.payload !== undefined).map(({ occurrence }) => occurrence);
    equal(kept, ['scheduled', 'failed'], 'jobs whose payload is kept');
  },

  'a settlement after another worker took over changes nothing': async ({ store }) => {
    await write(store, { insert: [aJob('one'), aJob('two')] });
    const [slow, other] = await claimAll(store);
    check(slow !== undefined && other !== undefined, 'both jobs can be claimed');
    await store.settle([{ ...leaseOf(other), at: noon, status: 'sent', channel: 'email' }]);
    await claimAll(store, noon + minute);
    const late = [slow, other].map((job) => ({ ...leaseOf(job), at: noon + minute, status: 'failed' }) as const);
    equal(await store.settle(late), [], 'keys that were still held');
    equal(
      (await store.history(booking)).map(({ status }) => status),
      ['in-flight', 'sent'],
      'what the jobs are afterwards',
    );
  },

  'a settlement that is late is written where nobody took over': async ({ store }) => {
    await write(store, { insert: [aJob('one')] });
    const [slow] = await claimAll(store);
    check(slow !== undefined, 'the job can be claimed');
    const { key, leaseUntil } = slow;
    const late = { ...leaseOf(slow), at: leaseUntil + minute, status: 'sent' } as const;
    equal(await store.settle([late]), [key], 'keys that were still held');
    equal((await jobNamed(store, 'one')).status, 'sent', 'status');
  },

  'a settlement that comes too late does not hold up others': async ({ store }) => {
    await write(store, { insert: [aJob('again'), aJob('one'), aJob('two')] });
    const [again, one, two] = await claimAll(store);
    check(again !== undefined && one !== undefined && two !== undefined, 'the jobs can be claimed');
    const ended = { ...leaseOf(again), at: noon, status: 'skipped' } as const;
    await store.settle([ended]);
    // The ticket may now be nobody's.
    await write(store, { insert: [aJob('again', { runAt: noon + minute })] });
    const early = { ...leaseOf(one), leaseUntil: one.leaseUntil - 1, at: noon, status: 'sent' } as const;
    const held = await store.settle([ended, early, { ...leaseOf(two), at: noon, status: 'sent' }]);
    equal(held, [two.key], 'keys that were still held');
    equal(
      (await store.history(booking)).map(({ occurrence, status }) => [occurrence, status]),
      [
        ['one', 'in-flight'],
        ['two', 'sent'],
        ['again', 'scheduled'],
      ],
      'what the jobs are afterwards',
    );
  },

  'a settlement overwrites what an earlier attempt has left': async ({ store }) => {
    const content = { address: 'ann@example.com', locale: 'en', text: 'Hello', subjectLine: 'Hello', html: '<p>Hello</p>' };
    const first = { channel: 'email', transport: 'smtp', providerId: '1', code: 'delivery-retryable', why: 'busy', content };
    await write(store, { insert: [aJob('one')] });
    const [claimed] = await claimAll(store);
    check(claimed !== undefined, 'the job can be claimed');
    await store.settle([{ ...leaseOf(claimed), at: noon, status: 'scheduled', runAt: noon + 1, ...first }]);
    const [again] = await claimAll(store, noon + 1);
    check(again !== undefined, 'the job can be claimed again');
    await store.settle([{ ...leaseOf(again), at: noon + 1, status: 'sent' }]);
    const expected = { ...aJob('one', { runAt: noon + 1, dueAt: noon }), status: 'sent', attempts: 2, settledAt: noon + 1 };
    equal(await jobNamed(store, 'one'), expected, 'the job');
  },
};
