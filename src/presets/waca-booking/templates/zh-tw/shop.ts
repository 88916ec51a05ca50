/**
 * zh-TW: 簡訊點數即將使用完畢 (domain 1.b5).
 * @module
 */
import type { ChannelTemplates } from '../../../../templates/template-set.js';
import { details, email, paragraph } from '../blocks.js';
import { colon, greeting } from './phrases.js';

/** 簡訊點數即將使用完畢: to the merchant. */
export const creditsLow: ChannelTemplates = {
  email: email({
    subject: '簡訊點數即將使用完畢',
    preheader: '剩餘點數約可再發送 {{number payload.messagesLeft}} 則國內簡訊。',
    title: '簡訊點數即將使用完畢',
    body: [
      greeting,
      paragraph('商店的簡訊點數即將使用完畢，剩餘點數已不足發送 {{number payload.line}} 則國內簡訊。'),
      details(colon, [
        { label: '商店', value: '{{shop.name}}' },
        { label: '約可再發送', value: '{{number payload.messagesLeft}} 則國內簡訊' },
      ]),
      paragraph('請儘快兌換或儲值點數。點數用完後，簡訊將暫停發送，補足點數後才會繼續；電子郵件通知不受影響。'),
    ],
  }),
};
