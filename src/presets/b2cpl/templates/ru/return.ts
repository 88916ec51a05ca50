/**
 * Russian: texts about a return (domain 5.6).
 * @module
 */
import { type Block, button, details, paragraph, strong, when } from '../../../shared/blocks.js';
import { parcel } from '../notice.js';
import { callWindow, colon, courierCalls, courierRows, greeting, hoursOf, notice, slotRows } from './phrases.js';

const goods: Block = details(colon, [
  { label: 'Номер возврата', value: '{{no}}' },
  { label: 'Заказ', value: '{{order}}' },
  { label: 'Возвращаете', value: '{{name}}' },
]);
const slot = hoursOf('collection.slot');
const call = callWindow('callAhead');

/** How to return: by courier, or to the nearest pickup point. */
export const returnHowTo = notice({
  subject: 'Как вернуть заказ {{order}}',
  preheader: 'Вызовите курьера или сдайте посылку в ближайший пункт выдачи.',
  title: 'Возврат оформлен: выберите, как удобнее',
  body: [
    greeting,
    paragraph('Мы приняли заявку на возврат. Передать товар можно двумя способами.'),
    goods,
    paragraph('1. Вызвать курьера: он заберёт посылку в удобный вам интервал.'),
    button('courierUrl', 'Вызвать курьера', colon),
    paragraph(
      '2. Отнести в ближайший пункт выдачи{{#if point}}: {{#if point.name}}{{point.name}}, {{/if}}{{point.address}}{{#if point.hours}} ({{point.hours}}){{/if}}{{/if}}.',
    ),
    when(
      'trackUrl',
      paragraph('Где сейчас возврат, видно на странице отслеживания:'),
      button('trackUrl', 'Следить за возвратом', colon),
    ),
  ],
  sms: `возврат {{no}} принят. Вызовите курьера{{#if courierUrl}} {{courierUrl}}{{/if}} или сдайте в пункт выдачи{{#if point}}: {{#shorten}}{{point.address}}{{/shorten}}{{/if}}.`,
});

/** The courier comes today. */
export const collectionDay = notice({
  subject: `Сегодня ${slot} заберём возврат {{no}}`,
  preheader: `Курьер позвонит ${call} до приезда.`,
  title: 'Сегодня приедем за возвратом',
  body: [
    greeting,
    paragraph(`Курьер приедет за посылкой сегодня ${slot} и позвонит ${call} до приезда. Пожалуйста, упакуйте товар заранее.`),
    goods,
    details(colon, [
      ...slotRows('collection.slot'),
      { when: 'collection', label: 'Адрес', value: strong('{{collection.address}}') },
      ...courierRows('collection.courier'),
    ]),
  ],
  sms: `сегодня ${slot} заберём возврат {{no}}: ${parcel}. ${courierCalls('collection.courier', call)}`,
});

/** The goods are on their way back. */
export const returnOnTheWay = notice({
  subject: 'Возврат {{no}} в пути',
  preheader: 'Посылка едет в магазин «{{shop.name}}».',
  title: 'Возврат принят и едет в магазин',
  body: [
    greeting,
    paragraph('Мы приняли вашу посылку и везём её в магазин «{{shop.name}}».'),
    goods,
    button('trackUrl', 'Следить за возвратом', colon),
  ],
  sms: 'возврат {{no}} принят и едет в магазин «{{shop.name}}».{{#if trackUrl}} {{trackUrl}}{{/if}}',
});

/** The shop has them. */
export const returnReceived = notice({
  subject: 'Возврат {{no}} получен',
  preheader: 'Проверим товар и сообщим о деньгах.',
  title: 'Возврат у нас',
  body: [greeting, paragraph('Мы получили товар. Проверим его и сообщим, когда вернём деньги.'), goods],
  sms: 'возврат {{no}} получен. Проверим товар и сообщим о деньгах.',
});

/** The money goes back. */
export const returnRefunded = notice({
  subject: 'Деньги за возврат {{no}} отправлены',
  preheader: '{{#if refund}}Сумма возврата: {{money refund currency}}.{{else}}Срок зачисления зависит от вашего банка.{{/if}}',
  title: 'Деньги возвращены',
  body: [
    greeting,
    paragraph(
      'Мы вернули {{#if refund}}{{money refund currency}}{{else}}деньги{{/if}} за заказ {{order}}. Срок зачисления зависит от вашего банка.',
    ),
    goods,
  ],
  sms: 'по возврату {{no}} {{#if refund}}отправлено {{money refund currency}}{{else}}деньги отправлены{{/if}}. Срок зачисления зависит от вашего банка.',
});

/** The shop does not take them back. */
export const returnRefused = notice({
  subject: 'Возврат {{no}} не принят',
  preheader:
    '{{#if (or payload.reason refusalReason)}}Причина: {{or payload.reason refusalReason}}{{else}}Свяжитесь с нами, и мы договоримся, как вернуть товар вам.{{/if}}',
  title: 'Мы не смогли принять возврат',
  body: [
    greeting,
    paragraph('К сожалению, принять товар обратно не получилось. Свяжитесь с нами, и мы договоримся, как вернуть его вам.'),
    when(
      '(or payload.reason refusalReason)',
      details(colon, [{ label: 'Причина', value: '{{or payload.reason refusalReason}}' }]),
    ),
    goods,
  ],
  sms: 'возврат {{no}} принять не удалось{{#if (or payload.reason refusalReason)}}: {{#shorten}}{{or payload.reason refusalReason}}{{/shorten}}{{/if}}. Свяжитесь с нами.',
});
