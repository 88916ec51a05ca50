/**
 * The b2cpl preset: lifecycles, rules and templates put together.
 * @module
 */
import { orderLifecycle, orderRules } from './order.js';
import { returnLifecycle, returnRules } from './return.js';
import { type B2cplOptions, settle } from './settings.js';
import { orderTemplates, returnTemplates } from './templates/template-sets.js';

/**
 * Informing a receiver from order to delivery, as the carrier b2cpl asks for it: a shop and a carrier divide the stages, and whoever owns
 * one is the only one to inform; next-day and later deliveries are told differently; returns have a lifecycle of their own. In Russian,
 * English and zh-TW. Inert: nothing is sent or started.
 *
 * Options that do not exist and values that do not fit are reported at once, in one `OrderbellError` with code `invalid-argument`.
 *
 * @example
 * const { lifecycles, rules, templates, enabled } = b2cpl({ stages: { arrived: 'shop' } });
 * const signals = { order: { call: (order) => callCentre.add(order.no) } };
 * const notifier = createNotifier({ rules, templates, enabled, signals, transports, store });
 * await notifier.handleTransition(lifecycles.order, { created: order });
 */
export function b2cpl(options?: B2cplOptions) {
  const settings = settle(options);
  const lifecycles = { order: orderLifecycle(settings), return: returnLifecycle(settings) };
  return {
    lifecycles,
    rules: { order: orderRules(lifecycles.order, settings), return: returnRules(lifecycles.return, settings) },
    templates: {
      order: orderTemplates(lifecycles.order, settings),
      return: returnTemplates(lifecycles.return, settings),
    },
    enabled: {
      /** Whether the shop of a subject sends SMS. */
      sms: (subject: { readonly shop: { readonly smsEnabled: boolean } }): boolean =>
        settings.smsEnabled && subject.shop.smsEnabled,
    },
  };
}

/** What {@link b2cpl} returns. */
export type B2cpl = ReturnType<typeof b2cpl>;
