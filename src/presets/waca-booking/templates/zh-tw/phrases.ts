/**
 * zh-TW: the phrases and blocks that several texts of a booking share.
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

/** The colon of Chinese text. */
export const colon = '：';

/** The shop's name as SMS open with it. */
export const sender = '【{{shop.name}}】';

/** The amount of the order. */
export const amount = '{{money payment.amount payment.currency}}';

/** The last day of payment, as an expression and as text. */
export const deadline = '(paymentDeadline payment.method placedAt)';

/** A day with its weekday: 2026年3月4日（週三）. */
export const dayOf = (path: string) => `{{date ${path} 'medium'}}（{{weekday ${path} 'short'}}）`;

/** A day and time: 2026年3月4日（週三）14:00. */
export const startOf = (path: string) => `${dayOf(path)}{{time ${path}}}`;

/** The same as short as an SMS needs it: 2026/3/4（週三）14:00. */
export const shortStartOf = (path: string) => `{{date ${path} 'short'}}（{{weekday ${path} 'short'}}）{{time ${path}}}`;

// Whoever has no e-mail reads here where to pay; this is worth a second part. The address comes last, so that nothing sticks to it.
const smsAccount = [
  `{{#if payment.account}}{{#if (or (eq payment.method 'bank-transfer') (eq payment.method 'paynow-atm'))}}帳號{{else}}代碼{{/if}}`,
  '：{{payment.account}}{{else if payment.payUrl}}付款：{{payment.payUrl}}{{/if}}',
].join('');

/** The end of an SMS that asks for a payment: where to pay, for those whom no e-mail tells. */
export const smsWhereToPay = `{{#unless (or recipient.email (eq paymentStatus 'paid'))}}${smsAccount}{{/unless}}`;

const methodName = [
  `{{#if (eq payment.method 'card')}}信用卡`,
  `{{else if (eq payment.method 'bank-transfer')}}銀行轉帳`,
  `{{else if (eq payment.method 'paynow-atm')}}PayNow ATM 虛擬帳號`,
  `{{else if (eq payment.method 'cvs-barcode')}}超商條碼`,
  `{{else if (eq payment.method 'ibon')}}ibon 代碼`,
  `{{else if (eq payment.method 'famiport')}}FamiPort 代碼`,
  '{{else}}當面付款{{/if}}',
].join('');

const accountRows: readonly Row[] = [
  {
    when: `(and payment.account (or (eq payment.method 'bank-transfer') (eq payment.method 'paynow-atm')))`,
    label: '轉入帳號',
    value: '{{payment.account}}',
  },
  {
    when: `(and payment.account (or (eq payment.method 'ibon') (eq payment.method 'famiport')))`,
    label: '繳費代碼',
    value: '{{payment.account}}',
  },
  { when: `(and payment.account (eq payment.method 'cvs-barcode'))`, label: '繳費條碼', value: '{{payment.account}}' },
];

const title = crossedOut(`(eq status 'cancelled')`, 'service');

const orderLines = join([
  each(
    'sessions',
    card(title, [
      { when: `(eq status 'cancelled')`, line: '這個場次已取消' },
      { line: startOf('startsAt') },
      { when: 'location', line: '{{location}}' },
      { line: '體驗人：{{participant.name}}' },
      { when: 'price', line: '{{money price @root.payment.currency}}{{#if quantity}} × {{number quantity}}{{/if}}' },
      { when: '(and quantity (not price))', line: '數量：{{number quantity}}' },
    ]),
  ),
  details(colon, [
    { label: '訂單編號', value: '{{no}}' },
    { label: '總金額', value: amount },
  ]),
]);

/** What to do at the bank, the machine or the counter; a card needs no words. */
const steps = when(
  `(not (eq payment.method 'card'))`,
  choose(
    [
      [`(eq payment.method 'on-site')`, paragraph('服務當天到場再付款即可，現在不需要先付款。')],
      [
        `(and ${deadline} (not (or payment.account payment.payUrl)))`,
        paragraph('若尚未取得繳款所需的帳號、代碼或條碼，請與我們聯絡。'),
      ],
      [`(eq payment.method 'bank-transfer')`, paragraph('轉帳後請保留交易明細，方便我們核對款項。')],
      [`(eq payment.method 'paynow-atm')`, paragraph('請以 ATM 或網路銀行轉帳，金額須與應付金額相同。')],
      [`(eq payment.method 'cvs-barcode')`, paragraph('請到 7-ELEVEN、全家、萊爾富或 OK 超商，將條碼交由店員掃描後付款。')],
      [`(eq payment.method 'ibon')`, paragraph('請到 7-ELEVEN 的 ibon 機台輸入代碼，列印繳費單後到櫃檯付款。')],
    ],
    paragraph('請到全家的 FamiPort 機台輸入代碼，列印繳費單後到櫃檯付款。'),
  ),
);

const howToPay = join([
  details(colon, [
    { label: '付款方式', value: '{{> methodName}}' },
    { label: '應付金額', value: strong(amount) },
    ...accountRows,
    { when: deadline, label: '繳款期限', value: strong(`${dayOf(deadline)}23:59`) },
  ]),
  steps,
  button('payment.payUrl', '前往付款', colon),
]);

const ownSessions = each(
  'sessions',
  when(
    '(sameContact participant @root.recipient)',
    card(title, [
      { line: `狀態：{{#if (eq status 'accepted')}}已受理{{else if (eq status 'cancelled')}}已取消{{else}}待受理{{/if}}` },
      { line: startOf('startsAt') },
      { when: 'location', line: '{{location}}' },
      { when: 'quantity', line: '數量：{{number quantity}}' },
      { line: '場次編號：{{no}}' },
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
export const greeting: Block = paragraph('{{#if recipient.name}}{{recipient.name}} 您好：{{else}}您好：{{/if}}');
