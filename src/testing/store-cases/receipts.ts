/**
 * What a store promises of receipts.
 * @module
 */
import type { JobReceipt, Store } from '../../ports/store.js';
import { check, equal } from '../check.js';
import { aJob, booking, jobNamed, minute, noon, type StoreCase, settled } from './samples.js';

const transport = 'twsms';
const underway: JobReceipt = { state: 'underway', word: 'ACCEPTD', at: noon + 1 };
const delivered: JobReceipt = { state: 'delivered', word: 'DELIVRD', at: noon + 2 };

/** A job that was sent, and of which receipts may come under the id of its name. */
async function sent<Tx>(store: Store<Tx>, name: string, askAt?: number, by = transport): Promise<void> {
  const receipts = { askAt, address: '0912345678' };
  await settled(store, aJob(name), { status: 'sent', channel: 'sms', transport: by, providerId: name, receipts });
}

/** By name. */
export const receiptCases: Readonly<Record<string, StoreCase>> = {
  'a job is found by the transport and the id of its provider': async ({ store }) => {
    await sent(store, '7');
    await sent(store, '8');
    await sent(store, '7 x', undefined, 'other');
    equal((await store.receiptFor({ transport, providerId: '8' }))?.key, aJob('8').key, 'the job found');
    equal(
      (await store.receiptFor({ transport: 'other', providerId: '7 x' }))?.key,
      aJob('7 x').key,
      'the job of another transport',
    );
    for (const target of [
      { transport, providerId: '9' },
      { transport: 'other', providerId: '8' },
      { transport: 'other 7', providerId: 'x' },
    ])
      equal(await store.receiptFor(target), undefined, `found by ${JSON.stringify(target)}`);
  },

  'a job whose settlement asked for no receipts is not found by them': async ({ store }) => {
    await settled(store, aJob('7'), { status: 'sent', channel: 'sms', transport, providerId: '7' });
    equal(await store.receiptFor({ transport, providerId: '7' }), undefined, 'the job found');
    const request = { now: noon + 60 * minute, limit: 10, transports: [transport], until: noon + 90 * minute };
    equal(await store.takeReceipts(request), [], 'receipts to ask for');
  },

  'a receipt is kept with its job': async ({ store }) => {
    await sent(store, '7');
    const written = await store.writeReceipt({
      transport,
      providerId: '7',
      expected: undefined,
      receipt: underway,
      askAt: undefined,
    });
    equal(written, true, 'whether it was written');
    equal((await jobNamed(store, '7')).receipt, underway, 'the receipt in the history');
    equal((await store.receiptFor({ transport, providerId: '7' }))?.receipt, underway, 'the receipt of the job found');
    const [listed] = (await store.jobs({ list: 'sent', limit: 10 })).jobs;
    equal(listed?.receipt, underway, 'the receipt in a list');
    equal(listed?.status, 'sent', 'the status of the job');
  },

  'a receipt is not written where another one has come meanwhile': async ({ store }) => {
    await sent(store, '7');
    const target = { transport, providerId: '7', askAt: undefined };
    const writes = [
      { ...target, expected: undefined, receipt: delivered },
      { ...target, expected: undefined, receipt: underway },
      { ...target, expected: { ...delivered, at: delivered.at + 1 }, receipt: underway },
      { ...target, expected: delivered, receipt: { ...delivered, word: 'READ' } },
    ];
    const written: boolean[] = [];
    for (const write of writes) written.push(await store.writeReceipt(write));
    equal(written, [true, false, false, true], 'whether each was written');
    equal((await jobNamed(store, '7')).receipt, { ...delivered, word: 'READ' }, 'the receipt that is kept');
    const nobody = { ...target, providerId: '8', expected: undefined, receipt: delivered };
    equal(await store.writeReceipt(nobody), false, 'whether that of an unknown message was written');
  },

  'receipts are taken when they are to be asked for, the earliest first': async ({ store }) => {
    await sent(store, 'late', noon + 20 * minute);
    await sent(store, 'second', noon + 6 * minute);
    await sent(store, 'first', noon + 5 * minute);
    await sent(store, 'posted');
    await sent(store, 'foreign', noon + 1, 'other');
    const request = { limit: 10, transports: [transport], until: noon + 30 * minute };
    equal(await store.takeReceipts({ ...request, now: noon + 5 * minute - 1 }), [], 'taken too early');
    const taken = await store.takeReceipts({ ...request, now: noon + 10 * minute });
    const expected = ['first', 'second'].map((providerId) => ({ transport, providerId, address: '0912345678', sentAt: noon }));
    equal(taken, expected, 'taken');
    equal(await store.takeReceipts({ ...request, now: noon + 10 * minute }), [], 'taken again at once');
    const again = await store.takeReceipts({ ...request, limit: 2, now: noon + 40 * minute });
    equal(
      again.map(({ providerId }) => providerId),
      ['late', 'second'].toSorted((a, b) => (a === 'late' ? -1 : b === 'late' ? 1 : 0)),
      'taken when nobody has written, as many as asked for',
    );
  },

  'a receipt that is written says when it is asked for again, and an address is forgotten with the last time': async ({
    store,
  }) => {
    await sent(store, '7', noon + minute);
    const request = { limit: 10, transports: [transport], until: noon + 500 * minute };
    await store.takeReceipts({ ...request, now: noon + minute });
    const target = { transport, providerId: '7' };
    await store.writeReceipt({ ...target, expected: undefined, receipt: underway, askAt: noon + 9 * minute });
    const [again] = await store.takeReceipts({ ...request, now: noon + 9 * minute });
    equal(again?.address, '0912345678', 'the address, while it is asked for');
    await store.writeReceipt({ ...target, expected: underway, receipt: delivered, askAt: undefined });
    equal(await store.takeReceipts({ ...request, now: noon + 900 * minute }), [], 'asked for after the end');
    await store.writeReceipt({ ...target, expected: delivered, receipt: delivered, askAt: noon });
    const [last] = await store.takeReceipts({ ...request, now: noon + 900 * minute });
    equal(last?.address, undefined, 'the address, after the end');
  },

  'no two workers take the same receipt': async ({ store }) => {
    for (const name of ['1', '2', '3', '4', '5', '6']) await sent(store, name, noon);
    const request = { now: noon + 1, limit: 4, transports: [transport], until: noon + minute };
    const taken = (await Promise.all([store.takeReceipts(request), store.takeReceipts(request)])).flat();
    const ids = taken.map(({ providerId }) => providerId);
    check(ids.length > 0 && new Set(ids).size === ids.length, `each receipt is taken once, not ${ids.join()}`);
  },

  'whoever is forgotten has no receipts': async ({ store }) => {
    await sent(store, '7', noon);
    const target = { transport, providerId: '7' };
    await store.writeReceipt({ ...target, expected: undefined, receipt: underway, askAt: noon });
    await store.change(booking, undefined, (session) => session.forget(noon + minute));
    equal(await store.receiptFor(target), undefined, 'the job found by its receipt');
    const request = { now: noon + 900 * minute, limit: 10, transports: [transport], until: noon + 990 * minute };
    equal(await store.takeReceipts(request), [], 'receipts to ask for');
    const [job] = await store.history(booking);
    equal([job?.status, job?.receipt], ['sent', undefined], 'what is left');
  },

  'pruning leaves no receipts, whether the history is kept or not': async ({ store }) => {
    for (const history of ['keep', 'delete'] as const) {
      await sent(store, history, noon);
      const target = { transport, providerId: history };
      check((await store.receiptFor(target)) !== undefined, 'the job is found before it is pruned');
      await store.prune({ olderThan: noon + 60 * minute, history, limit: 10 });
      equal(await store.receiptFor(target), undefined, `the job found after pruning (${history})`);
      const request = { now: noon + 900 * minute, limit: 10, transports: [transport], until: noon + 990 * minute };
      equal(await store.takeReceipts(request), [], `receipts to ask for after pruning (${history})`);
    }
  },
};
