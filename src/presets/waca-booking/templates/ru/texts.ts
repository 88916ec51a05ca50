/**
 * Russian: every text of the preset, by rule.
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
  language: 'ru',
  phone: 'Телефон',
  email: 'Эл. почта',
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
    'order-placed': 'Заказ принят',
    'order-failed': 'Заказ не состоялся',
    'payment-received': 'Оплата получена',
    'payment-reminder': 'Напоминание об оплате',
    'order-cancelled': 'Заказ отменён',
    'booking-voucher': 'Подтверждение записи',
    'voucher-changed': 'Изменения в записи',
    'pre-visit': 'Напоминание о визите',
    'partner-assigned': 'Назначен новый сеанс',
  },
  partials,
  layout: layout({
    ...words,
    reason: 'Это письмо отправлено автоматически по этому заказу. Если у вас есть вопросы, свяжитесь с нами.',
  }),
};

/** Words of invitations. */
export const invitationWords: InvitationWords = {
  order: 'Заказ',
  session: 'Сеанс',
  quantity: 'Количество',
  phone: 'Телефон',
  colon,
};

/** Texts about a coupon. */
export const couponTexts: LocaleTemplates = {
  templates: { 'coupon-issued': couponIssued, 'coupon-expiring': couponExpiring },
  titles: { 'coupon-issued': 'Новый купон', 'coupon-expiring': 'Срок купона истекает' },
};

/** Texts to a member. */
export const memberTexts: LocaleTemplates = {
  templates: { 'phone-verification': phoneVerification },
  titles: { 'phone-verification': 'Подтверждение номера' },
};

/** Texts to the merchant. */
export const shopTexts: LocaleTemplates = {
  templates: { 'credits-low': creditsLow },
  titles: { 'credits-low': 'SMS-баланс почти исчерпан' },
  layout: layout({ ...words, reason: 'Это письмо отправлено автоматически по SMS-балансу вашего магазина.' }),
};
