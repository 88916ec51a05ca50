/**
 * English: every text of the preset, by rule.
 * @module
 */
import type { LocaleTemplates } from '../../../../templates/template-set.js';
import { layout } from '../../../shared/layout.js';
import * as order from './order.js';
import { colon } from './phrases.js';
import * as back from './return.js';

const frame = layout({
  language: 'en',
  phone: 'Phone',
  email: 'E-mail',
  colon,
  reason: 'You are receiving this e-mail because you placed an order with this shop.',
});

/** Texts about an order. */
export const orderTexts: LocaleTemplates = {
  templates: {
    'order-next-day': order.orderNextDay,
    'order-later': order.orderLater,
    'handed-over': order.handedOver,
    'choose-delivery': order.chooseDelivery,
    'delivery-day': order.deliveryDay,
    'delivery-missed': order.deliveryMissed,
    'at-pickup-point': order.atPickupPoint,
    'pickup-reminder': order.pickupReminder,
    'change-noted': order.changeNoted,
    'order-delivered': order.orderDelivered,
    'order-sent-back': order.orderSentBack,
    'order-cancelled': order.orderCancelled,
  },
  titles: {
    'order-next-day': 'Order received, delivery agreed',
    'order-later': 'Order received',
    'handed-over': 'Handed over to the carrier',
    'choose-delivery': 'Choosing day and time of delivery',
    'delivery-day': 'Delivery today',
    'delivery-missed': 'We missed you',
    'at-pickup-point': 'Ready to be picked up',
    'pickup-reminder': 'A reminder to pick it up',
    'change-noted': 'Delivery changed',
    'order-delivered': 'Delivered',
    'order-sent-back': 'On its way back',
    'order-cancelled': 'Order cancelled',
  },
  layout: frame,
};

/** Texts about a return. */
export const returnTexts: LocaleTemplates = {
  templates: {
    'return-how-to': back.returnHowTo,
    'collection-day': back.collectionDay,
    'return-on-the-way': back.returnOnTheWay,
    'return-received': back.returnReceived,
    'return-refunded': back.returnRefunded,
    'return-refused': back.returnRefused,
  },
  titles: {
    'return-how-to': 'How to return',
    'collection-day': 'A courier collects your return',
    'return-on-the-way': 'Return on its way',
    'return-received': 'Return received',
    'return-refunded': 'Refunded',
    'return-refused': 'Return not accepted',
  },
  layout: frame,
};
