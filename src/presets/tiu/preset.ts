/**
 * The tiu preset: lifecycle, rules and templates put together.
 * @module
 */
import { orderLifecycle, orderRules } from './order.js';
import { settle, type TiuOptions } from './settings.js';
import { orderTemplates } from './templates/template-sets.js';

/**
 * The orders of a shop on tiu.ru: silent drafts, statuses of the shop's own that are added at run time, a cancellation that has a reason,
 * silence after completion, payments online that only the gateway confirms, and an owner who is reminded to accept what comes in. In
 * Russian, English and zh-TW. Inert: nothing is sent or started.
 *
 * What the shop's people write for each other never stands in a message to a buyer: it is `internal` in the lifecycle.
 *
 * Options that do not exist and values that do not fit are reported at once, in one `OrderbellError` with code `invalid-argument`.
 *
 * @example
 * const { lifecycles, rules, templates, enabled } = tiu({ acceptDays: 2 });
 * const notifier = createNotifier({ rules, templates, enabled, transports, store });
 * await notifier.handleTransition(lifecycles.order, { created: order });
 * await notifier.handleTransition(lifecycles.order, { subject: order, event: 'order.cancel', payload: { reason: 'Нет на складе' } });
 */
export function tiu(options?: TiuOptions) {
  const settings = settle(options);
  const lifecycles = { order: orderLifecycle(settings) };
  return {
    lifecycles,
    rules: { order: orderRules(lifecycles.order, settings) },
    templates: { order: orderTemplates(lifecycles.order, settings) },
    enabled: {
      /** Whether the shop of an order sends SMS (6.7). */
      sms: (subject: { readonly shop: { readonly smsEnabled: boolean } }): boolean =>
        settings.smsEnabled && subject.shop.smsEnabled,
    },
  };
}

/** What {@link tiu} returns. */
export type Tiu = ReturnType<typeof tiu>;
