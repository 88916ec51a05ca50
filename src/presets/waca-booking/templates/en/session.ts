/**
 * English: booking voucher, changed voucher, pre-visit notice, assignment of a partner (domain 1.a6 to 1.a9).
 * @module
 */
import type { ChannelTemplates } from '../../../../templates/template-set.js';
import { choose, details, email, note, paragraph, phone, section, when } from '../blocks.js';
import { colon, greeting, sender, startOf, theSessions } from './phrases.js';

const orderRows = details(colon, [
  { label: 'Order', value: '{{no}}' },
  { when: '(not (sameContact booker recipient))', label: 'Booked by', value: '{{booker.name}}' },
]);

const contactShop = choose(
  [
    [
      'shop.phone',
      paragraph({
        html: `Need another time? Call us early at ${phone('shop.phone').html} and we will see what we can do.`,
        text: 'Need another time? Call us early at {{shop.phone}} and we will see what we can do.',
      }),
    ],
  ],
  paragraph('Need another time? Let us know early and we will see what we can do.'),
);

/** Whether the shop has accepted some sessions only. */
const isPartial = `(eq orderStatus 'accepting')`;

/** Booking voucher: the first acceptance. */
export const bookingVoucher: ChannelTemplates = {
  email: email({
    subject: 'Your booking voucher from {{shop.name}} ({{no}})',
    preheader: `{{#if ${isPartial}}}Some sessions are{{else}}Your booking is{{/if}} confirmed. Show this e-mail when you come.`,
    title: 'Booking voucher',
    body: [
      greeting,
      choose(
        [
          [
            isPartial,
            paragraph(
              '{{shop.name}} has confirmed some sessions of this booking. These are yours, each with its status. If any is still awaiting confirmation, we will let you know once it is confirmed.',
            ),
          ],
        ],
        paragraph('{{shop.name}} has confirmed this booking. These are your sessions.'),
      ),
      paragraph('Please keep this e-mail and show it when you come.'),
      section('Your sessions', theSessions),
      orderRows,
      contactShop,
    ],
  }),
};

/** Changed voucher: a later acceptance, or a partial cancellation. */
export const voucherChanged: ChannelTemplates = {
  email: email({
    subject: 'Your booking at {{shop.name}} has changed ({{no}})',
    preheader: 'Your sessions have changed. This e-mail is the one that counts.',
    title: 'Your booking has changed',
    body: [
      greeting,
      paragraph(
        'Your booking has changed. These are your sessions now, each with its status. This e-mail replaces any voucher you got before.',
      ),
      section('Your sessions', theSessions),
      orderRows,
      contactShop,
    ],
  }),
};

/** Pre-visit notice: two days before the service, with the merchant's own notes. */
export const preVisit: ChannelTemplates = {
  email: email({
    subject: `{{item.service}}: ${startOf('item.startsAt')}`,
    preheader: '{{shop.name}} looks forward to seeing you. Time and place are in here.',
    title: 'See you soon',
    body: [
      greeting,
      paragraph('{{item.service}} is coming up. Here is what you need to know.'),
      details(colon, [
        { label: 'When', value: startOf('item.startsAt') },
        { when: 'item.location', label: 'Where', value: '{{item.location}}' },
        { when: 'item.quantity', label: 'Quantity', value: '{{number item.quantity}}' },
        { label: 'Order', value: '{{no}}' },
        { label: 'Session', value: '{{item.no}}' },
      ]),
      when('shop.preVisitNotes', section('Before you come', note('shop.preVisitNotes'))),
      contactShop,
    ],
  }),
  sms: `${sender}{{#shorten}}{{item.service}}{{/shorten}}, ${startOf('item.startsAt')}.{{#if item.location}} Place: {{#shorten}}{{item.location}}{{/shorten}}.{{/if}} See you soon.`,
};

/** Assignment of a partner to a session. */
export const partnerAssigned: ChannelTemplates = {
  email: email({
    subject: `Assigned to you: {{item.service}}, ${startOf('item.startsAt')}`,
    preheader: '{{shop.name}} has given this session to you.',
    title: 'A session for you',
    body: [
      greeting,
      paragraph('{{shop.name}} has confirmed this session and assigned it to you.'),
      details(colon, [
        { label: 'Service', value: '{{item.service}}' },
        { label: 'When', value: startOf('item.startsAt') },
        { when: 'item.location', label: 'Where', value: '{{item.location}}' },
        { when: 'item.quantity', label: 'Quantity', value: '{{number item.quantity}}' },
        { label: 'Participant', value: '{{item.participant.name}}' },
        { when: 'item.participant.phone', label: 'Phone', value: phone('item.participant.phone') },
        { label: 'Order', value: '{{no}}' },
        { label: 'Session', value: '{{item.no}}' },
      ]),
      paragraph('If you cannot make it, please tell the shop early.'),
    ],
  }),
};
