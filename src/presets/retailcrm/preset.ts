/**
 * The retailcrm preset: lifecycle, rules and templates put together.
 * @module
 */
import type { Lifecycle } from '../../core/lifecycle.js';
import type { Shape } from '../../core/shape.js';
import type { RuleTable } from '../../core/table.js';
import type { DefinedTemplates } from '../../templates/define-templates.js';
import { type ImportedTriggers, readImported } from './imported-triggers.js';
import { orderLifecycle, orderRules } from './order.js';
import { type RetailcrmOptions, type Settings, settle } from './settings.js';
import { importedTemplates, orderTemplates } from './templates/template-sets.js';

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
export function retailcrm(options?: RetailcrmOptions) {
  const settings = settle(options);
  const order = orderLifecycle(settings);
  return {
    lifecycles: { order },
    rules: { order: orderRules(order, settings) },
    templates: { order: orderTemplates(order, settings) },
    enabled: enabledBy(settings),
  };
}

/** What {@link retailcrm} returns. */
export type Retailcrm = ReturnType<typeof retailcrm>;

/** What {@link retailcrmFromTriggers} returns: the lifecycle of the preset, with a table and texts of the shop's own. */
export interface RetailcrmFromTriggers {
  readonly lifecycles: Retailcrm['lifecycles'];
  readonly rules: { readonly order: RuleTable<Shape, Readonly<Record<string, string>>> };
  readonly templates: { readonly order: DefinedTemplates };
  readonly enabled: Retailcrm['enabled'];
}

/**
 * The preset with the shop's own triggers instead of its rows and texts: what `importRetailcrmTriggers` has made of them. Plain JSON, so
 * it may come from a file. Throws `invalid-argument` where it is none of that, and `invalid-rules` where a row was changed into one that
 * cannot be.
 */
export function retailcrmFromTriggers(imported: ImportedTriggers, options?: RetailcrmOptions): RetailcrmFromTriggers {
  const { rules, conditions, openingHours, templates } = readImported(imported);
  const settings = { ...settle(options), conditions, openingHours };
  const order = orderLifecycle(settings);
  // The same lifecycle without its names: those of the rows are checked as they are read.
  const untyped = order as unknown as Lifecycle;
  return {
    lifecycles: { order },
    rules: { order: untyped.rulesFromJson(rules) },
    templates: { order: importedTemplates(order, settings, templates) },
    enabled: enabledBy(settings),
  };
}

function enabledBy({ smsEnabled }: Settings) {
  return {
    /** Whether SMS are sent at all. */
    sms: (): boolean => smsEnabled,
  };
}
