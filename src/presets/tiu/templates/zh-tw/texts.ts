/**
 * zh-TW: every text of the preset, by rule.
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
    'order-placed': '訂單已成立',
    'order-accepted': '訂單已受理',
    'order-completed': '訂單已完成',
    'order-cancelled': '訂單已取消',
    'payment-received': '已收到款項',
    message: '店家訊息',
  },
  partials,
  layout: layout({
    language: 'zh-Hant-TW',
    phone: '電話',
    email: '電子郵件',
    colon,
    reason: '這封信由系統依訂單狀態自動寄出。',
  }),
};
