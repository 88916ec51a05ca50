/**
 * The importer of the bitrix preset: templates of the SMS module of TargetSMS become rules and Handlebars templates.
 * @module
 */
import type { Lifecycle } from '../../../core/lifecycle.js';
import type { RuleTable } from '../../../core/table.js';
import { type DefinedTemplates, defineTemplates } from '../../../templates/define-templates.js';
import { type ImportFile, type ImportOptions, type ImportProblem, imported, placeAt, readPart } from '../../shared/importing.js';
import { type OrderShape, orderLifecycle } from '../lifecycle.js';
import { type BitrixOptions, optionProblems, type Settings, settle } from '../settings.js';
import { statusTitleHelper } from '../templates/status-title.js';
import { type ImportedEntry, readEntry } from './entry.js';
import { fileSchema, type ImportSettings, templateSchema } from './file.js';
import { noteDoubles } from './reach.js';
import { surroundingsOf } from './surroundings.js';

/** What {@link importBitrix} returns: everything that `createNotifier` needs of messages. */
export interface ImportedBitrix {
  /** The options that the preset is made with. */
  readonly options: BitrixOptions;
  readonly lifecycles: { readonly order: Lifecycle<OrderShape<Settings>> };
  readonly rules: { readonly order: RuleTable<OrderShape<Settings>, Readonly<Record<string, string>>> };
  readonly templates: { readonly order: DefinedTemplates };
  /** What was left out, with `skip`. */
  readonly skipped: readonly ImportProblem[];
}

/**
 * Reads templates of the SMS module, with what they refer to: a list of templates, or an object with `templates`, `statuses`, `sites`
 * and so on, as parsed JSON. Fields are named as in the module's form; `docs/presets/bitrix.md` lists them.
 *
 * Throws one `OrderbellError` with code `invalid-import` that lists every problem with its place: names and macros that do not exist,
 * texts that would reach one person twice, triggers that never fire, and PHP that cannot be translated. With `skip`, templates of the
 * last kind are left out and listed as `skipped`.
 *
 * @example
 * const { lifecycles, rules, templates } = importBitrix(JSON.parse(await readFile('templates.json', 'utf8')));
 * const notifier = createNotifier({ rules, templates, transports: { sms: targetsms({ ... }) }, store });
 */
export function importBitrix(input: unknown, options: ImportOptions = {}): ImportedBitrix {
  const { settings, entries, skipped } = imported('the file of Bitrix', options, (file) => readFile(input, file));
  const optionsOfPreset = optionsOf(settings, entries);
  const settled = settle(optionsOfPreset);
  const lifecycle = orderLifecycle<Settings>(settled);
  const named = withNames(entries);
  const rows = Object.fromEntries(named.map(([name, { row }]) => [name, row]));
  const texts = Object.fromEntries(named.map(([name, entry]) => [name, entry.texts]));
  return {
    options: optionsOfPreset,
    lifecycles: { order: lifecycle },
    rules: { order: lifecycle.rulesFromJson(rows) },
    templates: {
      order: defineTemplates(lifecycle, {
        defaultLocale: 'ru',
        locales: { ru: { templates: texts } },
        helpers: { statusTitle: statusTitleHelper(settled) },
        ...(settled.transliterate ? { transliterate: ['sms'] } : {}),
      }),
    },
    skipped,
  };
}

/** What stands around the templates, with the statuses of each group. */
interface Around extends Omit<ImportSettings, 'templates' | 'groups'> {
  readonly groups?: Readonly<Record<string, readonly string[]>> | undefined;
}

function readFile(input: unknown, file: ImportFile): { readonly settings: Around; readonly entries: readonly ImportedEntry[] } {
  const isList = Array.isArray(input);
  const read = readPart(fileSchema, isList ? { templates: input } : input, '', file);
  if (read === undefined) return { settings: { transliterate: false }, entries: [] };
  const { templates, ...settings } = read;
  const known = surroundingsOf(settings, file);
  const entries = templates.map((value, index) =>
    file.entry((notes) => {
      const place = placeAt(isList ? '' : 'templates', [index]);
      const entry = readPart(templateSchema, value, place, notes);
      return entry === undefined ? undefined : readEntry(entry, place, known, notes);
    }),
  );
  const found = entries.filter((entry) => entry !== undefined);
  noteDoubles(
    found.filter(({ isActive }) => isActive).map(({ reach }) => reach),
    file,
  );
  // Forms of names that the preset itself checks, told with the places of this file.
  for (const { code, place, message } of optionProblems(optionsOf({ ...settings, groups: known.groups }, found)))
    file.mistake(code, place.replace(/^options\./, ''), message);
  return { settings: { ...settings, groups: known.groups }, entries: found };
}

/** What the preset is made with; nothing that is its default anyway. */
function optionsOf(settings: Around, entries: readonly ImportedEntry[]): BitrixOptions {
  const facts = entries.flatMap(({ fact }) => fact ?? []);
  const given = (kind: string) => [
    ...new Set(facts.filter((fact) => fact.startsWith(`${kind}.`)).map((fact) => fact.slice(kind.length + 1))),
  ];
  const options: BitrixOptions = {
    statuses: settings.statuses,
    groups: settings.groups,
    sites: settings.sites,
    mailEvents: given('mail'),
    events: [...new Set([...Object.keys(settings.events ?? {}), ...given('event')])],
    mailTemplates: [...new Set(entries.flatMap(({ mailTemplate }) => mailTemplate ?? []))],
    recipients: [...new Set(entries.flatMap(({ macros }) => macros))],
    transliterate: settings.transliterate || undefined,
    country: settings.country,
    timeZone: settings.timeZone,
  };
  const isGiven = (value: unknown) => value !== undefined && !(value instanceof Object && Object.keys(value).length === 0);
  return Object.fromEntries(Object.entries(options).filter(([, value]) => isGiven(value)));
}

/** The name of each rule, made of that of its template; a second one of the same name gets a number. */
function withNames(entries: readonly ImportedEntry[]): readonly (readonly [string, ImportedEntry])[] {
  const taken = new Set<string>();
  return entries.map((entry) => {
    const base =
      entry.name
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, '-')
        .replace(/^-|-$/g, '') || 'template';
    let name = base;
    for (let number = 2; taken.has(name); number += 1) name = `${base}-${number}`;
    taken.add(name);
    return [name, entry] as const;
  });
}
