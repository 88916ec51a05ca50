/**
 * The worst case of each SMS: how many parts it may take, from the lengths that the schema declares.
 * @module
 */
import { fittingOf } from '../core/fitting.js';
import type { LifecycleModel } from '../core/model.js';
import type { Fit } from '../core/rule.js';
import type { CompiledTable } from '../core/table.js';
import type { Extent } from './extent.js';
import { createFormats, type Formats } from './formats.js';
import { localeChain } from './locale-chain.js';
import { channelsOf, type RuleRow, rootScope, templateOf } from './scope.js';
import { readSet, type SetText } from './set-texts.js';
import type { SmsEncoding } from './sms-parts.js';
import { parseTemplate } from './syntax.js';
import type { TemplateSet } from './template-set.js';
import { extentOfTemplate } from './text-extent.js';

/** What the SMS of one rule may take in one language. */
export interface SmsWorstCase {
  readonly rule: string;
  readonly template: string;
  readonly locale: string;
  /** Free text may hold any character, so a text with some of it is UCS-2. */
  readonly encoding: SmsEncoding;
  /** Septets or code units; undefined where nothing limits them. */
  readonly units: number | undefined;
  /** Parts at most, of the text as it is before it is fitted; undefined where nothing limits them. */
  readonly parts: number | undefined;
  /** The rule's own limit, and what it does with a longer text; undefined for a rule without. */
  readonly limit: number | undefined;
  readonly fit: Fit | undefined;
  /** Variables and helpers without a declared maximum: `item.service`, `{{greeting}}`. */
  readonly unbounded: readonly string[];
  /** Why a rule with a limit may have to leave a message unsent, and how to mend it; undefined where it always fits, or has none. */
  readonly notice: string | undefined;
}

/**
 * Tells how many parts each SMS of a table may take, per rule and language, from what the schema declares: `z.string().max(40)`,
 * enums, formats, bounds of numbers and lists, and what dates and money take in that language.
 *
 * It is never less than what is sent, and may be more: it adds up the longest branches of every `{{#if}}`, and leaves a unit free in
 * each part for a pair that is not split. A number without bounds is taken to have 16 digits.
 *
 * @example
 * for (const { rule, locale, parts, notice } of smsWorstCase(bookingTemplates, bookingRules)) console.log(rule, locale, parts, notice);
 */
export function smsWorstCase(templates: TemplateSet, table: { readonly compiled: CompiledTable }): readonly SmsWorstCase[] {
  const { model, rules } = table.compiled;
  const rows = rules.map(({ name, row }) => ({ name, rule: row }));
  return worstCases(model, rows, templates);
}

/** The same for rows that are known by a check. */
export function worstCases(model: LifecycleModel, rows: readonly RuleRow[], set: TemplateSet): readonly SmsWorstCase[] {
  const { texts } = readSet(set);
  const sending = rows.filter(({ rule }) => rule.signal === undefined && channelsOf(rule).includes('sms'));
  const formats = new Map(Object.keys(set.locales ?? {}).map((locale) => [locale, createFormats(locale)]));
  return sending.flatMap((row) =>
    texts
      .filter(({ kind, channel, name }) => kind === 'template' && channel === 'sms' && name === templateOf(row))
      .map((text) => worstCase(model, row, text, texts, set, formats.get(text.locale) ?? createFormats(text.locale))),
  );
}

function worstCase(
  model: LifecycleModel,
  row: RuleRow,
  text: SetText,
  texts: readonly SetText[],
  set: TemplateSet,
  formats: Formats,
): SmsWorstCase {
  const { locale } = text;
  const options = {
    scope: rootScope(model, [row]),
    helpers: Object.keys(set.helpers ?? {}),
    // An SMS shows none.
    images: [],
    partials: partialsOf(locale, texts, set),
    findings: { report: () => {}, opaque: () => {} },
    parse: parseTemplate,
  };
  const { whole, kept } = extentOfTemplate(text.source, options, formats);
  const fitting = fittingOf(row.rule);
  const encoding = encodingOf(whole);
  const units = unitsOf(whole);
  const counted = fitting?.fit === undefined || fitting.fit === 'reject' ? whole : kept;
  return {
    rule: row.name,
    template: templateOf(row),
    locale,
    encoding,
    units: Number.isFinite(units) ? units : undefined,
    parts: partsOf(whole),
    limit: fitting?.parts,
    fit: fitting?.fit,
    unbounded: whole.unbounded,
    notice: fitting && noticeOf(counted, fitting.parts, fitting.fit),
  };
}

function partialsOf(locale: string, texts: readonly SetText[], set: TemplateSet): ReadonlyMap<string, SetText> {
  const partials = new Map<string, SetText>();
  const locales = [...new Set(texts.map((text) => text.locale))];
  for (const tag of localeChain(locales, [locale], String(set.defaultLocale))) {
    for (const text of texts) {
      if (text.kind === 'partial' && text.locale === tag && !partials.has(text.name)) partials.set(text.name, text);
    }
  }
  return partials;
}

function encodingOf({ septets }: Extent): SmsEncoding {
  return septets === undefined ? 'UCS-2' : 'GSM-7';
}

function unitsOf({ units, septets }: Extent): number {
  return septets ?? units;
}

/** Where a pair would be split, one unit of a part stays free. */
const room = { 'GSM-7': { alone: 160, joined: 152 }, 'UCS-2': { alone: 70, joined: 66 } } as const;

function partsOf(extent: Extent): number | undefined {
  const units = unitsOf(extent);
  const { alone, joined } = room[encodingOf(extent)];
  if (!Number.isFinite(units)) return undefined;
  return units === 0 ? 0 : units <= alone ? 1 : Math.ceil(units / joined);
}

function noticeOf(counted: Extent, limit: number, fit: Fit): string | undefined {
  const allowed = `${limit} ${limit === 1 ? 'part is' : 'parts are'} allowed`;
  const parts = partsOf(counted);
  const rest = fit === 'reject' ? 'The text' : 'What is left when all that is marked is cut';
  const fix = fit === 'reject' ? " Write it inside {{#shorten}} and say fit: 'shorten'" : ' Write it inside {{#shorten}}';
  if (parts === undefined) {
    const names = counted.unbounded.map((name) => `'${name}'`).join(', ');
    return `${allowed}, and nothing limits ${names}.${fix}, or declare a maximum, such as z.string().max(40).`;
  }
  if (parts <= limit) return undefined;
  const size = `${parts} parts (${unitsOf(counted)} units of ${encodingOf(counted)})`;
  return `${allowed}. ${rest} may take ${size}, and is then not sent.${fix.replace(' it ', ' what can be cut ')}, or declare smaller maxima.`;
}
