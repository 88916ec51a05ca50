/**
 * English: phone verification, coupon issued, coupon expiring (domain 1.a10 to 1.a12).
 * @module
 */
import type { ChannelTemplates } from '../../../../templates/template-set.js';
import { sender } from './phrases.js';

/** Phone verification: the one-time code. */
export const phoneVerification: ChannelTemplates = {
  sms: `${sender}{{payload.code}} is your verification code. Do not share it with anyone. If you did not ask for it, ignore this message.`,
};

/** Coupon issued: on the day of issue. */
export const couponIssued: ChannelTemplates = {
  sms: `${sender}you have a coupon: {{#shorten}}{{name}}{{/shorten}}, code {{code}}. Valid {{#if usableFrom}}from {{date usableFrom 'medium'}} {{/if}}until {{date expiresOn 'medium'}}.`,
};

/** Coupon expiring: seven days before it expires. */
export const couponExpiring: ChannelTemplates = {
  sms: `${sender}your coupon {{#shorten}}{{name}}{{/shorten}}, code {{code}}, is valid until {{date expiresOn 'medium'}}. Please remember to use it.`,
};
