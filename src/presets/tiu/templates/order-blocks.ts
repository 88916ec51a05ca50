/**
 * Blocks about an order that every language builds from its own words.
 * @module
 */
import {
  type Block,
  card,
  details,
  each,
  join,
  type Line,
  paragraph,
  phone,
  type Row,
  section,
  strong,
  when,
} from '../../shared/blocks.js';

/** Words of the blocks, in one language; texts are Handlebars. */
export interface OrderWords {
  /** Parts a label from its value. */
  readonly colon: string;
  readonly order: string;
  readonly total: string;
  readonly discount: string;
  readonly delivery: string;
  readonly address: string;
  readonly payment: string;
  readonly buyer: string;
  readonly phone: string;
  readonly email: string;
  readonly quantity: string;
  readonly whatWasDone: string;
  /** Parts two things of one row. */
  readonly comma: string;
  /** The sign behind a number. */
  readonly percent: string;
  /** Parts a date from what was done then. */
  readonly dash: string;
  /** The names of the standard statuses. */
  readonly statuses: Readonly<Record<'new' | 'draft' | 'accepted' | 'completed' | 'cancelled', string>>;
  /** An instant, short: the expression at `path` is given. */
  readonly instant: (path: string) => string;
}

/** The amount of the order. */
export const total = '{{money total currency}}';

/** The name of a status: of a standard one in the language of the mail, of the shop's own as the shop has named it. */
export function statusName({ statuses }: OrderWords): string {
  const cases = Object.entries(statuses).map(
    ([status, name], index) => `{{${index === 0 ? '#' : 'else '}if (eq status '${status}')}}${name}`,
  );
  return `${cases.join('')}{{else}}{{status}}{{/if}}`;
}

/** What was ordered, how it is delivered and paid, and what it costs. */
export function orderBlock(words: OrderWords): Block {
  const quantity = `${words.quantity}${words.colon}{{number quantity}}{{#if unit}} {{unit}}{{/if}}`;
  const price = '{{money price @root.currency}} × {{number quantity}}{{#if unit}} {{unit}}{{/if}}';
  const lines: readonly Line[] = [
    { when: 'price', line: price },
    { when: '(not price)', line: quantity },
  ];
  const percent = `{{number discount.percent}}${words.percent}`;
  const rows: readonly Row[] = [
    { label: words.order, value: '{{no}}' },
    {
      when: 'delivery',
      label: words.delivery,
      value: `{{delivery.method}}{{#if delivery.price}}${words.comma}{{money delivery.price currency}}{{/if}}`,
    },
    { when: 'delivery.address', label: words.address, value: '{{delivery.address}}' },
    { when: 'payment', label: words.payment, value: '{{payment.method}}' },
    {
      when: 'discount',
      label: words.discount,
      value: `{{#if discount.percent}}${percent}{{else}}{{money discount.amount currency}}{{/if}}`,
    },
    { label: words.total, value: strong(total) },
  ];
  return join([each('items', card('{{name}}', lines)), details(words.colon, rows)]);
}

/** Who ordered, for the shop. */
export function buyerBlock(words: OrderWords): Block {
  return details(words.colon, [
    { label: words.buyer, value: '{{buyer.name}}' },
    { when: 'buyer.phone', label: words.phone, value: phone('buyer.phone') },
    { when: 'buyer.email', label: words.email, value: '{{buyer.email}}' },
  ]);
}

/** История заказа as a buyer may see it: which status it got, and when. Notes, and who did it, are internal. */
export function trailBlock(words: OrderWords): Block {
  const entry = paragraph(`${words.instant('at')}${words.dash}{{> statusName status=status}}`);
  return when('history', section(words.whatWasDone, each('history', when('status', entry))));
}

/** История обработки заказа with the notes, for the shop (6.8). */
export function processingBlock(words: OrderWords): Block {
  const by = '{{#if by}} ({{by}}){{/if}}';
  const head = `${words.instant('at')}${by}`;
  return when(
    'history',
    section(
      words.whatWasDone,
      each(
        'history',
        when('status', paragraph(`${head}${words.dash}{{> statusName status=status}}`)),
        when('note', paragraph(`${head}${words.dash}{{note}}`)),
      ),
    ),
  );
}
