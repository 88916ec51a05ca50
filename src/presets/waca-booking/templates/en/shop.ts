/**
 * English: the SMS credit is nearly used up (domain 1.b5).
 * @module
 */
import type { ChannelTemplates } from '../../../../templates/template-set.js';
import { details, email, paragraph } from '../blocks.js';
import { colon, greeting } from './phrases.js';

/** The SMS credit is nearly used up: to the merchant. */
export const creditsLow: ChannelTemplates = {
  email: email({
    subject: 'Your SMS credit is nearly used up',
    preheader: 'It pays for about {{number payload.messagesLeft}} more domestic messages.',
    title: 'Your SMS credit is nearly used up',
    body: [
      greeting,
      paragraph(
        'The SMS credit of your shop is nearly used up: it pays for fewer than {{number payload.line}} domestic messages.',
      ),
      details(colon, [
        { label: 'Shop', value: '{{shop.name}}' },
        { label: 'Messages left', value: 'about {{number payload.messagesLeft}} domestic' },
      ]),
      paragraph(
        'Please top it up soon. Once it is used up, text messages wait until there is credit again. E-mails are not affected.',
      ),
    ],
  }),
};
