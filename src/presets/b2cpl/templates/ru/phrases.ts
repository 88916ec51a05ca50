/**
 * Russian: the phrases and blocks that several texts share.
 * @module
 */
import type { ChannelTemplates } from '../../../../templates/template-set.js';
import { type Block, button, choose, details, join, paragraph, phone, type Row, strong } from '../../../shared/blocks.js';
import { type Notice, signed } from '../notice.js';

/** The colon of Russian text. */
export const colon = ': ';

const opening = (name: string) => `${name}: `;

/** A notice in the name of whoever informs. */
export const notice = (words: Notice): ChannelTemplates => signed(words, opening);

/** Whom a mail speaks to. */
export const greeting: Block = paragraph('{{#if recipient.name}}Здравствуйте, {{recipient.name}}!{{else}}Здравствуйте!{{/if}}');

/** A day in a sentence: среда, 4 марта 2026 г. */
export const dayOf = (path: string) => `{{date ${path} 'full'}}`;

/** An interval in a sentence: с 10:00 до 14:00. */
export const hoursOf = (path: string) => `с {{${path}.from}} до {{${path}.to}}`;

/** When a courier calls, as data have it: за 30–60 минут. */
export const callWindow = (path: string) =>
  `за {{${path}.from}}–{{${path}.to}} {{plural ${path}.to one='минуту' few='минуты' many='минут' other='минуты'}}`;

/** The amount due. */
export const due = '{{money amountDue currency}}';

/** That the courier calls before, in an SMS; with name and phone where they are known. */
export const courierCalls = (path: string, call: string) =>
  `Курьер{{#if ${path}}} {{${path}.name}}{{#if ${path}.phone}}, {{${path}.phone}},{{/if}}{{/if}} позвонит ${call}.`;

/** What is left to pay, in an SMS. */
export const smsDue = `{{#if amountDue}}К оплате ${due}.{{else}}Заказ оплачен.{{/if}}`;

/** Rows with the slot at a path. */
export const slotRows = (path: string): readonly Row[] => [
  { when: path, label: 'День', value: strong(dayOf(`${path}.day`)) },
  { when: path, label: 'Время', value: strong(hoursOf(path)) },
];

/** Rows with the courier at a path. */
export const courierRows = (path: string): readonly Row[] => [
  { when: path, label: 'Курьер', value: `{{${path}.name}}` },
  { when: `${path}.phone`, label: 'Телефон курьера', value: phone(`${path}.phone`) },
];

/** What is delivered, when, where and by whom, and what is left to pay. */
export const theDelivery: Block = details(colon, [
  { label: 'Номер заказа', value: '{{no}}' },
  { label: 'В посылке', value: '{{name}}' },
  ...slotRows('delivery.slot'),
  { when: `(and delivery.address (eq delivery.method 'courier'))`, label: 'Адрес', value: '{{delivery.address}}' },
  { when: `(and delivery.point (eq delivery.method 'pickup'))`, label: 'Пункт выдачи', value: '{{delivery.point.address}}' },
  { label: 'Доставляет', value: '{{carrier.name}}' },
  ...courierRows('delivery.courier'),
  { when: 'receiver.phone', label: 'Ваш телефон', value: '{{receiver.phone}}' },
  { label: 'К оплате', value: strong(`{{#if amountDue}}${due}{{else}}ничего, заказ оплачен{{/if}}`) },
]);

/** That all of this can be changed, and where (5.5). */
export const changeIt: Block = choose(
  [
    [
      'trackUrl',
      join([
        paragraph(
          'Если планы изменятся, вы можете сами поменять день, интервал, адрес, способ доставки и телефон на странице отслеживания.',
        ),
        button('trackUrl', 'Изменить доставку', colon),
      ]),
    ],
  ],
  paragraph('Если планы изменятся, сообщите нам: мы поменяем день, интервал, адрес, способ доставки или телефон.'),
);

/** The tracking page at the end of an SMS. */
export const smsTrack = '{{#if trackUrl}} {{trackUrl}}{{/if}}';
