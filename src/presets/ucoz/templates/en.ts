/**
 * English: what the texts about an order say.
 * @module
 */
import { due, type OrderWords } from './order-texts.js';

/** The words of English. */
export const en: OrderWords = {
  footer: {
    language: 'en',
    phone: 'Phone',
    email: 'E-mail',
    colon: ': ',
    reason: 'You are receiving this e-mail because you placed an order with this shop.',
  },
  greeting: '{{#if recipient.name}}Hello {{recipient.name}},{{else}}Hello,{{/if}}',
  comma: ', ',
  placed: {
    subject: 'We have your order {{no}}',
    preheader: 'We will write to you as soon as its status changes.',
    title: 'We have your order',
    thanks: 'Thank you for your order with {{shop.name}}. We will write to you whenever its status changes.',
  },
  changed: {
    subject: 'Order {{no}}: {{> statusName}}',
    preheader: 'The new status of your order: {{> statusName}}.',
    title: 'There is news about your order',
    now: 'The status of your order {{no}} is now “{{> statusName}}”.',
  },
  cancelled: {
    subject: 'Order {{no}} is cancelled',
    preheader: 'We are very sorry.',
    title: 'Your order is cancelled',
    apology: 'Unfortunately, order {{no}} is cancelled. We are very sorry about this.',
    seeWhy: 'The page of your order says why.',
  },
  next: {
    pay: `There is ${due} to pay. We will start on your order as soon as the payment is in.`,
    pickUp: 'You can come and collect it.',
    thanks: 'Thank you for your purchase. We hope to see you again.',
  },
  headings: { where: 'Where your order is', about: 'About the order' },
  labels: {
    no: 'Order',
    placedAt: 'Placed',
    total: 'Total',
    discount: 'Discount',
    delivery: 'Delivery',
    payment: 'Payment',
    due: 'To pay',
    reason: 'Reason',
    page: 'See the order',
  },
  sms: {
    cancelled: '{{#shorten}}{{shop.name}}{{/shorten}}: we are sorry, order {{no}} is cancelled.',
    status: '{{#shorten}}{{shop.name}}{{/shorten}}: order {{no}} is now "{{> statusName}}".',
    due: ` To pay: ${due}.`,
    page: ' {{url}}',
  },
  titles: {
    'order-placed': 'We have your order',
    'status-changed': 'The status of your order has changed',
    'order-cancelled': 'Your order is cancelled',
    'status-sms': 'The status of your order',
  },
  trail: { passed: 'done', current: 'now', later: 'to come', skipped: 'skipped' },
};
