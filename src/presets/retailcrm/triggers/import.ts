/**
 * The importer of retailCRM's triggers.
 * @module
 */
import type { Lifecycle } from '../../../core/lifecycle.js';
import type { RuleTable } from '../../../core/table.js';
import { bag } from '../../../core/untyped.js';
import { type DefinedTemplates, defineTemplates } from '../../../templates/define-templates.js';
import {
  type ImportFile,
  type ImportNotes,
  type ImportOptions,
  imported,
  readPart,
  type Skipped,
} from '../../shared/importing.js';
import type { OrderShape } from '../order.js';
import type { OrderCondition } from '../order-condition.js';
import { type Retailcrm, retailcrm } from '../preset.js';
import { type RetailcrmOptions, repeatedStatuses } from '../settings.js';
import { type OwnStatuses, statusesWith } from '../statuses.js';
import type { Hours } from '../subjects.js';
import { isSharedOccasion } from './occasion.js';
import { type ReadTrigger, readTrigger } from './read-trigger.js';
import { type NamedRow, rowsOf } from './rows.js';
import { ownStatusesSchema, triggersSchema } from './trigger-file.js';
import { commonHours, isWholeDay, waysToSay } from './working-hours.js';

/** Triggers as rules and texts: to hand to `createNotifier`, or to print. */
export interface ImportedTriggers extends Skipped {
  /** What {@link retailcrm} is made with: statuses of the shop's own, conditions of the triggers, and working hours. */
  readonly options: RetailcrmOptions;
  readonly lifecycles: { readonly order: Lifecycle<OrderShape<string, string>> };
  readonly rules: { readonly order: RuleTable<OrderShape<string, string>, Readonly<Record<string, string>>> };
  readonly templates: { readonly order: DefinedTemplates };
  readonly enabled: Retailcrm['enabled'];
}

/**
 * Turns triggers of retailCRM into rules of the preset's order and texts of their own. The file is a list of triggers, or
 * `{ statuses, triggers }` where the account has statuses of its own.
 *
 * Nothing of the file is ever run: expressions are read as trees, and each is turned into columns. Every problem is reported at once in
 * one `OrderbellError` with code `invalid-import`: what cannot be read, names that do not exist, a trigger that can never fire, two that
 * would tell the same customer of the same change, and what has no counterpart here; with `skip: true` triggers of the last kind are
 * left out whole, and listed as `skipped`.
 *
 * @example
 * const { rules, templates, enabled } = importRetailcrmTriggers(JSON.parse(file));
 * const notifier = createNotifier({ rules, templates, enabled, transports, store });
 */
export function importRetailcrmTriggers(input: unknown, options: ImportOptions = {}): ImportedTriggers {
  return imported('the file of retailCRM', options, (file) => {
    const { statuses: own, triggers, prefix } = partsOf(input, file);
    const statuses = statusesWith(own);
    const read = triggers.flatMap((trigger, index) => {
      const place = `${prefix}[${index}]`;
      const result = file.entry((notes) => readTrigger(trigger, place, statuses, notes));
      return result === undefined ? [] : [result];
    });
    noteSameOccasions(read, statuses, file);
    const hours = noteHours(read, file);
    const conditionNames = conditionNamesOf(read);
    const rows = read.map((one) => ({ place: one.place, rows: rowsOf(one, statuses, hours, conditionNames) }));
    noteSameNames(rows, file);
    return setupOf(read, Object.fromEntries(rows.flatMap((one) => one.rows)), conditionNames, own, hours);
  });
}

/** The parts of a file in either form. */
function partsOf(input: unknown, file: ImportFile) {
  const isList = Array.isArray(input);
  const given = isList ? { triggers: input } : bag(input);
  for (const name of Object.keys(given))
    if (name !== 'triggers' && name !== 'statuses')
      file.mistake('unknown-column', name, `unknown field '${name}'. Known: statuses, triggers.`);
  const prefix = isList ? '' : 'triggers';
  const triggers = readPart(triggersSchema, given['triggers'], prefix, file) ?? [];
  const statuses: OwnStatuses = readPart(ownStatusesSchema, given['statuses'], 'statuses', file) ?? {};
  const repeated = repeatedStatuses(statuses);
  for (const { code, place, message } of repeated) file.mistake(code, place, message);
  return { triggers, statuses: repeated.length > 0 ? {} : statuses, prefix };
}

function noteSameNames(
  triggers: readonly { readonly place: string; readonly rows: readonly NamedRow[] }[],
  { mistake }: ImportNotes,
): void {
  const first = new Map<string, string>();
  for (const { place, rows } of triggers)
    for (const [name] of rows) {
      const other = first.get(name);
      if (other === undefined) first.set(name, place);
      else
        mistake('duplicate-name', `${place}.name`, `${other} makes a rule '${name}', too. Give each trigger a name of its own.`);
    }
}

/** Two triggers that one change of one order would set off, so that the customer is told twice by the same channel. */
function noteSameOccasions(
  read: readonly ReadTrigger[],
  statuses: ReturnType<typeof statusesWith>,
  { mistake }: ImportNotes,
): void {
  const active = read.filter(({ trigger }) => trigger.active);
  active.forEach((second, index) => {
    for (const first of active.slice(0, index)) {
      const channels = (['email', 'sms'] as const).filter(
        (channel) => first.texts[channel] !== undefined && second.texts[channel] !== undefined,
      );
      if (channels.length === 0 || !isSharedOccasion(first.occasion, second.occasion, statuses)) continue;
      mistake(
        'duplicate-name',
        second.place,
        `${first.place} ('${first.trigger.name}') can be set off by the same change, so the customer would get two messages by ${channels.join(' and ')}. Make their filters exclude each other, or switch one off.`,
      );
    }
  });
}

/** The working hours that all triggers mean. */
function noteHours(read: readonly ReadTrigger[], { mistake }: ImportNotes): Hours | undefined {
  const timed = read.filter(({ occasion }) => !isWholeDay(occasion.stretches));
  const ways = timed.map(({ occasion }) => waysToSay(occasion.stretches));
  const hours = commonHours(ways);
  const [first] = timed;
  if (hours !== undefined || first === undefined) return hours;
  const other = timed.find((_one, index) => commonHours([ways[0] ?? [], ways[index] ?? []]) === undefined) ?? first;
  mistake(
    'invalid-value',
    `${other.place}.condition`,
    `its time of day is neither within nor outside of the working hours that ${first.place} ('${first.trigger.name}') asks for; an order has one set of working hours.`,
  );
  return undefined;
}

function setupOf(
  read: readonly ReadTrigger[],
  rows: Readonly<Record<string, NamedRow[1]>>,
  conditions: ReadonlyMap<OrderCondition, string>,
  own: OwnStatuses,
  hours: Hours | undefined,
): Omit<ImportedTriggers, 'skipped'> {
  const options: RetailcrmOptions = {
    ...(Object.keys(own).length > 0 && { statuses: own }),
    ...(conditions.size > 0 && { conditions: Object.fromEntries([...conditions].map(([condition, name]) => [name, condition])) }),
    ...(hours && { openingHours: hours }),
  };
  const { lifecycles, enabled } = retailcrm<string, string>(options);
  const templates = Object.fromEntries(read.map(({ name, texts }) => [name, { ...texts }]));
  return {
    options,
    lifecycles,
    rules: { order: lifecycles.order.rulesFromJson(rows) },
    templates: { order: defineTemplates(lifecycles.order, { defaultLocale: 'ru', locales: { ru: { templates } } }) },
    enabled,
  };
}

/** What conditions are called: the same one, of several triggers, after the first of them. */
function conditionNamesOf(read: readonly ReadTrigger[]): ReadonlyMap<OrderCondition, string> {
  const names = new Map<string, string>();
  return new Map(
    read.flatMap(({ name, occasion: { condition } }) => {
      if (condition === undefined) return [];
      const same = names.get(JSON.stringify(condition)) ?? `condition of ${name}`;
      names.set(JSON.stringify(condition), same);
      return [[condition, same] as const];
    }),
  );
}
