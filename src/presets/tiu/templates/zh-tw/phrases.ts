/**
 * zh-TW: the words, phrases and blocks that several texts share.
 * @module
 */
import { type Block, paragraph, partial, partialsOf } from '../../../shared/blocks.js';
import { buyerBlock, type OrderWords, orderBlock, processingBlock, statusName, trailBlock } from '../order-blocks.js';

/** The colon of Chinese text. */
export const colon = '：';

/** The number of the order. */
export const number = '{{no}}';

/** Who writes an SMS. */
export const sender = '【{{#shorten}}{{shop.name}}{{/shorten}}】';

/** The instant until which the shop must accept the order: 2026年3月5日 11:00. */
export const until = '{{dateTime (acceptUntil placedAt)}}';

/** The same as short as an SMS needs it: 2026/3/5 11:00. */
export const shortUntil = "{{dateTime (acceptUntil placedAt) 'short'}}";

const words: OrderWords = {
  colon,
  order: '訂單編號',
  total: '總金額',
  discount: '折扣',
  delivery: '配送方式',
  address: '地址',
  payment: '付款方式',
  buyer: '買家',
  phone: '電話',
  email: '電子郵件',
  quantity: '數量',
  whatWasDone: '處理紀錄',
  comma: '，',
  percent: '%',
  dash: '　',
  statuses: { new: '新訂單', draft: '草稿', accepted: '已受理', completed: '已完成', cancelled: '已取消' },
  instant: (path) => `{{dateTime ${path} 'short'}}`,
};

/** Partials of the texts; a host may replace any of them. */
export const partials: Readonly<Record<string, string>> = {
  statusName: statusName(words),
  ...partialsOf({
    theOrder: orderBlock(words),
    theBuyer: buyerBlock(words),
    theTrail: trailBlock(words),
    theProcessing: processingBlock(words),
  }),
};

/** What was ordered. */
export const theOrder: Block = partial('theOrder');

/** Who ordered. */
export const theBuyer: Block = partial('theBuyer');

/** What was done with the order, as a buyer may see it. */
export const theTrail: Block = partial('theTrail');

/** What was done with the order, notes included. */
export const theProcessing: Block = partial('theProcessing');

/** Whom a mail speaks to. */
export const greeting: Block = paragraph('{{#if recipient.name}}{{recipient.name}} 您好：{{else}}您好：{{/if}}');
