/**
 * Russian: the words, phrases and blocks that several texts share.
 * @module
 */
import { type Block, paragraph, partial, partialsOf } from '../../../shared/blocks.js';
import { buyerBlock, type OrderWords, orderBlock, processingBlock, statusName, trailBlock } from '../order-blocks.js';

/** The colon of Russian text. */
export const colon = ': ';

/** The number of the order; the sign and the number stay on one line. */
export const number = '№\u00a0{{no}}';

/** Who writes an SMS. */
export const sender = '{{#shorten}}{{shop.name}}{{/shorten}}: ';

/** The instant until which the shop must accept the order: 5 марта 2026 г. в 11:00. */
export const until = '{{dateTime (acceptUntil placedAt)}}';

/** The same as short as an SMS needs it: 05.03.2026, 11:00. */
export const shortUntil = "{{dateTime (acceptUntil placedAt) 'short'}}";

const words: OrderWords = {
  colon,
  order: 'Заказ',
  total: 'Итого',
  discount: 'Скидка',
  delivery: 'Доставка',
  address: 'Адрес',
  payment: 'Оплата',
  buyer: 'Покупатель',
  phone: 'Телефон',
  email: 'Эл. почта',
  quantity: 'Количество',
  whatWasDone: 'История заказа',
  comma: ', ',
  percent: '\u00a0%',
  dash: ' — ',
  statuses: { new: 'новый', draft: 'черновик', accepted: 'принят', completed: 'выполнен', cancelled: 'отменён' },
  instant: (path) => `{{dateTime ${path} 'short'}}`,
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
export const greeting: Block = paragraph('{{#if recipient.name}}Здравствуйте, {{recipient.name}}!{{else}}Здравствуйте!{{/if}}');
