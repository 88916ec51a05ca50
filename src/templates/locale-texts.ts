/**
 * The texts of a set in one language, ready to be rendered.
 * @module
 */
import type { Attachment } from '../core/attachment.js';
import { OrderbellError } from '../core/errors.js';
import type { LifecycleModel } from '../core/model.js';
import type { Mode } from './built-ins.js';
import { type CalendarPart, createCalendarPart } from './calendar/calendar-part.js';
import { type Compiler, createCompiler, type Part } from './compiler.js';
import { createFormats, type Formats } from './formats.js';
import { createHelpers } from './helpers.js';
import { imagesOf } from './images.js';
import { localeChain } from './locale-chain.js';
import { kindOfValue, placeOf } from './place.js';
import type { EmailTemplate, Layout, TemplateSet } from './template-set.js';
import { labelledTrail } from './trail/trail.js';
import type { TrailStage } from './trail/trail-definition.js';

/** What one template says on one channel. */
export interface ChannelText {
  /** Undefined for an e-mail whose plain-text part is made of its HTML. */
  readonly text: Part | undefined;
  readonly subjectLine: Part | undefined;
  readonly html: Part | undefined;
  readonly calendar: CalendarPart | undefined;
  readonly textLayout: Part | undefined;
  readonly htmlLayout: Part | undefined;
}

/** The texts in one language. */
export interface LocaleTexts {
  readonly tag: string;
  readonly formats: Formats;
  /** The images that its e-mails may show, by name. */
  readonly images: ReadonlyMap<string, Attachment>;
  /** The stages of a subject, with labels in this language; none where it has no trail. See {@link labelledTrail} for `whole`. */
  trail(machine: string | undefined, subject: unknown, whole: unknown): readonly TrailStage[];
  /** The text of a template for a channel; undefined where this language has none. */
  find(template: string, channel: string): ChannelText | undefined;
}

/** The partials that a language can use: its own, and those of the languages it falls back to. */
function partialsOf(set: TemplateSet, tag: string): ReadonlyMap<string, { readonly source: string; readonly locale: string }> {
  const partials = new Map<string, { readonly source: string; readonly locale: string }>();
  for (const locale of fallbacks(set, tag)) {
    for (const [name, source] of Object.entries(set.locales[locale]?.partials ?? {})) {
      if (!partials.has(name)) partials.set(name, { source, locale });
    }
  }
  return partials;
}

/** The layout of a language: its own, or else the first one among the languages it falls back to. A layout is taken as a whole. */
function layoutOf(set: TemplateSet, tag: string): { readonly layout: Layout; readonly locale: string } | undefined {
  for (const locale of fallbacks(set, tag)) {
    const layout = set.locales[locale]?.layout;
    if (layout !== undefined) return { layout, locale };
  }
  return undefined;
}

function fallbacks(set: TemplateSet, tag: string): readonly string[] {
  return localeChain(Object.keys(set.locales), [tag], set.defaultLocale);
}

/** Makes the texts of one language ready. */
export function createLocaleTexts(set: TemplateSet, tag: string, model?: LifecycleModel): LocaleTexts {
  const partials = new Map([...partialsOf(set, tag)].map(([name, { source }]) => [name, source]));
  const compilers = new Map<Mode, Compiler>();
  const compile = (mode: Mode, source: string, place: string): Part => {
    const compiler = compilers.get(mode) ?? createCompiler(mode, partials, createHelpers(mode, set.helpers ?? {}));
    compilers.set(mode, compiler);
    return compiler(source, place);
  };
  const found = layoutOf(set, tag);
  const layoutPlace = (part: string) => placeOf({ lifecycle: set.lifecycle, locale: found?.locale, part: `layout.${part}` });
  const textLayout = found?.layout.text === undefined ? undefined : compile('text', found.layout.text, layoutPlace('text'));
  const htmlLayout = found?.layout.html === undefined ? undefined : compile('html', found.layout.html, layoutPlace('html'));

  const channelText = (template: string, channel: string, value: unknown): ChannelText => {
    const place = (part: string) => placeOf({ lifecycle: set.lifecycle, locale: tag, template, part });
    const part = (mode: Mode, name: string, source: string) => compile(mode, source, place(name));
    if (channel !== 'email') {
      // Whatever is no text is refused by the compiler when it is rendered.
      return {
        text: part('text', channel, value as string),
        subjectLine: undefined,
        html: undefined,
        calendar: undefined,
        textLayout: undefined,
        htmlLayout: undefined,
      };
    }
    if (typeof value !== 'object' || value === null) {
      throw new OrderbellError(
        'invalid-template',
        `${place('email')}: expected { subject, text, html }, got ${kindOfValue(value)}.`,
      );
    }
    // As above.
    const { subject, text, html, calendar } = value as EmailTemplate;
    return {
      text: text === undefined && html !== undefined ? undefined : part('text', 'email.text', text as string),
      subjectLine: part('text', 'email.subject', subject),
      html: html === undefined ? undefined : part('html', 'email.html', html),
      calendar:
        calendar === undefined
          ? undefined
          : createCalendarPart(
              calendar,
              (name, source) => part('text', `email.calendar.${name}`, source),
              place('email.calendar'),
            ),
      textLayout,
      htmlLayout,
    };
  };

  const templates = new Map(
    Object.entries(set.locales[tag]?.templates ?? {}).map(([name, texts]) => [name, new Map(Object.entries(texts))]),
  );
  const ready = new Map<string, Map<string, ChannelText>>();
  return {
    tag,
    formats: createFormats(tag),
    images: imagesOf(fallbacks(set, tag).map((locale) => set.locales[locale]?.images)),
    trail: (machine, subject, whole) => labelledTrail(model, set, tag, machine, subject, whole) ?? [],
    find(template, channel) {
      const known = ready.get(template)?.get(channel);
      if (known !== undefined) return known;
      const value = templates.get(template)?.get(channel);
      if (value === undefined) return undefined;
      const text = channelText(template, channel, value);
      const channels = ready.get(template) ?? new Map<string, ChannelText>();
      ready.set(template, channels.set(channel, text));
      return text;
    },
  };
}
