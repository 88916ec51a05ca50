/** Stories of shops whose first provider fails, as other libraries were reported to get them wrong. */
import { describe, expect, test } from 'vitest';
import { PermanentDeliveryError, RetryableDeliveryError, UnknownOutcomeError } from '../../src/core/errors.js';
import type { EmailMessage } from '../../src/ports/transport.js';
import { recording } from '../../src/testing/recording.js';
import { aBooking, booking } from '../builders/booking.js';
import { outage, type StudioOptions, studio } from '../builders/studio.js';

const placed = { on: 'order.processing', to: 'booker' } as const;
const rules = booking.rules({ 'order-placed': { ...placed, by: ['email'] } });

function shopWithSpare(options: StudioOptions = {}) {
  const spare = recording<EmailMessage>('spare');
  const shop = studio({ rules, spare, ...options });
  const order = async (no: string) => {
    await shop.notifier.handleTransition(booking, { created: aBooking({ no }) });
    await shop.notifier.tick();
  };
  const by = () => ({ smtp: shop.email.messages.length, spare: spare.messages.length });
  return { ...shop, spare, order, by };
}

const noCredit = () => new RetryableDeliveryError('the account is empty', { reason: 'no-credit' });

describe('a list of transports', () => {
  test('is tried in order when one refuses for good', async () => {
    const { email, order, by, lines } = shopWithSpare();
    email.failNext(new PermanentDeliveryError('blocked'));
    await order('B-1');
    expect(by()).toEqual({ smtp: 0, spare: 1 });
    expect(lines).toEqual(['03-01 11:00 sent order-placed Ann email']);
  });

  test('is tried in order when one fails for now', async () => {
    const { email, order, by } = shopWithSpare();
    email.failNext(new RetryableDeliveryError('busy'));
    await order('B-1');
    expect(by()).toEqual({ smtp: 0, spare: 1 });
  });

  test('is given one text, written once', async () => {
    const { email, spare, order } = shopWithSpare();
    email.failNext(new PermanentDeliveryError('blocked'));
    await order('B-1');
    expect(email.attempts).toHaveLength(1);
    expect(spare.messages[0]).toBe(email.attempts[0]);
  });

  test('is not gone on with where the first may have accepted: the message would come twice', async () => {
    const { email, order, by, advanceTo } = shopWithSpare();
    email.failNext(new UnknownOutcomeError('no answer'));
    await order('B-1');
    expect(by()).toEqual({ smtp: 0, spare: 0 });
    await advanceTo('2026-03-01T11:10');
    expect(by()).toEqual({ smtp: 1, spare: 0 });
  });

  test('a provider that was dead is tried again after its pause, and is the first again once it answers', async () => {
    let isDown = true;
    const { email, clock, order, by } = shopWithSpare({ breaker: { failures: 2, pause: 30_000 } });
    outage(
      email,
      () => isDown,
      () => new RetryableDeliveryError('no connection'),
    );
    for (const no of ['B-1', 'B-2', 'B-3']) await order(no);
    expect(by()).toEqual({ smtp: 0, spare: 3 });
    await clock.advanceBy({ minutes: 1 });
    // Still dead: the one message that probes goes by the spare, too.
    await order('B-4');
    expect(by()).toEqual({ smtp: 0, spare: 4 });
    isDown = false;
    await clock.advanceBy({ minutes: 2 });
    await order('B-5');
    await order('B-6');
    expect(by()).toEqual({ smtp: 2, spare: 4 });
  });

  test('while a provider rests, it is not asked', async () => {
    let attempts = 0;
    const { email, order, by } = shopWithSpare({ breaker: { failures: 2, pause: 30_000 } });
    outage(
      email,
      () => true,
      () => {
        attempts += 1;
        return new RetryableDeliveryError('no connection');
      },
    );
    for (const no of ['B-1', 'B-2', 'B-3', 'B-4', 'B-5']) await order(no);
    expect(attempts).toBe(2);
    expect(by()).toEqual({ smtp: 0, spare: 5 });
  });

  test('each has its own time to answer', async () => {
    const { email, spare, clock, notifier, order, lines } = shopWithSpare({ sendTimeout: 30_000 });
    Object.assign(email, { timeout: 2_000 });
    const release = email.hang();
    await notifier.handleTransition(booking, { created: aBooking({ no: 'B-1' }) });
    const tick = notifier.tick();
    await clock.advanceBy({ minutes: 0.05 });
    await tick;
    expect(lines).toEqual(['03-01 11:00 retry order-placed Ann email delivery-unknown']);
    release();
    expect(spare.attempts).toHaveLength(0);
    await order('B-2');
  });

  test.each([0, -1, 1.5, Number.NaN])('a time limit of %j ms is refused', (timeout) => {
    const spare = { name: 'spare', send: async () => ({}), timeout };
    expect(() => studio({ rules, spare })).toThrow('Expected a whole number of milliseconds above 0');
  });
});

describe('an account without credit', () => {
  test('has its messages go by the next transport', async () => {
    const { email, order, by } = shopWithSpare();
    email.failFor(() => true, noCredit());
    await order('B-1');
    expect(by()).toEqual({ smtp: 0, spare: 1 });
  });

  test('costs a message none of its attempts: it goes when the account is topped up', async () => {
    let isEmpty = true;
    const { email, order, advanceTo, store, lines } = studioWith();
    outage(email, () => isEmpty, noCredit);
    await order('B-1');
    await advanceTo('2026-03-01T17:00');
    expect(store.allJobs()).toMatchObject([{ status: 'scheduled', attempts: 0, code: 'postponed', why: 'the account is empty' }]);
    isEmpty = false;
    await advanceTo('2026-03-01T18:00');
    expect(lines.filter((line) => line.includes(' sent '))).toHaveLength(1);
    expect(lines.filter((line) => line.includes(' failed '))).toEqual([]);
  });

  test('is not waited for longer than any other trouble', async () => {
    const { email, order, advanceTo, lines } = studioWith();
    outage(email, () => true, noCredit);
    await order('B-1');
    await advanceTo('2026-03-06T11:00');
    expect(lines.at(-1)).toMatch(/failed order-placed Ann email delivery-retryable$/);
  });

  function studioWith() {
    const shop = studio({ rules });
    const order = async (no: string) => {
      await shop.notifier.handleTransition(booking, { created: aBooking({ no }) });
    };
    return { ...shop, order };
  }
});

describe('two channels', () => {
  const both = booking.rules({ 'order-placed': { ...placed, by: ['email', 'sms'] } });

  test('one that fails does not have the other sent again', async () => {
    const { email, sms, order, advanceTo } = shopWithSpare({ rules: both });
    email.failFor(() => true, new RetryableDeliveryError('busy'));
    await order('B-1');
    await advanceTo('2026-03-01T15:00');
    expect(sms.messages).toHaveLength(1);
  });

  test('one that fails for good leaves the other alone', async () => {
    const shop = studio({ rules: both });
    shop.email.failFor(() => true, new PermanentDeliveryError('blocked'));
    await shop.notifier.handleTransition(booking, { created: aBooking({ no: 'B-1' }) });
    await shop.advanceTo('2026-03-03T11:00');
    expect([shop.sms.messages.length, shop.email.attempts.length]).toEqual([1, 1]);
  });
});

test('a message is worth nothing after its rule has expired, and its transport is told when that is', async () => {
  const expiring = booking.rules({ 'order-placed': { ...placed, by: ['sms'], expires: { hours: 2 } } });
  const shop = studio({ rules: expiring });
  await shop.notifier.handleTransition(booking, { created: aBooking({ no: 'B-1' }) });
  await shop.notifier.tick();
  expect(shop.sms.last?.expiresAt).toEqual(new Date('2026-03-01T13:00+08:00'));
  const lasting = studio({ rules });
  await lasting.notifier.handleTransition(booking, { created: aBooking({ no: 'B-1' }) });
  await lasting.notifier.tick();
  expect(lasting.email.last).not.toHaveProperty('expiresAt');
});
