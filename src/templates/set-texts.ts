/**
 * The form of a set: its texts one by one, and what in it is not as it should be.
 * @module
 */
import { type ErrorCode, type Problem, unknownName } from '../core/errors.js';
import type { Mode } from './built-ins.js';
import { readCalendar } from './calendar/calendar-texts.js';
import { reservedHelpers } from './helpers.js';
import { imageFault } from './images.js';
import { isLocale } from './locale-chain.js';
import { kindOfValue, placeOf } from './place.js';
import type { TemplateSet } from './template-set.js';

/** One text of a set. */
export interface SetText {
  readonly kind: 'template' | 'layout' | 'partial';
  readonly locale: string;
  /** Name of the template or partial; the part for a layout. */
  readonly name: string;
  /** For templates. */
  readonly channel: string;
  readonly mode: Mode;
  readonly place: string;
  readonly source: string;
  /** The list of the root in whose elements it is read, where it is. */
  readonly within?: string | undefined;
}

type Bag = Readonly<Record<string, unknown>>;

/** What was read of a set. */
export interface ReadSet {
  readonly texts: readonly SetText[];
  /** The names of the images of each locale that has any. */
  readonly images: ReadonlyMap<string, readonly string[]>;
  readonly problems: readonly Problem[];
}

/** Reads a set that may come from outside the program: the texts that are in order, and a problem for everything else. */
export function readSet(set: TemplateSet): ReadSet {
  const reader = new SetReader(set.lifecycle);
  reader.read(set);
  return { texts: reader.texts, images: reader.images, problems: reader.problems };
}

/** Goes through a set, trusting nothing but the name of its lifecycle. */
class SetReader {
  readonly texts: SetText[] = [];
  readonly images = new Map<string, readonly string[]>();
  readonly problems: Problem[] = [];
  readonly #lifecycle: string;

  constructor(lifecycle: string) {
    this.#lifecycle = lifecycle;
  }

  read(set: TemplateSet): void {
    const place = this.#place();
    this.#known({ ...set }, ['lifecycle', 'defaultLocale', 'locales', 'helpers'], place, 'option');
    const locales = this.#bag(set.locales, `${place}, locales`, forms.locales) ?? {};
    const tags = Object.keys(locales);
    if (typeof set.defaultLocale !== 'string' || !tags.includes(set.defaultLocale)) {
      const given = typeof set.defaultLocale === 'string' ? `'${set.defaultLocale}'` : kindOfValue(set.defaultLocale);
      const message = `expected one of the locales of this set, got ${given}. Locales: ${tags.join(', ') || 'none'}.`;
      this.#report('invalid-value', `${place}, defaultLocale`, message);
    }
    this.#tags(tags);
    for (const [tag, texts] of Object.entries(locales)) this.#locale(tag, this.#bag(texts, this.#place(tag), forms.locale));
    this.#helpers(this.#optional(set.helpers, `${place}, helpers`, forms.helpers));
  }

  #tags(tags: readonly string[]): void {
    const seen = new Map<string, string>();
    for (const tag of tags) {
      if (!isLocale(tag)) this.#report('unknown-locale', this.#place(tag), forms.tag);
      const twin = seen.get(tag.toLowerCase());
      const message = `'${twin}' is the same locale; letter case makes no difference.`;
      if (twin !== undefined) this.#report('duplicate-name', this.#place(tag), message);
      seen.set(tag.toLowerCase(), tag);
    }
  }

  #locale(locale: string, texts: Bag | undefined): void {
    if (texts === undefined) return;
    const at = this.#place(locale);
    this.#known(texts, ['templates', 'partials', 'images', 'layout'], at, 'option');
    for (const [name, channels] of Object.entries(this.#bag(texts['templates'], `${at}, templates`, forms.templates) ?? {})) {
      const place = this.#place(locale, name);
      for (const [channel, value] of Object.entries(this.#bag(channels, place, forms.template) ?? {})) {
        const text = { kind: 'template', locale, name, channel, mode: 'text', place: `${place}, ${channel}` } as const;
        if (channel === 'email') this.#email(text, value);
        else if (value !== undefined) this.#text(text, value);
      }
    }
    for (const [name, source] of Object.entries(this.#optional(texts['partials'], `${at}, partials`, forms.partials))) {
      const place = this.#place(locale, undefined, `partial '${name}'`);
      this.#text({ kind: 'partial', locale, name, channel: '', mode: 'text', place }, source);
    }
    this.#images(locale, this.#optional(texts['images'], `${at}, images`, forms.images));
    const layout = this.#optional(texts['layout'], `${at}, layout`, forms.layout);
    this.#known(layout, ['html', 'text'], `${at}, layout`, 'part');
    for (const mode of ['html', 'text'] as const) {
      const place = this.#place(locale, undefined, `layout.${mode}`);
      if (layout[mode] === undefined) continue;
      this.#text({ kind: 'layout', locale, name: mode, channel: 'email', mode, place }, layout[mode]);
    }
  }

  #email(text: Omit<SetText, 'source'>, value: unknown): void {
    if (value === undefined) return;
    const { name, place } = text;
    if (typeof value === 'string') {
      this.#report('invalid-template', place, 'an e-mail has parts: write { subject, text, html } instead of one text.');
      return;
    }
    const email = this.#bag(value, place, '{ subject, text, html }');
    if (email === undefined) return;
    this.#known(email, ['subject', 'text', 'html', 'calendar'], place, 'part');
    for (const part of ['subject', 'text', 'html'] as const) {
      const source = email[part];
      if (source !== undefined)
        this.#text({ ...text, mode: part === 'html' ? 'html' : 'text', place: `${place}.${part}` }, source);
    }
    const missing = (part: string, needed: string) =>
      this.#report('missing-template', place, `an e-mail needs ${needed}. Add templates['${name}'].email.${part}.`);
    if (email['subject'] === undefined) missing('subject', "'subject'");
    if (email['text'] === undefined && email['html'] === undefined) missing('text', "'text', or 'html' that text is made of");
    if (email['calendar'] === undefined) return;
    const report = (code: ErrorCode, at: string, message: string) => this.#report(code, at, message);
    for (const { name: part, source, within } of readCalendar(email['calendar'], `${place}.calendar`, report))
      this.texts.push({ ...text, place: `${place}.calendar.${part}`, source, within });
  }

  #images(locale: string, images: Bag): void {
    const known: string[] = [];
    for (const [name, value] of Object.entries(images)) {
      const place = this.#place(locale, undefined, `images['${name}']`);
      const image = this.#bag(value, place, forms.image);
      // A problem was reported; what shows it is no second one.
      known.push(name);
      if (image === undefined) continue;
      this.#known(image, ['contentType', 'content'], place, 'option');
      const fault = imageFault(name, image['contentType'], image['content']);
      if (fault !== undefined) this.#report('invalid-value', place, fault);
    }
    this.images.set(locale, known);
  }

  #helpers(helpers: Bag): void {
    for (const [name, helper] of Object.entries(helpers)) {
      const place = `${this.#place()}, helpers.${name}`;
      if (reservedHelpers.includes(name)) this.#report('reserved-name', place, forms.taken);
      if (typeof helper === 'function') continue;
      this.#report('invalid-value', place, `expected a function (context, ...values) => text, got ${kindOfValue(helper)}.`);
    }
  }

  #text(text: Omit<SetText, 'source'>, source: unknown): void {
    if (typeof source === 'string') this.texts.push({ ...text, source });
    else this.#report('invalid-template', text.place, `expected the text of a template, got ${kindOfValue(source)}.`);
  }

  #bag(value: unknown, place: string, expected: string): Bag | undefined {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      // An object's own properties are read by name, whatever they hold.
      return value as Bag;
    }
    const code = value === undefined ? 'missing-value' : 'invalid-value';
    this.#report(code, place, `expected ${expected}, got ${kindOfValue(value)}.`);
    return undefined;
  }

  #optional(value: unknown, place: string, expected: string): Bag {
    return (value === undefined ? undefined : this.#bag(value, place, expected)) ?? {};
  }

  #known(bag: Bag, names: readonly string[], place: string, kind: string): void {
    for (const name of Object.keys(bag)) {
      if (!names.includes(name)) this.#report('unknown-option', place, unknownName(kind, name, names));
    }
  }

  #place(locale?: string, template?: string, part?: string): string {
    return placeOf({ lifecycle: this.#lifecycle, locale, template, part });
  }

  #report(code: ErrorCode, place: string, message: string): void {
    this.problems.push({ code, place, message });
  }
}

/** What is expected, as it is written in a set. */
const forms = {
  locales: "{ 'zh-TW': { templates: { ... } } }",
  locale: '{ templates, partials, images, layout }',
  templates: "{ 'order-placed': { email: { subject, text }, sms: '...' } }",
  template: "{ email: { subject, text, html }, sms: '...' }",
  partials: "{ footer: '...' }",
  images: "{ logo: { contentType: 'image/png', content } }",
  image: "{ contentType: 'image/png', content }",
  layout: "{ html: '...', text: '...' }",
  helpers: '{ name: (context, ...values) => text }',
  tag: "this is not a well-formed language tag. Write it like 'en', 'zh-TW' or 'zh-Hant-TW'.",
  taken: `templates have a helper of this name already; choose another one. Taken: ${reservedHelpers.join(', ')}.`,
} as const;
