/**
 * What merchants may write in a set of templates: which texts are theirs to edit, and the set with what they wrote.
 * @module
 */
import type { MerchantTexts, OwnText, Templates } from '../engine.js';
import { estimateSms } from '../sms-worst-case.js';
import type { ChannelTemplates, LocaleTemplates, TemplateSet } from '../template-set.js';

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
    estimate: (text, model, users, fit) =>
      estimateSms(model, users, { ...set, locales: overridden(set.locales, [text]) }, { ...text, fit }),
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
