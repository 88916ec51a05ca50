/**
 * The set of templates of the bitrix preset: every rule x channel in each of its locales.
 * @module
 */
import type { Lifecycle } from '../../../core/lifecycle.js';
import type { Shape } from '../../../core/shape.js';
import { type DefinedTemplates, defineTemplates } from '../../../templates/define-templates.js';
import { webAddress } from '../../shared/web-address.js';
import type { Settings } from '../settings.js';
import * as en from './en.js';
import * as ru from './ru.js';
import { statusTitleHelper } from './status-title.js';
import * as zhTw from './zh-tw.js';

/** The locales that the preset's texts are written in; the first is the default. */
export const bitrixLocales = ['ru', 'en', 'zh-TW'] as const;

/** Texts about an order, with two helpers of their own: `statusTitle` and `webAddress`. */
export function orderTemplates<S extends Shape>(lifecycle: Lifecycle<S>, settings: Settings): DefinedTemplates {
  return defineTemplates(lifecycle, {
    defaultLocale: 'ru',
    locales: { ru: ru.texts(settings), en: en.texts(settings), 'zh-TW': zhTw.texts(settings) },
    helpers: { statusTitle: statusTitleHelper(settings), webAddress },
    // 2.5
    transliterate: settings.transliterate ? ['sms'] : undefined,
  });
}
