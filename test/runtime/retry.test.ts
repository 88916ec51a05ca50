import { expect, test } from 'vitest';
import { PermanentDeliveryError, RetryableDeliveryError, UnknownOutcomeError } from '../../src/core/errors.js';
import { createNotifier } from '../../src/runtime/create-notifier.js';
import type { RetryContext, RetryOptions } from '../../src/runtime/options.js';
import { aBooking, booking } from '../builders/booking.js';
import { problemsOf } from '../builders/problems.js';
import { outage, type StudioOptions, studio } from '../builders/studio.js';

const rules = booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by: ['email'] } });
const busy = new RetryableDeliveryError('busy');

function shop(retry: RetryOptions, options: StudioOptions = {}) {
  return studio({ rules, breaker: false, retry, ...options });
}

test('after eight attempts a job is given up, with the last error', async () => {
  const { notifier, email, advanceTo, store, lines } = shop({});
  email.failFor(() => true, busy);
  await notifier.handleTransition(booking, { created: aBooking() });
  await advanceTo('2026-03-01T15:00');
  expect(store.allJobs()).toMatchObject([
    { status: 'failed', code: 'delivery-retryable', why: 'given up after 8 attempts: busy', attempts: 8 },
  ]);
  expect(lines.at(-1)).toContain('failed order-placed Ann email delivery-retryable');
});

test('jobs that failed together come again at different instants, in the same story always at the same', async () => {
  const play = async () => {
    const { notifier, email, store, clock } = shop({});
    email.failFor(() => true, busy);
    for (let no = 0; no < 40; no++) await notifier.handleTransition(booking, { created: aBooking({ no: `B-${no}` }) });
    await notifier.tick();
    return store.allJobs().map(({ runAt }) => runAt - clock.now().getTime());
  };
  const delays = await play();
  expect(new Set(delays).size).toBeGreaterThan(35);
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(22_500);
  expect(Math.max(...delays)).toBeLessThanOrEqual(37_500);
  expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(10_000);
  expect(await play()).toEqual(delays);
});

test("a delay of the host's own is taken as it is, and a longer Retry-After is honoured", async () => {
  const { notifier, email, store, clock } = shop({ delay: (attempt) => attempt * 1_000 });
  email.failNext(busy);
  email.failNext(new RetryableDeliveryError('slow down', { retryAfter: 90_000 }));
  const waits = async () => {
    await notifier.tick();
    const [job] = store.allJobs();
    const wait = (job?.runAt ?? 0) - clock.now().getTime();
    await clock.advanceTo(new Date(job?.runAt ?? 0));
    return wait;
  };
  await notifier.handleTransition(booking, { created: aBooking() });
  expect([await waits(), await waits()]).toEqual([1_000, 90_000]);
  await notifier.tick();
  expect(email.messages).toHaveLength(1);
});

test('a job that is too old is given up whatever attempts are left, with the code of its last error', async () => {
  const { notifier, email, advanceTo, store } = shop({ attempts: 1000, maxAge: 2 * 3_600_000, delay: () => 30 * 60_000 });
  outage(
    email,
    () => true,
    () => new UnknownOutcomeError('the answer was lost'),
  );
  await notifier.handleTransition(booking, { created: aBooking() });
  await advanceTo('2026-03-02T11:00');
  expect(store.allJobs()).toMatchObject([
    { status: 'failed', code: 'delivery-unknown', attempts: 6, why: 'given up 3 hours after it was due: the answer was lost' },
  ]);
});

test('a policy decides on single errors, is told whose they are, and a mistake in it decides nothing', async () => {
  const told: Omit<RetryContext, 'job'>[] = [];
  const { notifier, email, store } = shop({
    policy: (error, { job, ...context }) => {
      told.push(context);
      if (job.subject === 'B-4') throw new Error('a bug in the policy');
      const text = error instanceof Error ? error.message : '';
      return text === 'closed' ? 'give-up' : text === 'full' ? 'retry' : undefined;
    },
  });
  const errors: unknown[] = [];
  notifier.on('error', ({ error }) => errors.push(error));
  email.failNext(new RetryableDeliveryError('closed'));
  email.failNext(new PermanentDeliveryError('full'));
  email.failNext(new PermanentDeliveryError('gone'));
  email.failNext(busy);
  for (const no of ['B-1', 'B-2', 'B-3', 'B-4']) await notifier.handleTransition(booking, { created: aBooking({ no }) });
  await notifier.tick();
  expect(store.allJobs().map(({ subject, status, code }) => `${subject} ${status} ${code}`)).toEqual([
    'B-1 failed delivery-retryable',
    'B-2 scheduled delivery-permanent',
    'B-3 failed delivery-permanent',
    'B-4 scheduled delivery-retryable',
  ]);
  expect(told[0]).toEqual({ attempt: 1, channel: 'email', transport: 'smtp' });
  expect(errors).toHaveLength(1);
});

test.each<[string, () => number]>([
  [
    'throws',
    () => {
      throw new Error('a bug in the delay');
    },
  ],
  ['is no number', () => Number.NaN],
  ['never ends', () => Number.POSITIVE_INFINITY],
])('a delay that %s is told of, and the usual one is taken', async (_what, delay) => {
  const { notifier, email, store, clock } = shop({ delay });
  const errors: unknown[] = [];
  notifier.on('error', ({ error }) => errors.push(error));
  email.failNext(busy);
  await notifier.handleTransition(booking, { created: aBooking() });
  expect(await notifier.tick()).toMatchObject({ postponed: 1 });
  const [job] = store.allJobs();
  expect(job).toMatchObject({ status: 'scheduled', code: 'delivery-retryable' });
  expect((job?.runAt ?? 0) - clock.now().getTime()).toBeGreaterThanOrEqual(22_500);
  expect(errors).toHaveLength(1);
  expect(clock.pending()).toEqual([]);
});

test('a provider that asks for years of patience gets none beyond the age at which the job is given up', async () => {
  const { notifier, email, store, clock } = shop({ maxAge: 2 * 3_600_000 });
  email.failNext(new RetryableDeliveryError('slow down', { retryAfter: 10 * 365 * 24 * 3_600_000 }));
  await notifier.handleTransition(booking, { created: aBooking() });
  await notifier.tick();
  expect(store.allJobs()).toMatchObject([{ status: 'scheduled', runAt: clock.now().getTime() + 2 * 3_600_000 }]);
  await clock.advanceBy({ minutes: 121 });
  await notifier.tick();
  expect(email.messages).toHaveLength(1);
});

test('a policy cannot have an at-most-once message sent twice', async () => {
  const { notifier, email, store } = shop(
    { policy: () => 'retry' },
    { rules: booking.rules({ 'order-placed': { ...rules.rows['order-placed'], delivery: 'at-most-once' } }) },
  );
  email.failNext(new UnknownOutcomeError('the answer was lost'));
  await notifier.handleTransition(booking, { created: aBooking() });
  await notifier.tick();
  expect(store.allJobs()).toMatchObject([{ status: 'unknown', code: 'delivery-unknown' }]);
});

test('numbers that nothing could run by are refused', () => {
  const wrong = () =>
    createNotifier({
      rules: [],
      templates: [],
      transports: {},
      store: studio().store,
      retry: { maxAge: 0 },
      breaker: { failures: 0.5, pause: -1, longestPause: Number.NaN },
    });
  expect(problemsOf(wrong)).toEqual([
    'invalid-value | retry.maxAge: expected a whole number above 0, got 0.',
    'invalid-value | breaker.failures: expected a whole number above 0, got 0.5.',
    'invalid-value | breaker.pause: expected a whole number above 0, got -1.',
    'invalid-value | breaker.longestPause: expected a whole number above 0, got NaN.',
  ]);
});
