/**
 * The sets of templates of the preset: every rule x channel in each of its locales.
 * @module
 */
import { type DefinedTemplates, defineTemplates } from '../../../templates/define-templates.js';
import type { LocaleTemplates } from '../../../templates/template-set.js';
import { webAddress } from '../../shared/web-address.js';
import type { bookingLifecycle } from '../booking.js';
import type { couponLifecycle } from '../coupon.js';
import type { memberLifecycle } from '../member.js';
import type { Settings } from '../settings.js';
import type { shopLifecycle } from '../shop.js';
import { paymentDeadlineHelper } from './derived.js';
import * as en from './en/texts.js';
import { withInvitations } from './invitations.js';
import * as ru from './ru/texts.js';
import * as zhTw from './zh-tw/texts.js';

/** The locales that the preset's texts are written in; the first is the default. */
export const wacaBookingLocales = ['zh-TW', 'en', 'ru'] as const;

/** Texts about a booking, with two helpers of their own: `paymentDeadline` and `webAddress`. */
export function bookingTemplates(lifecycle: ReturnType<typeof bookingLifecycle>, settings: Settings): DefinedTemplates {
  return defineTemplates(lifecycle, {
    defaultLocale: 'zh-TW',
    locales: {
      'zh-TW': withInvitations(zhTw.bookingTexts, zhTw.invitationWords, settings.sessionMinutes),
      en: withInvitations(en.bookingTexts, en.invitationWords, settings.sessionMinutes),
      ru: withInvitations(ru.bookingTexts, ru.invitationWords, settings.sessionMinutes),
    },
    helpers: { paymentDeadline: paymentDeadlineHelper(settings), webAddress },
    // 1.b2: SMS are the merchant's to edit; 1.b1: of e-mail, the notes before the visit alone.
    editable: smsOf(zhTw.bookingTexts),
    slots: { preVisitNotes: { path: 'shop.preVisitNotes', maxLength: 1_000 } },
  });
}

/** Texts about a coupon, all of them SMS. */
export function couponTemplates(lifecycle: ReturnType<typeof couponLifecycle>): DefinedTemplates {
  const locales = { 'zh-TW': zhTw.couponTexts, en: en.couponTexts, ru: ru.couponTexts };
  return defineTemplates(lifecycle, { defaultLocale: 'zh-TW', locales, editable: smsOf(zhTw.couponTexts) });
}

/** Texts to a member, all of them SMS. */
export function memberTemplates(lifecycle: ReturnType<typeof memberLifecycle>): DefinedTemplates {
  const locales = { 'zh-TW': zhTw.memberTexts, en: en.memberTexts, ru: ru.memberTexts };
  return defineTemplates(lifecycle, { defaultLocale: 'zh-TW', locales, editable: smsOf(zhTw.memberTexts) });
}

/** Every template that has an SMS. */
function smsOf({ templates }: LocaleTemplates): Readonly<Record<string, readonly string[]>> {
  const names = Object.keys(templates).filter((name) => templates[name]?.['sms'] !== undefined);
  return Object.fromEntries(names.map((name) => [name, ['sms']]));
}

/** Texts to the merchant of a shop. */
export function shopTemplates(lifecycle: ReturnType<typeof shopLifecycle>): DefinedTemplates {
  return defineTemplates(lifecycle, {
    defaultLocale: 'zh-TW',
    locales: { 'zh-TW': zhTw.shopTexts, en: en.shopTexts, ru: ru.shopTexts },
    helpers: { webAddress },
  });
}
