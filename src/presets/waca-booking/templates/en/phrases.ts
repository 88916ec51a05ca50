/**
 * English: the phrases and blocks that several texts of a booking share.
 * @module
 */
import { type Block, button, card, details, each, join, paragraph, partial, partialsOf, type Row, when } from '../blocks.js';

/** The colon of English text. */
export const colon = ': ';

/** The shop's name as SMS open with it. */
export const sender = '{{shop.name}}: ';

/** The amount of the order. */
export const amount = '{{money payment.amount payment.currency}}';

/** The last day of payment, as an expression. */
export const deadline = '(paymentDeadline payment.method placedAt)';

/** A day with its weekday: Wed, Mar 4, 2026. */
export const dayOf = (path: string) => `{{weekday ${path} 'short'}}, {{date ${path} 'medium'}}`;

/** A day and time. */
export const startOf = (path: string) => `${dayOf(path)}, {{time ${path}}}`;

const methodName = [
  `{{#if (eq payment.method 'card')}}Credit card`,
  `{{else if (eq payment.method 'bank-transfer')}}Bank transfer`,
  `{{else if (eq payment.method 'paynow-atm')}}PayNow ATM virtual account`,
  `{{else if (eq payment.method 'cvs-barcode')}}Convenience store barcode`,
  `{{else if (eq payment.method 'ibon')}}ibon code`,
  `{{else if (eq payment.method 'famiport')}}FamiPort code`,
  '{{else}}On site{{/if}}',
].join('');

const accountRows: readonly Row[] = [
  {
    when: `(and payment.account (or (eq payment.method 'bank-transfer') (eq payment.method 'paynow-atm')))`,
    label: 'Account',
    value: '{{payment.account}}',
  },
  {
    when: `(and payment.account (or (eq payment.method 'ibon') (eq payment.method 'famiport')))`,
    label: 'Payment code',
    value: '{{payment.account}}',
  },
  { when: `(and payment.account (eq payment.method 'cvs-barcode'))`, label: 'Barcode', value: '{{payment.account}}' },
];

const orderLines = join([
  each(
    'sessions',
    card('{{service}}', [
      { line: startOf('startsAt') },
      { when: 'location', line: '{{location}}' },
      { line: 'For {{participant.name}}' },
      { when: 'price', line: '{{money price @root.payment.currency}}{{#if quantity}} x {{number quantity}}{{/if}}' },
      { when: '(and quantity (not price))', line: 'Quantity: {{number quantity}}' },
      { when: `(eq status 'cancelled')`, line: 'This session is cancelled' },
    ]),
  ),
  details(colon, [
    { label: 'Order', value: '{{no}}' },
    { label: 'Total', value: amount },
  ]),
]);

const howToPay = join([
  details(colon, [
    { label: 'Method', value: '{{> methodName}}' },
    { label: 'To pay', value: amount },
    ...accountRows,
    { when: deadline, label: 'Pay by', value: `${dayOf(deadline)}, end of day` },
  ]),
  when(`(eq payment.method 'on-site')`, paragraph('You pay when you come. There is nothing to do now.')),
  button('payment.payUrl', 'Pay now', colon),
]);

const ownSessions = each(
  'sessions',
  when(
    '(sameContact participant @root.recipient)',
    card('{{service}}', [
      { line: startOf('startsAt') },
      { when: 'location', line: '{{location}}' },
      { when: 'quantity', line: 'Quantity: {{number quantity}}' },
      { line: 'Session: {{no}}' },
      {
        line: `Status: {{#if (eq status 'accepted')}}confirmed{{else if (eq status 'cancelled')}}cancelled{{else}}awaiting confirmation{{/if}}`,
      },
    ]),
  ),
);

/** Partials of the booking's templates; a host may replace any of them. */
export const partials: Readonly<Record<string, string>> = { methodName, ...partialsOf({ orderLines, howToPay, ownSessions }) };

/** What was ordered. */
export const theOrder: Block = partial('orderLines');

/** How, how much and until when to pay. */
export const thePayment: Block = partial('howToPay');

/** The recipient's own sessions, with the state of each. */
export const theSessions: Block = partial('ownSessions');

/** Whom a mail speaks to. */
export const greeting: Block = paragraph('{{#if recipient.name}}Hello {{recipient.name}},{{else}}Hello,{{/if}}');
