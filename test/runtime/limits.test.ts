import { expect, test } from 'vitest';
import { createNotifier } from '../../src/runtime/create-notifier.js';
import { recording } from '../../src/testing/recording.js';
import { aBooking, aSession, booking } from '../builders/booking.js';
import { problemsOf } from '../builders/problems.js';
import { bookingTemplates, type StudioOptions, studio } from '../builders/studio.js';

const placed = { on: 'order.processing', to: 'booker' } as const;
const rules = booking.rules({ 'order-placed': { ...placed, by: ['email'] } });

/** Notes when each message is handed over, in milliseconds. */
async function shopWith(count: number, options: StudioOptions) {
  const shop = studio({ rules, ...options });
  const starts: number[] = [];
  const begin = shop.clock.now().getTime();
  const send = shop.email.send;
  Object.assign(shop.email, {
    send: async (message: Parameters<typeof send>[0]) => {
      starts.push(shop.clock.now().getTime() - begin);
      return send(message);
    },
  });
  for (let no = 0; no < count; no++) await shop.notifier.handleTransition(booking, { created: aBooking({ no: `B-${no}` }) });
  shop.notifier.start();
  return { ...shop, starts };
}

test('a transport gets no more messages a second than it bears, evenly spaced, and all of them', async () => {
  const { notifier, clock, starts, store } = await shopWith(60, { emailLimits: { perSecond: 10 } });
  await clock.advanceBy({ minutes: 0.5 });
  expect(starts).toHaveLength(60);
  for (const start of starts) {
    expect(starts.filter((other) => other >= start && other < start + 1000).length).toBeLessThanOrEqual(10);
  }
  expect(starts.at(-1)).toBeLessThan(9_000);
  expect(new Set(store.allJobs().map(({ status, attempts }) => `${status} ${attempts}`))).toEqual(new Set(['sent 1']));
  await notifier.stop();
  expect(clock.pending()).toEqual([]);
});

test('less than one a second, and more than a thousand, are held to as well', async () => {
  const slow = await shopWith(4, { emailLimits: { perSecond: 0.5 } });
  await slow.clock.advanceBy({ minutes: 1 });
  expect(slow.starts).toEqual([0, 2000, 4000, 6000]);
  await slow.notifier.stop();
  const fast = await shopWith(400, { emailLimits: { perSecond: 2000 }, concurrency: 400 });
  await fast.clock.advanceBy({ minutes: 1 });
  expect(fast.starts.filter((start) => start < 1).length).toBeLessThanOrEqual(101);
  expect(fast.starts).toHaveLength(400);
  await fast.notifier.stop();
});

test('a transport has no more messages under way than it bears', async () => {
  const { notifier, clock, email } = await shopWith(20, { emailLimits: { concurrency: 3 } });
  const release = email.hang();
  await clock.advanceBy({ minutes: 0.1 });
  expect(email.waiting).toBe(3);
  release();
  await clock.advanceBy({ minutes: 5 });
  expect(email.messages).toHaveLength(20);
  await notifier.stop();
});

test('what waits for one transport takes no place from another', async () => {
  const both = booking.rules({ 'order-placed': { ...placed, by: ['email', 'sms'] } });
  const { notifier, clock, email, sms } = await shopWith(100, { rules: both, concurrency: 2, emailLimits: { perSecond: 1 } });
  await clock.advanceBy({ minutes: 0.1 });
  expect(sms.messages).toHaveLength(100);
  expect(email.messages.length).toBeLessThan(8);
  await clock.advanceBy({ minutes: 3 });
  expect(email.messages).toHaveLength(100);
  await notifier.stop();
});

test('messages of one subject on one channel keep their order, also where their transport is far behind', async () => {
  const sessions = Array.from({ length: 30 }, (_, index) => aSession({ no: `S-${String(index).padStart(2, '0')}` }));
  const each = booking.rules({
    placed: { each: 'sessions', on: 'order.processing', to: 'participant', by: ['email'], template: 'note' },
  });
  const { notifier, clock, email } = await shopWith(0, { rules: each, concurrency: 2, emailLimits: { perSecond: 2 } });
  for (const no of ['B-1', 'B-2']) await notifier.handleTransition(booking, { created: aBooking({ no, sessions }) });
  await clock.advanceBy({ minutes: 3 });
  for (const no of ['B-1', 'B-2']) {
    const items = email.messages.filter(({ subject }) => subject === no).map(({ key }) => key.split('/')[3]);
    expect(items).toEqual(sessions.map((session) => session.no));
  }
  await notifier.stop();
});

test('what waited is checked again before it is sent', async () => {
  let isPaid = false;
  const reminders = booking.rules({
    'payment-reminder': { ...placed, while: { payment: 'unpaid' }, by: ['email'] },
  });
  const { notifier, clock, email, lines } = await shopWith(3, {
    rules: reminders,
    emailLimits: { perSecond: 1 },
    load: { booking: async (no: string) => aBooking({ no, paymentStatus: isPaid ? 'paid' : 'unpaid' }) },
  });
  await clock.advanceBy({ minutes: 0 });
  isPaid = true;
  await clock.advanceBy({ minutes: 1 });
  expect(email.messages).toHaveLength(1);
  expect(lines.filter((line) => line.includes('skipped payment-reminder Ann email state'))).toHaveLength(2);
  await notifier.stop();
});

test('limits that nothing could be held to are refused', () => {
  const email = { ...recording(), limits: { concurrency: 0, perSecond: -1 } };
  const wrong = () =>
    createNotifier({ rules: [rules], templates: [bookingTemplates], transports: { email }, store: studio().store } as never);
  expect(problemsOf(wrong)).toEqual([
    'invalid-value | transports.email: limits.concurrency is 0. Expected a whole number above 0.',
    'invalid-value | transports.email: limits.perSecond is -1. Expected a number above 0.',
  ]);
});

test('a slow line does not keep the notifier from stopping: who comes to it then goes back', async () => {
  const loading: (() => void)[] = [];
  const { notifier, clock, email, store } = studio({
    rules,
    emailLimits: { perSecond: 0.01 },
    load: {
      booking: async (no) => {
        if (isSlow) await new Promise<void>((resolve) => loading.push(resolve));
        return aBooking({ no });
      },
    },
  });
  let isSlow = false;
  for (const no of ['B-1', 'B-2', 'B-3']) await notifier.handleTransition(booking, { created: aBooking({ no }) });
  isSlow = true;
  notifier.start();
  await clock.advanceBy({ minutes: 0 });
  expect(loading).toHaveLength(3);
  const stop = notifier.stop();
  await clock.advanceBy({ minutes: 0 });
  for (const loaded of loading) loaded();
  await clock.advanceBy({ minutes: 0 });
  await stop;
  expect(email.attempts).toEqual([]);
  expect(store.allJobs().map(({ status, attempts }) => `${status} ${attempts}`)).toEqual(Array(3).fill('scheduled 0'));
  expect(clock.pending()).toEqual([]);
});
