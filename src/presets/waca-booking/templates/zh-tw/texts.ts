/**
 * zh-TW: every text of the preset, by rule.
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
  language: 'zh-Hant-TW',
  phone: '電話',
  email: '電子郵件',
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
    'order-placed': '收到您的預約',
    'order-failed': '訂單未能成立',
    'payment-received': '已收到款項',
    'payment-reminder': '提醒您繳款',
    'order-cancelled': '訂單已取消',
    'booking-voucher': '預約憑證',
    'voucher-changed': '預約內容有更新',
    'pre-visit': '行前提醒',
    'partner-assigned': '服務安排',
  },
  partials,
  layout: layout({ ...words, reason: '這封信由系統依訂單狀態寄出。有任何問題，歡迎直接與店家聯絡。' }),
};

/** Words of invitations. */
export const invitationWords: InvitationWords = {
  order: '訂單編號',
  session: '場次編號',
  quantity: '數量',
  phone: '電話',
  colon,
};

/** Texts about a coupon. */
export const couponTexts: LocaleTemplates = {
  templates: { 'coupon-issued': couponIssued, 'coupon-expiring': couponExpiring },
  titles: { 'coupon-issued': '收到優惠券', 'coupon-expiring': '優惠券即將到期' },
};

/** Texts to a member. */
export const memberTexts: LocaleTemplates = {
  templates: { 'phone-verification': phoneVerification },
  titles: { 'phone-verification': '手機驗證碼' },
};

/** Texts to the merchant. */
export const shopTexts: LocaleTemplates = {
  templates: { 'credits-low': creditsLow },
  titles: { 'credits-low': '簡訊點數即將使用完畢' },
  layout: layout({ ...words, reason: '這封信由系統依簡訊點數寄出。' }),
};
