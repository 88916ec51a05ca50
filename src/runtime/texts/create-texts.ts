/**
 * Merchants' texts: checked, stored, shown and taken back.
 * @module
 */
import { messageOf, OrderbellError } from '../../core/errors.js';
import { fittingOf } from '../../core/fitting.js';
import type { Fitting } from '../../core/rule.js';
import type { CompiledTable } from '../../core/table.js';
import type { TextRef, TextWrite } from '../../ports/template-store.js';
import type { MerchantTexts, Rendered } from '../../templates/engine.js';
import {
  checkMerchantSlot,
  checkMerchantTemplate,
  type TextLimits,
  type TextProblem,
  textProblem,
  usersOf,
} from '../../templates/merchant/check-merchant-text.js';
import { promotionalWords, wordsIn } from '../../templates/merchant/promotional-words.js';
import { smsParts } from '../../templates/sms-parts.js';
import type { Parts } from '../setup.js';
import { tableFor } from '../subjects.js';
import { rendered } from './sample.js';
import type { TextSettings } from './settings.js';
import { type TextCache, textsOf, type Writer } from './site-texts.js';
import type { TextChange, TextName, TextPreview, TextResult, TextSample, Texts } from './texts.js';
import { writerFor } from './writing.js';

interface TextDesk<Tx> {
  readonly parts: Parts<Tx>;
  readonly settings: TextSettings<Tx>;
  readonly cache: TextCache<Tx>;
  readonly words: readonly string[];
}

/** Makes the texts of a notifier. Throws `missing-value` where its option `texts` is not given. */
export function createTexts<Tx>(parts: Parts<Tx>): Texts<Tx> {
  const settings = parts.texts;
  const cache = textsOf(parts);
  if (settings === undefined || cache === undefined) {
    const fix = "Give createNotifier the option texts: { allowedHosts: ['shop.example'] }.";
    throw new OrderbellError('missing-value', `texts: merchants write no texts for this notifier. ${fix}`);
  }
  const desk: TextDesk<Tx> = { parts, settings, cache, words: wordsOf(settings) };
  return {
    save: (site, text, change) => save(desk, site, text, change),
    preview: (site, text) => preview(desk, site, text),
    reset: (site, text, change) => write(desk, site, text, { text: undefined }, change),
    undo: (site, text, change) => write(desk, site, text, 'undo', change),
    read: (site, text) => cache.store.read(site, refOf(text)),
    list: (site) => cache.store.list(site),
  };
}

function wordsOf<Tx>({ add, allow }: TextSettings<Tx>): readonly string[] {
  const words = [...Object.values(promotionalWords).flat(), ...add].filter((word) => !allow.includes(word));
  for (const word of words) {
    try {
      wordsIn({ text: '', offsets: [] }, [word]);
    } catch (cause) {
      const fix = "Write the word and its forms: 'sale(s)?'.";
      throw new OrderbellError('invalid-value', `texts.promotionalWords: '${word}' cannot be read. ${fix}`, { cause });
    }
  }
  return words;
}

async function save<Tx>(
  desk: TextDesk<Tx>,
  site: string,
  name: TextName & { readonly text: string; readonly sample?: TextSample },
  change?: TextChange<Tx>,
): Promise<TextResult> {
  const problems = await problemsOf(desk, site, name, name.text, name.sample);
  if (problems.length > 0) return { ok: false, problems };
  return write(desk, site, name, { text: name.text.replace(/\r\n?/g, '\n') }, change);
}

async function write<Tx>(
  { parts, cache }: TextDesk<Tx>,
  site: string,
  name: TextName,
  what: TextWrite['change'],
  { by, version, tx }: TextChange<Tx> = {},
): Promise<TextResult> {
  const text = await cache.store.write(site, refOf(name), { change: what, at: parts.clock.now().getTime(), by, version }, tx);
  cache.forget(site);
  if (text !== undefined) return { ok: true, text };
  const value = version === undefined ? 'undo' : `version ${version}`;
  const fix = 'Read the text again, and change it as it is now.';
  return { ok: false, problems: [textProblem('changed-meanwhile', 'text', value, 'the version that is stored', fix)] };
}

async function preview<Tx>(
  desk: TextDesk<Tx>,
  site: string,
  name: TextName & { readonly text?: string; readonly sample: TextSample },
): Promise<TextPreview> {
  const { parts, cache } = desk;
  const lifecycle = lifecycleOf(name);
  const { merchant, table } = openOf(desk, lifecycle);
  const problems =
    name.text === undefined ? closedProblems(merchant, name) : await problemsOf(desk, site, name, name.text, name.sample);
  if (problems.length > 0) return { ok: false, problems };
  if (name.slot !== undefined) {
    const stored = name.text ?? (await cache.store.read(site, refOf(name)))?.text;
    return { ok: true, text: stored, parts: undefined, own: stored !== undefined };
  }
  const { template, channel, locale, text } = name;
  const settings = await parts.sites?.of(site);
  const system = writerFor(parts.templates.get(lifecycle), lifecycle, settings, undefined);
  const stored = text ?? (await cache.store.read(site, refOf(name)))?.text;
  const own: Writer | undefined =
    stored === undefined ? system : merchant.override([{ template, channel, locale, text: stored }]);
  const shown = rendered(table, own, name, fittingFor(desk, table, template, channel).fitting, name.sample);
  if (shown.kind === 'too-long')
    return {
      ok: false,
      problems: [textProblem('too-long', 'text', stored ?? '', 'a text that fits', `Shorten it: ${shown.why}.`)],
    };
  const said = shown.kind === 'message' ? shown.text : undefined;
  return {
    ok: true,
    text: said,
    parts: channel === 'sms' && said !== undefined ? smsParts(said) : undefined,
    own: stored !== undefined,
  };
}

/** Everything that is wrong with a text; nothing is where it may be stored. */
async function problemsOf<Tx>(
  desk: TextDesk<Tx>,
  site: string,
  name: TextName,
  text: unknown,
  sample: TextSample | undefined,
): Promise<readonly TextProblem[]> {
  const { merchant, table } = openOf(desk, lifecycleOf(name));
  const closed = closedProblems(merchant, name);
  if (closed.length > 0) return closed;
  const languages = desk.parts.templates.get(lifecycleOf(name))?.languages ?? [];
  if (!languages.includes(name.locale)) {
    const fix = 'Choose one of these; a text of its own needs one of the system’s to fall back to.';
    return [textProblem('unknown-locale', 'locale', name.locale, `one of ${languages.join(', ')}`, fix)];
  }
  if (typeof text !== 'string') return [textProblem('empty-text', 'text', String(text), 'a text', 'Write one, or reset it.')];
  const settings = await desk.parts.sites?.of(site);
  const allowedHosts = [...desk.settings.allowedHosts, ...(settings?.allowedHosts ?? [])];
  if (name.slot !== undefined) {
    const limits: TextLimits = { allowedHosts, words: desk.words };
    return checkMerchantSlot(text, merchant.slots[name.slot]?.maxLength ?? 1_000, limits);
  }
  const { template, channel, locale } = name;
  const { fitting, isPromotional } = fittingFor(desk, table, template, channel);
  const rules = table.rules.map((rule) => ({ name: rule.name, rule: rule.row }));
  const words = isPromotional ? undefined : desk.words;
  const request = { model: table.model, rules, merchant, template, channel, locale, text, fitting, allowedHosts, words };
  const problems = checkMerchantTemplate(request);
  // What the estimate says of its length is put aside for what the sample says.
  const others = problems.filter(({ code }) => code !== 'too-long');
  if (sample === undefined || others.length > 0 || text.length > 4_000) return problems;
  return sampleProblems(table, merchant, { ...name, text }, fitting, sample);
}

function sampleProblems(
  table: CompiledTable,
  merchant: MerchantTexts,
  name: TextName & { readonly template: string; readonly channel: string; readonly text: string },
  fitting: Fitting,
  sample: TextSample,
): readonly TextProblem[] {
  const { template, channel, locale, text } = name;
  let shown: Rendered;
  try {
    shown = rendered(table, merchant.override([{ template, channel, locale, text }]), name, fitting, sample);
  } catch (error) {
    return [textProblem('invalid-template', 'text', text, 'a text that can be written with the sample', `${messageOf(error)}.`)];
  }
  if (shown.kind !== 'too-long') return [];
  const expected = `${fitting.parts} SMS ${fitting.parts === 1 ? 'part' : 'parts'} at most`;
  return [textProblem('too-long', 'text', text, expected, `Shorten it: ${shown.why}.`)];
}

function closedProblems(merchant: MerchantTexts, name: TextName): readonly TextProblem[] {
  const problems: TextProblem[] = [];
  const open = [
    ...Object.entries(merchant.editable).flatMap(([template, channels]) =>
      channels.map((channel) => `'${template}' by ${channel}`),
    ),
    ...Object.keys(merchant.slots).map((slot) => `'${slot}'`),
  ];
  const isOpen =
    name.slot === undefined
      ? Object.hasOwn(merchant.editable, name.template) && merchant.editable[name.template]?.includes(name.channel) === true
      : Object.hasOwn(merchant.slots, name.slot);
  const value = name.slot ?? `${name.template} by ${name.channel}`;
  const fix = 'This text is the system’s own; choose one that is open.';
  if (!isOpen)
    problems.push(
      textProblem(
        'not-editable',
        'text',
        value,
        open.length === 0 ? 'nothing: no text is open' : `one of ${open.join(', ')}`,
        fix,
      ),
    );
  return problems;
}

function openOf<Tx>(
  { parts }: TextDesk<Tx>,
  lifecycle: string,
): { readonly merchant: MerchantTexts; readonly table: CompiledTable } {
  const table = tableFor(parts, lifecycle);
  const merchant = parts.templates.get(lifecycle)?.merchant;
  return {
    table,
    merchant: merchant ?? {
      editable: {},
      slots: {},
      source: () => undefined,
      override: () => never(lifecycle),
      estimate: () => undefined,
    },
  };
}

function never(lifecycle: string): never {
  throw new OrderbellError('missing-template', `the templates of '${lifecycle}' are not open to merchants.`);
}

/** How long a text may be: as its rules say, the strictest of them. */
function fittingFor<Tx>({ settings }: TextDesk<Tx>, table: CompiledTable, template: string, channel: string) {
  const rules = table.rules.map((rule) => ({ name: rule.name, rule: rule.row }));
  const users = new Set(usersOf(rules, template, channel).map(({ name }) => name));
  const using = table.rules.filter(({ name }) => users.has(name));
  const fittings = using.map(({ row }) => fittingOf(row) ?? { parts: settings.parts, fit: 'reject' as const });
  const [strictest = { parts: settings.parts, fit: 'reject' as const }] = fittings.sort((one, other) => one.parts - other.parts);
  const isPromotional = using.length > 0 && using.every(({ category }) => category === 'promotional');
  return { fitting: strictest, isPromotional };
}

function lifecycleOf({ lifecycle }: TextName): string {
  return typeof lifecycle === 'string' ? lifecycle : lifecycle.name;
}

function refOf(name: TextName): TextRef {
  const { locale } = name;
  return { lifecycle: lifecycleOf(name), name: name.slot ?? name.template, channel: name.channel, locale };
}
