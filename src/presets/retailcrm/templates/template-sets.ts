/**
 * The sets of templates of the preset: every rule x channel in each of its locales, or the texts of imported triggers.
 * @module
 */
import { type DefinedTemplates, defineTemplates } from '../../../templates/define-templates.js';
import { webAddress } from '../../shared/web-address.js';
import { carrierHelper, trackingLinkHelper } from '../carriers.js';
import type { ImportedTexts } from '../imported-triggers.js';
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
    helpers: helpersOf(settings),
  });
}

/** Texts of imported triggers: one language, whichever it is, called Russian. */
export function importedTemplates(
  lifecycle: ReturnType<typeof orderLifecycle>,
  settings: Settings,
  texts: Readonly<Record<string, ImportedTexts>>,
): DefinedTemplates {
  // The parts of ImportedTexts are those of ChannelTemplates, which knows more channels.
  const templates = Object.fromEntries(Object.entries(texts).map(([name, channels]) => [name, { ...channels }]));
  return defineTemplates(lifecycle, { defaultLocale: 'ru', locales: { ru: { templates } }, helpers: helpersOf(settings) });
}

function helpersOf({ carriers }: Settings) {
  return { carrier: carrierHelper(carriers), trackingLink: trackingLinkHelper(carriers), webAddress };
}
