/**
 * English: the phrases and blocks that several texts of a booking share.
 * @module
 */
import {
  type Block,
  button,
  card,
  choose,
  crossedOut,
  details,
  each,
  join,
  paragraph,
  partial,
  partialsOf,
  type Row,
  strong,
  when,
} from '../blocks.js';

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

/** A day and time: Sat, Mar 14, 2026 at 14:00. */
export const startOf = (path: string) => `${dayOf(path)} at {{time ${path}}}`;

// Whoever has no e-mail reads here where to pay; this is worth a second part. The address comes last, so that nothing sticks to it.
const smsAccount = [
  `{{#if payment.account}} {{#if (or (eq payment.method 'bank-transfer') (eq payment.method 'paynow-atm'))}}Account{{else}}Code{{/if}}`,
  ': {{payment.account}}{{else if payment.payUrl}} Pay here: {{payment.payUrl}}{{/if}}',
].join('');

/** The end of an SMS that asks for a payment: where to pay, for those whom no e-mail tells. */
export const smsWhereToPay = `{{#unless (or recipient.email (eq paymentStatus 'paid'))}}${smsAccount}{{/unless}}`;

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

const title = crossedOut(`(eq status 'cancelled')`, 'service');

const orderLines = join([
  each(
    'sessions',
    card(title, [
      { when: `(eq status 'cancelled')`, line: 'This session is cancelled' },
      { line: startOf('startsAt') },
      { when: 'location', line: '{{location}}' },
      { line: 'For {{participant.name}}' },
      { when: 'price', line: '{{money price @root.payment.currency}}{{#if quantity}} × {{number quantity}}{{/if}}' },
      { when: '(and quantity (not price))', line: 'Quantity: {{number quantity}}' },
    ]),
  ),
  details(colon, [
    { label: 'Order', value: '{{no}}' },
    { label: 'Total', value: amount },
  ]),
]);

/** What to do at the bank, the machine or the counter; a card needs no words. */
const steps = when(
  `(not (eq payment.method 'card'))`,
  choose(
    [
      [`(eq payment.method 'on-site')`, paragraph('You pay when you come. There is nothing to do now.')],
      [
        `(and ${deadline} (not (or payment.account payment.payUrl)))`,
        paragraph('If you do not have the account, code or barcode to pay with yet, please contact us.'),
      ],
      [
        `(eq payment.method 'bank-transfer')`,
        paragraph('Please keep the receipt of the transfer, in case we need to look it up.'),
      ],
      [`(eq payment.method 'paynow-atm')`, paragraph('Transfer exactly this amount at an ATM or by online banking.')],
      [
        `(eq payment.method 'cvs-barcode')`,
        paragraph('Have the barcode scanned at the counter of a 7-ELEVEN, FamilyMart, Hi-Life or OK mart, and pay there.'),
      ],
      [
        `(eq payment.method 'ibon')`,
        paragraph('Enter the code at the ibon kiosk of a 7-ELEVEN, print the slip, and pay at the counter.'),
      ],
    ],
    paragraph('Enter the code at the FamiPort kiosk of a FamilyMart, print the slip, and pay at the counter.'),
  ),
);

const howToPay = join([
  details(colon, [
    { label: 'Method', value: '{{> methodName}}' },
    { label: 'To pay', value: strong(amount) },
    ...accountRows,
    { when: deadline, label: 'Pay by', value: strong(`${dayOf(deadline)} (end of day)`) },
  ]),
  steps,
  button('payment.payUrl', 'Pay now', colon),
]);

const ownSessions = each(
  'sessions',
  when(
    '(sameContact participant @root.recipient)',
    card(title, [
      {
        line: `Status: {{#if (eq status 'accepted')}}confirmed{{else if (eq status 'cancelled')}}cancelled{{else}}awaiting confirmation{{/if}}`,
      },
      { line: startOf('startsAt') },
      { when: 'location', line: '{{location}}' },
      { when: 'quantity', line: 'Quantity: {{number quantity}}' },
      { line: 'Session: {{no}}' },
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
