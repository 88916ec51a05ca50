/**
 * zh-TW: 收款成功通知, 繳款提醒 (domain 1.a3, 1.a4).
 * @module
 */
import type { ChannelTemplates } from '../../../../templates/template-set.js';
import { choose, email, paragraph, section } from '../../../shared/blocks.js';
import { amount, dayOf, deadline, greeting, sender, smsWhereToPay, theOrder, thePayment } from './phrases.js';

const isOver = `(or (eq orderStatus 'failed') (eq orderStatus 'cancelled'))`;

/** 收款成功通知: the payment has come in. A payment for an order that is over promises no service. */
export const paymentReceived: ChannelTemplates = {
  email: email({
    subject: '已收到訂單 {{no}} 的款項',
    preheader: `款項 ${amount} 已入帳，謝謝您。`,
    title: '收到您的款項了',
    body: [
      greeting,
      paragraph(`訂單 {{no}} 的款項 ${amount} 已經入帳，謝謝您。`),
      choose(
        [
          [isOver, paragraph('不過這筆訂單先前已經結束，我們會與您聯絡後續的處理方式。')],
          [`(eq orderStatus 'accepted')`, paragraph('您的預約已經受理，場次與時間請以預約憑證為準。')],
        ],
        paragraph('接著我們會為您安排場次，確認後將預約憑證寄給體驗人。'),
      ),
      section('預約內容', theOrder),
    ],
  }),
  sms: `${sender}已收到訂單{{no}}款項${amount}。{{#if ${isOver}}}此訂單已結束，我們會與您聯絡。{{else if (eq orderStatus 'accepted')}}謝謝您。{{else}}場次確認後會再通知您。{{/if}}`,
};

/** 繳款提醒: the day before the last day of payment. Sent by hand, it also suits a method without such a day. */
export const paymentReminder: ChannelTemplates = {
  email: email({
    subject: `提醒您：訂單 {{no}} {{#if ${deadline}}}的繳款期限是 {{date ${deadline} 'short'}}{{else}}尚未付款{{/if}}`,
    preheader: `金額 ${amount}{{#if ${deadline}}}，請於 ${dayOf(deadline)}23:59 前完成繳款{{/if}}。`,
    title: '提醒您繳款',
    body: [
      greeting,
      paragraph(
        `訂單 {{no}} 目前還沒有收到款項。{{#if ${deadline}}}請於 ${dayOf(deadline)}23:59 前完成繳款，場次才能為您保留。{{/if}}`,
      ),
      paragraph('如果您剛完成繳款，入帳需要一點時間，不必重複繳款。'),
      section('如何付款', thePayment),
      section('預約內容', theOrder),
    ],
  }),
  sms: `${sender}訂單{{no}}尚未收到款項${amount}{{#if ${deadline}}}，繳款期限{{date ${deadline} 'short'}}{{/if}}。已繳款請略過。${smsWhereToPay}`,
};
