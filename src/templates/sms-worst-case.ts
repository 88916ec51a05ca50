/**
 * The worst case of each SMS: how many parts it may take, from the lengths that the schema declares.
 * @module
 */
import { fittingOf } from '../core/fitting.js';
import type { LifecycleModel } from '../core/model.js';
import type { Fit, Fitting } from '../core/rule.js';
import type { CompiledTable } from '../core/table.js';
import { type Assumption, type Extent, nothingAssumed } from './extent.js';
import { createFormats, type Formats } from './formats.js';
import { localeChain } from './locale-chain.js';
import { channelsOf, type RuleRow, rootScope, templateOf } from './scope.js';
import { readSet, type SetText } from './set-texts.js';
import { type SmsEncoding, smsParts } from './sms-parts.js';
import { parseTemplate } from './syntax.js';
import type { TemplateSet } from './template-set.js';
import { extentOfTemplate, type TemplateExtent } from './text-extent.js';
import { trailScope } from './trail/trail-check.js';
import { transliterate } from './transliterate.js';

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
  const { whole, kept } = measured({ model, users: [row], text, texts, set, formats }, nothingAssumed);
  const fitting = fittingOf(row.rule);
  const encoding = encodingOf(whole);
  const units = unitsOf(whole);
  const counted = fitting?.fit === undefined || fitting.fit === 'reject' ? whole : kept;
  return {
    rule: row.name,
    template: templateOf(row),
    locale: text.locale,
    encoding,
    units: Number.isFinite(units) ? units : undefined,
    parts: partsOf(whole),
    limit: fitting?.parts,
    fit: fitting?.fit,
    unbounded: whole.unbounded,
    notice: fitting && noticeOf(counted, fitting.parts, fitting.fit),
  };
}

/** A text of a set, and what it takes to measure it. */
interface Measured {
  readonly model: LifecycleModel;
  readonly users: readonly RuleRow[];
  readonly text: SetText;
  readonly texts: readonly SetText[];
  readonly set: TemplateSet;
  readonly formats: Formats;
}

function measured({ model, users, text, texts, set, formats }: Measured, assumed: Assumption): TemplateExtent {
  const options = {
    scope: rootScope(model, users),
    helpers: Object.keys(set.helpers ?? {}),
    // An SMS shows none.
    images: [],
    trails: trailScope(set, text.locale),
    partials: partialsOf(text.locale, texts, set),
    findings: { report: () => {}, opaque: () => {} },
    parse: parseTemplate,
  };
  return extentOfTemplate(text.source, options, formats, assumed);
}

/** What an SMS may take, with a length for what declares none. */
export interface SmsEstimate {
  readonly encoding: SmsEncoding;
  readonly units: number;
  /** Parts of what cannot be cut away. */
  readonly parts: number;
  /** Characters of the strings that it shows and whose length is declared, by path. */
  readonly declared: ReadonlyMap<string, number>;
  /** What was taken to have `assumedLength` characters. */
  readonly assumed: readonly string[];
}

/** Characters of the alphabet of SMS that stand for a value without a declared maximum. */
export const assumedLength = 12;

const assumption: Assumption = {
  value: assumedValue,
  elements: 3,
  number: assumedValue,
  most: 999_999_999,
  write: nothingAssumed.write,
};

function assumedValue(name: string): Extent {
  return { units: assumedLength, septets: assumedLength, unbounded: [name] };
}

/**
 * The worst case of one SMS of a set for all rules that use it: as {@link smsWorstCase} has it where the schema declares a maximum, and
 * with an assumed length where it does not. Undefined where the set has no such text.
 */
export function estimateSms(
  model: LifecycleModel,
  users: readonly RuleRow[],
  set: TemplateSet,
  { template, locale, fit }: { readonly template: string; readonly locale: string } & Pick<Fitting, 'fit'>,
): SmsEstimate | undefined {
  const { texts } = readSet(set);
  const text = texts.find(
    (one) => one.kind === 'template' && one.channel === 'sms' && one.name === template && one.locale === locale,
  );
  if (text === undefined) return undefined;
  const known = knownText(text.source);
  if (known !== undefined) return exactly(known, fit);
  const request = { model, users, text, texts, set, formats: createFormats(locale) };
  const asIs = estimateOf(measured(request, assumption), fit);
  if (fit !== 'transliterate') return asIs;
  const latin = estimateOf(measured(request, { ...assumption, write: transliterate }), fit);
  return latin.parts < asIs.parts ? latin : asIs;
}

/** A text that says the same whatever the data. */
function knownText(source: string): string | undefined {
  const parsed = parseTemplate(source);
  if (!parsed.ok) return undefined;
  const texts = parsed.program.body.map((one) => (one.type === 'ContentStatement' ? (one.value ?? '') : undefined));
  return texts.includes(undefined) ? undefined : texts.join('');
}

function exactly(text: string, fit: Fit): SmsEstimate {
  const sizes = [smsParts(text), ...(fit === 'transliterate' ? [smsParts(transliterate(text))] : [])];
  const { encoding, units, count } = sizes.reduce((least, size) => (size.count < least.count ? size : least));
  return { encoding, units, parts: count, declared: new Map(), assumed: [] };
}

function estimateOf({ whole, kept, declared }: TemplateExtent, fit: Fit): SmsEstimate {
  const counted = fit === 'reject' ? whole : kept;
  return {
    encoding: encodingOf(counted),
    units: unitsOf(counted),
    parts: partsOf(counted) ?? Number.POSITIVE_INFINITY,
    declared,
    assumed: counted.unbounded,
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
