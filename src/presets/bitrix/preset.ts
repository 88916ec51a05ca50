/**
 * The bitrix preset: lifecycle, rules and templates put together.
 * @module
 */
import type { Lifecycle } from '../../core/lifecycle.js';
import type { RuleTable } from '../../core/table.js';
import type { DefinedTemplates } from '../../templates/define-templates.js';
import { type OrderShape, orderLifecycle } from './lifecycle.js';
import { orderRules } from './rules.js';
import { type BitrixOptions, type Settings, settle } from './settings.js';
import { orderTemplates } from './templates/template-sets.js';

/** The channels of the preset's rules. */
type Channels = ReturnType<typeof orderRules> extends RuleTable<OrderShape<Settings>, infer B> ? B : never;

/** What {@link bitrix} returns. */
export interface Bitrix<O extends BitrixOptions = Record<never, never>> {
  readonly lifecycles: { readonly order: Lifecycle<OrderShape<O>> };
  readonly rules: { readonly order: RuleTable<OrderShape<O>, Channels> };
  readonly templates: { readonly order: DefinedTemplates };
  /** Whether SMS are sent at all. */
  readonly enabled: { readonly sms: () => boolean };
}

/**
 * Lifecycle, rules and templates of a 1C-Bitrix shop with the SMS module of TargetSMS: orders whose status may become any other,
 * e-mail events that may send an SMS, and eight notices to buyers and administrators, in Russian, English and zh-TW. Inert.
 *
 * The names in the options are known to the compiler: `statuses: { N: ..., S: ... }` makes `status.S` a state that rules may name, and
 * `sites: ['s1', 's2']` the condition `site s2`. Options that do not exist and values that do not fit are reported at once, in one
 * `OrderbellError` with code `invalid-argument` and a problem for each.
 *
 * @example
 * const { lifecycles, rules, templates, enabled } = bitrix({
 *   statuses: { N: 'Принят', S: 'Отправлен', F: 'Выполнен' },
 *   administrators: [{ name: 'Ольга', phone: '+79001234567' }],
 * });
 * const notifier = createNotifier({ rules, templates, enabled, transports, store });
 * await notifier.handleTransition(lifecycles.order, { created: order });
 */
export function bitrix<const O extends BitrixOptions = Record<never, never>>(
  options?: O & { readonly [K in Exclude<keyof O, keyof BitrixOptions>]: never },
): Bitrix<O> {
  const settings = settle(options ?? {});
  const lifecycle = orderLifecycle<Settings>(settings);
  const preset: Bitrix<Settings> = {
    lifecycles: { order: lifecycle },
    rules: { order: orderRules(lifecycle, settings) },
    templates: { order: orderTemplates(lifecycle, settings) },
    enabled: { sms: () => settings.smsEnabled },
  };
  // The settings are these options with their defaults, so the names are the same; the compiler knows fewer of them as literals.
  return preset as unknown as Bitrix<O>;
}
