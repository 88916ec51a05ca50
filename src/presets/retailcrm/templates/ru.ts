/**
 * Russian: every text of the preset, by template.
 * @module
 */
import type { LocaleTemplates } from '../../../templates/template-set.js';
import { button, join, paragraph } from '../../shared/blocks.js';
import { layout } from '../../shared/layout.js';
import { carrier, isUnpaid, orderNumber, piecesOf, total, trackingLink } from './mail.js';

const colon = ': ';
const sender = '{{site.name}}: ';
const hours = 'с {{site.opensAt}} до {{site.closesAt}}';
const day = (path: string) => `{{date ${path} 'long'}} ({{weekday ${path} 'short'}})`;
const pieces = '{{plural quantity one="# штука" few="# штуки" many="# штук" other="# штуки"}}';

const { mail, items, sum, tracking, courier, office, point } = piecesOf({
  colon,
  greeting: '{{#if recipient.name}}Здравствуйте, {{recipient.name}}!{{else}}Здравствуйте!{{/if}}',
  signature: { html: 'С уважением,<br>{{site.name}}', text: 'С уважением,\n{{site.name}}' },
  quantity: `${pieces}{{#if price}} × {{money price @root.currency}}{{/if}}`,
  labels: {
    order: 'Заказ',
    total: 'Сумма',
    toPay: 'К оплате',
    carrier: 'Доставляет',
    track: 'Трек-номер',
    courier: 'Курьер',
    phone: 'Телефон курьера',
    date: 'Дата доставки',
    address: 'Адрес',
    hours: 'Время работы',
    until: 'Хранится до',
    office: 'Отделение',
  },
  day,
  isPaid: 'оплачено',
});

const theItems = join([items('Состав заказа'), sum]);
const payButton = button('payment.url', 'Оплатить заказ', colon);
const smsPay = '{{#if payment.url}} Оплатить: {{payment.url}}{{/if}}';
const smsToPay = `{{#if ${isUnpaid}}} К оплате ${total}.{{/if}}`;

const reminder = mail({
  subject: `Заказ ${orderNumber} ждёт оплаты`,
  preheader: `К оплате ${total}. Отправим заказ сразу после оплаты.`,
  title: 'Заказ ждёт оплаты',
  body: [
    paragraph(`Мы пока не получили оплату по заказу ${orderNumber}. Как только она поступит, передадим заказ на сборку.`),
    payButton,
    paragraph('Если вы уже оплатили заказ, ничего делать не нужно: платёж может идти некоторое время.'),
    theItems,
  ],
});

/** Texts about an order. */
export const orderTexts: LocaleTemplates = {
  templates: {
    'order-accepted': {
      email: mail({
        subject: `Заказ ${orderNumber} принят`,
        preheader: 'Скоро позвоним, чтобы уточнить детали.',
        title: 'Заказ принят',
        body: [
          paragraph(`Спасибо за заказ! Номер заказа — ${orderNumber}. Скоро вам позвонит менеджер, чтобы уточнить детали.`),
          paragraph('Забыли что-то указать? Просто ответьте на это письмо.'),
          theItems,
        ],
      }),
      sms: `${sender}заказ ${orderNumber} принят. Скоро позвоним и уточним детали.`,
    },
    'order-accepted-after-hours': {
      email: mail({
        subject: `Заказ ${orderNumber} принят`,
        preheader: `Сейчас мы закрыты и позвоним, как только откроемся: работаем ${hours}.`,
        title: 'Заказ принят',
        body: [
          paragraph(`Спасибо за заказ! Номер заказа — ${orderNumber}.`),
          paragraph(`Сейчас у нас нерабочее время. Мы работаем ежедневно ${hours} и позвоним вам, как только откроемся.`),
          paragraph('Забыли что-то указать? Просто ответьте на это письмо.'),
          theItems,
        ],
      }),
      sms: `${sender}заказ ${orderNumber} принят. Сейчас мы закрыты, позвоним в рабочее время: ${hours}.`,
    },
    'order-agreed': {
      email: mail({
        subject: `Заказ ${orderNumber} согласован, ждём оплату`,
        preheader: `К оплате ${total}.`,
        title: 'Заказ согласован',
        body: [
          paragraph(`Мы обо всём договорились. Осталось оплатить заказ ${orderNumber}, и мы передадим его на сборку.`),
          payButton,
          theItems,
        ],
      }),
      sms: `${sender}заказ ${orderNumber} согласован. К оплате ${total}.${smsPay}`,
    },
    'payment-reminder': { email: reminder, sms: `${sender}заказ ${orderNumber} ждёт оплаты: ${total}.${smsPay}` },
    'last-payment-reminder': {
      email: mail({
        subject: `Заказ ${orderNumber} всё ещё не оплачен`,
        preheader: 'Если заказ больше не нужен, просто не отвечайте.',
        title: 'Заказ всё ещё ждёт оплаты',
        body: [
          paragraph(`Заказ ${orderNumber} так и не оплачен. Если он вам нужен, оплатите его или напишите нам — поможем.`),
          payButton,
          paragraph('Если передумали, ничего делать не нужно. Больше напоминать не будем.'),
          theItems,
        ],
      }),
      sms: `${sender}заказ ${orderNumber} так и не оплачен (${total}). Это последнее напоминание.${smsPay}`,
    },
    prepaid: {
      email: mail({
        subject: `Заказ ${orderNumber} оплачен`,
        preheader: 'Передаём заказ на склад.',
        title: 'Оплата получена',
        body: [paragraph(`Оплата заказа ${orderNumber} получена, спасибо! Передаём заказ на склад.`), theItems],
      }),
      sms: `${sender}оплата получена, спасибо! Заказ ${orderNumber} передаём на склад.`,
    },
    'sent-to-assembling': {
      email: mail({
        subject: `Заказ ${orderNumber} подтверждён`,
        preheader: 'Собираем заказ на складе.',
        title: 'Собираем ваш заказ',
        body: [paragraph(`Заказ ${orderNumber} подтверждён и передан на склад. Сообщим, когда отправим его.`), theItems],
      }),
      sms: `${sender}заказ ${orderNumber} подтверждён и передан на склад. Сообщим об отправке.`,
    },
    'handed-to-delivery': {
      email: mail({
        subject: `Заказ ${orderNumber} отправлен`,
        preheader: `{{#if trackNumber}}Трек-номер {{trackNumber}}.{{else}}Заказ уже в пути.{{/if}}`,
        title: 'Заказ отправлен',
        body: [
          paragraph(`Заказ ${orderNumber} уже в пути{{#unless trackNumber}}. Трек-номер пришлём отдельно{{/unless}}.`),
          tracking,
          button(trackingLink, 'Отследить посылку', colon),
          theItems,
        ],
      }),
      sms: `${sender}заказ ${orderNumber} отправлен{{#if ${carrier}}} ({{#shorten}}{{carrier deliveryType}}{{/shorten}}){{/if}}.{{#if trackNumber}} Трек-номер {{trackNumber}}{{#if ${trackingLink}}}: {{trackingLink deliveryType trackNumber}}{{else}}.{{/if}}{{/if}}`,
    },
    'track-number': {
      email: mail({
        subject: `Трек-номер заказа ${orderNumber}`,
        preheader: 'Теперь посылку можно отследить: {{trackNumber}}.',
        title: 'Трек-номер посылки',
        body: [
          paragraph(`У посылки с заказом ${orderNumber} появился трек-номер.`),
          tracking,
          button(trackingLink, 'Отследить посылку', colon),
        ],
      }),
      sms: `${sender}трек-номер заказа ${orderNumber}: {{trackNumber}}{{#if ${trackingLink}}} {{trackingLink deliveryType trackNumber}}{{/if}}`,
    },
    'handed-to-courier': {
      email: mail({
        subject: `Заказ ${orderNumber} у курьера`,
        preheader: '{{#if courier}}Курьер — {{courier.name}}. Он{{else}}Курьер{{/if}} позвонит вам перед доставкой.',
        title: 'Заказ у курьера',
        body: [
          paragraph(`Заказ ${orderNumber} передан курьеру. Он позвонит вам и уточнит время.`),
          courier,
          items('Состав заказа'),
        ],
      }),
      sms: `${sender}заказ ${orderNumber} у курьера{{#if deliveryDate}}, доставка {{date deliveryDate 'short'}}{{/if}}.{{#if courier}} {{#shorten}}{{courier.name}}{{/shorten}}{{#if courier.phone}}, {{courier.phone}}{{/if}}.{{/if}}${smsToPay}`,
    },
    'at-post-office': {
      email: mail({
        subject: `Заказ ${orderNumber} ждёт вас на почте`,
        preheader: 'Возьмите с собой паспорт.',
        title: 'Посылка в почтовом отделении',
        body: [
          paragraph(
            `Посылка с заказом ${orderNumber} пришла в ваше почтовое отделение. Возьмите с собой паспорт: извещения ждать не нужно.`,
          ),
          office,
          button(trackingLink, 'Отследить посылку', colon),
        ],
      }),
      sms: `${sender}заказ ${orderNumber} ждёт на почте{{#if postOffice}} ({{postOffice.index}}){{/if}}. Возьмите паспорт.{{#if trackNumber}} Посылка {{trackNumber}}.{{/if}}${smsToPay}`,
    },
    'at-pickup-point': {
      email: mail({
        subject: `Заказ ${orderNumber} можно забрать`,
        preheader: '{{#if pickupPoint}}{{pickupPoint.address}}{{else}}Заказ ждёт в пункте выдачи.{{/if}}',
        title: 'Заказ ждёт в пункте выдачи',
        body: [
          paragraph(`Заказ ${orderNumber} привезли в пункт выдачи. Приходите, когда удобно.`),
          point,
          items('Состав заказа'),
        ],
      }),
      sms: `${sender}заказ ${orderNumber} ждёт в пункте выдачи{{#if pickupPoint}}: {{#shorten}}{{pickupPoint.address}}{{/shorten}}{{/if}}.{{#if pickupPoint.storedUntil}} До {{date pickupPoint.storedUntil 'short'}}.{{/if}}${smsToPay}`,
    },
    delivered: {
      email: mail({
        subject: `Заказ ${orderNumber} доставлен`,
        preheader: 'Спасибо за покупку!',
        title: 'Заказ доставлен',
        body: [
          paragraph(`Заказ ${orderNumber} доставлен. Спасибо за покупку! Если что-то не так, ответьте на это письмо.`),
          items('Состав заказа'),
        ],
      }),
    },
    cancelled: {
      email: mail({
        subject: `Заказ ${orderNumber} отменён`,
        preheader: `{{#if ${isUnpaid}}}Платить ничего не нужно.{{else}}Свяжемся с вами, чтобы вернуть деньги.{{/if}}`,
        title: 'Заказ отменён',
        body: [
          paragraph(
            `Заказ ${orderNumber} отменён. {{#if ${isUnpaid}}}Платить ничего не нужно.{{else}}Мы свяжемся с вами, чтобы вернуть деньги.{{/if}}`,
          ),
          items('Состав заказа'),
        ],
      }),
      sms: `${sender}заказ ${orderNumber} отменён. {{#if ${isUnpaid}}}Платить ничего не нужно.{{else}}Свяжемся с вами, чтобы вернуть деньги.{{/if}}`,
    },
  },
  titles: {
    'order-accepted': 'Заказ принят',
    'order-accepted-after-hours': 'Заказ принят',
    'order-agreed': 'Заказ согласован',
    'payment-reminder': 'Заказ ждёт оплаты',
    'last-payment-reminder': 'Последнее напоминание об оплате',
    prepaid: 'Оплата получена',
    'sent-to-assembling': 'Заказ передан на склад',
    'handed-to-delivery': 'Заказ отправлен',
    'track-number': 'Трек-номер посылки',
    'handed-to-courier': 'Заказ у курьера',
    'at-post-office': 'Посылка в почтовом отделении',
    'at-pickup-point': 'Заказ ждёт в пункте выдачи',
    delivered: 'Заказ доставлен',
    cancelled: 'Заказ отменён',
  },
  layout: layout({
    language: 'ru',
    phone: 'Телефон',
    email: 'Эл. почта',
    colon,
    reason: 'Письмо отправлено автоматически, потому что вы сделали у нас заказ.',
    shop: 'site',
  }),
};
