/**
 * English: every text of the bitrix preset.
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

const greeting: Block = paragraph('{{#if recipient.name}}Hello {{recipient.name}},{{else}}Hello,{{/if}}');

const toOrder: Block = button('url', 'View your order', colon);

const theOrder: readonly Block[] = [
  when(
    'basket',
    section(
      'What you ordered',
      each('basket', card('{{name}}', [{ line: '{{money price @root.currency}} × {{number quantity}}' }])),
    ),
  ),
  details(colon, [
    { label: 'Order', value: '{{no}}' },
    { label: 'Placed on', value: '{{date placedAt}}' },
    { when: 'delivery', label: 'Delivery', value: '{{delivery}}' },
    { when: 'properties.ADDRESS', label: 'Address', value: '{{properties.ADDRESS}}' },
    { when: 'paySystem', label: 'Payment', value: '{{paySystem}}' },
    { label: 'Total', value: strong(sum) },
  ]),
  toOrder,
];

const newOrder: ChannelTemplates = {
  email: email({
    subject: 'We have your order {{no}}',
    preheader: `${sum} in all. We will write when its status changes.`,
    title: 'We have your order',
    body: [greeting, paragraph('Thank you for your order. We will write when its status changes.'), ...theOrder],
  }),
  sms: `${sender}we have your order {{no}}, ${sum}. We will tell you when its status changes.`,
};

const newOrderAdmin = ({ testWord }: Settings): ChannelTemplates => ({
  sms: [
    `{{#unless (contains description '${testWord}')}}New order {{no}}: `,
    `{{#if basket}}{{plural basket.length one='# item' other='# items'}}, {{/if}}${sum}.`,
    '{{#if properties.PHONE}} Phone {{properties.PHONE}}.{{/if}}',
    '{{#if properties.FIO}} {{#shorten}}{{properties.FIO}}{{/shorten}}{{/if}}{{/unless}}',
  ].join(''),
});

const statusChanged: ChannelTemplates = {
  email: email({
    subject: `Order {{no}}: ${title}`,
    preheader: `The new status of your order: ${title}.`,
    title: 'The status of your order has changed',
    body: [
      greeting,
      paragraph({
        html: `The new status of your order {{no}}: <strong>${title}</strong>.`,
        text: `The new status of your order {{no}}: ${title}.`,
      }),
      when('tracking', details(colon, [{ label: 'Tracking number', value: strong('{{tracking}}') }])),
      toOrder,
    ],
  }),
  sms: `${sender}the status of your order {{no}} is now: {{#shorten}}${title}{{/shorten}}.`,
};

const statusChangedAdmin = ({ testWord }: Settings): ChannelTemplates => ({
  sms: `{{#unless (contains description '${testWord}')}}Order {{no}}: {{#shorten}}${title}{{/shorten}}, ${sum}.{{/unless}}`,
});

const orderPaid: ChannelTemplates = {
  email: email({
    subject: 'Your order {{no}} is paid',
    preheader: `We have received ${sum}.`,
    title: 'Payment received',
    body: [greeting, paragraph(`We have received your payment for order {{no}}: ${sum}. Thank you!`), ...theOrder],
  }),
  sms: `${sender}we have received ${sum} for your order {{no}}. Thank you!`,
};

const orderCancelled: ChannelTemplates = {
  email: email({
    subject: 'Your order {{no}} is cancelled',
    preheader: 'If this is a mistake, please contact us.',
    title: 'Your order is cancelled',
    body: [
      greeting,
      paragraph('Your order {{no}} is cancelled. If this is a mistake, please reply to this e-mail or call us.'),
      when('cancelReason', details(colon, [{ label: 'Reason', value: '{{cancelReason}}' }])),
      when('paid', paragraph('We will refund you the way you paid.')),
      toOrder,
    ],
  }),
  sms: `${sender}your order {{no}} is cancelled.{{#if shop.phone}} Questions: {{shop.phone}}.{{/if}}{{#if cancelReason}} Reason: {{#shorten}}{{cancelReason}}{{/shorten}}{{/if}}`,
};

const trackingNumber: ChannelTemplates = {
  email: email({
    subject: 'Your order {{no}} is on its way: {{tracking}}',
    preheader: 'With this number you can follow the parcel.',
    title: 'Your order is on its way',
    body: [
      greeting,
      paragraph('Your order {{no}} is with the carrier. With the tracking number you can follow the parcel.'),
      details(colon, [
        { label: 'Tracking number', value: strong('{{tracking}}') },
        { when: 'delivery', label: 'Delivery', value: '{{delivery}}' },
        { when: 'properties.ADDRESS', label: 'Address', value: '{{properties.ADDRESS}}' },
      ]),
      toOrder,
    ],
  }),
  sms: `${sender}your order {{no}} is with the carrier. Tracking number: {{tracking}}`,
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
      'mail-event': mailEvent('{{shop.name}}: order {{no}}'),
    },
    titles: {
      'new-order': 'We have your order',
      'status-changed': 'The status of your order has changed',
      'order-paid': 'Payment received',
      'order-cancelled': 'Your order is cancelled',
      'tracking-number': 'Your order is on its way',
      'mail-event': 'About your order',
    },
    layout: exceptEvents(
      layout({
        language: 'en',
        phone: 'Phone',
        email: 'E-mail',
        colon,
        reason: 'Sent automatically, because you have placed an order.',
      }),
    ),
  };
}
