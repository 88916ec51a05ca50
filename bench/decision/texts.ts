/**
 * The texts of the preset without orderbell: compiled once by plain Handlebars, with helpers written for them.
 * @module
 */
import Handlebars from 'handlebars';
import { type Contact, identityOf } from 'orderbell';
import type { TemplateSet } from 'orderbell/templates';
import { dayAt, plusDays } from './wall-clock.js';

/** A rendered message. */
export interface Rendered {
  readonly subjectLine: string | undefined;
  readonly text: string;
  readonly html: string | undefined;
}

/** Renders the text of a rule for a channel. */
export type Render = (rule: string, channel: string, locale: string, timeZone: string, root: object) => Rendered;

type Template = Handlebars.TemplateDelegate<object>;

interface Email {
  readonly subject: Template;
  readonly text: Template;
  readonly html: Template;
}

interface LocaleTexts {
  readonly emails: ReadonlyMap<string, Email>;
  readonly sms: ReadonlyMap<string, Template>;
  readonly textLayout: Template;
  readonly htmlLayout: Template;
}

/** What helpers see of the message they write in. */
interface HelperData {
  readonly timeZone: string;
}

const deadlineDays: Readonly<Record<string, number>> = {
  'bank-transfer': 3,
  'paynow-atm': 3,
  'cvs-barcode': 4,
  ibon: 3,
  famiport: 3,
};

/** When a text is compiled: once and kept, or for each message, as the first example in Handlebars' documentation does. */
export type Compiling = 'once' | 'for each message';

/** Renders the texts of a set with plain Handlebars. */
export function compileTexts(set: TemplateSet, compiling: Compiling = 'once'): Render {
  const locales = new Map(Object.keys(set.locales).map((tag) => [tag, localeTexts(set, tag, compiling)]));
  return (rule, channel, locale, timeZone, root) => {
    const texts = locales.get(locale);
    if (texts === undefined) throw new Error(`no texts in ${locale}`);
    const options = { data: { timeZone } satisfies HelperData };
    if (channel === 'sms') {
      const text = texts.sms.get(rule)?.(root, options) ?? '';
      return { subjectLine: undefined, text: text.trimEnd(), html: undefined };
    }
    const email = texts.emails.get(rule);
    if (email === undefined) throw new Error(`no e-mail for ${rule}`);
    const subjectLine = email.subject(root, options).trim();
    const text = texts.textLayout({ ...root, subjectLine, body: email.text(root, options) }, options);
    const html = texts.htmlLayout({ ...root, subjectLine, body: email.html(root, options) }, options);
    return { subjectLine, text: text.trimEnd(), html };
  };
}

function localeTexts(set: TemplateSet, tag: string, compiling: Compiling): LocaleTexts {
  const { templates, partials = {}, layout } = set.locales[tag] ?? { templates: {} };
  const plain = environment(tag, partials);
  const asText = (source: string) => template(() => plain.compile(source, { ...known, noEscape: true }), compiling);
  const escaping = environment(tag, partials);
  const asHtml = (source: string) => template(() => escaping.compile(source, known), compiling);
  const emails = new Map<string, Email>();
  const sms = new Map<string, Template>();
  for (const [rule, { email, sms: short }] of Object.entries(templates)) {
    if (email !== undefined)
      emails.set(rule, { subject: asText(email.subject), text: asText(email.text ?? ''), html: asHtml(email.html ?? '') });
    if (typeof short === 'string') sms.set(rule, asText(short));
  }
  return { emails, sms, textLayout: asText(layout?.text ?? ''), htmlLayout: asHtml(layout?.html ?? '') };
}

function template(compile: () => Template, compiling: Compiling): Template {
  return compiling === 'once' ? compile() : (root, options) => compile()(root, options);
}

function environment(tag: string, partials: Readonly<Record<string, string>>): typeof Handlebars {
  const handlebars = Handlebars.create();
  handlebars.registerPartial(partials);
  handlebars.registerHelper({ ...logic, ...formatting(tag) });
  return handlebars;
}

const logic = {
  eq: (a: unknown, b: unknown) => a === b,
  not: (value: unknown) => !value,
  and: (...values: unknown[]) => values.slice(0, -1).every(Boolean),
  or: (...values: unknown[]) => values.slice(0, -1).find(Boolean),
  sameContact: (a: Contact, b: Contact) => identityOf(a) === identityOf(b),
  webAddress: (address: unknown) => (typeof address === 'string' && /^https?:\/\//.test(address) ? address : undefined),
};

/** Told which helpers there are, Handlebars compiles calls to them that look up nothing else. */
const known: CompileOptions = {
  knownHelpersOnly: true,
  knownHelpers: Object.fromEntries([...Object.keys(logic), ...Object.keys(formatting('en'))].map((name) => [name, true])),
};

/** Helpers that write as people of one language do. Formatters are made once for each zone. */
function formatting(tag: string) {
  const kept = new Map<string, Intl.DateTimeFormat>();
  function format(options: Intl.DateTimeFormatOptions, timeZone: string, value: Date | string, name: string): string {
    // A day alone is the instant of its midnight in UTC.
    const zone = typeof value === 'string' ? 'UTC' : timeZone;
    let formatter = kept.get(`${name} ${zone}`);
    if (formatter === undefined) {
      formatter = new Intl.DateTimeFormat(tag, { ...options, timeZone: zone });
      kept.set(`${name} ${zone}`, formatter);
    }
    return formatter.format(typeof value === 'string' ? Date.parse(value) : value);
  }
  const money = new Intl.NumberFormat(tag, { style: 'currency', currency: 'TWD', maximumFractionDigits: 0 });
  const numbers = new Intl.NumberFormat(tag);
  return {
    date: (value: Date | string, style: 'short' | 'medium', { data }: Handlebars.HelperOptions) =>
      format({ dateStyle: style }, data.timeZone, value, style),
    weekday: (value: Date | string, style: 'short', { data }: Handlebars.HelperOptions) =>
      format({ weekday: style }, data.timeZone, value, 'weekday'),
    time: (value: Date | string, { data }: Handlebars.HelperOptions) =>
      format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, data.timeZone, value, 'time'),
    // A dollar sign alone would be read as US dollars.
    money: (amount: number) => money.format(amount).replace(/^\$/, 'NT$'),
    number: (value: number) => numbers.format(value),
    paymentDeadline(method: string, placedAt: Date, { data }: Handlebars.HelperOptions) {
      const days = deadlineDays[method];
      return days === undefined ? undefined : plusDays(dayAt(placedAt.getTime(), data.timeZone), days);
    },
  };
}
