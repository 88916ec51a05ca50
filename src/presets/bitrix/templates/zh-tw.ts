/**
 * Traditional Chinese, as written in Taiwan: every text of the bitrix preset.
 * @module
 */
import type { ChannelTemplates, LocaleTemplates } from '../../../templates/template-set.js';
import { type Block, button, card, details, each, email, paragraph, section, strong, when } from '../../shared/blocks.js';
import { layout } from '../../shared/layout.js';
import type { Settings } from '../settings.js';
import { exceptEvents, mailEvent } from './mail-event.js';

const colon = '：';
const sum = '{{money price currency}}';
const title = '{{statusTitle status statusName}}';
const sender = '【{{#shorten}}{{shop.name}}{{/shorten}}】';

const greeting: Block = paragraph('{{#if recipient.name}}{{recipient.name}} 您好：{{else}}您好：{{/if}}');

const toOrder: Block = button('url', '查看訂單', colon);

const theOrder: readonly Block[] = [
  when(
    'basket',
    section('訂購內容', each('basket', card('{{name}}', [{ line: '{{money price @root.currency}} × {{number quantity}}' }]))),
  ),
  details(colon, [
    { label: '訂單編號', value: '{{no}}' },
    { label: '訂購日期', value: '{{date placedAt}}' },
    { when: 'delivery', label: '配送方式', value: '{{delivery}}' },
    { when: 'properties.ADDRESS', label: '收件地址', value: '{{properties.ADDRESS}}' },
    { when: 'paySystem', label: '付款方式', value: '{{paySystem}}' },
    { label: '總金額', value: strong(sum) },
  ]),
  toOrder,
];

const newOrder: ChannelTemplates = {
  email: email({
    subject: '訂單 {{no}} 已成立',
    preheader: `總金額 ${sum}，訂單有新進度時會再通知您。`,
    title: '訂單已成立',
    body: [greeting, paragraph('感謝您的訂購，訂單有新進度時會再通知您。'), ...theOrder],
  }),
  sms: `${sender}已收到您的訂單 {{no}}，金額 ${sum}，有新進度會再通知您。`,
};

const newOrderAdmin = ({ testWord }: Settings): ChannelTemplates => ({
  sms: [
    `{{#unless (contains description '${testWord}')}}新訂單 {{no}}：`,
    `{{#if basket}}{{plural basket.length other='# 項商品'}}，{{/if}}${sum}。`,
    '{{#if properties.PHONE}}電話 {{properties.PHONE}}。{{/if}}',
    '{{#if properties.FIO}}{{#shorten}}{{properties.FIO}}{{/shorten}}{{/if}}{{/unless}}',
  ].join(''),
});

const statusChanged: ChannelTemplates = {
  email: email({
    subject: `訂單 {{no}}：${title}`,
    preheader: `訂單目前狀態：${title}。`,
    title: '訂單狀態更新',
    body: [
      greeting,
      paragraph({
        html: `您的訂單 {{no}} 目前狀態為<strong>「${title}」</strong>。`,
        text: `您的訂單 {{no}} 目前狀態為「${title}」。`,
      }),
      when('tracking', details(colon, [{ label: '追蹤號碼', value: strong('{{tracking}}') }])),
      toOrder,
    ],
  }),
  sms: `${sender}您的訂單 {{no}} 目前狀態：「{{#shorten}}${title}{{/shorten}}」。`,
};

const statusChangedAdmin = ({ testWord }: Settings): ChannelTemplates => ({
  sms: `{{#unless (contains description '${testWord}')}}訂單 {{no}}：「{{#shorten}}${title}{{/shorten}}」，${sum}。{{/unless}}`,
});

const orderPaid: ChannelTemplates = {
  email: email({
    subject: '訂單 {{no}} 已付款',
    preheader: `已收到款項 ${sum}。`,
    title: '已收到款項',
    body: [greeting, paragraph(`已收到訂單 {{no}} 的款項 ${sum}，謝謝您。`), ...theOrder],
  }),
  sms: `${sender}已收到訂單 {{no}} 的款項 ${sum}，謝謝您。`,
};

const orderCancelled: ChannelTemplates = {
  email: email({
    subject: '訂單 {{no}} 已取消',
    preheader: '如有疑問，請與我們聯絡。',
    title: '訂單已取消',
    body: [
      greeting,
      paragraph('您的訂單 {{no}} 已取消。如有疑問，請回覆本信或來電。'),
      when('cancelReason', details(colon, [{ label: '取消原因', value: '{{cancelReason}}' }])),
      when('paid', paragraph('款項將依原付款方式退還。')),
      toOrder,
    ],
  }),
  sms: `${sender}您的訂單 {{no}} 已取消。{{#if shop.phone}}如有疑問請洽 {{shop.phone}}。{{/if}}{{#if cancelReason}}原因：{{#shorten}}{{cancelReason}}{{/shorten}}{{/if}}`,
};

const trackingNumber: ChannelTemplates = {
  email: email({
    subject: '訂單 {{no}} 已出貨：{{tracking}}',
    preheader: '可用此號碼查詢包裹進度。',
    title: '訂單已出貨',
    body: [
      greeting,
      paragraph('您的訂單 {{no}} 已出貨，可用追蹤號碼追蹤包裹進度。'),
      details(colon, [
        { label: '追蹤號碼', value: strong('{{tracking}}') },
        { when: 'delivery', label: '配送方式', value: '{{delivery}}' },
        { when: 'properties.ADDRESS', label: '收件地址', value: '{{properties.ADDRESS}}' },
      ]),
      toOrder,
    ],
  }),
  sms: `${sender}您的訂單 {{no}} 已出貨，追蹤號碼：{{tracking}}`,
};

/** Every text, by rule. */
export function texts(settings: Settings): LocaleTemplates {
  return {
    templates: {
      'new-order': newOrder,
      'new-order-admin': newOrderAdmin(settings),
      'status-changed': statusChanged,
      'status-changed-admin': statusChangedAdmin(settings),
      'order-paid': orderPaid,
      'order-cancelled': orderCancelled,
      'tracking-number': trackingNumber,
      'mail-event': mailEvent('{{shop.name}}：訂單 {{no}}'),
    },
    titles: {
      'new-order': '訂單已成立',
      'status-changed': '訂單狀態更新',
      'order-paid': '已收到款項',
      'order-cancelled': '訂單已取消',
      'tracking-number': '訂單已出貨',
      'mail-event': '關於您的訂單',
    },
    layout: exceptEvents(
      layout({
        language: 'zh-Hant-TW',
        phone: '電話',
        email: '電子郵件',
        colon,
        reason: '您在本店訂購了商品，系統因此自動寄出此信。',
      }),
    ),
  };
}
