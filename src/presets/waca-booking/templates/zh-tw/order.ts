/**
 * zh-TW: 訂購通知, 訂購失敗通知, 訂購取消通知 (domain 1.a1, 1.a2, 1.a5).
 * @module
 */
import type { ChannelTemplates } from '../../../../templates/template-set.js';
import { button, choose, details, email, paragraph, section, when } from '../../../shared/blocks.js';
import { amount, colon, dayOf, deadline, greeting, sender, smsWhereToPay, theOrder, thePayment } from './phrases.js';

const smsPayment = [
  `{{#if (eq paymentStatus 'paid')}}款項已收到`,
  `{{else if ${deadline}}}繳款期限{{date ${deadline} 'short'}}，金額${amount}`,
  `{{else if (eq payment.method 'on-site')}}當天到場付款${amount}`,
  `{{else}}金額${amount}{{/if}}`,
].join('');

/** 訂購通知: the order is placed. */
export const orderPlaced: ChannelTemplates = {
  email: email({
    subject: `訂單 {{no}} 已成立{{#if (and ${deadline} (eq paymentStatus 'unpaid'))}}，繳款期限 {{date ${deadline} 'short'}}{{/if}}`,
    preheader:
      "{{shop.name}}收到您的預約了，{{#if (eq paymentStatus 'unpaid')}}內容與付款方式{{else}}預約內容{{/if}}都整理在這裡。",
    title: '收到您的預約了',
    body: [
      greeting,
      paragraph('謝謝您預約{{shop.name}}。我們確認場次後，會將預約憑證寄給體驗人。'),
      section('預約內容', theOrder),
      choose(
        [[`(eq paymentStatus 'unpaid')`, section('如何付款', thePayment)]],
        paragraph('這筆訂單的款項已經收到，不需要再付款。'),
      ),
    ],
  }),
  sms: `${sender}預約已收到，訂單{{no}}，${smsPayment}。${smsWhereToPay}`,
};

/** 訂購失敗通知: the card was declined, or the payment did not come in time. */
export const orderFailed: ChannelTemplates = {
  email: email({
    subject: '訂單 {{no}} 未能成立',
    preheader: '付款沒有完成，場次無法為您保留。',
    title: '這筆訂單未能成立',
    body: [
      greeting,
      choose(
        [
          [
            `(eq payment.method 'card')`,
            paragraph('很抱歉，您的信用卡付款沒有成功，訂單 {{no}} 因此未能成立，場次也無法為您保留。'),
          ],
          [
            deadline,
            paragraph(`很抱歉，訂單 {{no}} 未在 ${dayOf(deadline)}23:59 前完成付款，因此未能成立，場次也無法為您保留。`),
          ],
        ],
        paragraph('很抱歉，訂單 {{no}} 未能成立，場次也無法為您保留。'),
      ),
      paragraph('如果仍想安排這次體驗，歡迎重新預約。若您其實已經付款，請告訴我們訂單編號，我們會盡快為您查明。'),
      button('shop.url', '重新預約', colon),
      section('原訂內容', theOrder),
    ],
  }),
  sms: `${sender}訂單{{no}}{{#if (eq payment.method 'card')}}因刷卡未成功而{{else if ${deadline}}}因未完成付款而{{/if}}未能成立。如仍需要，請重新預約。`,
};

/** 訂購取消通知: cancelled before paying, or refunded. */
export const orderCancelled: ChannelTemplates = {
  email: email({
    subject: '訂單 {{no}} 已取消',
    preheader: `{{#if (eq paymentStatus 'refunded')}}我們已退款 ${amount}。{{else}}這是取消的確認，不需要再做什麼。{{/if}}`,
    title: '您的訂單已取消',
    body: [
      greeting,
      paragraph('訂單 {{no}} 已經取消。'),
      when('payload.reason', details(colon, [{ label: '取消原因', value: '{{payload.reason}}' }])),
      when('(and cancelReason (not payload.reason))', details(colon, [{ label: '取消原因', value: '{{cancelReason}}' }])),
      choose(
        [
          [`(eq paymentStatus 'refunded')`, paragraph(`我們已辦理退款 ${amount}，入帳時間依各銀行作業而定。`)],
          [`(eq paymentStatus 'paid')`, paragraph('您已付的款項，我們會另外與您聯絡退款方式。')],
        ],
        paragraph('這筆訂單沒有收款，您不需要再付款。'),
      ),
      paragraph('期待下次有機會為您服務。'),
      section('已取消的內容', theOrder),
    ],
  }),
  sms: `${sender}訂單{{no}}已取消{{#if (eq paymentStatus 'refunded')}}，已退款${amount}{{else if (eq paymentStatus 'unpaid')}}，不需再付款{{/if}}。期待下次為您服務。`,
};
