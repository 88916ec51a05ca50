/** Ticks, the loop and single deliveries that are under way at the same time. */
import { expect, test } from 'vitest';
import type { Worker } from '../../src/ports/scheduler.js';
import { turn } from '../../src/testing/turn.js';
import { aBooking, booking } from '../builders/booking.js';
import { storeWith, studio } from '../builders/studio.js';

const rules = booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by: ['email'] } });

/** What a promise has come to when nothing more happens by itself. */
async function outcomeOf(promise: Promise<unknown>): Promise<unknown> {
  let outcome: unknown = 'nothing';
  promise.then(
    (value) => {
      outcome = value;
    },
    (error: unknown) => {
      outcome = error;
    },
  );
  for (let turns = 0; turns < 15; turns++) await turn();
  return outcome;
}

/** A shop whose scheduler calls its worker when a test says so. */
function shopOf(concurrency: number) {
  const wakes: Date[] = [];
  const workers: Worker[] = [];
  const start = (worker: Worker) => void workers.push(worker);
  const shop = studio({ rules, concurrency, scheduler: { start, wake: (at) => void wakes.push(at), stop: async () => {} } });
  shop.notifier.start();
  return { ...shop, wakes, worker: workers[0] };
}

test('of two ticks at the same time that find nothing, neither waits for ever', async () => {
  const { notifier } = studio({ rules });
  expect(await outcomeOf(Promise.all([notifier.tick(), notifier.tick()]))).toMatchObject([{ sent: 0 }, { sent: 0 }]);
});

test('a tick that finds its place taken returns, whenever the one who has it is done', async () => {
  const hung: number[] = [];
  for (let steps = 0; steps < 60; steps++) {
    const { notifier, worker, store } = shopOf(1);
    await notifier.tick();
    await notifier.handleTransition(booking, { created: aBooking() });
    const delivered = worker?.deliver(store.allJobs()[0]?.key ?? '');
    for (let step = 0; step < steps; step++) await undefined;
    if ((await outcomeOf(Promise.all([notifier.tick(), delivered]))) === 'nothing') hung.push(steps);
    expect(store.allJobs()).toMatchObject([{ status: 'sent', attempts: 1 }]);
  }
  expect(hung).toEqual([]);
});

test('a loop that found all places taken by a claim is woken when that has found nothing', async () => {
  const { notifier, worker, wakes } = shopOf(10);
  await notifier.tick();
  wakes.length = 0;
  const delivered = Array.from({ length: 10 }, () => worker?.deliver('no/such/job'));
  expect(await worker?.run()).toEqual({ nextDueAt: undefined });
  await Promise.all(delivered);
  expect(wakes.length).toBeGreaterThan(0);
});

test('ticks that wait for slow messages do not ask the store again and again meanwhile', async () => {
  let claims = 0;
  const { notifier, email } = studio({
    rules,
    concurrency: 4,
    wrap: (store) =>
      storeWith(store, {
        claim: async (request) => {
          claims += 1;
          // Else one claim after the other keeps this test from ever saying so.
          if (claims > 1_000) throw new Error('claimed too often');
          return store.claim(request);
        },
      }),
  });
  const release = email.hang();
  const slow: Promise<unknown>[] = [];
  for (const no of ['B-1', 'B-2', 'B-3']) {
    await notifier.handleTransition(booking, { created: aBooking({ no }) });
    slow.push(notifier.tick());
    await outcomeOf(Promise.all(slow));
  }
  claims = 0;
  await Promise.all([notifier.tick(), notifier.tick()]);
  expect(await outcomeOf(Promise.all(slow))).toBe('nothing');
  expect(claims).toBeLessThan(10);
  release();
  expect(await Promise.all(slow)).toMatchObject([{ sent: 1 }, { sent: 1 }, { sent: 1 }]);
});
