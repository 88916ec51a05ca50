/**
 * English: the words, phrases and blocks that several texts share.
 * @module
 */
import { type Block, paragraph, partial, partialsOf } from '../../../shared/blocks.js';
import { buyerBlock, type OrderWords, orderBlock, processingBlock, statusName, trailBlock } from '../order-blocks.js';

/** The colon of English text. */
export const colon = ': ';

/** The number of the order. */
export const number = '{{no}}';

/** Who writes an SMS. */
export const sender = '{{#shorten}}{{shop.name}}{{/shorten}}: ';

/** The instant until which the shop must accept the order: March 5, 2026 at 11:00. */
export const until = '{{dateTime (acceptUntil placedAt)}}';

/** The same as short as an SMS needs it: Mar 5, 2026, 11:00. */
export const shortUntil = "{{dateTime (acceptUntil placedAt) 'medium'}}";

const words: OrderWords = {
  colon,
  order: 'Order',
  total: 'Total',
  discount: 'Discount',
  delivery: 'Delivery',
  address: 'Address',
  payment: 'Payment',
  buyer: 'Buyer',
  phone: 'Phone',
  email: 'E-mail',
  quantity: 'Quantity',
  whatWasDone: 'What was done',
  comma: ', ',
  percent: '%',
  dash: ': ',
  statuses: { new: 'new', draft: 'draft', accepted: 'accepted', completed: 'completed', cancelled: 'cancelled' },
  instant: (path) => `{{dateTime ${path} 'medium'}}`,
};

/** Partials of the texts; a host may replace any of them. */
export const partials: Readonly<Record<string, string>> = {
  statusName: statusName(words),
  ...partialsOf({
    theOrder: orderBlock(words),
    theBuyer: buyerBlock(words),
    theTrail: trailBlock(words),
    theProcessing: processingBlock(words),
  }),
};

/** What was ordered. */
export const theOrder: Block = partial('theOrder');

/** Who ordered. */
export const theBuyer: Block = partial('theBuyer');

/** What was done with the order, as a buyer may see it. */
export const theTrail: Block = partial('theTrail');

/** What was done with the order, notes included. */
export const theProcessing: Block = partial('theProcessing');

/** Whom a mail speaks to. */
export const greeting: Block = paragraph('{{#if recipient.name}}Hello {{recipient.name}},{{else}}Hello,{{/if}}');
