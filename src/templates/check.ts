/**
 * The static check of templates: every mistake that can be seen without rendering.
 * @module
 */
import type { ErrorCode, Problem } from '../core/errors.js';
import type { LifecycleModel } from '../core/model.js';
import { nearest } from '../core/nearest.js';
import type { OpaquePath, TemplateCheck } from './engine.js';
import type { Findings } from './expression-check.js';
import type { Site } from './frame.js';
import { localeChain } from './locale-chain.js';
import { placeOf } from './place.js';
import { channelsOf, layoutScope, type RootScope, type RuleRow, rootScope, templateOf } from './scope.js';
import { type ReadSet, readSet, type SetText } from './set-texts.js';
import { worstCases } from './sms-worst-case.js';
import { type Parsed, parseTemplate } from './syntax.js';
import { checkText, checkUnusedPartial, type SyntaxCheckOptions } from './syntax-check.js';
import type { TemplateSet } from './template-set.js';

/**
 * Checks a set of templates against the lifecycle it is for and the rules that use it, and reports everything at once.
 *
 * Each text is read as a syntax tree, with every partial it includes in the scope it is included in; every path, wherever it
 * stands, must exist in the schema. Handlebars' own strict mode lets a missing key pass as a helper's argument, in `#each`, in `#if`
 * and as a partial's argument. For each active rule and channel the default locale must have a template. Templates that no rule uses
 * are checked too: `notifier.send` may name them.
 */
export function checkTemplates(model: LifecycleModel, rows: readonly RuleRow[], set: TemplateSet | undefined): TemplateCheck {
  const sending = rows.filter(({ rule }) => rule.signal === undefined);
  if (set === undefined) return { problems: withoutSet(model, sending), opaque: [] };
  const { texts, images, problems } = readSet(set);
  const findings = new Collector();
  const check = new SetCheck(model, sending, set, { texts, images }, findings);
  check.run();
  const found = {
    problems: [...problems, ...missingTemplates(sending, set, texts), ...findings.problems],
    opaque: findings.opaquePaths,
  };
  // Not enumerable: what was found stays plain data.
  return Object.defineProperty(found, 'sms', { value: () => worstCases(model, rows, set) });
}

function withoutSet(model: LifecycleModel, sending: readonly RuleRow[]): readonly Problem[] {
  const active = sending.filter(({ rule }) => rule.active !== false);
  if (active.length === 0) return [];
  const names = active.map(({ name }) => `'${name}'`).join(', ');
  const message = `there are no templates for this lifecycle, and its rules send messages: ${names}. Add defineTemplates(${model.name}, { ... }).`;
  return [{ code: 'missing-template', place: placeOf({ lifecycle: model.name }), message }];
}

/** Every active rule and channel for which the default locale has no template. */
function missingTemplates(sending: readonly RuleRow[], set: TemplateSet, texts: readonly SetText[]): readonly Problem[] {
  const locale = set.defaultLocale;
  if (!texts.some((text) => text.locale === locale) && set.locales?.[locale] === undefined) return [];
  const own = texts.filter((text) => text.kind === 'template' && text.locale === locale);
  const names = [...new Set(own.map(({ name }) => name))];
  return sending.flatMap((row) => {
    const template = templateOf(row);
    const channels = row.rule.active === false ? [] : [...new Set(channelsOf(row.rule))];
    const isThere = (channel: string) =>
      isWritten(set, template, channel) || own.some((text) => text.name === template && text.channel === channel);
    return channels
      .filter((channel) => !isThere(channel))
      .map((channel): Problem => {
        const guess = names.includes(template) ? undefined : nearest(template, names);
        const hint = guess === undefined ? '' : ` There is '${guess}': is it misspelt?`;
        const shape = channel === 'email' ? '{ subject, text, html }' : "'...'";
        const message = `rule '${row.name}' sends by ${channel}, and locale '${locale}' has no text for it. Add templates['${template}'].${channel}: ${shape}.${hint}`;
        return {
          code: 'missing-template',
          place: placeOf({ lifecycle: set.lifecycle, locale, template, part: channel }),
          message,
        };
      });
  });
}

/** Whether something is written there, in order or not; what is not in order was reported already. */
function isWritten(set: TemplateSet, template: string, channel: string): boolean {
  return set.locales?.[set.defaultLocale]?.templates?.[template]?.[channel] !== undefined;
}

/** Goes through the texts of a set. */
class SetCheck {
  readonly #model: LifecycleModel;
  readonly #sending: readonly RuleRow[];
  readonly #set: TemplateSet;
  readonly #texts: readonly SetText[];
  readonly #images: ReadonlyMap<string, readonly string[]>;
  readonly #findings: Findings;
  readonly #locales: readonly string[];
  readonly #parsed = new Map<string, Parsed>();

  constructor(
    model: LifecycleModel,
    sending: readonly RuleRow[],
    set: TemplateSet,
    { texts, images }: Pick<ReadSet, 'texts' | 'images'>,
    findings: Findings,
  ) {
    this.#model = model;
    this.#sending = sending;
    this.#set = set;
    this.#texts = texts;
    this.#images = images;
    this.#findings = findings;
    this.#locales = [...new Set([...texts.map((text) => text.locale), ...images.keys()])];
  }

  run(): void {
    const reached = new Set<SetText>();
    const check = (text: SetText, options: SyntaxCheckOptions) => {
      for (const name of checkText(text, options)) {
        const partial = options.partials.get(name);
        if (partial !== undefined) reached.add(partial);
      }
    };
    for (const text of this.#texts) {
      if (text.kind === 'template') check(text, this.#options(text.locale, this.#scope(text)));
    }
    // A layout is checked in every language that uses it, as each brings its own partials.
    for (const locale of this.#locales) {
      const source = this.#chain(locale).find((tag) => this.#texts.some((text) => text.kind === 'layout' && text.locale === tag));
      for (const text of this.#texts) {
        if (text.kind === 'layout' && text.locale === source) check(text, this.#options(locale, layoutScope(this.#model)));
      }
    }
    for (const text of this.#texts) {
      if (text.kind === 'partial' && !reached.has(text))
        checkUnusedPartial(text, this.#options(text.locale, rootScope(this.#model, [])));
    }
  }

  #chain(locale: string): readonly string[] {
    return localeChain(this.#locales, [locale], String(this.#set.defaultLocale));
  }

  /** The scope that the rules give which use this template on this channel, or else on any. */
  #scope({ name, channel }: SetText): RootScope {
    const users = this.#sending.filter((row) => templateOf(row) === name);
    const onChannel = users.filter(({ rule }) => channelsOf(rule).includes(channel));
    return rootScope(this.#model, onChannel.length > 0 ? onChannel : users);
  }

  #options(locale: string, scope: RootScope): SyntaxCheckOptions {
    const partials = new Map<string, SetText>();
    for (const tag of this.#chain(locale)) {
      for (const text of this.#texts) {
        if (text.kind === 'partial' && text.locale === tag && !partials.has(text.name)) partials.set(text.name, text);
      }
    }
    return {
      scope,
      helpers: Object.keys(this.#set.helpers ?? {}),
      partials,
      images: this.#chain(locale).flatMap((tag) => this.#images.get(tag) ?? []),
      findings: this.#findings,
      parse: (source) => this.#parse(source),
    };
  }

  #parse(source: string): Parsed {
    const parsed = this.#parsed.get(source) ?? parseTemplate(source);
    this.#parsed.set(source, parsed);
    return parsed;
  }
}

/** Collects findings; what stands in a partial is told once, however many texts include it. */
class Collector implements Findings {
  readonly problems: Problem[] = [];
  readonly opaquePaths: OpaquePath[] = [];
  readonly #seen = new Set<string>();

  report(code: ErrorCode, { place, usedBy }: Site, line: number, message: string): void {
    const at = `${place}, line ${line}`;
    // The first sentence names the mistake, the rest what is known in a scope; and a partial may be included in several.
    const mistake = usedBy === undefined ? message : message.split('. ')[0];
    if (!this.#isNew(`${code} ${at} ${mistake}`)) return;
    this.problems.push({ code, place: at, message: usedBy === undefined ? message : `${message} Included by ${usedBy}.` });
  }

  opaque({ place }: Site, line: number, path: string): void {
    const at = `${place}, line ${line}`;
    if (this.#isNew(`opaque ${at} ${path}`)) this.opaquePaths.push({ place: at, path });
  }

  #isNew(key: string): boolean {
    const isNew = !this.#seen.has(key);
    this.#seen.add(key);
    return isNew;
  }
}
