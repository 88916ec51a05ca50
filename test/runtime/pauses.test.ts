import { expect, test } from 'vitest';
import type { PauseTarget } from '../../src/ports/store.js';
import { aBooking, booking } from '../builders/booking.js';
import { type StudioOptions, storeWith, studio } from '../builders/studio.js';

const placed = { on: 'order.processing', to: 'booker' } as const;
const rules = booking.rules({
  'order-placed': { ...placed, by: ['email', 'sms'] },
  note: { ...placed, by: { firstOf: ['sms', 'email'] } },
});

async function pausedShop(targets: readonly PauseTarget[], options: StudioOptions = {}) {
  const shop = studio({ rules, ...options });
  for (const target of targets) await shop.store.pause({ ...target, since: 0, note: undefined });
  await shop.notifier.handleTransition(booking, { created: aBooking() });
  const result = await shop.notifier.tick();
  const parked = shop.store.allJobs().filter(({ parkedBy }) => parkedBy !== undefined);
  return {
    ...shop,
    result,
    parked: parked.map((job) => `${job.rule} ${job.channels.join('>')} by ${job.parkedBy} after ${job.attempts}`),
  };
}

test('jobs of a paused rule wait, with all their attempts, and nobody is told', async () => {
  const { parked, lines, result, notifier, store } = await pausedShop([{ kind: 'rule', name: 'booking/order-placed' }]);
  expect(parked).toEqual([
    'order-placed email by rule booking/order-placed after 0',
    'order-placed sms by rule booking/order-placed after 0',
  ]);
  expect(lines).toEqual(['03-01 11:00 sent note Ann sms']);
  expect(result).toMatchObject({ sent: 1, postponed: 2 });
  expect(await notifier.tick()).toMatchObject({ postponed: 0, nextDueAt: undefined });
  expect(await store.resume({ kind: 'rule', name: 'booking/order-placed' })).toBe(2);
  expect(await notifier.tick()).toMatchObject({ sent: 2 });
});

test('a paused channel is passed over where a rule names others, and waited for where there is none', async () => {
  const { parked, lines } = await pausedShop([{ kind: 'channel', name: 'sms' }]);
  expect(parked).toEqual(['order-placed sms by channel sms after 0']);
  expect([...lines].sort()).toEqual(['03-01 11:00 sent note Ann email', '03-01 11:00 sent order-placed Ann email']);
});

test('a message that only the paused channel can carry waits for it rather than being skipped', async () => {
  const shop = studio({ rules: booking.rules({ note: { ...placed, by: { firstOf: ['sms', 'email'] } } }) });
  await shop.store.pause({ kind: 'channel', name: 'sms', since: 0, note: undefined });
  await shop.notifier.handleTransition(booking, { created: aBooking({ booker: { name: 'Ann', phone: '+886912345678' } }) });
  await shop.notifier.tick();
  expect(shop.lines).toEqual([]);
  expect(shop.store.allJobs()).toMatchObject([{ status: 'scheduled', parkedBy: 'channel sms', attempts: 0 }]);
});

test('with all its channels paused a job waits for the first', async () => {
  const { parked } = await pausedShop([
    { kind: 'channel', name: 'sms' },
    { kind: 'channel', name: 'email' },
  ]);
  expect(parked).toContain('note sms>email by channel sms after 0');
});

test('what comes too late because of a pause is skipped as late', async () => {
  const reminders = booking.rules({
    'payment-reminder': { due: { before: 'payment.deadline', days: 1, at: '10:00' }, to: 'booker', by: ['email'] },
  });
  const { notifier, advanceTo, store, lines } = studio({ rules: reminders });
  await notifier.handleTransition(booking, { created: aBooking() });
  await store.pause({ kind: 'channel', name: 'email', since: 0, note: undefined });
  await advanceTo('2026-03-04T12:00');
  await store.resume({ kind: 'channel', name: 'email' });
  await notifier.tick();
  expect(lines).toEqual(['03-04 12:00 skipped payment-reminder Ann email late']);
});

test('where it cannot be read what is paused, nothing is sent, and what was claimed goes back', async () => {
  let isAway = true;
  const { notifier, store, email } = studio({
    rules,
    wrap: (inner) => storeWith(inner, { pauses: async () => (isAway ? Promise.reject(new Error('away')) : inner.pauses()) }),
  });
  await notifier.handleTransition(booking, { created: aBooking() });
  await expect(notifier.tick()).rejects.toThrow('away');
  expect(email.attempts).toEqual([]);
  expect(new Set(store.allJobs().map(({ status, attempts }) => `${status} ${attempts}`))).toEqual(new Set(['scheduled 0']));
  isAway = false;
  expect(await notifier.tick()).toMatchObject({ sent: 3 });
});
