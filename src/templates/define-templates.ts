/**
 * Templates from Handlebars: the texts of one lifecycle, checked and rendered.
 * @module
 */
import type { Lifecycle } from '../core/lifecycle.js';
import type { LifecycleModel } from '../core/model.js';
import type { Shape } from '../core/shape.js';
import { checkTemplates } from './check.js';
import type { Templates } from './engine.js';
import { localeChain } from './locale-chain.js';
import { merchantTexts } from './merchant/merchant-texts.js';
import { loadPlainText } from './plain-text.js';
import { createRenderer, type Renderer } from './renderer.js';
import type { TemplateSet, TemplateSetDefinition } from './template-set.js';
import { labelledTrail } from './trail/trail.js';
import type { TrailStage } from './trail/trail-definition.js';

/** Texts as they were written, and what a notifier does with them. */
export interface DefinedTemplates<S extends Shape = Shape> extends TemplateSet<S>, Templates {
  /**
   * The stages of a subject with labels in the first of these languages that has texts, as `{{#trail}}` shows them: for a page of yours.
   * Undefined in states in which there is no trail. `machine` may be left out where the set has one trail.
   */
  trail(subject: S['subject'], locales?: readonly (string | undefined)[], machine?: string): readonly TrailStage[] | undefined;
}

/**
 * The texts of a lifecycle, by locale, template and channel. Nothing is compiled here: `createNotifier` checks them against the
 * rules that use them and the schema, and reports every mistake at once; a text is compiled when it is first rendered.
 *
 * @example
 * const bookingTemplates = defineTemplates(booking, {
 *   defaultLocale: 'en',
 *   locales: { en: { templates: { 'order-placed': { sms: 'Booking {{no}} is placed.' } } } },
 * });
 */
export function defineTemplates<S extends Shape>(
  lifecycle: Lifecycle<S>,
  definition: TemplateSetDefinition<NoInfer<S>>,
): DefinedTemplates<S> {
  return templatesOf({ ...definition, lifecycle: lifecycle.name }, lifecycle.model);
}

/**
 * The same for a set whose lifecycle is known by name; without its model there are no trails. Only the texts are enumerable: a finished set can be written as JSON, or
 * spread into another definition.
 */
export function templatesOf<S extends Shape>(set: TemplateSet<S>, model?: LifecycleModel): DefinedTemplates<S> {
  let renderer: Renderer | undefined;
  const rendering = () => {
    renderer ??= createRenderer([set], model === undefined ? [] : [model]);
    return renderer;
  };
  const { lifecycle } = set;
  let isPlainTextNeeded: boolean | undefined;
  const needsPlainText = () => {
    isPlainTextNeeded ??= hasTextlessEmail(set);
    return isPlainTextNeeded;
  };
  const engine: Omit<Templates, 'lifecycle'> & Pick<DefinedTemplates, 'trail'> = {
    languages: Object.keys(set.locales ?? {}),
    channels: channelsOf(set),
    has: (template, channel) => rendering().has(lifecycle, template, channel),
    title: (template, locales) => titleOf(set, template, locales),
    reads: (template, channel, name) => mentions(set, template, channel, name),
    prepare: () => (needsPlainText() ? loadPlainText() : undefined),
    merchant: merchantTexts(set, (own) => templatesOf(own, model)),
    check: (checked, rules) => checkTemplates(checked, rules, set),
    trail: (subject, locales = [], machine) => {
      const [locale = set.defaultLocale] = localeChain(Object.keys(set.locales), locales, set.defaultLocale);
      return labelledTrail(model, set, locale, machine, subject);
    },
    render: (request) => rendering().of(lifecycle)(request),
  };
  const hidden = Object.fromEntries(Object.entries(engine).map(([name, value]) => [name, { value }]));
  // The properties that were just defined.
  return Object.defineProperties({ ...set }, hidden) as DefinedTemplates<S>;
}

/** The title of a template, by the same fallback as its texts. */
function titleOf(set: TemplateSet, template: string, wanted: readonly (string | undefined)[]): string | undefined {
  for (const tag of localeChain(Object.keys(set.locales), wanted, set.defaultLocale)) {
    const titles = set.locales[tag]?.titles;
    if (titles !== undefined && Object.hasOwn(titles, template)) return titles[template];
  }
  return undefined;
}

/** Whether a template, in any language, or a partial or layout that it may use, has this word in it. A word of its prose counts, too. */
function mentions({ locales }: TemplateSet, template: string, channel: string, name: string): boolean {
  const texts = Object.values(locales).flatMap((locale) => [
    locale.templates[template]?.[channel],
    locale.partials,
    locale.layout,
  ]);
  return new RegExp(`\\b${name}\\b`).test(JSON.stringify(texts));
}

/** Whether the plain-text part of any e-mail is to be made of its HTML; what is not as it should be is left to the check. */
function hasTextlessEmail({ locales }: TemplateSet): boolean {
  const templates = Object.values(locales ?? {}).flatMap((locale) => Object.values(locale?.templates ?? {}));
  return templates.some((channels) => typeof channels?.email === 'object' && channels.email?.text === undefined);
}

/** The channels that any text of a set is written for; what is not as it should be is left to the check. */
function channelsOf({ locales }: TemplateSet): readonly string[] {
  const texts = Object.values(locales ?? {}).flatMap((locale) => Object.values(locale?.templates ?? {}));
  return [...new Set(texts.flatMap((text) => (typeof text === 'object' && text !== null ? Object.keys(text) : [])))];
}
