/**
 * English: the phrases and blocks that several texts share.
 * @module
 */
import type { ChannelTemplates } from '../../../../templates/template-set.js';
import { type Block, button, choose, details, join, paragraph, phone, type Row, strong } from '../../../shared/blocks.js';
import { type Notice, signed } from '../notice.js';

/** The colon of English text. */
export const colon = ': ';

const opening = (name: string) => `${name}: `;

/** A notice in the name of whoever informs. */
export const notice = (words: Notice): ChannelTemplates => signed(words, opening);

/** Whom a mail speaks to. */
export const greeting: Block = paragraph('{{#if recipient.name}}Hello {{recipient.name}},{{else}}Hello,{{/if}}');

/** A day in a sentence: Wednesday, March 4, 2026. */
export const dayOf = (path: string) => `{{date ${path} 'full'}}`;

/** An interval in a sentence: between 10:00 and 14:00. */
export const hoursOf = (path: string) => `between {{${path}.from}} and {{${path}.to}}`;

/** When a courier calls, as data have it: 30 to 60 minutes. */
export const callWindow = (path: string) =>
  `{{${path}.from}} to {{${path}.to}} {{plural ${path}.to one='minute' other='minutes'}}`;

/** The amount due. */
export const due = '{{money amountDue currency}}';

/** That the courier calls before, in an SMS; with name and phone where they are known. */
export const courierCalls = (path: string, call: string) =>
  `{{#if ${path}}}Courier: {{${path}.name}}{{#if ${path}.phone}}, {{${path}.phone}}{{/if}}. {{/if}}Expect a call ${call} before.`;

/** What is left to pay, in an SMS. */
export const smsDue = `{{#if amountDue}}To pay: ${due}.{{else}}Nothing to pay.{{/if}}`;

/** Rows with the slot at a path. */
export const slotRows = (path: string): readonly Row[] => [
  { when: path, label: 'Day', value: strong(dayOf(`${path}.day`)) },
  { when: path, label: 'Time', value: strong(hoursOf(path)) },
];

/** Rows with the courier at a path. */
export const courierRows = (path: string): readonly Row[] => [
  { when: path, label: 'Courier', value: `{{${path}.name}}` },
  { when: `${path}.phone`, label: "Courier's phone", value: phone(`${path}.phone`) },
];

/** What is delivered, when, where and by whom, and what is left to pay. */
export const theDelivery: Block = details(colon, [
  { label: 'Order', value: '{{no}}' },
  { label: 'Contents', value: '{{name}}' },
  ...slotRows('delivery.slot'),
  { when: `(and delivery.address (eq delivery.method 'courier'))`, label: 'Address', value: '{{delivery.address}}' },
  { when: `(and delivery.point (eq delivery.method 'pickup'))`, label: 'Pickup point', value: '{{delivery.point.address}}' },
  { label: 'Carrier', value: '{{carrier.name}}' },
  ...courierRows('delivery.courier'),
  { when: 'receiver.phone', label: 'Your phone', value: '{{receiver.phone}}' },
  { label: 'To pay', value: strong(`{{#if amountDue}}${due}{{else}}nothing, it is paid{{/if}}`) },
]);

/** That all of this can be changed, and where (5.5). */
export const changeIt: Block = choose(
  [
    [
      'trackUrl',
      join([
        paragraph(
          'Plans changed? You can change day, interval, address, way of delivery and phone yourself on the tracking page.',
        ),
        button('trackUrl', 'Change the delivery', colon),
      ]),
    ],
  ],
  paragraph('Plans changed? Tell us, and we will change day, interval, address, way of delivery or phone.'),
);

/** The tracking page at the end of an SMS. */
export const smsTrack = '{{#if trackUrl}} {{trackUrl}}{{/if}}';
