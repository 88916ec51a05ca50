/**
 * The sets of templates of the preset: every rule x channel in each of its locales.
 * @module
 */
import { type DefinedTemplates, defineTemplates } from '../../../templates/define-templates.js';
import { webAddress } from '../../shared/web-address.js';
import { carrierHelper, trackingLinkHelper } from '../carriers.js';
import type { orderLifecycle } from '../order.js';
import type { Settings } from '../settings.js';
import * as en from './en.js';
import * as ru from './ru.js';
import * as zhTw from './zh-tw.js';

/** The locales that the preset's texts are written in; the first is the default. */
export const retailcrmLocales = ['ru', 'en', 'zh-TW'] as const;

/** Texts about an order, with helpers of their own: `carrier`, `trackingLink` and `webAddress`. */
export function orderTemplates(lifecycle: ReturnType<typeof orderLifecycle>, settings: Settings): DefinedTemplates {
  return defineTemplates(lifecycle, {
    defaultLocale: 'ru',
    locales: { ru: ru.orderTexts, en: en.orderTexts, 'zh-TW': zhTw.orderTexts },
    helpers: { carrier: carrierHelper(settings.carriers), trackingLink: trackingLinkHelper(settings.carriers), webAddress },
  });
}
