/**
 * English: texts about a return (domain 5.6).
 * @module
 */
import { type Block, button, details, paragraph, strong, when } from '../../../shared/blocks.js';
import { parcel } from '../notice.js';
import { callWindow, colon, courierCalls, courierRows, greeting, hoursOf, notice, slotRows } from './phrases.js';

const goods: Block = details(colon, [
  { label: 'Return', value: '{{no}}' },
  { label: 'Order', value: '{{order}}' },
  { label: 'Contents', value: '{{name}}' },
]);
const slot = hoursOf('collection.slot');
const call = callWindow('callAhead');

/** How to return: by courier, or to the nearest pickup point. */
export const returnHowTo = notice({
  subject: 'How to return order {{order}}',
  preheader: 'Call a courier, or bring it to the nearest pickup point.',
  title: 'Your return: two ways to send it',
  body: [
    greeting,
    paragraph('We have your request. There are two ways to hand the goods over.'),
    goods,
    paragraph('1. Call a courier, who collects them in an interval of your choice.'),
    button('courierUrl', 'Call a courier', colon),
    paragraph(
      '2. Bring them to the nearest pickup point{{#if point}}: {{#if point.name}}{{point.name}}, {{/if}}{{point.address}}{{#if point.hours}} ({{point.hours}}){{/if}}{{/if}}.',
    ),
    when(
      'trackUrl',
      paragraph('You can follow your return on its tracking page:'),
      button('trackUrl', 'Follow the return', colon),
    ),
  ],
  sms: `return {{no}} is noted. Call a courier{{#if courierUrl}} {{courierUrl}}{{/if}} or use a pickup point{{#if point}}: {{#shorten}}{{point.address}}{{/shorten}}{{/if}}.`,
});

/** The courier comes today. */
export const collectionDay = notice({
  subject: `We will collect return {{no}} today ${slot}`,
  preheader: `The courier will call you ${call} before arriving.`,
  title: 'We will collect your return today',
  body: [
    greeting,
    paragraph(`The courier will come today ${slot} and call you ${call} before arriving. Please have the goods packed.`),
    goods,
    details(colon, [
      ...slotRows('collection.slot'),
      { when: 'collection', label: 'Address', value: strong('{{collection.address}}') },
      ...courierRows('collection.courier'),
    ]),
  ],
  sms: `we will collect return {{no}} today ${slot}: ${parcel}. ${courierCalls('collection.courier', call)}`,
});

/** The goods are on their way back. */
export const returnOnTheWay = notice({
  subject: 'Return {{no}} is on its way',
  preheader: 'It is on its way to {{shop.name}}.',
  title: 'We have your return',
  body: [
    greeting,
    paragraph('We have your parcel and are taking it to {{shop.name}}.'),
    goods,
    button('trackUrl', 'Follow the return', colon),
  ],
  sms: 'return {{no}} is on its way to {{shop.name}}.{{#if trackUrl}} {{trackUrl}}{{/if}}',
});

/** The shop has them. */
export const returnReceived = notice({
  subject: 'Return {{no}} has reached us',
  preheader: 'We will check it and tell you about your refund.',
  title: 'Your return has reached us',
  body: [greeting, paragraph('The goods have reached us. We will check them and tell you when your refund is sent.'), goods],
  sms: 'return {{no}} has reached us. We will check it and tell you about your refund.',
});

/** The money goes back. */
export const returnRefunded = notice({
  subject: 'The money for return {{no}} is on its way',
  preheader: '{{#if refund}}We have sent {{money refund currency}}.{{else}}When it reaches you depends on your bank.{{/if}}',
  title: 'Your refund is on its way',
  body: [
    greeting,
    paragraph(
      'We have refunded {{#if refund}}{{money refund currency}}{{else}}the money{{/if}} for order {{order}}. When it reaches you depends on your bank.',
    ),
    goods,
  ],
  sms: 'for return {{no}} {{#if refund}}{{money refund currency}} is{{else}}the money is{{/if}} on its way to you. When it arrives depends on your bank.',
});

/** The shop does not take them back. */
export const returnRefused = notice({
  subject: 'We could not accept return {{no}}',
  preheader:
    '{{#if (or payload.reason refusalReason)}}Reason: {{or payload.reason refusalReason}}{{else}}Please contact us to agree on how the goods come back to you.{{/if}}',
  title: 'We could not accept your return',
  body: [
    greeting,
    paragraph('We are sorry: we could not take the goods back. Please contact us to agree on how they come back to you.'),
    when(
      '(or payload.reason refusalReason)',
      details(colon, [{ label: 'Reason', value: '{{or payload.reason refusalReason}}' }]),
    ),
    goods,
  ],
  sms: 'we could not accept return {{no}}{{#if (or payload.reason refusalReason)}}: {{#shorten}}{{or payload.reason refusalReason}}{{/shorten}}{{/if}}. Please contact us.',
});
