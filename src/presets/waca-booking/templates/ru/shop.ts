/**
 * Russian: the SMS credit is nearly used up (domain 1.b5).
 * @module
 */
import type { ChannelTemplates } from '../../../../templates/template-set.js';
import { details, email, paragraph } from '../../../shared/blocks.js';
import { colon, greeting } from './phrases.js';

/** A number of messages, as it stands after «на». */
const messages = (path: string) =>
  `{{plural ${path} one='# сообщение' few='# сообщения' many='# сообщений' other='# сообщения'}}`;

/** The SMS credit is nearly used up: to the merchant. */
export const creditsLow: ChannelTemplates = {
  email: email({
    subject: 'SMS-баланс почти исчерпан',
    preheader: `Его хватит примерно на ${messages('payload.messagesLeft')} внутри страны.`,
    title: 'SMS-баланс почти исчерпан',
    body: [
      greeting,
      paragraph(`SMS-баланс вашего магазина почти исчерпан: его не хватит и на ${messages('payload.line')} внутри страны.`),
      details(colon, [
        { label: 'Магазин', value: '{{shop.name}}' },
        { label: 'Хватит', value: `примерно на ${messages('payload.messagesLeft')} внутри страны` },
      ]),
      paragraph('Пополните его, пожалуйста. Когда баланс закончится, SMS будут ждать пополнения; на письмах это не скажется.'),
    ],
  }),
};
