/**
 * The sets of templates of the preset: every rule x channel in each of its locales.
 * @module
 */
import { type DefinedTemplates, defineTemplates } from '../../../templates/define-templates.js';
import type { bookingLifecycle } from '../booking.js';
import type { couponLifecycle } from '../coupon.js';
import type { memberLifecycle } from '../member.js';
import type { Settings } from '../settings.js';
import { paymentDeadlineHelper, webAddress } from './derived.js';
import * as en from './en/texts.js';
import { withInvitations } from './invitations.js';
import * as zhTw from './zh-tw/texts.js';

/** The locales that the preset's texts are written in; the first is the default. */
export const wacaBookingLocales = ['zh-TW', 'en'] as const;

/** Texts about a booking, with two helpers of their own: `paymentDeadline` and `webAddress`. */
export function bookingTemplates(lifecycle: ReturnType<typeof bookingLifecycle>, settings: Settings): DefinedTemplates {
  return defineTemplates(lifecycle, {
    defaultLocale: 'zh-TW',
    locales: {
      'zh-TW': withInvitations(zhTw.bookingTexts, zhTw.invitationWords, settings.sessionMinutes),
      en: withInvitations(en.bookingTexts, en.invitationWords, settings.sessionMinutes),
    },
    helpers: { paymentDeadline: paymentDeadlineHelper(settings), webAddress },
  });
}

/** Texts about a coupon, all of them SMS. */
export function couponTemplates(lifecycle: ReturnType<typeof couponLifecycle>): DefinedTemplates {
  return defineTemplates(lifecycle, { defaultLocale: 'zh-TW', locales: { 'zh-TW': zhTw.couponTexts, en: en.couponTexts } });
}

/** Texts to a member, all of them SMS. */
export function memberTemplates(lifecycle: ReturnType<typeof memberLifecycle>): DefinedTemplates {
  return defineTemplates(lifecycle, { defaultLocale: 'zh-TW', locales: { 'zh-TW': zhTw.memberTexts, en: en.memberTexts } });
}
