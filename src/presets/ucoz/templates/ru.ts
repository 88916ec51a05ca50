/**
 * Russian: what the texts about an order say.
 * @module
 */
import { due, type OrderWords } from './order-texts.js';

/** The words of Russian. */
export const ru: OrderWords = {
  footer: {
    language: 'ru',
    phone: 'Телефон',
    email: 'Эл. почта',
    colon: ': ',
    reason: 'Вы получили это письмо, потому что оформили заказ в этом магазине.',
  },
  greeting: '{{#if recipient.name}}Здравствуйте, {{recipient.name}}!{{else}}Здравствуйте!{{/if}}',
  comma: ', ',
  placed: {
    subject: 'Заказ {{no}} получен',
    preheader: 'Мы напишем вам, как только его статус изменится.',
    title: 'Мы получили ваш заказ',
    thanks: 'Спасибо за заказ в магазине «{{shop.name}}»! Мы будем писать вам о каждом изменении его статуса.',
  },
  changed: {
    subject: 'Заказ {{no}}: {{> statusName}}',
    preheader: 'Новый статус вашего заказа — «{{> statusName}}».',
    title: 'Статус заказа изменился',
    now: 'Статус вашего заказа {{no}} теперь «{{> statusName}}».',
  },
  cancelled: {
    subject: 'Заказ {{no}} отменён',
    preheader: 'Нам очень жаль.',
    title: 'Заказ отменён',
    apology: 'К сожалению, заказ {{no}} отменён. Нам очень жаль, что так вышло.',
    seeWhy: 'О причине отмены можно узнать на странице заказа.',
  },
  next: {
    pay: `К оплате ${due}. Мы начнём собирать заказ, как только получим оплату.`,
    pickUp: 'Заказ уже можно забрать.',
    thanks: 'Спасибо за покупку! Будем рады видеть вас снова.',
  },
  headings: { where: 'Где ваш заказ', about: 'О заказе' },
  labels: {
    no: 'Номер',
    placedAt: 'Оформлен',
    total: 'Итого',
    discount: 'Скидка',
    delivery: 'Доставка',
    payment: 'Оплата',
    due: 'К оплате',
    reason: 'Причина',
    page: 'Страница заказа',
  },
  sms: {
    cancelled: '{{#shorten}}{{shop.name}}{{/shorten}}: к сожалению, заказ {{no}} отменён.',
    status: '{{#shorten}}{{shop.name}}{{/shorten}}: статус заказа {{no}} — «{{> statusName}}».',
    due: ` К оплате ${due}.`,
    page: ' {{url}}',
  },
  titles: {
    'order-placed': 'Заказ получен',
    'status-changed': 'Статус заказа изменился',
    'order-cancelled': 'Заказ отменён',
    'status-sms': 'Статус заказа',
  },
  trail: { passed: 'пройден', current: 'сейчас', later: 'впереди', skipped: 'пропущен' },
};
