/**
 * Russian: the phrases and blocks that several texts of a booking share.
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
} from '../../../shared/blocks.js';

/** The colon of Russian text. */
export const colon = ': ';

/** The shop's name as SMS open with it. */
export const sender = '{{shop.name}}: ';

/** The amount of the order. */
export const amount = '{{money payment.amount payment.currency}}';

/** The last day of payment, as an expression. */
export const deadline = '(paymentDeadline payment.method placedAt)';

/** A day with its weekday: 4 марта 2026 г. (среда). The full stop of «г.» is never the last of a sentence. */
export const dayOf = (path: string) => `{{date ${path}}} ({{weekday ${path}}})`;

/** A day and time: 14 марта 2026 г. (суббота), 14:00. */
export const startOf = (path: string) => `${dayOf(path)}, {{time ${path}}}`;

/** The same as short as a subject line and an SMS need it: сб, 14.03.2026 в 14:00. */
export const shortStartOf = (path: string) => `{{weekday ${path} 'short'}}, {{date ${path} 'short'}} в {{time ${path}}}`;

// Whoever has no e-mail reads here where to pay; this is worth another part. The address comes last, so that nothing sticks to it.
const smsAccount = [
  `{{#if payment.account}} {{#if (or (eq payment.method 'bank-transfer') (eq payment.method 'paynow-atm'))}}Счёт{{else}}Код{{/if}}`,
  ': {{payment.account}}{{else if payment.payUrl}} Оплатить: {{payment.payUrl}}{{/if}}',
].join('');

/** The end of an SMS that asks for a payment: where to pay, for those whom no e-mail tells. */
export const smsWhereToPay = `{{#unless (or recipient.email (eq paymentStatus 'paid'))}}${smsAccount}{{/unless}}`;

const methodName = [
  `{{#if (eq payment.method 'card')}}Банковская карта`,
  `{{else if (eq payment.method 'bank-transfer')}}Банковский перевод`,
  `{{else if (eq payment.method 'paynow-atm')}}Виртуальный счёт PayNow`,
  `{{else if (eq payment.method 'cvs-barcode')}}Штрихкод, на кассе магазина`,
  `{{else if (eq payment.method 'ibon')}}Код ibon`,
  `{{else if (eq payment.method 'famiport')}}Код FamiPort`,
  '{{else}}На месте{{/if}}',
].join('');

const accountRows: readonly Row[] = [
  {
    when: `(and payment.account (or (eq payment.method 'bank-transfer') (eq payment.method 'paynow-atm')))`,
    label: 'Счёт',
    value: '{{payment.account}}',
  },
  {
    when: `(and payment.account (or (eq payment.method 'ibon') (eq payment.method 'famiport')))`,
    label: 'Код оплаты',
    value: '{{payment.account}}',
  },
  { when: `(and payment.account (eq payment.method 'cvs-barcode'))`, label: 'Штрихкод', value: '{{payment.account}}' },
];

const title = crossedOut(`(eq status 'cancelled')`, 'service');

const orderLines = join([
  each(
    'sessions',
    card(title, [
      { when: `(eq status 'cancelled')`, line: 'Этот сеанс отменён' },
      { line: startOf('startsAt') },
      { when: 'location', line: '{{location}}' },
      { line: 'Участник: {{participant.name}}' },
      { when: 'price', line: '{{money price @root.payment.currency}}{{#if quantity}} × {{number quantity}}{{/if}}' },
      { when: '(and quantity (not price))', line: 'Количество: {{number quantity}}' },
    ]),
  ),
  details(colon, [
    { label: 'Заказ', value: '{{no}}' },
    { label: 'Итого', value: amount },
  ]),
]);

/** What to do at the bank, the machine or the counter; a card needs no words. */
const steps = when(
  `(not (eq payment.method 'card'))`,
  choose(
    [
      [`(eq payment.method 'on-site')`, paragraph('Вы платите на месте, когда придёте. Сейчас ничего делать не нужно.')],
      [
        `(and ${deadline} (not (or payment.account payment.payUrl)))`,
        paragraph('Если у вас ещё нет счёта, кода или штрихкода для оплаты, свяжитесь, пожалуйста, с нами.'),
      ],
      [
        `(eq payment.method 'bank-transfer')`,
        paragraph('Сохраните, пожалуйста, квитанцию о переводе: она поможет, если платёж придётся искать.'),
      ],
      [`(eq payment.method 'paynow-atm')`, paragraph('Переведите ровно эту сумму через банкомат или интернет-банк.')],
      [
        `(eq payment.method 'cvs-barcode')`,
        paragraph('Покажите штрихкод на кассе 7-ELEVEN, FamilyMart, Hi-Life или OK mart и оплатите заказ там же.'),
      ],
      [
        `(eq payment.method 'ibon')`,
        paragraph('Введите код в терминале ibon в магазине 7-ELEVEN, распечатайте квитанцию и оплатите её на кассе.'),
      ],
    ],
    paragraph('Введите код в терминале FamiPort в магазине FamilyMart, распечатайте квитанцию и оплатите её на кассе.'),
  ),
);

const howToPay = join([
  details(colon, [
    { label: 'Способ', value: '{{> methodName}}' },
    { label: 'К оплате', value: strong(amount) },
    ...accountRows,
    { when: deadline, label: 'Срок', value: strong(`до 23:59, ${dayOf(deadline)}`) },
  ]),
  steps,
  button('payment.payUrl', 'Оплатить', colon),
]);

const ownSessions = each(
  'sessions',
  when(
    '(sameContact participant @root.recipient)',
    card(title, [
      {
        line: `Статус: {{#if (eq status 'accepted')}}подтверждён{{else if (eq status 'cancelled')}}отменён{{else}}ожидает подтверждения{{/if}}`,
      },
      { line: startOf('startsAt') },
      { when: 'location', line: '{{location}}' },
      { when: 'quantity', line: 'Количество: {{number quantity}}' },
      { line: 'Сеанс: {{no}}' },
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
export const greeting: Block = paragraph('{{#if recipient.name}}Здравствуйте, {{recipient.name}}!{{else}}Здравствуйте!{{/if}}');
