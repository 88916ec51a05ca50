/**
 * The words of the tracking page, in the languages of the preset.
 * @module
 */
import type { CustomerMessage } from 'orderbell';
import type { Order, Return } from 'orderbell/presets/b2cpl';
import type { Kind } from './link.js';

/** The words of one language. */
export interface Words {
  /** Language tag for screen readers and for dates. */
  readonly language: string;
  readonly title: Readonly<Record<Kind, string>>;
  readonly stages: Readonly<Record<Order['status'] | Return['status'], string>>;
  readonly channels: Readonly<Record<string, string>>;
  readonly states: Readonly<Record<CustomerMessage['state'], string>>;
  readonly sent: string;
  readonly planned: string;
  readonly nothing: string;
  readonly message: string;
  readonly day: string;
  readonly hours: string;
  readonly courier: string;
  readonly address: string;
  readonly point: string;
  readonly due: string;
  readonly paid: string;
  readonly giveBack: string;
  readonly callCourier: string;
  /** Between what two times a courier comes. */
  readonly between: (from: string, to: string) => string;
}

const ru: Words = {
  language: 'ru',
  title: { order: 'Заказ', return: 'Возврат' },
  stages: {
    placed: 'Собирается',
    handedOver: 'В пути',
    arrived: 'В вашем городе',
    withCourier: 'У курьера',
    atPickupPoint: 'В пункте выдачи',
    delivered: 'Доставлен',
    sentBack: 'Едет обратно',
    cancelled: 'Отменён',
    requested: 'Заявка принята',
    courierBooked: 'Курьер вызван',
    onTheWay: 'В пути в магазин',
    received: 'В магазине',
    refunded: 'Деньги возвращены',
    refused: 'Не принят',
  },
  channels: { email: 'Письмо', sms: 'SMS' },
  states: {
    sent: 'отправлено',
    delivered: 'доставлено',
    undelivered: 'не доставлено',
    unclear: 'возможно, отправлено',
    planned: 'будет отправлено',
  },
  sent: 'Что мы вам сообщили',
  planned: 'Что ещё сообщим',
  nothing: 'Пока ничего.',
  message: 'Сообщение',
  day: 'День',
  hours: 'Время',
  courier: 'Курьер',
  address: 'Адрес',
  point: 'Пункт выдачи',
  due: 'К оплате',
  paid: 'оплачено',
  giveBack: 'Оформить возврат',
  callCourier: 'Вызвать курьера',
  between: (from, to) => `с ${from} до ${to}`,
};

const en: Words = {
  language: 'en',
  title: { order: 'Order', return: 'Return' },
  stages: {
    placed: 'Being packed',
    handedOver: 'On its way',
    arrived: 'Arrived near you',
    withCourier: 'With the courier',
    atPickupPoint: 'At the pickup point',
    delivered: 'Delivered',
    sentBack: 'On its way back',
    cancelled: 'Cancelled',
    requested: 'Requested',
    courierBooked: 'Courier booked',
    onTheWay: 'On its way to the shop',
    received: 'Received by the shop',
    refunded: 'Refunded',
    refused: 'Not accepted',
  },
  channels: { email: 'E-mail', sms: 'Text message' },
  states: {
    sent: 'sent',
    delivered: 'delivered',
    undelivered: 'not delivered',
    unclear: 'may have been sent',
    planned: 'will be sent',
  },
  sent: 'What we told you',
  planned: 'What is still to come',
  nothing: 'Nothing yet.',
  message: 'Message',
  day: 'Day',
  hours: 'Time',
  courier: 'Courier',
  address: 'Address',
  point: 'Pickup point',
  due: 'To pay',
  paid: 'paid',
  giveBack: 'Return something',
  callCourier: 'Call a courier',
  between: (from, to) => `between ${from} and ${to}`,
};

const zhTw: Words = {
  language: 'zh-Hant-TW',
  title: { order: '訂單', return: '退貨' },
  stages: {
    placed: '備貨中',
    handedOver: '運送中',
    arrived: '已到達您的地區',
    withCourier: '配送中',
    atPickupPoint: '已到取貨點',
    delivered: '已送達',
    sentBack: '退回中',
    cancelled: '已取消',
    requested: '已申請',
    courierBooked: '已預約收件',
    onTheWay: '送回商店中',
    received: '商店已收到',
    refunded: '已退款',
    refused: '未受理',
  },
  channels: { email: '電子郵件', sms: '簡訊' },
  states: { sent: '已寄出', delivered: '已送達', undelivered: '未送達', unclear: '可能已寄出', planned: '預計寄出' },
  sent: '我們通知過您的訊息',
  planned: '接下來的通知',
  nothing: '目前沒有。',
  message: '訊息',
  day: '日期',
  hours: '時段',
  courier: '配送員',
  address: '地址',
  point: '取貨點',
  due: '應付金額',
  paid: '已付清',
  giveBack: '申請退貨',
  callCourier: '預約收件',
  between: (from, to) => `${from} 至 ${to}`,
};

/** The words of a locale: those of its language, else Russian. */
export function wordsOf(locale: string): Words {
  if (/^zh\b/i.test(locale)) return zhTw;
  return /^en\b/i.test(locale) ? en : ru;
}
