/**
 * English: every text of the preset, by rule.
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
    'order-placed': 'Your order is placed',
    'order-accepted': 'Your order is accepted',
    'order-completed': 'Your order is completed',
    'order-cancelled': 'Your order is cancelled',
    'payment-received': 'We have your payment',
    message: 'A message from the shop',
  },
  partials,
  layout: layout({
    language: 'en',
    phone: 'Phone',
    email: 'E-mail',
    colon,
    reason: 'Sent automatically about an order.',
  }),
};
