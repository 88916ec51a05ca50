/**
 * zh-TW: 預約憑證通知, 預約憑證異動通知, 預約行前通知, 服務分派通知 (domain 1.a6 to 1.a9).
 * @module
 */
import type { ChannelTemplates } from '../../../../templates/template-set.js';
import { choose, details, email, note, paragraph, phone, section, when } from '../blocks.js';
import { colon, greeting, sender, shortStartOf, startOf, theSessions } from './phrases.js';

const orderRows = details(colon, [
  { label: '訂單編號', value: '{{no}}' },
  { when: '(not (sameContact booker recipient))', label: '預訂人', value: '{{booker.name}}' },
]);

const contactShop = choose(
  [
    [
      'shop.phone',
      paragraph({
        html: `如需調整時間，請盡早來電 ${phone('shop.phone').html}，我們會盡力協助。`,
        text: '如需調整時間，請盡早來電 {{shop.phone}}，我們會盡力協助。',
      }),
    ],
  ],
  paragraph('如需調整時間，請盡早與我們聯絡，我們會盡力協助。'),
);

/** Whether the shop has accepted some sessions only. */
const isPartial = `(eq orderStatus 'accepting')`;

/** 預約憑證通知: the first acceptance. */
export const bookingVoucher: ChannelTemplates = {
  email: email({
    subject: '您在{{shop.name}}的預約憑證（{{no}}）',
    preheader: `{{#if ${isPartial}}}部分場次已受理{{else}}預約已受理{{/if}}，到場時出示這封信即可。`,
    title: '預約憑證',
    body: [
      greeting,
      choose(
        [
          [
            isPartial,
            paragraph('{{shop.name}}已受理這筆預約的部分場次，以下是您的場次與目前狀態。若還有待受理的場次，確認後會再通知您。'),
          ],
        ],
        paragraph('{{shop.name}}已受理這筆預約，以下是您的場次。'),
      ),
      paragraph('請保留這封信，到場時出示即可。'),
      section('您的場次', theSessions),
      orderRows,
      contactShop,
    ],
  }),
};

/** 預約憑證異動通知: a later acceptance, or a partial cancellation. */
export const voucherChanged: ChannelTemplates = {
  email: email({
    subject: '您在{{shop.name}}的預約有更新（{{no}}）',
    preheader: '場次內容有更新，請以這封信為準。',
    title: '預約內容有更新',
    body: [
      greeting,
      paragraph('您的預約有更新，以下是您的場次與目前狀態。若先前收過憑證，請改以這封信為準。'),
      section('您的場次', theSessions),
      orderRows,
      contactShop,
    ],
  }),
};

/** 預約行前通知: two days before the service, with the merchant's own notes. */
export const preVisit: ChannelTemplates = {
  email: email({
    subject: `${startOf('item.startsAt')} {{item.service}}`,
    preheader: '{{shop.name}}期待與您見面，時間地點都在這裡。',
    title: '就快見面了',
    body: [
      greeting,
      paragraph('{{item.service}}就快到了，以下是當天的資訊。'),
      details(colon, [
        { label: '時間', value: startOf('item.startsAt') },
        { when: 'item.location', label: '地點', value: '{{item.location}}' },
        { when: 'item.quantity', label: '數量', value: '{{number item.quantity}}' },
        { label: '訂單編號', value: '{{no}}' },
        { label: '場次編號', value: '{{item.no}}' },
      ]),
      when('shop.preVisitNotes', section('行前注意事項', note('shop.preVisitNotes'))),
      contactShop,
    ],
  }),
  sms: `${sender}${shortStartOf('item.startsAt')} {{#shorten}}{{item.service}}{{/shorten}}，{{#if item.location}}地點{{#shorten}}{{item.location}}{{/shorten}}，{{/if}}期待與您見面。`,
};

/** 服務分派通知: a session is given to a partner. */
export const partnerAssigned: ChannelTemplates = {
  email: email({
    subject: `服務安排：${startOf('item.startsAt')} {{item.service}}`,
    preheader: '{{shop.name}}已將這個場次分派給您。',
    title: '有新的場次請您服務',
    body: [
      greeting,
      paragraph('{{shop.name}}已確認以下場次，並分派由您服務。'),
      details(colon, [
        { label: '服務', value: '{{item.service}}' },
        { label: '時間', value: startOf('item.startsAt') },
        { when: 'item.location', label: '地點', value: '{{item.location}}' },
        { when: 'item.quantity', label: '數量', value: '{{number item.quantity}}' },
        { label: '體驗人', value: '{{item.participant.name}}' },
        { when: 'item.participant.phone', label: '電話', value: phone('item.participant.phone') },
        { label: '訂單編號', value: '{{no}}' },
        { label: '場次編號', value: '{{item.no}}' },
      ]),
      paragraph('若時間無法配合，請盡早告知店家。'),
    ],
  }),
};
