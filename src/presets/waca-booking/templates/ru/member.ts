/**
 * Russian: phone verification, coupon issued, coupon expiring (domain 1.a10 to 1.a12).
 * @module
 */
import type { ChannelTemplates } from '../../../../templates/template-set.js';
import { sender } from './phrases.js';

/** Phone verification: the one-time code. In one part, so it says no more than it must. */
export const phoneVerification: ChannelTemplates = {
  sms: `${sender}код подтверждения {{payload.code}}. Никому его не сообщайте.`,
};

/** Coupon issued: on the day of issue. */
export const couponIssued: ChannelTemplates = {
  sms: `${sender}вам купон «{{#shorten}}{{name}}{{/shorten}}», код {{code}}. Действует {{#if usableFrom}}с {{date usableFrom 'short'}} {{/if}}по {{date expiresOn 'short'}}.`,
};

/** Coupon expiring: seven days before it expires. */
export const couponExpiring: ChannelTemplates = {
  sms: `${sender}купон «{{#shorten}}{{name}}{{/shorten}}», код {{code}}, действует по {{date expiresOn 'short'}}. Не забудьте воспользоваться.`,
};
