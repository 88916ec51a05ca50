/**
 * The coupon of the waca-booking preset, and the two notices about it, both by SMS.
 * @module
 */
import { daysBetween } from '../../core/calendar.js';
import { defineLifecycle } from '../../core/lifecycle.js';
import type { Settings } from './settings.js';
import { countryOf, couponSchema } from './subjects.js';

/** The lifecycle of one member's coupon: it has no states, only its days. */
export function couponLifecycle(settings: Settings) {
  return defineLifecycle('coupon', {
    schema: couponSchema,
    key: (c) => c.code,
    timeZone: (c) => c.shop.timeZone,
    locale: (c) => c.member.locale ?? 'zh-TW',
    country: (c) => countryOf(c.shop),
    machines: {},
    states: {},
    dates: { 'coupon.issue': (c) => c.issuedOn, 'coupon.expiry': (c) => c.expiresOn },
    roles: { member: (c) => c.member },
    conditions: {
      'usable for too few days': (c) => daysBetween(c.usableFrom ?? c.issuedOn, c.expiresOn) < settings.couponExpiryDays,
    },
  });
}

/** Domain 1.a11 and 1.a12. A coupon issued after the time of day is announced at once, on the same day. */
export function couponRules(coupon: ReturnType<typeof couponLifecycle>, settings: Settings) {
  return coupon.rules({
    // 1.a11 優惠券發送
    'coupon-issued': { due: { on: 'coupon.issue', at: settings.couponAt }, to: 'member', by: ['sms'], parts: 2, fit: 'shorten' },
    // 1.a12 優惠券到期
    'coupon-expiring': {
      due: { before: 'coupon.expiry', days: settings.couponExpiryDays, at: settings.couponAt },
      unless: 'usable for too few days',
      to: 'member',
      by: ['sms'],
      parts: 2,
      fit: 'shorten',
    },
  });
}
