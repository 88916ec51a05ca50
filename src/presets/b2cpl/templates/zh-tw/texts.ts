/**
 * zh-TW: every text of the preset, by rule.
 * @module
 */
import type { LocaleTemplates } from '../../../../templates/template-set.js';
import { layout } from '../../../shared/layout.js';
import * as order from './order.js';
import { colon } from './phrases.js';
import * as back from './return.js';

const frame = layout({
  language: 'zh-Hant-TW',
  phone: '電話',
  email: '電子郵件',
  colon,
  reason: '您在這家商店訂購，因此收到這封信。',
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
    'order-next-day': '訂單成立，配送時間已確定',
    'order-later': '訂單成立',
    'handed-over': '已交付物流',
    'choose-delivery': '請選擇配送時間',
    'delivery-day': '今日配送',
    'delivery-missed': '未能送達',
    'at-pickup-point': '已到取貨點',
    'pickup-reminder': '取貨提醒',
    'change-noted': '配送資料已變更',
    'order-delivered': '已送達',
    'order-sent-back': '包裹退回中',
    'order-cancelled': '訂單已取消',
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
    'return-how-to': '退貨方式',
    'collection-day': '今日到府收件',
    'return-on-the-way': '退貨運送中',
    'return-received': '已收到退貨',
    'return-refunded': '已退款',
    'return-refused': '退貨未受理',
  },
  layout: frame,
};
