/**
 * English: every text of the preset, by rule.
 * @module
 */
import type { LocaleTemplates } from '../../../../templates/template-set.js';
import { layout } from '../../../shared/layout.js';
import type { InvitationWords } from '../invitations.js';
import { couponExpiring, couponIssued, phoneVerification } from './member.js';
import { orderCancelled, orderFailed, orderPlaced } from './order.js';
import { paymentReceived, paymentReminder } from './payment.js';
import { colon, partials } from './phrases.js';
import { bookingVoucher, partnerAssigned, preVisit, voucherChanged } from './session.js';
import { creditsLow } from './shop.js';

const words = {
  language: 'en',
  phone: 'Phone',
  email: 'E-mail',
  colon,
};

/** Texts about a booking. */
export const bookingTexts: LocaleTemplates = {
  templates: {
    'order-placed': orderPlaced,
    'order-failed': orderFailed,
    'payment-received': paymentReceived,
    'payment-reminder': paymentReminder,
    'order-cancelled': orderCancelled,
    'booking-voucher': bookingVoucher,
    'voucher-changed': voucherChanged,
    'pre-visit': preVisit,
    'partner-assigned': partnerAssigned,
  },
  titles: {
    'order-placed': 'Order received',
    'order-failed': 'Order not completed',
    'payment-received': 'Payment received',
    'payment-reminder': 'Reminder to pay',
    'order-cancelled': 'Order cancelled',
    'booking-voucher': 'Booking voucher',
    'voucher-changed': 'Booking changed',
    'pre-visit': 'Before your visit',
    'partner-assigned': 'Session assigned',
  },
  partials,
  layout: layout({
    ...words,
    reason: 'Sent automatically about this order. If you have any questions, please contact the shop.',
  }),
};

/** Words of invitations. */
export const invitationWords: InvitationWords = {
  order: 'Order',
  session: 'Session',
  quantity: 'Quantity',
  phone: 'Phone',
  colon,
};

/** Texts about a coupon. */
export const couponTexts: LocaleTemplates = {
  templates: { 'coupon-issued': couponIssued, 'coupon-expiring': couponExpiring },
  titles: { 'coupon-issued': 'New coupon', 'coupon-expiring': 'Coupon about to expire' },
};

/** Texts to a member. */
export const memberTexts: LocaleTemplates = {
  templates: { 'phone-verification': phoneVerification },
  titles: { 'phone-verification': 'Verification code' },
};

/** Texts to the merchant. */
export const shopTexts: LocaleTemplates = {
  templates: { 'credits-low': creditsLow },
  titles: { 'credits-low': 'SMS credit nearly used up' },
  layout: layout({ ...words, reason: 'Sent automatically about the SMS credit of your shop.' }),
};
