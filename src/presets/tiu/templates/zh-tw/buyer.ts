/**
 * zh-TW: what a buyer is told (domain 6.1 to 6.6).
 * @module
 */
import type { ChannelTemplates } from '../../../../templates/template-set.js';
import { button, choose, details, email, note, paragraph, section, strong, when } from '../../../shared/blocks.js';
import { total } from '../order-blocks.js';
import { colon, greeting, number, sender, theOrder, theTrail } from './phrases.js';

const see = button('orderUrl', '查看訂單', colon);
const reason = '{{#if payload.reason}}{{payload.reason}}{{else}}{{cancelReason}}{{/if}}';
const isPaid = `(or (eq paymentStatus 'paid') (eq paymentStatus 'paidOnline'))`;

/** The order is placed, by the buyer or for them. */
export const orderPlaced: ChannelTemplates = {
  email: email({
    subject: `訂單 ${number} 已成立`,
    preheader: `總金額 ${total}。受理後會再通知您。`,
    title: '訂單已成立',
    body: [
      greeting,
      choose(
        [[`(eq placedBy 'shop')`, paragraph('「{{shop.name}}」已為您建立這筆訂單，請確認內容是否正確。')]],
        paragraph('感謝您在「{{shop.name}}」訂購。訂單受理後，我們會再寫信通知您。'),
      ),
      section('訂購內容', theOrder),
      see,
    ],
  }),
  sms: `${sender}訂單 ${number} 已成立，總金額 ${total}。受理後會再通知您。`,
};

/** The order is accepted, or has got a status of the shop's own that says so. */
export const orderAccepted: ChannelTemplates = {
  email: email({
    subject: `訂單 ${number} 已受理`,
    preheader: '店家已受理訂單，正在處理。',
    title: '訂單已受理',
    body: [
      greeting,
      paragraph(`「{{shop.name}}」已受理您的訂單 ${number}，正在處理。`),
      when(`(not (eq orderStatus 'accepted'))`, details(colon, [{ label: '狀態', value: strong('{{orderStatus}}') }])),
      section('訂購內容', theOrder),
      see,
    ],
  }),
  sms: `${sender}訂單 ${number} 已受理，正在處理。`,
};

/** The order is completed: the last message about it. */
export const orderCompleted: ChannelTemplates = {
  email: email({
    subject: `訂單 ${number} 已完成`,
    preheader: '感謝您的購買。',
    title: '訂單已完成',
    body: [
      greeting,
      paragraph(`訂單 ${number} 已完成，感謝您選擇「{{shop.name}}」。`),
      paragraph('這是這筆訂單的最後一封狀態通知。如有任何問題，請與我們聯絡。'),
      section('訂購內容', theOrder),
      theTrail,
      see,
    ],
  }),
  sms: `${sender}訂單 ${number} 已完成，感謝您的購買。`,
};

/** The order is cancelled, with the reason. */
export const orderCancelled: ChannelTemplates = {
  email: email({
    subject: `訂單 ${number} 已取消`,
    preheader: `原因：${reason}`,
    title: '訂單已取消',
    body: [
      greeting,
      paragraph(`很抱歉，訂單 ${number} 已取消。`),
      details(colon, [{ label: '原因', value: strong(reason) }]),
      when(isPaid, paragraph('這筆訂單已付款，我們會與您聯絡退款事宜。')),
      paragraph('如有誤會或任何問題，歡迎來信或來電。'),
      section('原訂購內容', theOrder),
    ],
  }),
  sms: `${sender}訂單 ${number} 已取消。原因：{{#shorten}}${reason}{{/shorten}}`,
};

/** The money has come, by the gateway or by hand. */
export const paymentReceived: ChannelTemplates = {
  email: email({
    subject: `訂單 ${number} 的款項已收到`,
    preheader: `金額 ${total}，謝謝您。`,
    title: '已收到款項',
    body: [
      greeting,
      choose(
        [[`(eq paymentStatus 'paidOnline')`, paragraph(`訂單 ${number} 的線上付款 ${total} 已完成，謝謝您。`)]],
        paragraph(`我們已收到訂單 ${number} 的款項 ${total}，謝謝您。`),
      ),
      when(`(eq orderStatus 'cancelled')`, paragraph('不過這筆訂單已取消，我們會與您聯絡退款事宜。')),
      section('訂購內容', theOrder),
      see,
    ],
  }),
  sms: `${sender}已收到訂單 ${number} 的款項 ${total}，謝謝您。`,
};

/** What the shop writes by hand, without a change of status. */
export const message: ChannelTemplates = {
  email: email({
    subject: `{{#if payload.subject}}{{payload.subject}}{{else}}關於訂單 ${number} 的訊息{{/if}}`,
    preheader: '「{{shop.name}}」寫了一則訊息給您。',
    title: '店家訊息',
    body: [greeting, paragraph(`關於您的訂單 ${number}：`), note('payload.text'), see],
  }),
  sms: `${sender}{{#shorten}}{{payload.text}}{{/shorten}}（訂單 ${number}）`,
};
