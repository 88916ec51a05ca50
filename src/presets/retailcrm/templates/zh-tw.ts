/**
 * zh-TW: every text of the preset, by template.
 * @module
 */
import type { LocaleTemplates } from '../../../templates/template-set.js';
import { button, join, paragraph } from '../../shared/blocks.js';
import { layout } from '../../shared/layout.js';
import { carrier, isUnpaid, orderNumber, piecesOf, total, trackingLink } from './mail.js';

const colon = '：';
const sender = '【{{site.name}}】';
const hours = '{{site.opensAt}} 至 {{site.closesAt}}';
const day = (path: string) => `{{date ${path} 'medium'}}（{{weekday ${path} 'short'}}）`;

const { mail, items, sum, tracking, courier, office, point } = piecesOf({
  colon,
  greeting: '{{#if recipient.name}}{{recipient.name}} 您好：{{else}}您好：{{/if}}',
  signature: { html: '{{site.name}} 敬上', text: '{{site.name}} 敬上' },
  quantity: '{{number quantity}} 件{{#if price}} × {{money price @root.currency}}{{/if}}',
  labels: {
    order: '訂單編號',
    total: '金額',
    toPay: '應付金額',
    carrier: '配送',
    track: '追蹤號碼',
    courier: '配送員',
    phone: '配送員電話',
    date: '配送日期',
    address: '地址',
    hours: '營業時間',
    until: '保留至',
    office: '郵局',
  },
  day,
  isPaid: '已付款',
});

const theItems = join([items('訂單內容'), sum]);
const payButton = button('payment.url', '前往付款', colon);
const smsPay = '{{#if payment.url}}付款：{{payment.url}}{{/if}}';
const smsToPay = `{{#if ${isUnpaid}}}應付 ${total}。{{/if}}`;

/** Texts about an order. */
export const orderTexts: LocaleTemplates = {
  templates: {
    'order-accepted': {
      email: mail({
        subject: `已收到您的訂單 ${orderNumber}`,
        preheader: '我們很快會致電與您確認細節。',
        title: '訂單已成立',
        body: [
          paragraph(`感謝您的訂購，訂單編號為 ${orderNumber}。我們很快會致電與您確認細節。`),
          paragraph('若有資料要補充，直接回覆此信即可。'),
          theItems,
        ],
      }),
      sms: `${sender}已收到訂單 ${orderNumber}，我們很快會致電與您確認。`,
    },
    'order-accepted-after-hours': {
      email: mail({
        subject: `已收到您的訂單 ${orderNumber}`,
        preheader: `目前非營業時間，我們會在營業後致電（${hours}）。`,
        title: '訂單已成立',
        body: [
          paragraph(`感謝您的訂購，訂單編號為 ${orderNumber}。`),
          paragraph(`目前非營業時間。我們每天 ${hours} 營業，一開始營業就會致電給您。`),
          paragraph('若有資料要補充，直接回覆此信即可。'),
          theItems,
        ],
      }),
      sms: `${sender}已收到訂單 ${orderNumber}。目前非營業時間，我們會在營業後致電（${hours}）。`,
    },
    'order-agreed': {
      email: mail({
        subject: `訂單 ${orderNumber} 已確認，請付款`,
        preheader: `應付金額 ${total}。`,
        title: '訂單已確認',
        body: [paragraph(`訂單 ${orderNumber} 的內容已確認。收到款項後，我們就開始備貨。`), payButton, theItems],
      }),
      sms: `${sender}訂單 ${orderNumber} 已確認，應付 ${total}。${smsPay}`,
    },
    'payment-reminder': {
      email: mail({
        subject: `訂單 ${orderNumber} 尚待付款`,
        preheader: `應付金額 ${total}，付款後即開始備貨。`,
        title: '訂單尚待付款',
        body: [
          paragraph(`我們還沒有收到訂單 ${orderNumber} 的款項。收到後就會開始備貨。`),
          payButton,
          paragraph('若您剛完成付款，請不必理會，入帳可能需要一點時間。'),
          theItems,
        ],
      }),
      sms: `${sender}訂單 ${orderNumber} 尚待付款，金額 ${total}。${smsPay}`,
    },
    'last-payment-reminder': {
      email: mail({
        subject: `訂單 ${orderNumber} 仍未付款`,
        preheader: '若不需要了，不必做任何事。',
        title: '訂單仍未付款',
        body: [
          paragraph(`訂單 ${orderNumber} 仍未付款。若您還需要，請完成付款，或與我們聯絡。`),
          payButton,
          paragraph('若已改變主意，不必做任何事，我們不會再提醒。'),
          theItems,
        ],
      }),
      sms: `${sender}訂單 ${orderNumber} 仍未付款（${total}），這是最後一次提醒。${smsPay}`,
    },
    prepaid: {
      email: mail({
        subject: `訂單 ${orderNumber} 已付款`,
        preheader: '訂單已交由倉庫處理。',
        title: '已收到款項',
        body: [paragraph(`已收到訂單 ${orderNumber} 的款項，謝謝您。訂單已交由倉庫處理。`), theItems],
      }),
      sms: `${sender}已收到款項，謝謝您。訂單 ${orderNumber} 已交由倉庫處理。`,
    },
    'sent-to-assembling': {
      email: mail({
        subject: `訂單 ${orderNumber} 已確認`,
        preheader: '倉庫正在備貨。',
        title: '正在備貨',
        body: [paragraph(`訂單 ${orderNumber} 已確認，倉庫正在備貨，出貨時會通知您。`), theItems],
      }),
      sms: `${sender}訂單 ${orderNumber} 已確認，正在備貨，出貨時會通知您。`,
    },
    'handed-to-delivery': {
      email: mail({
        subject: `訂單 ${orderNumber} 已出貨`,
        preheader: '{{#if trackNumber}}追蹤號碼 {{trackNumber}}。{{else}}包裹已離開倉庫。{{/if}}',
        title: '已出貨',
        body: [
          paragraph(`訂單 ${orderNumber} 已離開倉庫。{{#unless trackNumber}}追蹤號碼將另行通知。{{/unless}}`),
          tracking,
          button(trackingLink, '追蹤包裹', colon),
          theItems,
        ],
      }),
      sms: `${sender}訂單 ${orderNumber} 已出貨{{#if ${carrier}}}（{{#shorten}}{{carrier deliveryType}}{{/shorten}}）{{/if}}。{{#if trackNumber}}追蹤號碼 {{trackNumber}}{{#if ${trackingLink}}}：{{trackingLink deliveryType trackNumber}}{{else}}。{{/if}}{{/if}}`,
    },
    'track-number': {
      email: mail({
        subject: `訂單 ${orderNumber} 的追蹤號碼`,
        preheader: '現在可以追蹤包裹了：{{trackNumber}}。',
        title: '包裹追蹤號碼',
        body: [paragraph(`訂單 ${orderNumber} 的包裹已有追蹤號碼。`), tracking, button(trackingLink, '追蹤包裹', colon)],
      }),
      sms: `${sender}訂單 ${orderNumber} 的追蹤號碼：{{trackNumber}}{{#if ${trackingLink}}} {{trackingLink deliveryType trackNumber}}{{/if}}`,
    },
    'handed-to-courier': {
      email: mail({
        subject: `訂單 ${orderNumber} 配送中`,
        preheader: '{{#if courier}}配送員：{{courier.name}}。{{/if}}送達前會先與您聯絡。',
        title: '配送中',
        body: [paragraph(`訂單 ${orderNumber} 已交給配送員，配送員會先致電與您約定時間。`), courier, items('訂單內容')],
      }),
      sms: `${sender}訂單 ${orderNumber} 配送中{{#if deliveryDate}}，日期 {{date deliveryDate 'short'}}{{/if}}。{{#if courier}}配送員 {{#shorten}}{{courier.name}}{{/shorten}}{{#if courier.phone}} {{courier.phone}}{{/if}}。{{/if}}${smsToPay}`,
    },
    'at-post-office': {
      email: mail({
        subject: `訂單 ${orderNumber} 已到郵局`,
        preheader: '領取時請攜帶身分證件。',
        title: '包裹已到郵局',
        body: [
          paragraph(`訂單 ${orderNumber} 的包裹已到您的郵局。請攜帶身分證件領取，不必等候招領通知。`),
          office,
          button(trackingLink, '追蹤包裹', colon),
        ],
      }),
      sms: `${sender}訂單 ${orderNumber} 已到郵局{{#if postOffice}}（{{postOffice.index}}）{{/if}}，請攜帶身分證件領取。{{#if trackNumber}}包裹 {{trackNumber}}。{{/if}}${smsToPay}`,
    },
    'at-pickup-point': {
      email: mail({
        subject: `訂單 ${orderNumber} 可以取貨了`,
        preheader: '{{#if pickupPoint}}{{pickupPoint.address}}{{else}}包裹已到取貨點。{{/if}}',
        title: '可以取貨了',
        body: [paragraph(`訂單 ${orderNumber} 已到取貨點，歡迎在方便的時間前往領取。`), point, items('訂單內容')],
      }),
      sms: `${sender}訂單 ${orderNumber} 可以取貨了{{#if pickupPoint}}：{{#shorten}}{{pickupPoint.address}}{{/shorten}}{{/if}}。{{#if pickupPoint.storedUntil}}保留至 {{date pickupPoint.storedUntil 'short'}}。{{/if}}${smsToPay}`,
    },
    delivered: {
      email: mail({
        subject: `訂單 ${orderNumber} 已送達`,
        preheader: '感謝您的購買。',
        title: '已送達',
        body: [paragraph(`訂單 ${orderNumber} 已送達，感謝您的購買。若有任何問題，直接回覆此信即可。`), items('訂單內容')],
      }),
    },
    cancelled: {
      email: mail({
        subject: `訂單 ${orderNumber} 已取消`,
        preheader: `{{#if ${isUnpaid}}}您不需要付款。{{else}}我們會與您聯絡退款事宜。{{/if}}`,
        title: '訂單已取消',
        body: [
          paragraph(`訂單 ${orderNumber} 已取消。{{#if ${isUnpaid}}}您不需要付款。{{else}}我們會與您聯絡退款事宜。{{/if}}`),
          items('訂單內容'),
        ],
      }),
      sms: `${sender}訂單 ${orderNumber} 已取消。{{#if ${isUnpaid}}}您不需要付款。{{else}}我們會與您聯絡退款事宜。{{/if}}`,
    },
  },
  titles: {
    'order-accepted': '訂單已成立',
    'order-accepted-after-hours': '訂單已成立',
    'order-agreed': '訂單已確認',
    'payment-reminder': '付款提醒',
    'last-payment-reminder': '最後一次付款提醒',
    prepaid: '已收到款項',
    'sent-to-assembling': '正在備貨',
    'handed-to-delivery': '已出貨',
    'track-number': '包裹追蹤號碼',
    'handed-to-courier': '配送中',
    'at-post-office': '包裹已到郵局',
    'at-pickup-point': '可以取貨了',
    delivered: '已送達',
    cancelled: '訂單已取消',
  },
  layout: layout({
    language: 'zh-Hant-TW',
    phone: '電話',
    email: '電子郵件',
    colon,
    reason: '此信由系統自動寄出，因為您向我們訂購了商品。',
    shop: 'site',
  }),
};
