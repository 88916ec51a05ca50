/**
 * zh-TW: what the texts about an order say.
 * @module
 */
import { due, type OrderWords } from './order-texts.js';

/** The words of Chinese in Taiwan. */
export const zhTw: OrderWords = {
  footer: {
    language: 'zh-Hant-TW',
    phone: '電話',
    email: '電子郵件',
    colon: '：',
    reason: '您在這家商店訂購了商品，因此收到這封信。',
  },
  greeting: '{{#if recipient.name}}{{recipient.name}} 您好：{{else}}您好：{{/if}}',
  comma: '，',
  placed: {
    subject: '我們收到您的訂單 {{no}}',
    preheader: '訂單狀態一有更新，我們就會寫信通知您。',
    title: '我們收到您的訂單了',
    thanks: '感謝您在「{{shop.name}}」訂購。訂單狀態一有更新，我們就會寫信通知您。',
  },
  changed: {
    subject: '訂單 {{no}}：{{> statusName}}',
    preheader: '您的訂單目前狀態：{{> statusName}}。',
    title: '訂單狀態有更新',
    now: '您的訂單 {{no}} 目前狀態為「{{> statusName}}」。',
  },
  cancelled: {
    subject: '訂單 {{no}} 已取消',
    preheader: '造成您的不便，非常抱歉。',
    title: '訂單已取消',
    apology: '很遺憾，訂單 {{no}} 已取消。造成您的不便，非常抱歉。',
    seeWhy: '取消原因請見訂單頁面。',
  },
  next: {
    pay: `應付金額為 ${due}。收到款項後，我們就會開始處理訂單。`,
    pickUp: '商品已備妥，歡迎前來取貨。',
    thanks: '感謝您的購買，期待再次為您服務。',
  },
  headings: { where: '訂單進度', about: '訂單資訊' },
  labels: {
    no: '訂單編號',
    placedAt: '訂購時間',
    total: '總計',
    discount: '折扣',
    delivery: '配送方式',
    payment: '付款方式',
    due: '應付金額',
    reason: '原因',
    page: '查看訂單',
  },
  sms: {
    cancelled: '【{{#shorten}}{{shop.name}}{{/shorten}}】很抱歉，訂單{{no}}已取消。',
    status: '【{{#shorten}}{{shop.name}}{{/shorten}}】訂單{{no}}目前狀態：{{> statusName}}。',
    due: `應付金額 ${due}。`,
    page: '查看訂單 {{url}}',
  },
  titles: {
    'order-placed': '已收到訂單',
    'status-changed': '訂單狀態有更新',
    'order-cancelled': '訂單已取消',
    'status-sms': '訂單狀態',
  },
  trail: { passed: '完成', current: '目前進度', later: '待進行', skipped: '略過', brackets: ['（', '）'] },
};
