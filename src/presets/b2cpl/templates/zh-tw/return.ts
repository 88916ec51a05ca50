/**
 * zh-TW: texts about a return (domain 5.6).
 * @module
 */
import { type Block, button, details, paragraph, strong, when } from '../../../shared/blocks.js';
import { parcel } from '../notice.js';
import { callWindow, colon, courierCalls, courierRows, greeting, hoursOf, notice, slotRows } from './phrases.js';

const goods: Block = details(colon, [
  { label: '退貨編號', value: '{{no}}' },
  { label: '訂單編號', value: '{{order}}' },
  { label: '內容', value: '{{name}}' },
]);
const slot = hoursOf('collection.slot');
const call = callWindow('callAhead');

/** How to return: by courier, or to the nearest pickup point. */
export const returnHowTo = notice({
  subject: '訂單 {{order}} 的退貨方式',
  preheader: '請配送員到府收件，或送到最近的取貨點。',
  title: '退貨申請已收到',
  body: [
    greeting,
    paragraph('我們收到您的退貨申請。您可以選擇以下任一方式。'),
    goods,
    paragraph('1. 請配送員在您方便的時段到府收件。'),
    button('courierUrl', '預約收件', colon),
    paragraph(
      '2. 送到最近的取貨點{{#if point}}：{{#if point.name}}{{point.name}}，{{/if}}{{point.address}}{{#if point.hours}}（{{point.hours}}）{{/if}}{{/if}}。',
    ),
    when('trackUrl', paragraph('退貨進度可以在查詢頁面看到。'), button('trackUrl', '查詢退貨進度', colon)),
  ],
  sms: `已收到退貨{{no}}。請預約收件{{#if courierUrl}} {{courierUrl}} {{/if}}或送到取貨點{{#if point}}：{{#shorten}}{{point.address}}{{/shorten}}{{/if}}。`,
});

/** The courier comes today. */
export const collectionDay = notice({
  subject: `今天 ${slot} 收取退貨 {{no}}`,
  preheader: `配送員到達前 ${call}會來電。`,
  title: '今天到府收件',
  body: [
    greeting,
    paragraph(`配送員今天 ${slot} 到府收件，到達前 ${call}會來電。請先將商品包裝好。`),
    goods,
    details(colon, [
      ...slotRows('collection.slot'),
      { when: 'collection', label: '地址', value: strong('{{collection.address}}') },
      ...courierRows('collection.courier'),
    ]),
  ],
  sms: `今天 ${slot} 到府收取退貨{{no}}：${parcel}。${courierCalls('collection.courier', call)}`,
});

/** The goods are on their way back. */
export const returnOnTheWay = notice({
  subject: '退貨 {{no}} 運送中',
  preheader: '包裹正送回{{shop.name}}。',
  title: '已收到您的退貨包裹',
  body: [greeting, paragraph('我們已收到您的包裹，正送回{{shop.name}}。'), goods, button('trackUrl', '查詢退貨進度', colon)],
  sms: '退貨{{no}}正送回{{shop.name}}。{{#if trackUrl}}查詢進度：{{trackUrl}}{{/if}}',
});

/** The shop has them. */
export const returnReceived = notice({
  subject: '已收到退貨 {{no}}',
  preheader: '我們會檢查商品，並通知退款。',
  title: '退貨已送達商店',
  body: [greeting, paragraph('我們已收到商品。檢查後會通知您退款時間。'), goods],
  sms: '已收到退貨{{no}}，檢查後會通知您退款。',
});

/** The money goes back. */
export const returnRefunded = notice({
  subject: '退貨 {{no}} 已退款',
  preheader: '{{#if refund}}退款金額 {{money refund currency}}。{{else}}入帳時間依各銀行作業而定。{{/if}}',
  title: '已為您退款',
  body: [
    greeting,
    paragraph('訂單 {{order}} 已退款{{#if refund}} {{money refund currency}}{{/if}}，入帳時間依各銀行作業而定。'),
    goods,
  ],
  sms: '退貨{{no}}已退款{{#if refund}} {{money refund currency}}{{/if}}，入帳時間依各銀行作業而定。',
});

/** The shop does not take them back. */
export const returnRefused = notice({
  subject: '退貨 {{no}} 未能受理',
  preheader:
    '{{#if (or payload.reason refusalReason)}}原因：{{or payload.reason refusalReason}}{{else}}請與我們聯絡，約定如何送還商品。{{/if}}',
  title: '退貨未能受理',
  body: [
    greeting,
    paragraph('很抱歉，我們無法收回這件商品。請與我們聯絡，約定如何送還給您。'),
    when('(or payload.reason refusalReason)', details(colon, [{ label: '原因', value: '{{or payload.reason refusalReason}}' }])),
    goods,
  ],
  sms: '退貨{{no}}未能受理{{#if (or payload.reason refusalReason)}}：{{#shorten}}{{or payload.reason refusalReason}}{{/shorten}}{{/if}}。請與我們聯絡。',
});
