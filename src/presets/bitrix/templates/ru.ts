/**
 * Russian: every text of the bitrix preset.
 * @module
 */
import type { ChannelTemplates, LocaleTemplates } from '../../../templates/template-set.js';
import { type Block, button, card, details, each, email, paragraph, section, strong, when } from '../../shared/blocks.js';
import { layout } from '../../shared/layout.js';
import type { Settings } from '../settings.js';
import { exceptEvents, mailEvent } from './mail-event.js';

const colon = ': ';
const sum = '{{money price currency}}';
const title = '{{statusTitle status statusName}}';
const sender = '{{#shorten}}{{shop.name}}{{/shorten}}: ';

const greeting: Block = paragraph('{{#if recipient.name}}Здравствуйте, {{recipient.name}}!{{else}}Здравствуйте!{{/if}}');

const toOrder: Block = button('url', 'Открыть заказ', colon);

const theOrder: readonly Block[] = [
  when(
    'basket',
    section(
      'Состав заказа',
      each('basket', card('{{name}}', [{ line: '{{money price @root.currency}} × {{number quantity}}' }])),
    ),
  ),
  details(colon, [
    { label: 'Заказ', value: '№{{no}}' },
    { label: 'Оформлен', value: '{{date placedAt}}' },
    { when: 'delivery', label: 'Доставка', value: '{{delivery}}' },
    { when: 'properties.ADDRESS', label: 'Адрес', value: '{{properties.ADDRESS}}' },
    { when: 'paySystem', label: 'Оплата', value: '{{paySystem}}' },
    { label: 'Итого', value: strong(sum) },
  ]),
  toOrder,
];

const newOrder: ChannelTemplates = {
  email: email({
    subject: 'Заказ №{{no}} принят',
    preheader: `На сумму ${sum}. Напишем, когда статус заказа изменится.`,
    title: 'Заказ принят',
    body: [greeting, paragraph('Спасибо за заказ! Мы напишем, когда его статус изменится.'), ...theOrder],
  }),
  sms: `${sender}заказ №{{no}} на сумму ${sum} принят. Сообщим, когда его статус изменится.`,
};

const newOrderAdmin = ({ testWord }: Settings): ChannelTemplates => ({
  sms: [
    `{{#unless (contains description '${testWord}')}}Новый заказ №{{no}}: `,
    `{{#if basket}}{{plural basket.length one='# товар' few='# товара' many='# товаров' other='# товара'}} на {{/if}}${sum}.`,
    '{{#if properties.PHONE}} Тел. {{properties.PHONE}}.{{/if}}',
    '{{#if properties.FIO}} {{#shorten}}{{properties.FIO}}{{/shorten}}{{/if}}{{/unless}}',
  ].join(''),
});

const statusChanged: ChannelTemplates = {
  email: email({
    subject: `Заказ №{{no}}: ${title}`,
    preheader: `Новый статус заказа — «${title}».`,
    title: 'Статус заказа изменился',
    body: [
      greeting,
      paragraph({
        html: `Новый статус заказа №{{no}} — <strong>«${title}»</strong>.`,
        text: `Новый статус заказа №{{no}} — «${title}».`,
      }),
      when('tracking', details(colon, [{ label: 'Трек-номер', value: strong('{{tracking}}') }])),
      toOrder,
    ],
  }),
  sms: `${sender}статус заказа №{{no}} — «{{#shorten}}${title}{{/shorten}}».`,
};

const statusChangedAdmin = ({ testWord }: Settings): ChannelTemplates => ({
  sms: `{{#unless (contains description '${testWord}')}}Заказ №{{no}}: статус «{{#shorten}}${title}{{/shorten}}», ${sum}.{{/unless}}`,
});

const orderPaid: ChannelTemplates = {
  email: email({
    subject: 'Заказ №{{no}} оплачен',
    preheader: `Мы получили оплату: ${sum}.`,
    title: 'Оплата получена',
    body: [greeting, paragraph(`Мы получили оплату заказа №{{no}}: ${sum}. Спасибо!`), ...theOrder],
  }),
  sms: `${sender}оплата заказа №{{no}} на сумму ${sum} получена. Спасибо!`,
};

const orderCancelled: ChannelTemplates = {
  email: email({
    subject: 'Заказ №{{no}} отменён',
    preheader: 'Если это ошибка, свяжитесь с нами.',
    title: 'Заказ отменён',
    body: [
      greeting,
      paragraph('Заказ №{{no}} отменён. Если это ошибка, ответьте на письмо или позвоните нам.'),
      when('cancelReason', details(colon, [{ label: 'Причина', value: '{{cancelReason}}' }])),
      when('paid', paragraph('Деньги вернутся тем же способом, которым был оплачен заказ.')),
      toOrder,
    ],
  }),
  sms: `${sender}заказ №{{no}} отменён.{{#if shop.phone}} Вопросы: {{shop.phone}}.{{/if}}{{#if cancelReason}} Причина: {{#shorten}}{{cancelReason}}{{/shorten}}{{/if}}`,
};

const trackingNumber: ChannelTemplates = {
  email: email({
    subject: 'Заказ №{{no}} в пути: {{tracking}}',
    preheader: 'По этому номеру можно следить за посылкой.',
    title: 'Заказ передан в доставку',
    body: [
      greeting,
      paragraph('Заказ №{{no}} передан в доставку. За посылкой можно следить по трек-номеру.'),
      details(colon, [
        { label: 'Трек-номер', value: strong('{{tracking}}') },
        { when: 'delivery', label: 'Доставка', value: '{{delivery}}' },
        { when: 'properties.ADDRESS', label: 'Адрес', value: '{{properties.ADDRESS}}' },
      ]),
      toOrder,
    ],
  }),
  sms: `${sender}заказ №{{no}} передан в доставку. Трек-номер: {{tracking}}`,
};

/** Every text, by rule. */
export function texts(settings: Settings): LocaleTemplates {
  return {
    templates: {
      'new-order': newOrder,
      'new-order-admin': newOrderAdmin(settings),
      'status-changed': statusChanged,
      'status-changed-admin': statusChangedAdmin(settings),
      'order-paid': orderPaid,
      'order-cancelled': orderCancelled,
      'tracking-number': trackingNumber,
      'mail-event': mailEvent('{{shop.name}}: заказ №{{no}}'),
    },
    titles: {
      'new-order': 'Заказ принят',
      'status-changed': 'Статус заказа изменился',
      'order-paid': 'Оплата получена',
      'order-cancelled': 'Заказ отменён',
      'tracking-number': 'Заказ передан в доставку',
      'mail-event': 'Сообщение о заказе',
    },
    layout: exceptEvents(
      layout({
        language: 'ru',
        phone: 'Телефон',
        email: 'Эл. почта',
        colon,
        reason: 'Это письмо отправлено автоматически, потому что вы сделали заказ.',
      }),
    ),
  };
}
