/**
 * The set of templates of the preset: every rule x channel in each of its locales, and the trail that they show.
 * @module
 */
import type { Lifecycle } from '../../../core/lifecycle.js';
import { type DefinedTemplates, defineTemplates } from '../../../templates/define-templates.js';
import { webAddress } from '../../shared/web-address.js';
import { type orderLifecycle, orderTrail } from '../order.js';
import type { Settings } from '../settings.js';
import { en } from './en.js';
import { orderTexts } from './order-texts.js';
import { ru } from './ru.js';
import { zhTw } from './zh-tw.js';

/** The shape of the preset's lifecycle. */
type OrderShape = ReturnType<typeof orderLifecycle> extends Lifecycle<infer S> ? S : never;

/** Texts about an order. Stages that are left out have no label: nothing shows them. */
export function orderTemplates(lifecycle: ReturnType<typeof orderLifecycle>, settings: Settings): DefinedTemplates<OrderShape> {
  const { labels, leaveOut } = settings;
  const locales = {
    ru: orderTexts(ru, labels.ru, leaveOut),
    en: orderTexts(en, labels.en, leaveOut),
    'zh-TW': orderTexts(zhTw, labels['zh-TW'], leaveOut),
  };
  return defineTemplates(lifecycle, {
    defaultLocale: 'ru',
    locales,
    trails: { order: orderTrail(settings) },
    helpers: { webAddress },
    editable: { 'status-sms': ['sms'] },
  });
}
