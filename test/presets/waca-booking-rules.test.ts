import { describe, expect, it } from 'vitest';
import { wacaBooking } from '../../src/presets/waca-booking/index.js';
import { noticeChannels } from '../../src/presets/waca-booking/notices.js';

const { rules } = wacaBooking();
const rows = Object.entries({ ...rules.booking.rows, ...rules.coupon.rows, ...rules.member.rows, ...rules.shop.rows });
const both = ['email', 'sms'];

describe('rules of waca-booking', () => {
  // Domain 1.a1 to 1.a12, with the signal of 1.a2; the columns e-mail and SMS of that table.
  it.each([
    ['order-placed', 'booker', both],
    ['order-failed', 'booker', both],
    ['payment-received', 'booker', both],
    ['payment-reminder', 'booker', both],
    ['payment-overdue', undefined, undefined],
    ['order-cancelled', 'booker', both],
    ['booking-voucher', 'participant', ['email']],
    ['voucher-changed', 'participant', ['email']],
    ['pre-visit', 'participant', both],
    ['partner-assigned', 'partner', ['email']],
    ['coupon-issued', 'member', ['sms']],
    ['coupon-expiring', 'member', ['sms']],
    ['phone-verification', 'member', ['sms']],
    // Domain 1.b5.
    ['credits-low', 'merchant', ['email']],
  ])('%s tells %s by %j', (name, to, by) => {
    const row = rows.find(([rule]) => rule === name)?.[1];
    expect([row?.to, row?.by]).toEqual([to, by]);
  });

  it('are the twelve of the domain, one signal, and one to the merchant, in its order', () => {
    expect(Object.keys(rules.booking.rows)).toEqual([
      'order-placed',
      'order-failed',
      'payment-received',
      'payment-reminder',
      'payment-overdue',
      'order-cancelled',
      'booking-voucher',
      'voucher-changed',
      'pre-visit',
      'partner-assigned',
    ]);
    expect(rows).toHaveLength(14);
  });

  it('follow the settings', () => {
    const { booking, coupon } = wacaBooking({
      reminderAt: '09:15',
      preVisitDays: 3,
      preVisitAt: '18:00',
      couponAt: '12:00',
      couponExpiryDays: 5,
    }).rules;
    expect(booking.rows['payment-reminder']?.due).toEqual({ on: 'payment.reminder', at: '09:15' });
    expect(booking.rows['pre-visit']?.due).toEqual({ before: 'service.start', days: 3, at: '18:00' });
    expect(coupon.rows['coupon-issued'].due).toEqual({ on: 'coupon.issue', at: '12:00' });
    expect(coupon.rows['coupon-expiring'].due).toEqual({ before: 'coupon.expiry', days: 5, at: '12:00' });
  });

  it('can be overridden row by row', () => {
    const { lifecycles } = wacaBooking();
    const table = lifecycles.booking.rules({
      ...rules.booking.rows,
      'order-placed': { on: 'order.processing', to: 'booker', by: ['email'] },
    });
    expect(table.rows['order-placed'].by).toEqual(['email']);
    expect(Object.keys(table.rows)).toEqual(Object.keys(rules.booking.rows));
  });

  it('are plain JSON', () => {
    const { lifecycles } = wacaBooking();
    expect(lifecycles.booking.rulesFromJson(JSON.parse(JSON.stringify(rules.booking.rows))).rows).toEqual(rules.booking.rows);
  });
});

describe('switches of notices', () => {
  const { rules: switched } = wacaBooking({
    notices: {
      'order-placed': { sms: false },
      'pre-visit': { email: false, sms: false },
      'coupon-issued': false,
      'payment-received': true,
    },
  });

  it('leave out channels, and the notice where none is left', () => {
    expect(switched.booking.rows['order-placed']).toMatchObject({ by: ['email'] });
    expect(switched.booking.rows['pre-visit']).toMatchObject({ active: false });
    expect(switched.coupon.rows['coupon-issued']).toMatchObject({ active: false });
  });

  it('leave everything else as it is', () => {
    const { 'order-placed': _, 'pre-visit': __, ...others } = switched.booking.rows;
    const { 'order-placed': ___, 'pre-visit': ____, ...usual } = rules.booking.rows;
    expect(others).toEqual(usual);
    expect(switched.coupon.rows['coupon-expiring']).toEqual(rules.coupon.rows['coupon-expiring']);
    expect(wacaBooking({ notices: {} }).rules.booking.rows).toEqual(rules.booking.rows);
  });

  it('know every notice with its channels, and no signal', () => {
    const sent = rows.flatMap(([name, { by }]) => (by === undefined ? [] : [[name, by] as const]));
    expect(Object.fromEntries(sent)).toEqual(noticeChannels);
  });
});
