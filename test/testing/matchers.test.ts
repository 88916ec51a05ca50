import { beforeEach, describe, expect, test } from 'vitest';
import {
  assertNotSent,
  assertScheduled,
  assertSent,
  assertSkipped,
  matchers,
  type NotifierMatchers,
} from '../../src/testing/index.js';
import { createTestNotifier } from '../../src/testing/test-notifier.js';
import { aBooking, booking, bookingRules } from '../builders/booking.js';
import { bookingTemplates } from '../builders/studio.js';

expect.extend(matchers);
declare module 'vitest' {
  interface Matchers<T> extends NotifierMatchers<T> {}
}

const newShop = () =>
  createTestNotifier({
    rules: [bookingRules],
    templates: [bookingTemplates],
    start: '2026-03-01T11:00',
    timeZone: 'Asia/Taipei',
  });
let shop: ReturnType<typeof newShop>;

beforeEach(async () => {
  shop = newShop();
  await shop.handleTransition(booking, { created: aBooking({ booker: { name: 'Ann', email: 'ann@example.com' } }) });
  await shop.advanceBy({ minutes: 1 });
});

describe('toHaveSent', () => {
  test.each([
    [{}],
    [{ rule: 'order-placed' }],
    [{ to: 'booker' }],
    [{ to: 'Ann' }],
    [{ to: 'ann@example.com' }],
    [{ by: 'email' }],
    [{ subject: 'B-1' }],
    [{ at: '2026-03-01T11:00' }],
    [{ at: '2026-03-01T11:00+08:00' }],
    [{ at: new Date('2026-03-01T03:00Z') }],
    [{ at: '2026-03-01' }],
    [{ text: 'Hello Ann' }],
    [{ text: /^hello ann/i }],
    [{ subjectLine: 'order-placed' }],
    [{ rule: 'order-placed', to: 'Ann', by: 'email', at: '2026-03-01T11:00', times: 1 }],
  ])('passes for %j', (expected) => {
    expect(shop).toHaveSent(expected);
    assertSent(shop, expected);
  });

  test.each([
    [{ rule: 'pre-visit' }],
    [{ to: 'Ben' }],
    [{ by: 'sms' }],
    [{ subject: 'B-2' }],
    [{ at: '2026-03-01T11:01' }],
    [{ at: '2026-03-02' }],
    [{ text: 'Goodbye' }],
    [{ subjectLine: /cancelled/ }],
    [{ code: 'no-address' }],
    [{ rule: 'order-placed', times: 2 }],
    [{ rule: 'order-placed', to: 'Ben' }],
  ])('fails for %j', (expected) => {
    expect(shop).not.toHaveSent(expected);
    assertNotSent(shop, expected);
    expect(() => expect(shop).toHaveSent(expected)).toThrow('to be sent that fits');
    expect(() => assertSent(shop, expected)).toThrow(expect.objectContaining({ code: 'assertion-failed' }));
  });

  test('that fails lists the nearest lines, with what differs', () => {
    const at = '2026-03-01T11:00';
    expect(() => expect(shop).toHaveSent({ rule: 'order-placed', to: 'Ann', by: 'sms', at })).toThrow(
      [
        "expected something to be sent that fits { rule: 'order-placed', to: 'Ann', by: 'sms', at: '2026-03-01T11:00' }, but nothing does. Nearest:",
        "  2026-03-01T11:00:00+08:00 sent order-placed B-1 to Ann by email 'order-placed B-1'   (differs in by)",
        '  2026-03-01T11:00:00+08:00 skipped order-placed B-1 to Ann by sms no-address: ',
      ].join('\n'),
    );
  });

  test('that is negated and fails lists what fits', () => {
    const failing = () => expect(shop).not.toHaveSent({ by: 'email' });
    expect(failing).toThrow(
      /expected nothing to be sent that fits \{ by: 'email' \}, but this one fits:\n {2}2026-03-01T11:00:00/,
    );
  });

  test('says that a timeline is empty', () => {
    expect(() => expect(newShop()).toHaveSent({})).toThrow('but the timeline is empty');
  });
});

test('toHaveScheduled looks at what is still to come', async () => {
  expect(shop).toHaveScheduled({ rule: 'payment-reminder', by: 'email', at: '2026-03-03T10:00' });
  expect(shop).not.toHaveScheduled({ rule: 'order-placed' });
  assertScheduled(shop, { rule: 'payment-overdue', at: '2026-03-05' });
  await shop.advanceTo('2026-03-03T10:00');
  expect(shop).not.toHaveScheduled({ rule: 'payment-reminder' });
  expect(shop).toHaveSent({ rule: 'payment-reminder' });
});

test('toHaveSkipped looks at what was wanted and not sent', () => {
  expect(shop).toHaveSkipped({ rule: 'order-placed', by: 'sms', code: 'no-address' });
  expect(shop).not.toHaveSkipped({ code: 'late' });
  assertSkipped(shop, { to: 'booker' });
});

test('toHaveWithdrawn looks at what is no longer wanted', async () => {
  await shop.handleTransition(booking, { subject: 'B-1', event: 'payment.pay' });
  expect(shop).toHaveWithdrawn({ rule: 'payment-reminder', by: 'email', code: 'withdrawn' });
  expect(shop).not.toHaveSkipped({ rule: 'payment-reminder' });
});

describe('an expectation that cannot be meant is refused, negated or not:', () => {
  test.each([
    [{ rule: 'pre-vist' }, "unknown rule 'pre-vist'. Did you mean 'pre-visit'?"],
    [{ by: 'mail' }, "unknown channel 'mail'. Did you mean 'email'?"],
    [{ channel: 'email' }, "unknown column 'channel'"],
    [{ at: 'noon' }, "cannot be set to 'noon'"],
  ])('%j', (expected, message) => {
    expect(() => expect(shop).not.toHaveSent(expected as object)).toThrow(message);
    expect(() => assertNotSent(shop, expected as object)).toThrow(message);
  });

  test('something else than a test notifier', () => {
    expect(() => expect({}).not.toHaveSent({})).toThrow('expected a notifier made by createTestNotifier');
  });
});
