/**
 * zh-TW: 手機號碼驗證, 優惠券發送, 優惠券到期 (domain 1.a10 to 1.a12).
 * @module
 */
import type { ChannelTemplates } from '../../../../templates/template-set.js';
import { sender } from './phrases.js';

/** 手機號碼驗證: the one-time code. */
export const phoneVerification: ChannelTemplates = {
  sms: `${sender}您的手機驗證碼是 {{payload.code}}，請勿告訴他人。若非本人操作，請忽略此簡訊。`,
};

/** 優惠券發送: on the day of issue. */
export const couponIssued: ChannelTemplates = {
  sms: `${sender}您收到一張優惠券「{{#shorten}}{{name}}{{/shorten}}」，代碼 {{code}}，{{#if usableFrom}}{{date usableFrom 'short'}}至{{date expiresOn 'short'}}可使用{{else}}有效至{{date expiresOn 'short'}}{{/if}}。`,
};

/** 優惠券到期: seven days before it expires. */
export const couponExpiring: ChannelTemplates = {
  sms: `${sender}提醒您，優惠券「{{#shorten}}{{name}}{{/shorten}}」有效至{{date expiresOn 'short'}}，代碼 {{code}}，請記得使用。`,
};
