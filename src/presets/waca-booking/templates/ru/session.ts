/**
 * Russian: booking voucher, changed voucher, pre-visit notice, assignment of a partner (domain 1.a6 to 1.a9).
 * @module
 */
import type { ChannelTemplates } from '../../../../templates/template-set.js';
import { choose, details, email, note, paragraph, phone, section, when } from '../../../shared/blocks.js';
import { colon, greeting, sender, shortStartOf, startOf, theSessions } from './phrases.js';

const orderRows = details(colon, [
  { label: 'Заказ', value: '{{no}}' },
  { when: '(not (sameContact booker recipient))', label: 'Заказчик', value: '{{booker.name}}' },
]);

const contactShop = choose(
  [
    [
      'shop.phone',
      paragraph({
        html: `Нужно другое время? Позвоните нам заранее: ${phone('shop.phone').html} — постараемся помочь.`,
        text: 'Нужно другое время? Позвоните нам заранее: {{shop.phone}} — постараемся помочь.',
      }),
    ],
  ],
  paragraph('Нужно другое время? Сообщите нам заранее, постараемся помочь.'),
);

/** Whether the shop has accepted some sessions only. */
const isPartial = `(eq orderStatus 'accepting')`;

/** Booking voucher: the first acceptance. */
export const bookingVoucher: ChannelTemplates = {
  email: email({
    subject: 'Подтверждение записи: {{shop.name}} ({{no}})',
    preheader: `{{#if ${isPartial}}}Часть сеансов подтверждена{{else}}Ваша запись подтверждена{{/if}}. Покажите это письмо, когда придёте.`,
    title: 'Подтверждение записи',
    body: [
      greeting,
      choose(
        [
          [
            isPartial,
            paragraph(
              '{{shop.name}} подтверждает часть сеансов этого заказа. Ниже — ваши сеансы и статус каждого. Если какой-то ещё ожидает подтверждения, мы сообщим отдельно.',
            ),
          ],
        ],
        paragraph('{{shop.name}} подтверждает вашу запись. Ниже — ваши сеансы.'),
      ),
      paragraph('Сохраните это письмо и покажите его, когда придёте.'),
      section('Ваши сеансы', theSessions),
      orderRows,
      contactShop,
    ],
  }),
};

/** Changed voucher: a later acceptance, or a partial cancellation. */
export const voucherChanged: ChannelTemplates = {
  email: email({
    subject: 'Изменения в записи: {{shop.name}} ({{no}})',
    preheader: 'Ваши сеансы изменились. Ориентируйтесь на это письмо.',
    title: 'Ваша запись изменилась',
    body: [
      greeting,
      paragraph(
        'Ваша запись изменилась. Ниже — ваши сеансы и статус каждого. Это письмо заменяет подтверждения, которые вы получали раньше.',
      ),
      section('Ваши сеансы', theSessions),
      orderRows,
      contactShop,
    ],
  }),
};

/** Pre-visit notice: two days before the service, with the merchant's own notes. */
export const preVisit: ChannelTemplates = {
  email: email({
    subject: `{{item.service}}: ${shortStartOf('item.startsAt')}`,
    preheader: '{{shop.name}} ждёт вас. Время и место — в этом письме.',
    title: 'Скоро увидимся',
    body: [
      greeting,
      paragraph('Напоминаем о вашей записи: «{{item.service}}». Вот всё, что нужно знать.'),
      details(colon, [
        { label: 'Когда', value: startOf('item.startsAt') },
        { when: 'item.location', label: 'Где', value: '{{item.location}}' },
        { when: 'item.quantity', label: 'Количество', value: '{{number item.quantity}}' },
        { label: 'Заказ', value: '{{no}}' },
        { label: 'Сеанс', value: '{{item.no}}' },
      ]),
      when('shop.preVisitNotes', section('Перед визитом', note('shop.preVisitNotes'))),
      contactShop,
    ],
  }),
  sms: `${sender}«{{#shorten}}{{item.service}}{{/shorten}}», ${shortStartOf('item.startsAt')}.{{#if item.location}} Место: {{#shorten}}{{item.location}}{{/shorten}}.{{/if}} До встречи!`,
};

/** Assignment of a partner to a session. */
export const partnerAssigned: ChannelTemplates = {
  email: email({
    subject: `Вам назначен сеанс: {{item.service}}, ${shortStartOf('item.startsAt')}`,
    preheader: '{{shop.name}} назначает вас на этот сеанс.',
    title: 'Новый сеанс для вас',
    body: [
      greeting,
      paragraph('{{shop.name}} подтверждает этот сеанс и назначает на него вас.'),
      details(colon, [
        { label: 'Услуга', value: '{{item.service}}' },
        { label: 'Когда', value: startOf('item.startsAt') },
        { when: 'item.location', label: 'Где', value: '{{item.location}}' },
        { when: 'item.quantity', label: 'Количество', value: '{{number item.quantity}}' },
        { label: 'Участник', value: '{{item.participant.name}}' },
        { when: 'item.participant.phone', label: 'Телефон', value: phone('item.participant.phone') },
        { label: 'Заказ', value: '{{no}}' },
        { label: 'Сеанс', value: '{{item.no}}' },
      ]),
      paragraph('Если вы не сможете его провести, сообщите об этом заранее.'),
    ],
  }),
};
