/**
 * The waca-booking preset: lifecycles, rules and templates put together.
 * @module
 */
import { bookingLifecycle, bookingRules } from './booking.js';
import { couponLifecycle, couponRules } from './coupon.js';
import { memberLifecycle, memberRules } from './member.js';
import { switched } from './notices.js';
import { settle, type WacaBookingOptions } from './settings.js';
import { shopLifecycle, shopRules } from './shop.js';
import type { Member } from './subjects.js';
import { bookingTemplates, couponTemplates, memberTemplates, shopTemplates } from './templates/template-sets.js';

/**
 * Lifecycles, rules and templates of a booking shop: the order with its two statuses, coupons, members, the twelve notices
 * of WACA Booking, the signal that a third-party payment is overdue, and the e-mail to a shop whose SMS credit runs out, in zh-TW, English and
 * Russian. Inert: nothing is sent or started.
 * `verification` is what the notifier's option of that name takes, but for its keys.
 *
 * Every number of days and time of day is a setting ({@link WacaBookingOptions}). Options that do not exist and values that do
 * not fit are reported at once, in one `OrderbellError` with code `invalid-argument` and a problem for each.
 *
 * @example
 * const { lifecycles, rules, templates, enabled } = wacaBooking({ reminderAt: '09:00', deadlineDay: { ibon: 2 } });
 * const signals = { booking: { 'order.fail': (order, { key }) => failOrder(order.no, key) } };
 * const notifier = createNotifier({ rules, templates, enabled, signals, transports, store });
 * await notifier.handleTransition(lifecycles.booking, { created: order });
 */
export function wacaBooking(options?: WacaBookingOptions) {
  const settings = settle(options);
  const lifecycles = {
    booking: bookingLifecycle(settings),
    coupon: couponLifecycle(settings),
    member: memberLifecycle(),
    shop: shopLifecycle(),
  };
  return {
    lifecycles,
    rules: {
      booking: lifecycles.booking.rules(switched(bookingRules(lifecycles.booking, settings).rows, settings.notices)),
      coupon: lifecycles.coupon.rules(switched(couponRules(lifecycles.coupon, settings).rows, settings.notices)),
      member: lifecycles.member.rules(switched(memberRules(lifecycles.member).rows, settings.notices)),
      shop: lifecycles.shop.rules(switched(shopRules(lifecycles.shop).rows, settings.notices)),
    },
    templates: {
      booking: bookingTemplates(lifecycles.booking, settings),
      coupon: couponTemplates(lifecycles.coupon),
      member: memberTemplates(lifecycles.member),
      shop: shopTemplates(lifecycles.shop),
    },
    enabled: {
      /** Whether a subject's shop sends SMS (1.b3). */
      sms: (subject: { readonly shop: { readonly smsEnabled: boolean } }): boolean =>
        settings.smsEnabled && subject.shop.smsEnabled,
    },
    /** What `createNotifier` needs to make up and check one-time codes (1.a10), but for the keys: `{ ...verification, keys }`. */
    verification: {
      lifecycle: lifecycles.member,
      fact: 'phone.verification' as const,
      phone: (member: Member): string => member.phone,
    },
  };
}

/** What {@link wacaBooking} returns. */
export type WacaBooking = ReturnType<typeof wacaBooking>;
