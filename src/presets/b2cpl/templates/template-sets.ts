/**
 * The sets of templates of the preset: every rule, by e-mail and by SMS, in each of its locales.
 * @module
 */
import { type DefinedTemplates, defineTemplates } from '../../../templates/define-templates.js';
import { webAddress } from '../../shared/web-address.js';
import type { orderLifecycle } from '../order.js';
import type { returnLifecycle } from '../return.js';
import type { Settings } from '../settings.js';
import * as en from './en/texts.js';
import { informerHelper } from './informer.js';
import * as ru from './ru/texts.js';
import * as zhTw from './zh-tw/texts.js';

/** The locales that the preset's texts are written in; the first is the default. */
export const b2cplLocales = ['ru', 'en', 'zh-TW'] as const;

/** Texts about an order, with two helpers of their own: `informer` and `webAddress`. */
export function orderTemplates(lifecycle: ReturnType<typeof orderLifecycle>, settings: Settings): DefinedTemplates {
  return defineTemplates(lifecycle, {
    defaultLocale: 'ru',
    locales: { ru: ru.orderTexts, en: en.orderTexts, 'zh-TW': zhTw.orderTexts },
    helpers: { informer: informerHelper(settings), webAddress },
  });
}

/** Texts about a return. */
export function returnTemplates(lifecycle: ReturnType<typeof returnLifecycle>, settings: Settings): DefinedTemplates {
  return defineTemplates(lifecycle, {
    defaultLocale: 'ru',
    locales: { ru: ru.returnTexts, en: en.returnTexts, 'zh-TW': zhTw.returnTexts },
    helpers: { informer: informerHelper(settings), webAddress },
  });
}
