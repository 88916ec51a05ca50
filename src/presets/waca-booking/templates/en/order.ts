/**
 * English: order placed, failed and cancelled (domain 1.a1, 1.a2, 1.a5).
 * @module
 */
import type { ChannelTemplates } from '../../../../templates/template-set.js';
import { button, choose, details, email, paragraph, section, when } from '../../../shared/blocks.js';
import { amount, colon, dayOf, deadline, greeting, sender, smsWhereToPay, theOrder, thePayment } from './phrases.js';

const smsPayment = [
  `{{#if (eq paymentStatus 'paid')}}Your payment is in`,
  `{{else if ${deadline}}}Please pay ${amount} by {{date ${deadline} 'medium'}}`,
  `{{else if (eq payment.method 'on-site')}}You pay ${amount} when you come`,
  `{{else}}Total ${amount}{{/if}}`,
].join('');

/** Order placed. */
export const orderPlaced: ChannelTemplates = {
  email: email({
    subject: `Order {{no}} received{{#if (and ${deadline} (eq paymentStatus 'unpaid'))}}, please pay by {{date ${deadline} 'medium'}}{{/if}}`,
    preheader:
      "{{shop.name}} has your booking. {{#if (eq paymentStatus 'unpaid')}}What you booked and how to pay is all in here.{{else}}What you booked is all in here.{{/if}}",
    title: 'We have your booking',
    body: [
      greeting,
      paragraph(
        'Thank you for booking with {{shop.name}}. Once the sessions are confirmed, everyone taking part gets a booking voucher by e-mail.',
      ),
      section('What you booked', theOrder),
      choose(
        [[`(eq paymentStatus 'unpaid')`, section('How to pay', thePayment)]],
        paragraph('Your payment for this order is in. There is nothing left to pay.'),
      ),
    ],
  }),
  sms: `${sender}we have your booking, order {{no}}. ${smsPayment}.${smsWhereToPay}`,
};

/** Order failed: the card was declined, or the payment did not come in time. */
export const orderFailed: ChannelTemplates = {
  email: email({
    subject: 'Order {{no}} could not be completed',
    preheader: 'The payment did not go through, and the sessions are not reserved.',
    title: 'This order could not be completed',
    body: [
      greeting,
      choose(
        [
          [
            `(eq payment.method 'card')`,
            paragraph(
              'We are sorry: your card payment did not go through, so order {{no}} could not be completed and its sessions are not reserved.',
            ),
          ],
          [
            deadline,
            paragraph(
              `We are sorry: order {{no}} was not paid by ${dayOf(deadline)}, so it could not be completed and its sessions are not reserved.`,
            ),
          ],
        ],
        paragraph('We are sorry: order {{no}} could not be completed, and its sessions are not reserved.'),
      ),
      paragraph(
        'If you would still like to come, please book again. If you have paid after all, send us the order number and we will look into it.',
      ),
      button('shop.url', 'Book again', colon),
      section('What you had booked', theOrder),
    ],
  }),
  sms: `${sender}order {{no}} could not be completed{{#if (eq payment.method 'card')}}: the card payment did not go through{{else if ${deadline}}}: it was not paid{{/if}}. Still want to come? Please book again.`,
};

/** Order cancelled: before paying, or refunded. */
export const orderCancelled: ChannelTemplates = {
  email: email({
    subject: 'Order {{no}} is cancelled',
    preheader: `{{#if (eq paymentStatus 'refunded')}}${amount} is refunded to you.{{else}}This confirms it. There is nothing more to do.{{/if}}`,
    title: 'Your order is cancelled',
    body: [
      greeting,
      paragraph('Order {{no}} is cancelled.'),
      when('payload.reason', details(colon, [{ label: 'Reason', value: '{{payload.reason}}' }])),
      when('(and cancelReason (not payload.reason))', details(colon, [{ label: 'Reason', value: '{{cancelReason}}' }])),
      choose(
        [
          [`(eq paymentStatus 'refunded')`, paragraph(`We have refunded ${amount}. When it reaches you depends on your bank.`)],
          [`(eq paymentStatus 'paid')`, paragraph('We will contact you about the refund of what you have paid.')],
        ],
        paragraph('Nothing was charged, and there is nothing left to pay.'),
      ),
      paragraph('We hope to see you another time.'),
      section('What was cancelled', theOrder),
    ],
  }),
  sms: `${sender}order {{no}} is cancelled{{#if (eq paymentStatus 'refunded')}}, ${amount} is refunded{{else if (eq paymentStatus 'unpaid')}}, nothing to pay{{/if}}. We hope to see you another time.`,
};
