import { expect, test } from 'vitest';
import { isoWithOffset } from '../../src/core/calendar.js';
import { PermanentDeliveryError, RetryableDeliveryError, UnknownOutcomeError } from '../../src/core/errors.js';
import type { EmailMessage } from '../../src/ports/transport.js';
import { recording } from '../../src/testing/recording.js';
import { aBooking, booking } from '../builders/booking.js';
import { outage, type StudioOptions, studio } from '../builders/studio.js';

const rules = booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by: ['email'] } });

async function shopWith(count: number, options: StudioOptions = {}) {
  const shop = studio({ rules, ...options });
  const states: string[] = [];
  let isDown = true;
  outage(
    shop.email,
    () => isDown,
    () => new RetryableDeliveryError('no connection'),
  );
  const attempts = { count: 0 };
  const send = shop.email.send;
  Object.assign(shop.email, {
    send: async (message: EmailMessage) => {
      attempts.count += 1;
      return send(message);
    },
  });
  shop.notifier.on('breaker', ({ at, transport, channel, state, until }) => {
    const pause = until === undefined ? '' : ` ${(until.getTime() - at.getTime()) / 1000}`;
    states.push(`${transport} ${channel} ${state}${pause}`);
  });
  const order = async (no: string) => shop.notifier.handleTransition(booking, { created: aBooking({ no }) });
  for (let index = 0; index < count; index++) await order(`B-${index}`);
  const recover = () => {
    isDown = false;
  };
  return { ...shop, states, attempts, order, recover };
}

test('after five failures in a row nothing is attempted, until one message probes and all follow', async () => {
  const { notifier, clock, states, attempts, email, store, recover, order } = await shopWith(30, { concurrency: 4 });
  notifier.start();
  await clock.advanceBy({ minutes: 0.25 });
  expect(states).toEqual(['smtp email open 30']);
  expect(attempts.count).toBeLessThanOrEqual(8);
  expect(
    store
      .allJobs()
      .map(({ attempts }) => attempts)
      .filter((count) => count > 0),
  ).toHaveLength(4);
  await order('B-new');
  recover();
  await clock.advanceBy({ minutes: 1 });
  expect(states).toEqual(['smtp email open 30', 'smtp email half-open', 'smtp email closed']);
  expect(email.messages).toHaveLength(31);
  await notifier.stop();
});

test('while one message probes, others wait for it and are not tried', async () => {
  const { notifier, clock, states, attempts, email, recover } = await shopWith(12);
  notifier.start();
  await clock.advanceBy({ minutes: 0.25 });
  recover();
  const before = attempts.count;
  const release = email.hang();
  await clock.advanceBy({ minutes: 0.5 });
  expect(attempts.count - before).toBe(1);
  release();
  await clock.advanceBy({ minutes: 1 });
  expect(email.messages).toHaveLength(12);
  expect(states.at(-1)).toBe('smtp email closed');
  await notifier.stop();
});

test('each probe that fails doubles the pause, up to the longest', async () => {
  const { notifier, clock, states } = await shopWith(6);
  notifier.start();
  await clock.advanceBy({ minutes: 30 });
  const pauses = states.flatMap((line) => line.split(' open ')[1] ?? []);
  expect(pauses.slice(0, 6)).toEqual(['30', '60', '120', '240', '300', '300']);
  await notifier.stop();
});

test('an outage burns no attempts and is no retry event for each message', async () => {
  const { notifier, clock, lines, store, recover, email } = await shopWith(10);
  notifier.start();
  await clock.advanceBy({ hours: 8 });
  expect(Math.max(...store.allJobs().map(({ attempts }) => attempts))).toBeLessThanOrEqual(1);
  expect(lines.filter((line) => line.includes('retry')).length).toBeLessThanOrEqual(4);
  expect(store.allJobs().at(-1)).toMatchObject({ status: 'scheduled', code: 'postponed' });
  expect(store.allJobs().at(-1)?.why).toContain("transport 'smtp' failed");
  recover();
  await clock.advanceBy({ minutes: 6 });
  expect(email.messages).toHaveLength(10);
  await notifier.stop();
});

test('refusals for good are answers: they open nothing, and close what was open', async () => {
  const { notifier, email, states, advanceTo } = studioWithStates();
  email.failFor(({ subject }) => subject !== 'B-5', new PermanentDeliveryError('mailbox is closed'));
  for (let no = 0; no < 10; no++) await notifier.handleTransition(booking, { created: aBooking({ no: `B-${no}` }) });
  await advanceTo('2026-03-01T12:00');
  expect(states).toEqual([]);
  expect(email.messages).toHaveLength(1);
});

function studioWithStates(options: StudioOptions = {}) {
  const shop = studio({ rules, ...options });
  const states: string[] = [];
  shop.notifier.on('breaker', ({ transport, state }) => states.push(`${transport} ${state}`));
  return { ...shop, states };
}

test('while the first transport rests, the next one carries its messages without the first being asked', async () => {
  const spare = recording<EmailMessage>('spare');
  const { notifier, clock, attempts, states, order } = await shopWith(20, { spare, concurrency: 1 });
  notifier.start();
  await clock.advanceBy({ minutes: 0.25 });
  expect(spare.messages).toHaveLength(20);
  expect(attempts.count).toBe(5);
  await clock.advanceBy({ minutes: 1 });
  await order('B-new');
  await clock.advanceBy({ minutes: 0.1 });
  expect(attempts.count).toBe(6);
  expect(states.at(-1)).toBe('smtp email open 60');
  await notifier.stop();
});

test('a channel that rests is passed over where a rule names others', async () => {
  const first = booking.rules({ 'order-placed': { ...rules.rows['order-placed'], by: { firstOf: ['email', 'sms'] } } });
  const { notifier, attempts, sms } = await shopWith(20, { rules: first, concurrency: 1 });
  await notifier.tick();
  expect([attempts.count, sms.messages.length]).toEqual([5, 20]);
});

test('an unclear outcome of an at-most-once message stays unknown while the breaker opens', async () => {
  const once = booking.rules({ 'order-placed': { ...rules.rows['order-placed'], delivery: 'at-most-once' } });
  const { notifier, email, states, store } = studioWithStates({ rules: once, concurrency: 1 });
  outage(
    email,
    () => true,
    () => new UnknownOutcomeError('the answer was lost'),
  );
  for (let no = 0; no < 8; no++) await notifier.handleTransition(booking, { created: aBooking({ no: `B-${no}` }) });
  await notifier.tick();
  expect(states).toEqual(['smtp open']);
  expect(store.allJobs().map(({ status, attempts }) => `${status} ${attempts}`)).toEqual([
    ...Array.from({ length: 5 }, () => 'unknown 1'),
    ...Array.from({ length: 3 }, () => 'scheduled 0'),
  ]);
});

test('a network that hangs opens the breaker, too', async () => {
  const { notifier, email, states, clock } = studioWithStates({ sendTimeout: 5_000 });
  const release = email.hang();
  for (let no = 0; no < 8; no++) await notifier.handleTransition(booking, { created: aBooking({ no: `B-${no}` }) });
  notifier.start();
  await clock.advanceBy({ minutes: 0.25 });
  expect(states).toEqual(['smtp open']);
  release();
  await clock.advanceBy({ minutes: 2 });
  expect(states).toContain('smtp closed');
  expect(email.messages.length).toBeGreaterThanOrEqual(8);
  await notifier.stop();
});

test('without a breaker, every message is tried on its own', async () => {
  const { notifier, clock, attempts, states } = await shopWith(10, { breaker: false });
  await notifier.tick();
  expect([attempts.count, states]).toEqual([10, []]);
  await clock.advanceBy({ minutes: 0 });
});

test('a day without the provider: nothing is lost, what still matters goes out, what is too late is skipped and says so', async () => {
  const reminder = { due: { before: 'payment.deadline', days: 1, at: '10:00' }, to: 'booker', by: ['email'] } as const;
  const story = booking.rules({
    'order-placed': { on: 'order.processing', to: 'booker', by: ['email'] },
    'payment-reminder': reminder,
    note: { ...reminder, late: 'send' },
  });
  const shop = studio({ rules: story, start: '2026-03-01T11:00' });
  const { notifier, clock, email, store, lines } = shop;
  let isDown = false;
  outage(
    email,
    () => isDown,
    () => new RetryableDeliveryError('no connection'),
  );
  for (const no of ['B-1', 'B-2', 'B-3']) await notifier.handleTransition(booking, { created: aBooking({ no }) });
  notifier.start();
  await clock.advanceTo('2026-03-03T09:00');
  expect(email.messages).toHaveLength(3);
  isDown = true;
  const before = lines.length;
  await clock.advanceTo('2026-03-03T20:00');
  await notifier.handleTransition(booking, { created: aBooking({ no: 'B-4', deadline: '2026-03-05' }) });
  await clock.advanceTo('2026-03-04T09:40');
  isDown = false;
  await clock.advanceTo('2026-03-04T12:00');
  const after = lines.slice(before);
  expect(after.filter((line) => line.includes('sent order-placed'))).toHaveLength(1);
  expect(after.filter((line) => line.includes('sent note'))).toHaveLength(4);
  // Those of the 3rd are a day late; the one of the 4th comes to its time.
  expect(after.filter((line) => line.includes('skipped payment-reminder Ann email late'))).toHaveLength(3);
  expect(after.filter((line) => line.includes('sent payment-reminder'))).toHaveLength(1);
  expect(after.find((line) => line.includes('sent order-placed'))?.slice(0, 11)).toMatch(/^03-04 09:4[0-5]/);
  const why = store.allJobs().find(({ code }) => code === 'late')?.why;
  expect(why).toBe(`it was due at ${isoWithOffset(new Date('2026-03-03T10:00+08:00').getTime(), 'Asia/Taipei')}`);
  expect(store.allJobs().filter(({ status }) => status === 'scheduled' || status === 'failed')).toEqual([]);
  await notifier.stop();
});

/** Six reminders for 22:00, when nobody may be told before 9:00, with a provider that is down until 15:00: what has become of them by 16:00. */
async function afterOutageAtNight(row: { readonly urgent?: boolean } = {}): Promise<readonly string[]> {
  const reminder = { due: { before: 'payment.deadline', days: 1, at: '22:00' }, to: 'booker', by: ['email'] } as const;
  const { notifier, clock, email, lines } = studio({
    rules: booking.rules({ 'payment-reminder': { ...reminder, ...row } }),
    windows: { email: { from: '09:00', to: '21:00' } },
    start: '2026-03-03T21:30',
  });
  let isDown = true;
  outage(
    email,
    () => isDown,
    () => new RetryableDeliveryError('no connection'),
  );
  for (const no of ['B-1', 'B-2', 'B-3', 'B-4', 'B-5', 'B-6'])
    await notifier.handleTransition(booking, { created: aBooking({ no }) });
  notifier.start();
  await clock.advanceTo('2026-03-04T15:00');
  isDown = false;
  await clock.advanceTo('2026-03-04T16:00');
  await notifier.stop();
  return lines;
}

test('a message whose window opened during an outage is judged from that opening', async () => {
  const lines = await afterOutageAtNight();
  expect(lines.filter((line) => line.includes('sent'))).toHaveLength(6);
});

test.each([
  [true, 'skipped payment-reminder Ann email late'],
  [false, 'sent payment-reminder Ann email'],
])(
  'an urgent message (%s) that an outage at night put off was meant for the night, and no other was',
  async (urgent, expected) => {
    const lines = await afterOutageAtNight({ urgent });
    expect(lines.at(-1)).toContain(expected);
    expect(lines.filter((line) => line.includes('late'))).toHaveLength(urgent ? 6 : 0);
  },
);

test('what cannot be sent for longer than its age allows is given up, and can be found', async () => {
  const { notifier, clock, store } = await shopWith(8, { retry: { maxAge: 3_600_000 } });
  notifier.start();
  await clock.advanceBy({ hours: 2 });
  const jobs = store.allJobs();
  expect(new Set(jobs.map(({ status, code }) => `${status} ${code}`))).toEqual(new Set(['failed delivery-retryable']));
  expect(jobs[0]?.why).toMatch(/^given up 1 hours after it was due: /);
  await notifier.stop();
});
