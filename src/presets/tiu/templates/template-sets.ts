/**
 * The set of templates of the preset: every rule x channel in each of its locales.
 * @module
 */
import { type DefinedTemplates, defineTemplates } from '../../../templates/define-templates.js';
import type { Helper } from '../../../templates/template-set.js';
import { webAddress } from '../../shared/web-address.js';
import { acceptanceDeadline, type orderLifecycle } from '../order.js';
import type { Settings } from '../settings.js';
import * as en from './en/texts.js';
import * as ru from './ru/texts.js';
import * as zhTw from './zh-tw/texts.js';

/** The locales that the preset's texts are written in; the first is the default. */
export const tiuLocales = ['ru', 'en', 'zh-TW'] as const;

/** Texts about an order, with two helpers of their own: `acceptUntil` and `webAddress`. */
export function orderTemplates(lifecycle: ReturnType<typeof orderLifecycle>, settings: Settings): DefinedTemplates {
  return defineTemplates(lifecycle, {
    defaultLocale: 'ru',
    locales: { ru: ru.orderTexts, en: en.orderTexts, 'zh-TW': zhTw.orderTexts },
    helpers: { acceptUntil: acceptUntilHelper(settings), webAddress },
  });
}

/** `acceptUntil placedAt`: the instant until which the shop must accept an order. It is the date `acceptance.deadline` of the lifecycle. */
function acceptUntilHelper(settings: Settings): Helper {
  return ({ timeZone }, placedAt) =>
    placedAt instanceof Date ? acceptanceDeadline({ placedAt, shop: { timeZone } }, settings) : undefined;
}
