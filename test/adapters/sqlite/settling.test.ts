import { expect, test } from 'vitest';
import { sqlite } from '../../../src/adapters/sqlite/index.js';
import type { ClaimedJob, Settlement, StoredJob } from '../../../src/ports/store.js';
import { aDatabase } from './files.js';
import { booking, claimed, noon, plan, sent } from './samples.js';

const content = { address: 'ann@example.com', locale: 'en', text: 'Hello "Ann"', subjectLine: undefined, html: undefined };
const receipts = { askAt: noon, address: '+81312345678' };

/** Neighbours that end alike, all but, and not at all. */
const different: readonly Omit<Settlement, 'key' | 'ticket' | 'leaseUntil'>[] = [
  { at: noon, status: 'sent', channel: 'email', transport: 'smtp', providerId: '<1@"shop">' },
  { at: noon + 1, status: 'sent', channel: 'email', transport: 'smtp', providerId: 'a\u0000\u001bb' },
  { at: noon + 2, status: 'sent', channel: 'email', transport: 'smtp' },
  { at: noon, status: 'sent', channel: 'email', transport: 'smtp', content },
  { at: noon, status: 'sent', channel: 'email', transport: 'smtp', content: { ...content, text: 'Hello Bob' } },
  { at: noon, status: 'sent', channel: 'email', transport: 'smtp' },
  { at: noon, status: 'sent', channel: 'email', transport: 'smtp', counts: true },
  { at: noon, status: 'sent', channel: 'sms', transport: 'aws', providerId: 'one', receipts },
  { at: noon, status: 'sent', channel: 'sms', transport: 'aws', providerId: 'two', receipts },
  { at: noon, status: 'sent', channel: 'sms', transport: 'aws', providerId: 'three' },
  { at: noon, status: 'failed', channel: 'sms', transport: 'aws', code: 'refused', why: 'no', attempts: 7, runAt: noon + 5 },
  { at: noon, status: 'failed', channel: 'sms', transport: 'aws', code: 'refused', why: 'never', attempts: 7, runAt: noon + 5 },
  { at: noon, status: 'failed', channel: 'sms', transport: 'aws', code: 'refused', why: 'never', attempts: 8, runAt: noon + 5 },
  { at: noon, status: 'failed', channel: 'sms', transport: 'aws', code: 'refused', why: 'never', attempts: 8, runAt: noon + 6 },
  { at: noon, status: 'failed', channel: 'sms', transport: 'aws', code: 'gone', why: 'never', attempts: 8, runAt: noon + 6 },
  { at: noon, status: 'skipped', code: 'gone', why: 'never' },
  { at: noon, status: 'skipped', channel: 'sms', code: 'gone', why: 'never' },
  { at: noon, status: 'skipped', channel: 'sms', transport: 'aws', code: 'gone', why: 'never' },
];
/** Those that end alike are neighbours, near each other, and far apart. */
const endings = [
  ...different,
  ...different,
  ...different.flatMap((ending) => [ending, { at: noon, status: 'withdrawn' } as const]),
];

test('of what is settled together, each job has its own end', async () => {
  const store = sqlite(aDatabase());
  await plan(
    store,
    endings.map((_, place) => `${place}`),
  );
  const jobs = await claimed(store);
  const settlements = jobs.map(({ key, ticket, leaseUntil, occurrence }): Settlement => {
    const ending = endings[Number(occurrence)];
    if (ending === undefined) throw new Error(`nobody planned ${occurrence}`);
    return { key, ticket, leaseUntil, ...ending };
  });
  expect(await store.settle(settlements)).toEqual(settlements.map(({ key }) => key));

  const stored = new Map((await store.history(booking)).map((job) => [job.key, job]));
  expect(settlements.map(({ key }) => endOf(stored.get(key)))).toEqual(
    settlements.map((settlement) => ({
      ...endOf({ attempts: 1, runAt: jobs.find(({ key }) => key === settlement.key)?.runAt, ...settlement }),
      settledAt: settlement.at,
    })),
  );
  const found = await Promise.all(
    ['one', 'two', 'three'].map(async (providerId) => (await store.receiptFor({ transport: 'aws', providerId }))?.providerId),
  );
  expect(found).toEqual(['one', 'two', undefined]);
  const recipient = jobs[0]?.recipient ?? '';
  expect(await store.countSent({ recipient, channel: 'email', since: noon })).toBe(3);
});

test('a job that is not held any more keeps those that were settled with it from nothing', async () => {
  const store = sqlite(aDatabase());
  await plan(store, ['one', 'two', 'three']);
  const jobs = await claimed(store);
  const settlements = jobs.map(({ key, ticket, leaseUntil }): Settlement => {
    return { key, ticket, leaseUntil, at: noon, status: 'sent', channel: 'email' };
  });
  const [first, second, third] = settlements;
  if (first === undefined || second === undefined || third === undefined) throw new Error('three jobs are to be claimed');
  expect(await store.settle([second])).toEqual([second.key]);
  expect(await store.settle([first, second, { ...third, leaseUntil: third.leaseUntil + 1 }])).toEqual([first.key]);
  expect(await store.settle([third, third])).toEqual([third.key]);
  expect((await store.history(booking)).map(({ status }) => status)).toEqual(['sent', 'sent', 'sent']);
});

test('jobs of several claims are settled together', async () => {
  const store = sqlite(aDatabase());
  await plan(store, ['one', 'two', 'three']);
  const jobs: ClaimedJob[] = [];
  for (const leaseMs of [1000, 2000, 3000]) jobs.push(...(await store.claim({ now: noon, limit: 1, leaseMs })));
  expect(jobs.map(({ leaseUntil }) => leaseUntil - noon)).toEqual([1000, 2000, 3000]);
  expect(await sent(store, jobs)).toEqual(jobs.map(({ key }) => key));
  expect((await store.history(booking)).map(({ status }) => status)).toEqual(['sent', 'sent', 'sent']);
});

test('a lease that no store has given settles nothing', async () => {
  const store = sqlite(aDatabase());
  await plan(store, ['one']);
  const [job] = await claimed(store);
  if (job === undefined) throw new Error('nothing was claimed');
  const { key, ticket, leaseUntil } = job;
  const ending = { key, at: noon, status: 'sent' } as const;
  const wrong = [
    { ticket: 'of another store', leaseUntil },
    { ticket, leaseUntil: Number.POSITIVE_INFINITY },
    { ticket, leaseUntil: Number.NaN },
  ];
  for (const lease of wrong) expect(await store.settle([{ ...ending, ...lease }])).toEqual([]);
  expect(await store.settle([{ ...ending, ticket, leaseUntil }])).toEqual([key]);
});

type Loose = { readonly [Name in keyof StoredJob]?: StoredJob[Name] | undefined };

/** What a settlement decides, and a job tells afterwards. */
function endOf(job: Loose | undefined): Loose {
  const { status, runAt, attempts, settledAt, code, why, channel, transport, providerId, content: sent } = job ?? {};
  return { status, runAt, attempts, settledAt, code, why, channel, transport, providerId, content: sent };
}
