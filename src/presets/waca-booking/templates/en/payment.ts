/**
 * English: payment received, payment reminder (domain 1.a3, 1.a4).
 * @module
 */
import type { ChannelTemplates } from '../../../../templates/template-set.js';
import { choose, email, paragraph, section } from '../../../shared/blocks.js';
import { amount, dayOf, deadline, greeting, sender, smsWhereToPay, theOrder, thePayment } from './phrases.js';

const isOver = `(or (eq orderStatus 'failed') (eq orderStatus 'cancelled'))`;

/** Payment received. A payment for an order that is over promises no service. */
export const paymentReceived: ChannelTemplates = {
  email: email({
    subject: 'We have your payment for order {{no}}',
    preheader: `${amount} has arrived. Thank you.`,
    title: 'We have your payment',
    body: [
      greeting,
      paragraph(`Your payment of ${amount} for order {{no}} has arrived. Thank you.`),
      choose(
        [
          [isOver, paragraph('However, this order had already ended. We will contact you about what happens next.')],
          [`(eq orderStatus 'accepted')`, paragraph('Your booking is confirmed. Your voucher has the sessions and their times.')],
        ],
        paragraph(
          'Next we arrange your sessions. Once they are confirmed, everyone taking part gets a booking voucher by e-mail.',
        ),
      ),
      section('What you booked', theOrder),
    ],
  }),
  sms: `${sender}we have your payment of ${amount} for order {{no}}. {{#if ${isOver}}}This order had already ended; we will contact you.{{else if (eq orderStatus 'accepted')}}Thank you.{{else}}We will let you know once your sessions are confirmed.{{/if}}`,
};

/** Payment reminder: the day before the last day of payment. Sent by hand, it also suits a method without such a day. */
export const paymentReminder: ChannelTemplates = {
  email: email({
    subject: `Reminder: please pay order {{no}}{{#if ${deadline}}} by {{date ${deadline} 'medium'}}{{/if}}`,
    preheader: `${amount}{{#if ${deadline}}}, by the end of ${dayOf(deadline)}{{/if}}.`,
    title: 'A reminder to pay',
    body: [
      greeting,
      paragraph(
        `We do not have a payment for order {{no}} yet.{{#if ${deadline}}} To keep your sessions, please pay by the end of ${dayOf(deadline)}.{{/if}}`,
      ),
      paragraph('If you have just paid, it may take a moment to show. There is no need to pay twice.'),
      section('How to pay', thePayment),
      section('What you booked', theOrder),
    ],
  }),
  sms: `${sender}order {{no}} is not paid yet. Please pay ${amount}{{#if ${deadline}}} by {{date ${deadline} 'medium'}}{{/if}}. If you have paid, please ignore this.${smsWhereToPay}`,
};
