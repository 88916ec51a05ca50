/**
 * zh-TW: what the shop's own people are told (domain 6.7, 6.8).
 * @module
 */
import type { ChannelTemplates } from '../../../../templates/template-set.js';
import { type Block, button, details, email, note, paragraph, section, strong } from '../../../shared/blocks.js';
import { total } from '../order-blocks.js';
import { colon, number, shortUntil, theBuyer, theOrder, theProcessing, until } from './phrases.js';

const open = button('manageUrl', '開啟訂單', colon);
const positions = `{{plural items.length other='# 項商品'}}`;
const deadline = details(colon, [{ label: '處理期限', value: strong(until) }]);
const about: readonly Block[] = [theBuyer, section('訂購內容', theOrder), theProcessing, open];

/** A new order came in. */
export const ownerNewOrder: ChannelTemplates = {
  email: email({
    subject: `新訂單 ${number}，${total}`,
    preheader: `{{buyer.name}}，${positions}。`,
    title: '新訂單',
    body: [paragraph(`「{{shop.name}}」有新訂單 ${number}，請在期限內受理或取消。`), deadline, ...about],
  }),
  sms: `新訂單 ${number}：${positions}，${total}。{{#shorten}}{{buyer.name}}{{/shorten}}{{#if buyer.phone}}，{{buyer.phone}}{{/if}}。處理期限 ${shortUntil}`,
};

/** The day before the time is over. */
export const acceptanceReminder: ChannelTemplates = {
  email: email({
    subject: `訂單 ${number} 尚待處理`,
    preheader: `請在 ${until} 前受理或取消。`,
    title: '訂單尚待處理',
    body: [paragraph(`訂單 ${number} 尚未受理或取消。回覆的速度會影響店家的評價。`), deadline, ...about],
  }),
};

/** Hours before the time is over. */
export const acceptanceLastCall: ChannelTemplates = {
  email: email({
    subject: `最後提醒：訂單 ${number}`,
    preheader: `處理期限為 ${until}。`,
    title: '處理期限將至',
    body: [paragraph(`訂單 ${number} 仍未受理或取消。`), deadline, ...about],
  }),
  sms: `訂單 ${number} 尚未受理或取消，請在 ${shortUntil} 前處理：{{#shorten}}{{buyer.name}}{{/shorten}}，${total}`,
};

/** The time is over: to the owner. */
export const acceptanceOverdue: ChannelTemplates = {
  email: email({
    subject: `逾期：訂單 ${number} 尚未受理`,
    preheader: '買家仍在等候回覆。',
    title: '處理期限已過',
    body: [paragraph(`訂單 ${number} 未在 ${until} 前受理或取消。買家正在等候回覆，請受理訂單，或註明原因後取消。`), ...about],
  }),
  sms: `逾期：訂單 ${number} 尚未受理。買家等候中：{{#shorten}}{{buyer.name}}{{/shorten}}{{#if buyer.phone}}，{{buyer.phone}}{{/if}}`,
};

/** The time is over: to the supervisor. */
export const acceptanceEscalated: ChannelTemplates = {
  email: email({
    subject: `{{shop.name}}：訂單 ${number} 無人處理`,
    preheader: `期限為 ${until}，已過。`,
    title: '訂單無人處理',
    body: [paragraph(`「{{shop.name}}」未在 ${until} 前受理或取消訂單 ${number}，已多次提醒負責人。`), ...about],
  }),
  sms: `{{#shorten}}{{shop.name}}{{/shorten}}：訂單 ${number} 無人處理，期限 ${shortUntil} 已過`,
};

/** The gateway has confirmed a payment. */
export const ownerPaidOnline: ChannelTemplates = {
  email: email({
    subject: `訂單 ${number} 已線上付款`,
    preheader: `${total}，{{buyer.name}}。`,
    title: '訂單已線上付款',
    body: [paragraph(`訂單 ${number} 的線上付款 ${total} 已確認。`), ...about],
  }),
};

/** Somebody has written a note about the order. */
export const noteAdded: ChannelTemplates = {
  email: email({
    subject: `訂單 ${number} 的備註`,
    preheader: '僅供內部人員，買家看不到。',
    title: '訂單備註',
    body: [
      paragraph(`訂單 ${number} 有新的備註{{#if payload.by}}（{{payload.by}}）{{/if}}，買家看不到。`),
      note('payload.note'),
      ...about,
    ],
  }),
};
