import { describe, expect, it } from 'vitest';
import { type BookingInput, wacaBooking } from '../../src/presets/waca-booking/index.js';
import { paymentMethods } from '../../src/presets/waca-booking/subjects.js';
import { smsParts } from '../../src/templates/sms-parts.js';
import { rendered, texts } from './waca-booking-rendering.js';
import { aBooking, aSession, aShop, mei } from './waca-booking-samples.js';

const messages = texts.filter(({ channel }) => channel === 'sms').map(({ rule }) => rule);

const states = (['processing', 'accepted', 'failed', 'cancelled'] as const).flatMap((orderStatus) =>
  (['unpaid', 'paid', 'refunded'] as const).map((paymentStatus) => ({ orderStatus, paymentStatus })),
);

const englishShop: BookingInput['shop'] = { ...aShop, name: 'Hudson Clay Studio' };
const englishSession = aSession({
  service: 'Wheel throwing for two',
  location: '2F, 31 Water Street',
  participant: { ...mei, name: 'Eve Moore' },
});

describe('SMS of waca-booking', () => {
  describe.each(messages)('%s', (rule) => {
    it.each(paymentMethods)('is one part of 70 UCS-2 characters in zh-TW, for a shop of 8 and an order of 15 (%s)', (method) => {
      for (const state of states) {
        const { text } = rendered(rule, 'sms', 'zh-TW', { booking: aBooking({ payment: { method, amount: 12800 }, ...state }) });
        expect(smsParts(text), text).toMatchObject({ encoding: 'UCS-2', count: 1 });
      }
    });

    it.each(paymentMethods)('is one part of 160 GSM-7 characters in English (%s)', (method) => {
      for (const state of states) {
        const booking = aBooking({ shop: englishShop, payment: { method, amount: 12800 }, sessions: [englishSession], ...state });
        const coupon = { name: 'Birthday voucher', shop: englishShop, usableFrom: '2026-03-10' };
        const { text } = rendered(rule, 'sms', 'en', { booking, coupon, member: { shop: englishShop } });
        expect(smsParts(text), text).toMatchObject({ encoding: 'GSM-7', count: 1 });
      }
    });

    it.each(['zh-TW', 'en'])('names the shop first in %s', (locale) => {
      expect(rendered(rule, 'sms', locale).text).toMatch(/^(?:【小日子陶藝工作室】|小日子陶藝工作室: )/);
    });

    it('is one line', () => {
      expect(rendered(rule, 'sms', 'zh-TW').text).not.toContain('\n');
    });
  });

  it('of a coupon with a first day of use is one part, too', () => {
    expect(smsParts(rendered('coupon-issued', 'sms', 'zh-TW', { coupon: { usableFrom: '2026-03-10' } }).text).count).toBe(1);
  });

  it.each(['order-placed', 'payment-reminder'])('%s says where to pay only to whoever has no e-mail', (rule) => {
    const booking = aBooking({ booker: { name: '林爸爸', phone: '0955-666-777' } });
    expect(rendered(rule, 'sms', 'zh-TW', { booking }).text).toContain('玉山銀行 808-0123456789012');
    expect(rendered(rule, 'sms', 'zh-TW').text).not.toContain('808-');
  });

  it.each(['order-placed', 'payment-reminder'])('%s ends with the address to pay at, with nothing that sticks to it', (rule) => {
    const payment = { method: 'card', account: undefined, payUrl: 'https://pay.example/1' } as const;
    const booking = aBooking({ booker: { name: '林爸爸', phone: '0955-666-777' }, payment });
    for (const locale of ['zh-TW', 'en'])
      expect(rendered(rule, 'sms', locale, { booking }).text).toMatch(/https:\/\/pay\.example\/1$/);
  });

  describe.each(['pre-visit', 'coupon-issued', 'coupon-expiring'])('%s keeps to two parts', (rule) => {
    const long = '雙人拉坏體驗👩‍🎨'.repeat(30);
    const fitting = { parts: 2, fit: 'shorten' } as const;

    it.each(['zh-TW', 'en'])('in %s, however long the names of what it is about', (locale) => {
      const location = `台北市大安區 https://map.example/${'a'.repeat(60)} ${long}`;
      const occasion = { booking: aBooking({ sessions: [aSession({ service: long, location })] }), coupon: { name: long } };
      const { text } = rendered(rule, 'sms', locale, { ...occasion, fitting });
      expect(smsParts(text).count).toBeLessThanOrEqual(2);
      expect(text).toContain('…');
      expect(text).not.toMatch(/\p{Cs}/u);
      // A joined emoji is whole or gone, and so is the link.
      expect(text.replaceAll('👩‍🎨', '')).not.toMatch(/[👩🎨\u200d]/u);
      if (text.includes('https:')) expect(text).toContain('a'.repeat(60));
      expect(smsParts(rendered(rule, 'sms', locale, occasion).text).count).toBeGreaterThan(2);
    });

    it.each(['zh-TW', 'en'])('in %s, and leaves a text alone that has room', (locale) => {
      expect(rendered(rule, 'sms', locale, { fitting }).text).toBe(rendered(rule, 'sms', locale).text);
    });

    it('as its row says', () => {
      const { rules } = wacaBooking();
      expect({ ...rules.booking.rows, ...rules.coupon.rows }).toMatchObject({ [rule]: fitting });
    });
  });

  it('of the phone verification has the code and nothing about the member', () => {
    const { text } = rendered('phone-verification', 'sms', 'en');
    expect(text).toContain('482913');
    expect(text).not.toContain(mei.name);
    expect(text).not.toContain(mei.phone);
  });
});
