/**
 * English: what the shop's own people are told (domain 6.7, 6.8).
 * @module
 */
import type { ChannelTemplates } from '../../../../templates/template-set.js';
import { type Block, button, details, email, note, paragraph, section, strong } from '../../../shared/blocks.js';
import { total } from '../order-blocks.js';
import { colon, number, shortUntil, theBuyer, theOrder, theProcessing, until } from './phrases.js';

const open = button('manageUrl', 'Open the order', colon);
const positions = `{{plural items.length one='# item' other='# items'}}`;
const deadline = details(colon, [{ label: 'Decide by', value: strong(until) }]);
const about: readonly Block[] = [theBuyer, section('What was ordered', theOrder), theProcessing, open];

/** A new order came in. */
export const ownerNewOrder: ChannelTemplates = {
  email: email({
    subject: `New order ${number}, ${total}`,
    preheader: `{{buyer.name}}, ${positions}.`,
    title: 'A new order',
    body: [paragraph(`{{shop.name}} has a new order, ${number}. Please accept or cancel it in time.`), deadline, ...about],
  }),
  sms: `New order ${number}: ${positions}, ${total}. {{#shorten}}{{buyer.name}}{{/shorten}}{{#if buyer.phone}}, {{buyer.phone}}{{/if}}. Decide by ${shortUntil}`,
};

/** The day before the time is over. */
export const acceptanceReminder: ChannelTemplates = {
  email: email({
    subject: `Order ${number} is waiting for you`,
    preheader: `Accept or cancel it by ${until}.`,
    title: 'An order is waiting for you',
    body: [
      paragraph(`Order ${number} is neither accepted nor cancelled yet. The rating of the shop depends on how soon it answers.`),
      deadline,
      ...about,
    ],
  }),
};

/** Hours before the time is over. */
export const acceptanceLastCall: ChannelTemplates = {
  email: email({
    subject: `Last reminder: order ${number}`,
    preheader: `The time to decide ends on ${until}.`,
    title: 'The time to decide is nearly over',
    body: [paragraph(`Order ${number} is still neither accepted nor cancelled.`), deadline, ...about],
  }),
  sms: `Order ${number} is neither accepted nor cancelled. Decide by ${shortUntil}: {{#shorten}}{{buyer.name}}{{/shorten}}, ${total}`,
};

/** The time is over: to the owner. */
export const acceptanceOverdue: ChannelTemplates = {
  email: email({
    subject: `Overdue: order ${number} is not accepted`,
    preheader: 'The buyer is still waiting for an answer.',
    title: 'The time to decide is over',
    body: [
      paragraph(
        `Order ${number} was neither accepted nor cancelled by ${until}. The buyer is waiting: accept it, or cancel it and say why.`,
      ),
      ...about,
    ],
  }),
  sms: `Overdue: order ${number} is not accepted. The buyer is waiting: {{#shorten}}{{buyer.name}}{{/shorten}}{{#if buyer.phone}}, {{buyer.phone}}{{/if}}`,
};

/** The time is over: to the supervisor. */
export const acceptanceEscalated: ChannelTemplates = {
  email: email({
    subject: `{{shop.name}}: order ${number} was left unanswered`,
    preheader: `The time was over on ${until}.`,
    title: 'An order was left unanswered',
    body: [paragraph(`{{shop.name}} did not accept or cancel order ${number} by ${until}. Its owner was reminded.`), ...about],
  }),
  sms: `{{#shorten}}{{shop.name}}{{/shorten}}: order ${number} was left unanswered, overdue since ${shortUntil}`,
};

/** The gateway has confirmed a payment. */
export const ownerPaidOnline: ChannelTemplates = {
  email: email({
    subject: `Order ${number} is paid online`,
    preheader: `${total}, {{buyer.name}}.`,
    title: 'An order is paid online',
    body: [paragraph(`The online payment of ${total} for order ${number} is confirmed.`), ...about],
  }),
};

/** Somebody has written a note about the order. */
export const noteAdded: ChannelTemplates = {
  email: email({
    subject: `A note on order ${number}`,
    preheader: 'For staff only: the buyer does not see it.',
    title: 'A note on an order',
    body: [
      paragraph(`There is a new note on order ${number}{{#if payload.by}}, by {{payload.by}}{{/if}}. The buyer does not see it.`),
      note('payload.note'),
      ...about,
    ],
  }),
};
