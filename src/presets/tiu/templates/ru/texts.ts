/**
 * Russian: every text of the preset, by rule.
 * @module
 */
import type { LocaleTemplates } from '../../../../templates/template-set.js';
import { layout } from '../../../shared/layout.js';
import { message, orderAccepted, orderCancelled, orderCompleted, orderPlaced, paymentReceived } from './buyer.js';
import { colon, partials } from './phrases.js';
import {
  acceptanceEscalated,
  acceptanceLastCall,
  acceptanceOverdue,
  acceptanceReminder,
  noteAdded,
  ownerNewOrder,
  ownerPaidOnline,
} from './shop.js';

/** Texts about an order. */
export const orderTexts: LocaleTemplates = {
  templates: {
    'order-placed': orderPlaced,
    'owner-new-order': ownerNewOrder,
    'acceptance-reminder': acceptanceReminder,
    'acceptance-last-call': acceptanceLastCall,
    'acceptance-overdue': acceptanceOverdue,
    'acceptance-escalated': acceptanceEscalated,
    'order-accepted': orderAccepted,
    'order-completed': orderCompleted,
    'order-cancelled': orderCancelled,
    'payment-received': paymentReceived,
    'owner-paid-online': ownerPaidOnline,
    message,
    'note-added': noteAdded,
  },
  titles: {
    'order-placed': 'Заказ оформлен',
    'order-accepted': 'Заказ принят',
    'order-completed': 'Заказ выполнен',
    'order-cancelled': 'Заказ отменён',
    'payment-received': 'Оплата получена',
    message: 'Сообщение от магазина',
  },
  partials,
  layout: layout({
    language: 'ru',
    phone: 'Телефон',
    email: 'Эл. почта',
    colon,
    reason: 'Это письмо о заказе отправлено автоматически.',
  }),
};
