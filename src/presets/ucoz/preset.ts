/**
 * The ucoz preset: lifecycle, rules and templates put together.
 * @module
 */
import { orderLifecycle, orderRules, orderRulesWithSms } from './order.js';
import { settle, type UcozOptions } from './settings.js';
import type { UcozStatus } from './statuses.js';
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
export function ucoz(options: UcozOptions & { readonly smsStatuses: readonly UcozStatus[] }): UcozWithSms;
export function ucoz(options?: UcozOptions): Ucoz;
export function ucoz(options?: UcozOptions): Ucoz | UcozWithSms {
  const settings = settle(options);
  const order = orderLifecycle(settings);
  const templates = { order: orderTemplates(order, settings) };
  const rules = { order: settings.smsStatuses === undefined ? orderRules(order) : orderRulesWithSms(order) };
  return { lifecycles: { order }, rules, templates, enabled: {} };
}

type OrderLifecycle = ReturnType<typeof orderLifecycle>;

/** What {@link ucoz} returns. */
export interface Ucoz<Rules = ReturnType<typeof orderRules>> {
  readonly lifecycles: { readonly order: OrderLifecycle };
  readonly rules: { readonly order: Rules };
  readonly templates: { readonly order: ReturnType<typeof orderTemplates> };
  /** Nothing is switched by data. */
  readonly enabled: Readonly<Record<never, never>>;
}

/** What it returns where statuses are told by SMS as well. */
export type UcozWithSms = Ucoz<ReturnType<typeof orderRulesWithSms>>;
