/**
 * English: every text of the preset, by template.
 * @module
 */
import type { LocaleTemplates } from '../../../templates/template-set.js';
import { button, join, paragraph } from '../../shared/blocks.js';
import { layout } from '../../shared/layout.js';
import { carrier, isUnpaid, orderNumber, piecesOf, total, trackingLink } from './mail.js';

const colon = ': ';
const sender = '{{site.name}}: ';
const hours = '{{site.opensAt}} to {{site.closesAt}}';
const day = (path: string) => `{{weekday ${path} 'short'}}, {{date ${path} 'medium'}}`;

const { mail, items, sum, tracking, courier, office, point } = piecesOf({
  colon,
  greeting: '{{#if recipient.name}}Hello {{recipient.name}},{{else}}Hello,{{/if}}',
  signature: { html: 'Kind regards,<br>{{site.name}}', text: 'Kind regards,\n{{site.name}}' },
  quantity: '{{plural quantity one="# piece" other="# pieces"}}{{#if price}} × {{money price @root.currency}}{{/if}}',
  labels: {
    order: 'Order',
    total: 'Total',
    toPay: 'To pay',
    carrier: 'Carrier',
    track: 'Tracking number',
    courier: 'Courier',
    phone: "Courier's phone",
    date: 'Delivery day',
    address: 'Address',
    hours: 'Open',
    until: 'Kept until',
    office: 'Post office',
  },
  day,
  isPaid: 'paid',
});

const theItems = join([items('What you ordered'), sum]);
const payButton = button('payment.url', 'Pay now', colon);
const smsPay = '{{#if payment.url}} Pay here: {{payment.url}}{{/if}}';
const smsToPay = `{{#if ${isUnpaid}}} To pay: ${total}.{{/if}}`;

/** Texts about an order. */
export const orderTexts: LocaleTemplates = {
  templates: {
    'order-accepted': {
      email: mail({
        subject: `We have your order ${orderNumber}`,
        preheader: 'We will call you shortly about the details.',
        title: 'We have your order',
        body: [
          paragraph(`Thank you for your order, number ${orderNumber}. We will call you shortly about the details.`),
          paragraph('Left something out? Just reply to this e-mail.'),
          theItems,
        ],
      }),
      sms: `${sender}we have your order ${orderNumber} and will call you shortly.`,
    },
    'order-accepted-after-hours': {
      email: mail({
        subject: `We have your order ${orderNumber}`,
        preheader: `We are closed now and will call you when we open, ${hours}.`,
        title: 'We have your order',
        body: [
          paragraph(`Thank you for your order, number ${orderNumber}.`),
          paragraph(`We are closed at the moment. We work every day from ${hours} and will call you as soon as we open.`),
          paragraph('Left something out? Just reply to this e-mail.'),
          theItems,
        ],
      }),
      sms: `${sender}we have your order ${orderNumber}. We are closed now and will call you during opening hours, ${hours}.`,
    },
    'order-agreed': {
      email: mail({
        subject: `Order ${orderNumber} is confirmed, please pay`,
        preheader: `${total} to pay.`,
        title: 'Your order is confirmed',
        body: [
          paragraph(`Everything about order ${orderNumber} is settled. Once it is paid, we will start packing it.`),
          payButton,
          theItems,
        ],
      }),
      sms: `${sender}order ${orderNumber} is confirmed. To pay: ${total}.${smsPay}`,
    },
    'payment-reminder': {
      email: mail({
        subject: `Order ${orderNumber} is waiting for your payment`,
        preheader: `${total} to pay. We will send it as soon as it is paid.`,
        title: 'Your order is waiting',
        body: [
          paragraph(`We do not have your payment for order ${orderNumber} yet. Once it is here, we will start packing.`),
          payButton,
          paragraph('If you have just paid, there is nothing to do: a payment may take a moment.'),
          theItems,
        ],
      }),
      sms: `${sender}order ${orderNumber} is waiting for your payment of ${total}.${smsPay}`,
    },
    'last-payment-reminder': {
      email: mail({
        subject: `Order ${orderNumber} is still not paid`,
        preheader: 'If you no longer want it, there is nothing to do.',
        title: 'Still waiting for your payment',
        body: [
          paragraph(`Order ${orderNumber} has not been paid. If you still want it, please pay, or write to us and we will help.`),
          payButton,
          paragraph('If you have changed your mind, there is nothing to do. We will not remind you again.'),
          theItems,
        ],
      }),
      sms: `${sender}order ${orderNumber} is still not paid (${total}). This is our last reminder.${smsPay}`,
    },
    prepaid: {
      email: mail({
        subject: `Order ${orderNumber} is paid`,
        preheader: 'It goes to the warehouse now.',
        title: 'We have your payment',
        body: [
          paragraph(`Your payment for order ${orderNumber} is in, thank you. The order goes to the warehouse now.`),
          theItems,
        ],
      }),
      sms: `${sender}we have your payment, thank you. Order ${orderNumber} goes to the warehouse now.`,
    },
    'sent-to-assembling': {
      email: mail({
        subject: `Order ${orderNumber} is confirmed`,
        preheader: 'We are packing it.',
        title: 'We are packing your order',
        body: [paragraph(`Order ${orderNumber} is confirmed and at the warehouse. We will tell you when it leaves.`), theItems],
      }),
      sms: `${sender}order ${orderNumber} is confirmed and being packed. We will tell you when it leaves.`,
    },
    'handed-to-delivery': {
      email: mail({
        subject: `Order ${orderNumber} is on its way`,
        preheader: '{{#if trackNumber}}Tracking number {{trackNumber}}.{{else}}It has left our warehouse.{{/if}}',
        title: 'On its way',
        body: [
          paragraph(
            `Order ${orderNumber} has left our warehouse.{{#unless trackNumber}} The tracking number will follow.{{/unless}}`,
          ),
          tracking,
          button(trackingLink, 'Follow the parcel', colon),
          theItems,
        ],
      }),
      sms: `${sender}order ${orderNumber} is on its way{{#if ${carrier}}} ({{#shorten}}{{carrier deliveryType}}{{/shorten}}){{/if}}.{{#if trackNumber}} Tracking number {{trackNumber}}{{#if ${trackingLink}}}: {{trackingLink deliveryType trackNumber}}{{else}}.{{/if}}{{/if}}`,
    },
    'track-number': {
      email: mail({
        subject: `Tracking number of order ${orderNumber}`,
        preheader: 'You can now follow the parcel: {{trackNumber}}.',
        title: 'Your tracking number',
        body: [
          paragraph(`The parcel with order ${orderNumber} now has a tracking number.`),
          tracking,
          button(trackingLink, 'Follow the parcel', colon),
        ],
      }),
      sms: `${sender}tracking number of order ${orderNumber}: {{trackNumber}}{{#if ${trackingLink}}} {{trackingLink deliveryType trackNumber}}{{/if}}`,
    },
    'handed-to-courier': {
      email: mail({
        subject: `Order ${orderNumber} is with the courier`,
        preheader: '{{#if courier}}Your courier is {{courier.name}}. {{/if}}Expect a call before delivery.',
        title: 'With the courier',
        body: [
          paragraph(`Order ${orderNumber} is with the courier, who will call you to agree on the time.`),
          courier,
          items('What you ordered'),
        ],
      }),
      sms: `${sender}order ${orderNumber} is with the courier{{#if deliveryDate}}, delivery on {{date deliveryDate 'medium'}}{{/if}}.{{#if courier}} {{#shorten}}{{courier.name}}{{/shorten}}{{#if courier.phone}}, {{courier.phone}}{{/if}}.{{/if}}${smsToPay}`,
    },
    'at-post-office': {
      email: mail({
        subject: `Order ${orderNumber} is at the post office`,
        preheader: 'Please bring your passport.',
        title: 'At your post office',
        body: [
          paragraph(
            `The parcel with order ${orderNumber} is at your post office. Please bring your passport; there is no need to wait for a notice.`,
          ),
          office,
          button(trackingLink, 'Follow the parcel', colon),
        ],
      }),
      sms: `${sender}order ${orderNumber} is at the post office{{#if postOffice}} ({{postOffice.index}}){{/if}}. Please bring your passport.{{#if trackNumber}} Parcel {{trackNumber}}.{{/if}}${smsToPay}`,
    },
    'at-pickup-point': {
      email: mail({
        subject: `Order ${orderNumber} is ready to collect`,
        preheader: '{{#if pickupPoint}}{{pickupPoint.address}}{{else}}It is at the pickup point.{{/if}}',
        title: 'Ready to collect',
        body: [
          paragraph(`Order ${orderNumber} is at the pickup point. Come when it suits you.`),
          point,
          items('What you ordered'),
        ],
      }),
      sms: `${sender}order ${orderNumber} is ready to collect{{#if pickupPoint}}: {{#shorten}}{{pickupPoint.address}}{{/shorten}}{{/if}}.{{#if pickupPoint.storedUntil}} Kept until {{date pickupPoint.storedUntil 'medium'}}.{{/if}}${smsToPay}`,
    },
    delivered: {
      email: mail({
        subject: `Order ${orderNumber} has been delivered`,
        preheader: 'Thank you for buying from us.',
        title: 'Delivered',
        body: [
          paragraph(`Order ${orderNumber} has been delivered. Thank you! If anything is wrong, just reply to this e-mail.`),
          items('What you ordered'),
        ],
      }),
    },
    cancelled: {
      email: mail({
        subject: `Order ${orderNumber} is cancelled`,
        preheader: `{{#if ${isUnpaid}}}There is nothing to pay.{{else}}We will contact you about your money.{{/if}}`,
        title: 'Your order is cancelled',
        body: [
          paragraph(
            `Order ${orderNumber} is cancelled. {{#if ${isUnpaid}}}There is nothing to pay.{{else}}We will contact you to return your money.{{/if}}`,
          ),
          items('What you had ordered'),
        ],
      }),
      sms: `${sender}order ${orderNumber} is cancelled. {{#if ${isUnpaid}}}There is nothing to pay.{{else}}We will contact you to return your money.{{/if}}`,
    },
  },
  titles: {
    'order-accepted': 'We have your order',
    'order-accepted-after-hours': 'We have your order',
    'order-agreed': 'Your order is confirmed',
    'payment-reminder': 'A reminder to pay',
    'last-payment-reminder': 'The last reminder to pay',
    prepaid: 'We have your payment',
    'sent-to-assembling': 'Your order is being packed',
    'handed-to-delivery': 'Your order is on its way',
    'track-number': 'Your tracking number',
    'handed-to-courier': 'Your order is with the courier',
    'at-post-office': 'Your parcel is at the post office',
    'at-pickup-point': 'Ready to collect',
    delivered: 'Delivered',
    cancelled: 'Your order is cancelled',
  },
  layout: layout({
    language: 'en',
    phone: 'Phone',
    email: 'E-mail',
    colon,
    reason: 'Sent automatically, because you placed an order with us.',
    shop: 'site',
  }),
};
