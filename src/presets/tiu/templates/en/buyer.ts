/**
 * English: what a buyer is told (domain 6.1 to 6.6).
 * @module
 */
import type { ChannelTemplates } from '../../../../templates/template-set.js';
import { button, choose, details, email, note, paragraph, section, strong, when } from '../../../shared/blocks.js';
import { total } from '../order-blocks.js';
import { colon, greeting, number, sender, theOrder, theTrail } from './phrases.js';

const see = button('orderUrl', 'See the order', colon);
const reason = '{{#if payload.reason}}{{payload.reason}}{{else}}{{cancelReason}}{{/if}}';
const isPaid = `(or (eq paymentStatus 'paid') (eq paymentStatus 'paidOnline'))`;

/** The order is placed, by the buyer or for them. */
export const orderPlaced: ChannelTemplates = {
  email: email({
    subject: `Order ${number} is placed`,
    preheader: `${total} in total. We will write once it is accepted.`,
    title: 'Your order is placed',
    body: [
      greeting,
      choose(
        [
          [
            `(eq placedBy 'shop')`,
            paragraph('{{shop.name}} has placed this order for you. Please check that everything is right.'),
          ],
        ],
        paragraph('Thank you for ordering from {{shop.name}}. We will write once your order is accepted.'),
      ),
      section('What you ordered', theOrder),
      see,
    ],
  }),
  sms: `${sender}order ${number} for ${total} is placed. We will let you know once it is accepted.`,
};

/** The order is accepted, or has got a status of the shop's own that says so. */
export const orderAccepted: ChannelTemplates = {
  email: email({
    subject: `Order ${number} is accepted`,
    preheader: 'The shop has accepted it and is working on it.',
    title: 'Your order is accepted',
    body: [
      greeting,
      paragraph(`{{shop.name}} has accepted your order ${number} and is working on it.`),
      when(`(not (eq orderStatus 'accepted'))`, details(colon, [{ label: 'Status', value: strong('{{orderStatus}}') }])),
      section('What you ordered', theOrder),
      see,
    ],
  }),
  sms: `${sender}order ${number} is accepted, we are working on it.`,
};

/** The order is completed: the last message about it. */
export const orderCompleted: ChannelTemplates = {
  email: email({
    subject: `Order ${number} is completed`,
    preheader: 'Thank you for shopping with us.',
    title: 'Your order is completed',
    body: [
      greeting,
      paragraph(`Order ${number} is completed. Thank you for choosing {{shop.name}}.`),
      paragraph('This is the last e-mail about the status of this order. If anything is not right, please contact us.'),
      section('What you ordered', theOrder),
      theTrail,
      see,
    ],
  }),
  sms: `${sender}order ${number} is completed. Thank you for shopping with us.`,
};

/** The order is cancelled, with the reason. */
export const orderCancelled: ChannelTemplates = {
  email: email({
    subject: `Order ${number} is cancelled`,
    preheader: `Reason: ${reason}`,
    title: 'Your order is cancelled',
    body: [
      greeting,
      paragraph(`We are sorry: order ${number} is cancelled.`),
      details(colon, [{ label: 'Reason', value: strong(reason) }]),
      when(isPaid, paragraph('The order was paid: we will contact you about the refund.')),
      paragraph('If this is a mistake, or you have any questions, please write or call us.'),
      section('What you had ordered', theOrder),
    ],
  }),
  sms: `${sender}order ${number} is cancelled. Reason: {{#shorten}}${reason}{{/shorten}}`,
};

/** The money has come, by the gateway or by hand. */
export const paymentReceived: ChannelTemplates = {
  email: email({
    subject: `Payment received for order ${number}`,
    preheader: `${total}. Thank you.`,
    title: 'We have your payment',
    body: [
      greeting,
      choose(
        [
          [
            `(eq paymentStatus 'paidOnline')`,
            paragraph(`Your online payment of ${total} for order ${number} went through. Thank you.`),
          ],
        ],
        paragraph(`We have received ${total} for order ${number}. Thank you.`),
      ),
      when(`(eq orderStatus 'cancelled')`, paragraph('The order is cancelled, however: we will contact you about the refund.')),
      section('What you ordered', theOrder),
      see,
    ],
  }),
  sms: `${sender}we have received ${total} for order ${number}. Thank you.`,
};

/** What the shop writes by hand, without a change of status. */
export const message: ChannelTemplates = {
  email: email({
    subject: `{{#if payload.subject}}{{payload.subject}}{{else}}A message about order ${number}{{/if}}`,
    preheader: '{{shop.name}} has written to you.',
    title: 'A message from the shop',
    body: [greeting, paragraph(`About your order ${number}:`), note('payload.text'), see],
  }),
  sms: `${sender}{{#shorten}}{{payload.text}}{{/shorten}} (order ${number})`,
};
