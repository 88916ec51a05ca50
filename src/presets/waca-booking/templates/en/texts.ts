/**
 * English: every text of the preset, by rule.
 * @module
 */
import type { LocaleTemplates } from '../../../../templates/template-set.js';
import type { InvitationWords } from '../invitations.js';
import { layout } from '../layout.js';
import { couponExpiring, couponIssued, phoneVerification } from './member.js';
import { orderCancelled, orderFailed, orderPlaced } from './order.js';
import { paymentReceived, paymentReminder } from './payment.js';
import { colon, partials } from './phrases.js';
import { bookingVoucher, partnerAssigned, preVisit, voucherChanged } from './session.js';

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
  partials,
  layout: layout({
    language: 'en',
    phone: 'Phone',
    email: 'E-mail',
    colon,
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
export const couponTexts: LocaleTemplates = { templates: { 'coupon-issued': couponIssued, 'coupon-expiring': couponExpiring } };

/** Texts to a member. */
export const memberTexts: LocaleTemplates = { templates: { 'phone-verification': phoneVerification } };
