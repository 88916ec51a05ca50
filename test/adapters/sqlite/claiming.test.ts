import { expect, test } from 'vitest';
import { sqlite } from '../../../src/adapters/sqlite/index.js';
import type { StoredJob } from '../../../src/ports/store.js';
import { aSubject, aWrite } from '../../../src/testing/store-cases/samples.js';
import { aDatabase, aFolder, opened } from './files.js';
import { aJob, booking, claimed, namesOf, noon, plan } from './samples.js';

/** What most jobs do not have, one by one. */
const rare: readonly Partial<StoredJob>[] = [
  {},
  { signal: 'reminded' },
  { direct: { template: 'hello', contact: { email: 'ann@example.com' } } },
  { site: 'shop' },
  // A store keeps the row as it is: what makes one is for whoever goes by it.
  { pinned: { rule: 'pre-visit' } as unknown as NonNullable<StoredJob['pinned']> },
  { note: 'by hand' },
  { settledAt: noon - 1, code: 'refused' },
  { why: 'the line was busy' },
  { channel: 'sms' },
  { transport: 'aws' },
  { providerId: 'one' },
  { payload: { reason: 'rain', at: new Date(noon) } },
  { item: undefined, recipient: undefined, recipientName: undefined, role: undefined, wallTime: undefined },
];

test('jobs that are claimed together come with all that each of them has', async () => {
  const store = sqlite(aDatabase());
  const insert = rare.map((given, place) => aJob(`${place}`, given));
  await store.change(booking, undefined, (session) => session.write(aWrite({ subject: aSubject(), insert })));
  const jobs = await claimed(store);
  expect(jobs.map(({ ticket, reclaimed, ...job }) => job)).toEqual(
    insert.map((job) => ({ ...job, status: 'in-flight', attempts: 1, leaseUntil: noon + 60_000 })),
  );
  expect(jobs.some(({ reclaimed }) => reclaimed)).toBe(false);
  const again = await claimed(store, noon + 60_000);
  expect(again.map(({ occurrence, attempts, reclaimed }) => [occurrence, attempts, reclaimed])).toEqual(
    insert.map(({ occurrence }) => [occurrence, 2, true]),
  );
});

test('where nothing is due, a claim does not wait for whoever writes', async () => {
  const path = `${aFolder()}/shop.db`;
  const store = sqlite(opened(path), { busyTimeout: 0 });
  await plan(store, ['one', 'two']);
  const [first] = await store.claim({ now: noon, limit: 1, leaseMs: 1000 });
  const other = opened(path);
  other.exec('BEGIN IMMEDIATE');
  const ask = (now: number, lifecycles?: readonly string[]) =>
    store.claim({ now, limit: 10, leaseMs: 1000, ...(lifecycles && { lifecycles }) });
  expect(await ask(noon - 1)).toEqual([]);
  expect(await ask(noon - 1, ['booking'])).toEqual([]);
  expect(await ask(noon + 1000, ['order'])).toEqual([]);
  // The control: what is due, waiting or left by its worker, has to be written to.
  await expect(ask(noon, ['order', 'booking'])).rejects.toMatchObject({ code: 'store-unavailable' });
  await expect(ask(noon)).rejects.toMatchObject({ code: 'store-unavailable' });
  other.exec('ROLLBACK');
  expect(namesOf(await ask(noon, ['booking']))).toEqual(['two']);
  expect(await ask(noon + 999, ['booking'])).toEqual([]);
  expect(await ask(noon + 999)).toEqual([]);
  expect(namesOf(await ask(noon + 1000, ['booking']))).toEqual([first?.occurrence, 'two']);
});
