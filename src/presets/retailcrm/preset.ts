/**
 * The retailcrm preset: lifecycle, rules and templates put together.
 * @module
 */
import type { Lifecycle } from '../../core/lifecycle.js';
import { type OrderShape, orderLifecycle, orderRules } from './order.js';
import { type RetailcrmOptions, settle } from './settings.js';
import { orderTemplates } from './templates/template-sets.js';

/**
 * Lifecycle, rules and templates of a shop that works with retailCRM: one order from new to delivered, sixteen notices, in Russian,
 * English and zh-TW. Inert: nothing is sent or started.
 *
 * Options that do not exist and values that do not fit are reported at once, in one `OrderbellError` with code `invalid-argument` and
 * a problem for each.
 *
 * @example
 * const { lifecycles, rules, templates, enabled } = retailcrm({ excludedComments: ['drop1'], statuses: { delivery: ['at-customs'] } });
 * const notifier = createNotifier({ rules, templates, enabled, transports, store });
 * await notifier.handleTransition(lifecycles.order, { before, after });
 */
export function retailcrm<const Own extends string = never, const Named extends string = never>(
  options?: RetailcrmOptions<Own, Named>,
) {
  const settings = settle(options);
  const order = orderLifecycle(settings);
  return {
    // It has the statuses and conditions of the options beside those that its own type knows.
    lifecycles: { order: order as unknown as Lifecycle<OrderShape<Own, Named>> },
    rules: { order: orderRules(order, settings) },
    templates: { order: orderTemplates(order, settings) },
    enabled: {
      /** Whether SMS are sent at all. */
      sms: (): boolean => settings.smsEnabled,
    },
  };
}

/** What {@link retailcrm} returns. */
export type Retailcrm = ReturnType<typeof retailcrm>;
