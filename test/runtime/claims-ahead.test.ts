import { expect, test } from 'vitest';
import type { MemoryTransaction } from '../../src/adapters/memory/index.js';
import type { ClaimRequest, Store } from '../../src/ports/store.js';
import { aBooking, booking } from '../builders/booking.js';
import { studio } from '../builders/studio.js';

const placed = { on: 'order.processing', to: 'booker', by: ['email'] } as const;
const rules = booking.rules({ 'order-placed': placed, note: { ...placed, on: 'payment.paid' } });

/** A shop with more due than one claim takes, and the calls of its store in order. Pauses are read slowly, the first most of all. */
async function fullShop({
  concurrency,
  count,
  fails = false,
}: {
  readonly concurrency: number;
  readonly count: number;
  readonly fails?: boolean;
}) {
  const calls: string[] = [];
  let turns = 1_000;
  const wrap = (store: Store<MemoryTransaction>): Store<MemoryTransaction> => {
    const inner = { claim: store.claim.bind(store), pauses: store.pauses.bind(store) };
    return Object.assign(store, {
      claim: async (request: ClaimRequest) => {
        calls.push('claim');
        const jobs = await inner.claim(request);
        calls.push(`claimed ${jobs.length}`);
        return jobs;
      },
      pauses: async () => {
        turns = Math.floor(turns / 4);
        const mine = turns;
        for (let turn = 0; turn < mine; turn++) await undefined;
        if (fails && calls.filter((call) => call === 'begin').length === 0) {
          calls.push('begin');
          throw new Error('connection lost');
        }
        calls.push('begin');
        return inner.pauses();
      },
    });
  };
  const shop = studio({ rules, concurrency, wrap });
  const { notifier, email } = shop;
  await notifier.handleTransition(booking, { created: aBooking({ no: 'first' }) });
  for (let at = 1; at < count; at++) await notifier.handleTransition(booking, { created: aBooking({ no: `B-${at}` }) });
  await notifier.handleTransition(booking, { subject: 'first', event: 'payment.pay' });
  const counts = await notifier.tick().catch((error: Error) => ({ sent: error.message }));
  const first = email.messages.filter(({ subject }) => subject === 'first').map(({ rule }) => rule);
  return { ...shop, calls, counts, first };
}

test('where there is room for more, the next claim is under way while the jobs of the first are begun', async () => {
  const { calls, counts, first } = await fullShop({ concurrency: 1_000, count: 600 });
  expect(calls.slice(0, 3)).toEqual(['claim', 'claimed 500', 'claim']);
  expect(calls.filter((call) => call === 'claimed 101')).toHaveLength(1);
  expect(counts.sent).toBe(601);
  // The two messages of this order are in different claims.
  expect(first).toEqual(['order-placed', 'note']);
});

test('where all places are taken, nothing is claimed ahead', async () => {
  const { calls, counts } = await fullShop({ concurrency: 100, count: 250 });
  expect(calls.slice(0, 3)).toEqual(['claim', 'claimed 100', 'begin']);
  expect(counts.sent).toBe(251);
});

test('a claim that was begun ahead of one that failed, and found nothing, keeps nothing from the next tick', async () => {
  const { notifier, counts, calls } = await fullShop({ concurrency: 1_000, count: 499, fails: true });
  expect([counts.sent, calls.slice(0, 4)]).toEqual(['connection lost', ['claim', 'claimed 500', 'claim', 'claimed 0']]);
  expect(await notifier.tick()).toMatchObject({ sent: 500 });
});
