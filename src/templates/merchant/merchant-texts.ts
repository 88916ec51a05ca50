/**
 * What merchants may write in a set of templates: which texts are theirs to edit, and the set with what they wrote.
 * @module
 */
import type { Templates } from '../engine.js';
import type { ChannelTemplates, LocaleTemplates, SlotDefinition, TemplateSet } from '../template-set.js';

/** A text in place of one of a set. */
export interface OwnText {
  readonly template: string;
  readonly channel: string;
  readonly locale: string;
  readonly text: string;
}

/** The part of a set that is open to merchants. */
export interface MerchantTexts {
  /** Channels that may be edited, by template. */
  readonly editable: Readonly<Record<string, readonly string[]>>;
  /** Fields of the data that a merchant may fill, by name. */
  readonly slots: Readonly<Record<string, SlotDefinition>>;
  /** The text of the set itself, where it is one text. */
  source(template: string, channel: string, locale: string): string | undefined;
  /** The set with these texts in place of its own. */
  override(texts: readonly OwnText[]): Templates;
}

/** What of a set is open to merchants. `defined` makes templates of a set. */
export function merchantTexts(set: TemplateSet, defined: (set: TemplateSet) => Templates): MerchantTexts {
  return {
    editable: set.editable ?? {},
    slots: set.slots ?? {},
    source: (template, channel, locale) => {
      const text = set.locales[locale]?.templates[template]?.[channel];
      return typeof text === 'string' ? text : undefined;
    },
    override: (texts) => defined({ ...set, locales: overridden(set.locales, texts) }),
  };
}

function overridden(locales: TemplateSet['locales'], texts: readonly OwnText[]): TemplateSet['locales'] {
  const changed: Record<string, LocaleTemplates> = { ...locales };
  for (const { locale, template, channel, text } of texts) {
    const before = changed[locale] ?? { templates: {} };
    const channels: ChannelTemplates = { ...before.templates[template], [channel]: text };
    changed[locale] = { ...before, templates: { ...before.templates, [template]: channels } };
  }
  return changed;
}
