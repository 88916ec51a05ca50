import { describe, expect, test } from 'vitest';
import { type BookingInput, type WacaBookingOptions, wacaBooking } from '../../src/presets/waca-booking/index.js';
import { createTestNotifier } from '../../src/testing/test-notifier.js';
import { aBooking, aCoupon, aMember, ann, aSession, aShop, mei } from './waca-booking-samples.js';

/** A shop in Taipei on Monday, 2026-03-02, at 11:00, and what it has sent: `day time rule channel to`. */
function shopOf(options: WacaBookingOptions = {}) {
  const { lifecycles, rules, templates, enabled } = wacaBooking(options);
  const shop = createTestNotifier({ rules, templates, enabled, start: '2026-03-02T11:00', timeZone: 'Asia/Taipei' });
  const sent = (rule?: string) =>
    shop
      .timeline()
      .filter((line) => line.outcome === 'sent' && (rule === undefined || line.rule === rule))
      .map((line) => `${line.at.slice(5, 16)} ${line.rule} ${line.channel} ${line.role} ${line.recipient}`);
  const texts = (rule: string) =>
    shop
      .timeline()
      .filter((line) => line.outcome === 'sent' && line.rule === rule)
      .map(({ text = '' }) => text);
  return { ...lifecycles, shop, sent, texts };
}

const no = 'WB20260302-0042';
const pending = aSession({ status: 'pending' });
type Event =
  | 'order.acceptSome'
  | 'order.acceptAll'
  | 'order.cancelSome'
  | 'order.cancel'
  | 'order.fail'
  | 'payment.pay'
  | 'payment.refund';

/** A shop with a booking that was just placed, and what happens to it next: a minute later, with what was changed in the same step. */
async function placed(changes: Parameters<typeof aBooking>[0] = {}, options: WacaBookingOptions = {}) {
  const world = shopOf(options);
  const created = aBooking({ sessions: [pending], ...changes });
  let now: BookingInput = created;
  await world.shop.handleTransition(world.booking, { created });
  await world.shop.advanceBy({ minutes: 1 });
  const step = async (event: Event, data: Partial<BookingInput> = {}) => {
    const result = await world.shop.handleTransition(world.booking, { before: now, subject: { ...now, ...data }, event });
    if (!result.ok) throw new Error(result.message);
    now = result.subject;
    await world.shop.advanceBy({ minutes: 1 });
  };
  return { ...world, step };
}

describe('what a shop of WACA Booking sends', () => {
  test('order-placed to the booker, with what was ordered and how to pay (1.a1)', async () => {
    const { sent, texts } = await placed();
    expect(sent()).toEqual(['03-02T11:00 order-placed email booker 林美玲', '03-02T11:00 order-placed sms booker 林美玲']);
    expect(texts('order-placed')[0]).toMatch(/手拉坯體驗[\s\S]*玉山銀行 808-0123456789012/);
  });

  test('order-failed when the card is declined, and when a third-party payment does not come in time (1.a2)', async () => {
    const declined = await placed({ payment: { method: 'card' } });
    await declined.step('order.fail');
    expect(declined.sent('order-failed')).toEqual([
      '03-02T11:01 order-failed email booker 林美玲',
      '03-02T11:01 order-failed sms booker 林美玲',
    ]);
    const overdue = await placed({ payment: { method: 'ibon' } });
    await overdue.shop.advanceTo('2026-03-05T23:59');
    expect(overdue.sent('order-failed')).toEqual([]);
    await overdue.shop.advanceTo('2026-03-06T00:00');
    expect(overdue.sent('order-failed')).toEqual([
      '03-06T00:00 order-failed email booker 林美玲',
      '03-06T00:00 order-failed sms booker 林美玲',
    ]);
    const byTransfer = await placed();
    await byTransfer.shop.advanceTo('2026-03-12T00:00');
    expect(byTransfer.sent('order-failed')).toEqual([]);
  });

  test('payment-received when the payment is there, and that the service will be arranged (1.a3)', async () => {
    const { step, sent, texts } = await placed();
    await step('payment.pay');
    expect(sent('payment-received')).toEqual([
      '03-02T11:01 payment-received email booker 林美玲',
      '03-02T11:01 payment-received sms booker 林美玲',
    ]);
    expect(texts('payment-received')[0]).toContain('安排場次');
  });

  test.each([
    ['bank-transfer', '03-04'],
    ['paynow-atm', '03-04'],
    ['cvs-barcode', '03-05'],
    ['ibon', '03-04'],
    ['famiport', '03-04'],
  ] as const)('payment-reminder for %s on %s, the day before its deadline, unless it is paid (1.a4)', async (method, day) => {
    const { shop, sent } = await placed({ payment: { method } });
    await shop.advanceTo('2026-03-09T00:00');
    expect(sent('payment-reminder')).toEqual([
      `${day}T10:00 payment-reminder email booker 林美玲`,
      `${day}T10:00 payment-reminder sms booker 林美玲`,
    ]);
    const paid = await placed({ payment: { method } });
    await paid.step('payment.pay');
    await paid.shop.advanceTo('2026-03-09T00:00');
    expect(paid.sent('payment-reminder')).toEqual([]);
  });

  test('payment-reminder never to whoever pays on site (1.a4)', async () => {
    const { shop, sent } = await placed({ payment: { method: 'on-site' } });
    await shop.advanceTo('2026-03-13T00:00');
    expect(sent('payment-reminder')).toEqual([]);
  });

  test('order-cancelled once, whether the customer cancels or a refund does (1.a5)', async () => {
    const unpaid = await placed();
    await unpaid.step('order.cancel');
    const refunded = await placed();
    await refunded.step('payment.pay');
    await refunded.step('payment.refund');
    expect(unpaid.sent('order-cancelled')).toEqual([
      '03-02T11:01 order-cancelled email booker 林美玲',
      '03-02T11:01 order-cancelled sms booker 林美玲',
    ]);
    expect(refunded.sent('order-cancelled')).toEqual([
      '03-02T11:02 order-cancelled email booker 林美玲',
      '03-02T11:02 order-cancelled sms booker 林美玲',
    ]);
  });

  const two = (first: 'accepted' | 'cancelled', second: 'pending' | 'accepted') => ({
    sessions: [aSession({ status: first }), aSession({ no: 'S2', participant: mei, status: second })],
  });
  const twoPending = { sessions: [pending, aSession({ no: 'S2', participant: mei, status: 'pending' as const })] };

  test('booking-voucher by e-mail to the participants of the sessions that are accepted first (1.a6)', async () => {
    const { step, sent } = await placed(twoPending);
    await step('order.acceptSome', two('accepted', 'pending'));
    expect(sent('booking-voucher')).toEqual(['03-02T11:01 booking-voucher email participant 陳安安']);
  });

  test('voucher-changed by e-mail after a later acceptance, and after a partial cancellation (1.a7)', async () => {
    const { step, sent } = await placed(twoPending);
    await step('order.acceptSome', two('accepted', 'pending'));
    await step('order.acceptAll', two('accepted', 'accepted'));
    await step('order.cancelSome', two('cancelled', 'accepted'));
    expect(sent('voucher-changed')).toEqual([
      '03-02T11:02 voucher-changed email participant 陳安安',
      '03-02T11:02 voucher-changed email participant 林美玲',
      '03-02T11:03 voucher-changed email participant 陳安安',
      '03-02T11:03 voucher-changed email participant 林美玲',
    ]);
  });

  test.each([
    [
      '2026-03-14T14:00:00+08:00',
      ['03-12T10:00 pre-visit email participant 陳安安', '03-12T10:00 pre-visit sms participant 陳安安'],
    ],
    ['2026-03-03T14:00:00+08:00', []],
    ['2026-03-02T20:00:00+08:00', []],
  ])('pre-visit for a service at %s two days before it, but not within a day of the order (1.a8)', async (startsAt, expected) => {
    const { step, shop, sent, texts } = await placed({ sessions: [aSession({ startsAt, status: 'pending' })] });
    await step('order.acceptAll', { sessions: [aSession({ startsAt })] });
    await shop.advanceTo('2026-03-15T00:00');
    expect(sent('pre-visit')).toEqual(expected);
    if (expected.length > 0) expect(texts('pre-visit')[0]).toContain('請修短指甲。');
  });

  test.each([
    ['is not accepted', []],
    ['is accepted in part', ['order.acceptSome']],
    ['is cancelled after it was accepted', ['order.acceptAll', 'order.cancel']],
  ] as const)(
    'pre-visit and partner-assigned only while the order is accepted: not where it %s (1.a8, 1.a9)',
    async (how, events) => {
      const { step, shop, booking, sent } = await placed();
      const sessions = [aSession({ partner: { name: '周師傅', email: 'zhou@example.com' } })];
      for (const event of events) await step(event, { sessions });
      await shop.handleTransition(booking, { subject: no, fact: 'partner.assigned', payload: { session: 'S1' } });
      await shop.advanceTo('2026-03-15T00:00');
      const told = [...new Set(sent().map((line) => line.split(' ')[1]))].filter(
        (rule) => rule === 'pre-visit' || rule === 'partner-assigned',
      );
      expect(told).toEqual(how === 'is accepted in part' ? ['partner-assigned', 'pre-visit'] : []);
    },
  );

  test('partner-assigned by e-mail to the partner of the session (1.a9)', async () => {
    const { step, shop, booking, sent } = await placed();
    const sessions = [aSession({ partner: { name: '周師傅', email: 'zhou@example.com' } })];
    await step('order.acceptAll', { sessions });
    await shop.handleTransition(booking, { subject: no, fact: 'partner.assigned', payload: { session: 'S1' } });
    await shop.advanceBy({ minutes: 1 });
    expect(sent('partner-assigned')).toEqual(['03-02T11:02 partner-assigned email partner 周師傅']);
  });

  test('a one-time code by SMS to a member who signs up with a number (1.a10)', async () => {
    const { shop, member, sent, texts } = shopOf();
    await shop.handleTransition(member, { created: aMember() });
    await shop.handleTransition(member, { subject: 'M-1', fact: 'phone.verification', payload: { code: '482913' } });
    await shop.advanceBy({ minutes: 1 });
    expect(sent()).toEqual(['03-02T11:00 phone-verification sms member 林美玲']);
    expect(texts('phone-verification')[0]).toContain('482913');
  });

  test('coupon-issued by SMS at 15:00 on the day of issue (1.a11)', async () => {
    const { shop, coupon, sent } = shopOf();
    await shop.handleTransition(coupon, { created: aCoupon() });
    await shop.advanceTo('2026-03-02T23:00');
    expect(sent()).toEqual(['03-02T15:00 coupon-issued sms member 林美玲']);
  });

  test('coupon-expiring by SMS at 15:00 seven days before the last day, not when it is usable for less (1.a12)', async () => {
    const { shop, coupon, sent } = shopOf();
    await shop.handleTransition(coupon, { created: aCoupon() });
    await shop.advanceTo('2026-04-01T00:00');
    expect(sent('coupon-expiring')).toEqual(['03-24T15:00 coupon-expiring sms member 林美玲']);
    const usable = async (usableFrom: string) => {
      const world = shopOf();
      await world.shop.handleTransition(world.coupon, { created: aCoupon({ usableFrom }) });
      await world.shop.advanceTo('2026-04-01T00:00');
      return world.sent('coupon-expiring').length;
    };
    expect([await usable('2026-03-24'), await usable('2026-03-25')]).toEqual([1, 0]);
  });

  test('e-mail and SMS together, and e-mail alone where the shop has switched SMS off (1.b3)', async () => {
    expect((await placed()).sent().map((line) => line.split(' ')[2])).toEqual(['email', 'sms']);
    const { sent } = await placed({ shop: { ...aShop, smsEnabled: false }, booker: ann });
    expect(sent().map((line) => line.split(' ')[2])).toEqual(['email']);
    expect((await placed({}, { smsEnabled: false })).sent().map((line) => line.split(' ')[2])).toEqual(['email']);
  });
});
