/**
 * zh-TW: 訂購通知, 訂購失敗通知, 訂購取消通知 (domain 1.a1, 1.a2, 1.a5).
 * @module
 */
import type { ChannelTemplates } from '../../../../templates/template-set.js';
import { button, choose, details, email, paragraph, section, when } from '../blocks.js';
import { amount, colon, dayOf, deadline, greeting, sender, theOrder, thePayment } from './phrases.js';

const smsPayment = [
  `{{#if (eq paymentStatus 'paid')}}款項已收到`,
  `{{else if ${deadline}}}付款期限{{date ${deadline} 'short'}}，金額${amount}`,
  `{{else if (eq payment.method 'on-site')}}當天到場付款${amount}`,
  `{{else}}金額${amount}{{/if}}`,
].join('');

// Whoever has no e-mail reads here where to pay; this is worth a second part.
const smsAccount = `{{#unless (or recipient.email (eq paymentStatus 'paid'))}}{{#if payment.account}}，帳號/代碼 {{payment.account}}{{else if payment.payUrl}}，付款 {{payment.payUrl}} {{/if}}{{/unless}}`;

/** 訂購通知: the order is placed. */
export const orderPlaced: ChannelTemplates = {
  email: email({
    subject: `訂單 {{no}} 已成立{{#if (and ${deadline} (eq paymentStatus 'unpaid'))}}，付款期限 {{date ${deadline} 'short'}}{{/if}}`,
    preheader: '{{shop.name}}收到您的預約了，內容與付款方式都整理在這裡。',
    title: '收到您的預約了',
    body: [
      greeting,
      paragraph('謝謝您預約{{shop.name}}。店家確認場次後，會把預約憑證寄給體驗人。'),
      section('預約內容', theOrder),
      choose(
        [[`(eq paymentStatus 'unpaid')`, section('如何付款', thePayment)]],
        paragraph('這筆訂單的款項已經收到，不需要再付款。'),
      ),
    ],
  }),
  sms: `${sender}預約已收到，訂單{{no}}，${smsPayment}${smsAccount}。`,
};

/** 訂購失敗通知: the card was declined, or the payment did not come in time. */
export const orderFailed: ChannelTemplates = {
  email: email({
    subject: '訂單 {{no}} 未能成立',
    preheader: '付款沒有完成，場次未能保留。',
    title: '這筆訂單未能成立',
    body: [
      greeting,
      choose(
        [
          [`(eq payment.method 'card')`, paragraph('您的信用卡付款沒有成功，訂單 {{no}} 因此未能成立，場次也沒有保留。')],
          [deadline, paragraph(`訂單 {{no}} 沒有完成付款（期限為${dayOf(deadline)}），因此未能成立，場次也沒有保留。`)],
        ],
        paragraph('訂單 {{no}} 未能成立，場次也沒有保留。'),
      ),
      paragraph('如果仍想安排這次體驗，歡迎重新預約。若您其實已經付款，請告訴我們訂單編號，我們會盡快為您查明。'),
      button('shop.url', '重新預約', colon),
      section('原訂內容', theOrder),
    ],
  }),
  sms: `${sender}訂單{{no}}{{#if (eq payment.method 'card')}}刷卡未成功，{{else if ${deadline}}}未完成付款，{{/if}}未能成立。如仍需要請重新預約。`,
};

/** 訂購取消通知: cancelled before paying, or refunded. */
export const orderCancelled: ChannelTemplates = {
  email: email({
    subject: '訂單 {{no}} 已取消',
    preheader: `{{#if (eq paymentStatus 'refunded')}}店家已退款 ${amount}。{{else}}這是取消的確認，不需要再做什麼。{{/if}}`,
    title: '您的訂單已取消',
    body: [
      greeting,
      paragraph('訂單 {{no}} 已經取消。'),
      when('payload.reason', details(colon, [{ label: '取消原因', value: '{{payload.reason}}' }])),
      when('(and cancelReason (not payload.reason))', details(colon, [{ label: '取消原因', value: '{{cancelReason}}' }])),
      choose(
        [
          [`(eq paymentStatus 'refunded')`, paragraph(`店家已辦理退款 ${amount}，入帳時間依各銀行作業而定。`)],
          [`(eq paymentStatus 'paid')`, paragraph('您已付的款項，店家會另外與您聯絡退款方式。')],
        ],
        paragraph('這筆訂單沒有收款，您不需要再付款。'),
      ),
      paragraph('期待下次有機會為您服務。'),
      section('已取消的內容', theOrder),
    ],
  }),
  sms: `${sender}訂單{{no}}已取消{{#if (eq paymentStatus 'refunded')}}，店家已退款${amount}{{else if (eq paymentStatus 'unpaid')}}，不需再付款{{/if}}。期待下次為您服務。`,
};
