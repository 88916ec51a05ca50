/**
 * zh-TW: the phrases and blocks that several texts share.
 * @module
 */
import type { ChannelTemplates } from '../../../../templates/template-set.js';
import { type Block, button, choose, details, join, paragraph, phone, type Row, strong } from '../../../shared/blocks.js';
import { type Notice, signed } from '../notice.js';

/** The colon of Chinese text. */
export const colon = '：';

const opening = (name: string) => `【${name}】`;

/** A notice in the name of whoever informs. */
export const notice = (words: Notice): ChannelTemplates => signed(words, opening);

/** Whom a mail speaks to. */
export const greeting: Block = paragraph('{{#if recipient.name}}{{recipient.name}} 您好：{{else}}您好：{{/if}}');

/** A day with its weekday: 2026年3月4日（週三）. */
export const dayOf = (path: string) => `{{date ${path} 'medium'}}（{{weekday ${path} 'short'}}）`;

/** An interval: 10:00 至 14:00. */
export const hoursOf = (path: string) => `{{${path}.from}} 至 {{${path}.to}}`;

/** When a courier calls, as data have it: 30 至 60 分鐘. */
export const callWindow = (path: string) => `{{${path}.from}} 至 {{${path}.to}} 分鐘`;

/** The amount due. */
export const due = '{{money amountDue currency}}';

/** That the courier calls before, in an SMS; with name and phone where they are known. */
export const courierCalls = (path: string, call: string) =>
  `配送員{{#if ${path}}}{{${path}.name}}{{#if ${path}.phone}} {{${path}.phone}} {{/if}}{{/if}}會在到達前 ${call}來電。`;

/** What is left to pay, in an SMS. */
export const smsDue = `{{#if amountDue}}應付 ${due}。{{else}}已付款。{{/if}}`;

/** Rows with the slot at a path. */
export const slotRows = (path: string): readonly Row[] => [
  { when: path, label: '日期', value: strong(dayOf(`${path}.day`)) },
  { when: path, label: '時段', value: strong(hoursOf(path)) },
];

/** Rows with the courier at a path. */
export const courierRows = (path: string): readonly Row[] => [
  { when: path, label: '配送員', value: `{{${path}.name}}` },
  { when: `${path}.phone`, label: '配送員電話', value: phone(`${path}.phone`) },
];

/** What is delivered, when, where and by whom, and what is left to pay. */
export const theDelivery: Block = details(colon, [
  { label: '訂單編號', value: '{{no}}' },
  { label: '內容', value: '{{name}}' },
  ...slotRows('delivery.slot'),
  { when: `(and delivery.address (eq delivery.method 'courier'))`, label: '地址', value: '{{delivery.address}}' },
  { when: `(and delivery.point (eq delivery.method 'pickup'))`, label: '取貨點', value: '{{delivery.point.address}}' },
  { label: '物流', value: '{{carrier.name}}' },
  ...courierRows('delivery.courier'),
  { when: 'receiver.phone', label: '您的電話', value: '{{receiver.phone}}' },
  { label: '應付金額', value: strong(`{{#if amountDue}}${due}{{else}}已付清{{/if}}`) },
]);

/** That all of this can be changed, and where (5.5). */
export const changeIt: Block = choose(
  [
    [
      'trackUrl',
      join([
        paragraph('如需更改日期、時段、地址、配送方式或電話，您可以在查詢頁面自行修改。'),
        button('trackUrl', '更改配送資料', colon),
      ]),
    ],
  ],
  paragraph('如需更改日期、時段、地址、配送方式或電話，請與我們聯絡。'),
);

/** The tracking page at the end of an SMS. */
export const smsTrack = '{{#if trackUrl}}查詢進度：{{trackUrl}}{{/if}}';
