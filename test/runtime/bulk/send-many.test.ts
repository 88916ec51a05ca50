/** `notifier.sendMany`: many messages, each told once, however often it is begun. */
import { describe, expect, test } from 'vitest';
import { OrderbellError } from '../../../src/core/errors.js';
import type { BulkCounts } from '../../../src/runtime/bulk/bulk.js';
import { aSpa, aVisit, visit } from '../../builders/visits.js';
import { aGuest, anOffer, type Entry, offers } from './guests.js';

const batch = 'spring-2026';

describe('many messages', () => {
  test('are planned by one call, delivered by the next tick, and stand in the history of each (2.6)', async () => {
    const { notifier, sms } = aSpa();
    const result = await notifier.sendMany(offers(25), { batch, total: 25, chunk: 10 });
    const none = { repeated: 0, duplicates: 0, failed: 0 };
    expect(result).toEqual({ read: 25, total: 25, planned: 25, ...none, done: true, failures: [] });
    expect(sms.messages).toEqual([]);
    await notifier.tick();
    expect(sms.messages.map(({ address }) => address)).toEqual(offers(25).map((_, index) => `+1555${1001 + index}`));
    const [job] = await notifier.history(visit, 'V-7');
    expect(job).toMatchObject({ rule: 'note', status: 'sent', occurrence: 'batch-spring-2026', recipient: 'G-7' });
  });

  test('tell of their progress after each chunk', async () => {
    const seen: BulkCounts[] = [];
    await aSpa().notifier.sendMany(offers(25), { batch, chunk: 10, onProgress: (progress) => seen.push(progress) });
    expect(seen.map(({ read, planned }) => [read, planned])).toEqual([
      [10, 10],
      [20, 20],
      [25, 25],
    ]);
  });

  test('are read no faster than they are planned', async () => {
    const { notifier, store } = aSpa();
    let read = 0;
    let most = 0;
    async function* source() {
      for (const entry of offers(60)) {
        read += 1;
        most = Math.max(most, read - store.allJobs().length);
        yield entry;
      }
    }
    await notifier.sendMany(source(), { batch, chunk: 10 });
    expect(most).toBe(10);
  });

  test('go by the rule they name: its text, sender, recipients and channels', async () => {
    const told = { on: 'visit.cancelled', to: 'guest', by: ['sms', 'email'], sender: 'MySpa', template: 'note' } as const;
    const { notifier, sms, email } = aSpa({ rules: visit.rules({ offer: told }) });
    const result = await notifier.sendMany([{ lifecycle: visit, subject: aGuest(1), rule: 'offer' }], { batch });
    await notifier.tick();
    expect(result.planned).toBe(2);
    expect([sms.last?.sender, email.last?.sender, email.last?.rule]).toEqual([{ sms: 'MySpa' }, { name: 'MySpa' }, 'offer']);
  });

  test('may be about subjects that are known, or loaded, by their keys', async () => {
    const { notifier, sms } = aSpa();
    await notifier.handleTransition(visit, { created: aGuest(1) });
    await notifier.sendMany([anOffer('V-1')], { batch });
    const loading = aSpa({ load: { visit: async (key: string) => (key === 'V-2' ? aGuest(2) : undefined) } });
    const { failures } = await loading.notifier.sendMany([anOffer('V-2'), anOffer('V-3')], { batch });
    await notifier.tick();
    await loading.notifier.tick();
    expect([...sms.messages, ...loading.sms.messages].map(({ subject }) => subject)).toEqual(['V-1', 'V-2']);
    expect(failures).toMatchObject([{ index: 1, lifecycle: 'visit', subject: 'V-3', code: 'unknown-subject' }]);
  });
});

test('a subject that changes while it is told of an offer stays as it has become', async () => {
  const { notifier, store, sms, lines, advanceTo } = aSpa();
  await notifier.handleTransition(visit, { created: aVisit({ companions: [] }) });
  const write = store.records.write.bind(store.records);
  let isChanged = false;
  const writeLate: typeof write = async (record, tx) => {
    if (!isChanged) await notifier.handleTransition(visit, { subject: 'V-1', event: 'visit.cancel', payload: { reason: 'ill' } });
    isChanged = true;
    return write(record, tx);
  };
  Object.assign(store.records, { write: writeLate });
  await notifier.sendMany([anOffer('V-1')], { batch });
  await advanceTo('2026-03-04T10:00');
  expect(sms.messages.map(({ rule }) => rule)).toEqual(['note']);
  expect(lines.filter((line) => line.includes('cancelled'))).toHaveLength(1);
  expect(await notifier.explain(visit, 'V-1')).toContainEqual(
    expect.objectContaining({ rule: 'reminder', why: expect.stringContaining("visit is 'cancelled'") }),
  );
});

describe('an address', () => {
  const twins = [anOffer(aGuest(1)), anOffer(aGuest(2, { phone: '+1 555-1001' }))];

  test('is told once, whoever has it; the history of the other says why', async () => {
    const { notifier, sms } = aSpa();
    const result = await notifier.sendMany(twins, { batch, chunk: 1 });
    await notifier.tick();
    expect(result).toMatchObject({ planned: 1, duplicates: 1, failed: 0 });
    expect(sms.messages).toHaveLength(1);
    const [job] = await notifier.history(visit, 'V-2');
    expect(job).toMatchObject({ status: 'skipped', code: 'duplicate', why: "batch 'spring-2026' tells this address already" });
  });

  test('is told as often as it is named where the caller wants that', async () => {
    const { notifier, sms } = aSpa();
    const again = () => notifier.sendMany(twins, { batch, oncePerAddress: false });
    expect(await again()).toMatchObject({ planned: 2, duplicates: 0 });
    await notifier.tick();
    expect(await again()).toMatchObject({ planned: 0, repeated: 2 });
    await notifier.tick();
    expect(sms.messages).toHaveLength(2);
  });

  test('does not stand in what is kept of the batch', async () => {
    const { notifier, store } = aSpa();
    await notifier.sendMany(offers(3), { batch });
    const records = await store.records.list({ kind: `batch ${batch}`, limit: 100 });
    expect(records).toHaveLength(4);
    expect(JSON.stringify(records)).not.toMatch(/1555|V-\d|G-\d/);
  });
});

describe('a batch that was sent', () => {
  test('is not sent again, in whatever order and company its entries come', async () => {
    const { notifier, sms } = aSpa();
    await notifier.sendMany(offers(25), { batch, chunk: 10 });
    await notifier.tick();
    expect(await notifier.sendMany(offers(25), { batch, chunk: 10 })).toMatchObject({ read: 25, planned: 0, repeated: 25 });
    const others = await notifier.sendMany(offers(30).toReversed(), { batch, chunk: 10 });
    expect(others).toMatchObject({ planned: 5, repeated: 25, duplicates: 0 });
    await notifier.tick();
    expect(new Set(sms.messages.map(({ address }) => address)).size).toBe(30);
    expect(sms.messages).toHaveLength(30);
  });

  test('keeps its instants when it is sent again before it is due', async () => {
    const { notifier } = aSpa();
    const options = { batch, perSecond: 1, at: new Date('2026-03-02T13:00Z') };
    await notifier.sendMany(offers(5), options);
    const before = (await notifier.pending()).jobs.map(({ key, dueAt }) => [key, dueAt]);
    await notifier.sendMany(offers(5).toReversed(), options);
    expect((await notifier.pending()).jobs.map(({ key, dueAt }) => [key, dueAt])).toEqual(before);
  });

  test('is another one under another name', async () => {
    const { notifier, sms } = aSpa();
    for (const name of ['spring-2026', 'summer-2026']) await notifier.sendMany(offers(2), { batch: name });
    await notifier.tick();
    expect(sms.messages).toHaveLength(4);
  });

  test('is forgotten after 90 days, though not by the history of its messages', async () => {
    const { notifier, sms, clock } = aSpa();
    await notifier.sendMany(offers(1), { batch });
    await notifier.tick();
    await clock.advanceBy({ days: 91 });
    await notifier.sendMany([...offers(1), anOffer(aGuest(2, { phone: '+15551001' }))], { batch });
    await notifier.tick();
    expect(sms.messages.map(({ subject }) => subject)).toEqual(['V-1']);
  });
});

describe('when they are sent', () => {
  const instants = async (notifier: ReturnType<typeof aSpa>['notifier']) =>
    (await notifier.pending()).jobs.map(({ subject, dueAt }) => `${subject} ${new Date(dueAt).toISOString().slice(11, 23)}`);

  test('is an instant that is chosen, also of a single message (2.6)', async () => {
    const { notifier, sms, advanceTo } = aSpa();
    const at = new Date('2026-03-03T09:30Z');
    await notifier.sendMany([anOffer(aGuest(1)), { ...anOffer(aGuest(2)), at: new Date('2026-03-03T08:00Z') }], { batch, at });
    await notifier.send(visit, aGuest(3), { template: 'note', to: 'guest', by: ['sms'], at });
    await notifier.send(visit, aGuest(4), { template: 'note', to: 'guest', by: ['sms'], at: new Date('2026-03-01T08:00Z') });
    await notifier.tick();
    expect(sms.messages.map(({ subject }) => subject)).toEqual(['V-4']);
    await advanceTo('2026-03-03T08:00');
    await advanceTo('2026-03-03T09:29');
    expect(sms.messages.map(({ subject }) => subject)).toEqual(['V-4', 'V-2']);
    await advanceTo('2026-03-03T09:30');
    expect(sms.messages.map(({ subject }) => subject).sort()).toEqual(['V-1', 'V-2', 'V-3', 'V-4']);
  });

  test('is spaced evenly at the rate that is asked for', async () => {
    const { notifier } = aSpa();
    await notifier.sendMany(offers(4), { batch, perSecond: 2.5 });
    expect(await instants(notifier)).toEqual(['V-1 12:00:00.000', 'V-2 12:00:00.400', 'V-3 12:00:00.800', 'V-4 12:00:01.200']);
  });

  test('goes on at that rate where the batch goes on', async () => {
    const { notifier } = aSpa();
    await notifier.sendMany(offers(2), { batch, perSecond: 1 });
    await notifier.sendMany(offers(4).slice(2), { batch, perSecond: 1 });
    expect(await instants(notifier)).toEqual(['V-1 12:00:00.000', 'V-2 12:00:01.000', 'V-3 12:00:02.000', 'V-4 12:00:03.000']);
  });
});

describe('an entry that cannot be planned', () => {
  // What a list from outside may hold, whatever its type says.
  const bad: readonly (readonly [entry: unknown, code: string, why: RegExp])[] = [
    [anOffer(aGuest(1, { phone: undefined })), 'no-address', /^Guest 1 has no address for sms$/],
    [anOffer(aGuest(2, { phone: '+1555\n1' })), 'no-address', /has no address/],
    [anOffer({ ...aGuest(3), guest: null }), 'no-recipient', /nobody/],
    [{ ...anOffer(aGuest(4)), to: 'gest' }, 'unknown-role', /Did you mean 'guest'/],
    [{ ...anOffer(aGuest(5)), template: 'nota' }, 'missing-template', /no template 'nota'/],
    [{ lifecycle: visit, subject: aGuest(6), rule: 'ofer' }, 'unknown-rule', /unknown rule 'ofer'/],
    [anOffer('V-404'), 'unknown-subject', /V-404/],
    [{ ...anOffer(aGuest(7)), subject: { no: 'V-7' } }, 'invalid-data', /visit/],
    [{ ...anOffer(aGuest(8)), lifecycle: { name: 'vist' } }, 'unknown-lifecycle', /Did you mean 'visit'/],
    [{ ...anOffer(aGuest(9)), at: new Date(Number.NaN) }, 'invalid-argument', /'at' is Invalid Date/],
    [7, 'invalid-argument', /expected an entry such as .*, got number 7/],
    [null, 'invalid-argument', /got null/],
  ];

  test.each(bad)('is reported with its place and reason, and the others are told: %#', async (entry, code, why) => {
    const { notifier, sms } = aSpa();
    const told: number[] = [];
    const source = [anOffer(aGuest(21)), entry as Entry, anOffer(aGuest(22))];
    const result = await notifier.sendMany(source, { batch, onFailure: ({ index }) => told.push(index) });
    await notifier.tick();
    expect(result).toMatchObject({ read: 3, planned: 2, failed: 1, done: true, failures: [{ index: 1, code }] });
    expect(result.failures[0]?.why).toMatch(why);
    expect(told).toEqual([1]);
    expect(sms.messages.map(({ subject }) => subject)).toEqual(['V-21', 'V-22']);
  });

  test('is tried again by the next run, and only it', async () => {
    const { notifier, sms } = aSpa();
    await notifier.sendMany([...offers(2), anOffer(aGuest(3, { phone: undefined }))], { batch });
    await notifier.tick();
    expect(await notifier.sendMany(offers(3), { batch })).toMatchObject({ planned: 1, repeated: 2, failed: 0 });
    await notifier.tick();
    expect(sms.messages.map(({ subject }) => subject)).toEqual(['V-1', 'V-2', 'V-3']);
  });

  test('of whom one channel reaches them is none; what the other would have sent is skipped', async () => {
    const { notifier, email } = aSpa();
    const entry = { ...anOffer(aGuest(1, { phone: undefined })), by: ['sms', 'email'] };
    expect(await notifier.sendMany([entry], { batch })).toMatchObject({ planned: 1, failed: 0 });
    await notifier.tick();
    expect(email.messages).toHaveLength(1);
    expect((await notifier.history(visit, 'V-1')).map(({ status, code }) => [status, code])).toContainEqual([
      'skipped',
      'no-address',
    ]);
  });
});

describe('a run that ends early', () => {
  test('by its signal plans nothing more, says so, and is gone on with', async () => {
    const { notifier, sms } = aSpa();
    const stop = new AbortController();
    const first = await notifier.sendMany(offers(25), { batch, chunk: 10, signal: stop.signal, onProgress: () => stop.abort() });
    expect(first).toMatchObject({ read: 10, planned: 10, done: false });
    const aborted = await notifier.sendMany(offers(25), { batch, signal: stop.signal });
    expect(aborted).toMatchObject({ read: 0, done: false });
    expect(await notifier.sendMany(offers(25), { batch, chunk: 10 })).toMatchObject({ planned: 15, repeated: 10, done: true });
    await notifier.tick();
    expect(sms.messages).toHaveLength(25);
  });

  test('by its source says what the source threw, and closes it', async () => {
    const { notifier } = aSpa();
    let isClosed = false;
    async function* source() {
      try {
        yield* offers(12);
        throw new Error('the cursor is gone');
      } finally {
        isClosed = true;
      }
    }
    await expect(notifier.sendMany(source(), { batch, chunk: 10 })).rejects.toThrow('the cursor is gone');
    expect(isClosed).toBe(true);
    expect(await notifier.sendMany(offers(12), { batch, chunk: 10 })).toMatchObject({ planned: 2, repeated: 10 });
  });
});

describe('options', () => {
  test.each([
    [{ batch: '' }, "'batch' is ''"],
    [{ batch: 'r.5' }, "'batch' is 'r.5'"],
    [{ batch: 'x'.repeat(61) }, 'at most 60'],
    [{ batch, perSecond: 0 }, "'perSecond' is 0. Expected a number above 0."],
    [{ batch, perSecond: Number.POSITIVE_INFINITY }, "'perSecond' is Infinity"],
    [{ batch, chunk: 0 }, "'chunk' is 0"],
    [{ batch, at: new Date(Number.NaN) }, "'at' is Invalid Date"],
  ])('%j is refused before anything is read', async (options, message) => {
    const { notifier } = aSpa();
    const error = await notifier.sendMany(offers(1), options).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OrderbellError);
    expect(error).toMatchObject({ code: 'invalid-argument', message: expect.stringContaining(message) });
  });

  test('a source that cannot be read, and a store without records, are refused', async () => {
    // A host without types.
    const nothing = { length: 0 } as unknown as readonly Entry[];
    await expect(aSpa().notifier.sendMany(nothing, { batch })).rejects.toThrow('something that can be iterated, got an object');
    const { store, notifier } = aSpa();
    Object.defineProperty(store, 'records', { value: undefined });
    await expect(notifier.sendMany(offers(1), { batch })).rejects.toMatchObject({ code: 'store-without-records' });
  });
});
