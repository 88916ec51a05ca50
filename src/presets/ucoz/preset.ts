/**
 * The ucoz preset: lifecycle, rules and templates put together.
 * @module
 */
import { orderLifecycle, orderRules } from './order.js';
import { settle, type UcozOptions } from './settings.js';
import { orderTemplates } from './templates/template-sets.js';

/**
 * Lifecycle, rules and templates of a uCoz shop: an e-mail for each status of an order, which shows where the order is in the trail of
 * its stages, and an apology for one that is cancelled, in Russian, English and zh-TW. Inert: nothing is sent or started.
 *
 * Stages can be left out and renamed, and statuses told by SMS as well ({@link UcozOptions}). Options that do not exist and values that
 * do not fit are reported at once, in one `OrderbellError` with code `invalid-argument` and a problem for each.
 *
 * @example
 * const { lifecycles, rules, templates } = ucoz({ leaveOut: ['ready'], labels: { ru: { new: 'Принят' } } });
 * const notifier = createNotifier({ rules, templates, transports, store });
 * await notifier.handleTransition(lifecycles.order, { created: order });
 */
export function ucoz(options?: UcozOptions) {
  const settings = settle(options);
  const order = orderLifecycle(settings);
  return {
    lifecycles: { order },
    rules: { order: orderRules(order, settings) },
    templates: { order: orderTemplates(order, settings) },
    /** Nothing is switched by data. */
    enabled: {},
  };
}

/** What {@link ucoz} returns. */
export type Ucoz = ReturnType<typeof ucoz>;
