/**
 * Russian: every text of the preset, by rule.
 * @module
 */
import type { LocaleTemplates } from '../../../../templates/template-set.js';
import { layout } from '../../../shared/layout.js';
import * as order from './order.js';
import { colon } from './phrases.js';
import * as back from './return.js';

const frame = layout({
  language: 'ru',
  phone: 'Телефон',
  email: 'Эл. почта',
  colon,
  reason: 'Вы получили это письмо, потому что оформили заказ в этом магазине.',
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
    'order-next-day': 'Заказ принят, доставка согласована',
    'order-later': 'Заказ принят',
    'handed-over': 'Заказ передан в доставку',
    'choose-delivery': 'Выбор дня и времени доставки',
    'delivery-day': 'Доставка сегодня',
    'delivery-missed': 'Не удалось вручить заказ',
    'at-pickup-point': 'Заказ в пункте выдачи',
    'pickup-reminder': 'Напоминание забрать заказ',
    'change-noted': 'Доставка изменена',
    'order-delivered': 'Заказ доставлен',
    'order-sent-back': 'Заказ едет обратно',
    'order-cancelled': 'Заказ отменён',
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
    'return-how-to': 'Как вернуть товар',
    'collection-day': 'Курьер приедет за возвратом',
    'return-on-the-way': 'Возврат в пути',
    'return-received': 'Возврат получен',
    'return-refunded': 'Деньги возвращены',
    'return-refused': 'Возврат не принят',
  },
  layout: frame,
};
