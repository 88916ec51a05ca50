/**
 * The helpers that every template may use: what each takes, and what it makes of it.
 * @module
 */
import Handlebars from 'handlebars';
import { identityOf } from '../core/contact.js';
import { OrderbellError } from '../core/errors.js';
import type { DateStyle, Formats, HourCycle } from './formats.js';
import { kindOfValue } from './place.js';

/** Whether values are escaped where they land: in HTML they are; in text, SMS and subject lines never. */
export type Mode = 'html' | 'text';

/** What every helper of one rendering sees as Handlebars' `data`. */
export interface RenderData {
  readonly root: object;
  readonly locale: string;
  readonly timeZone: string;
  readonly formats: Formats;
  /** Whether what `{{#shorten}}` is around is marked, for an SMS that is fitted when it is rendered. */
  readonly marks: boolean;
  /** Notes that an image is shown, and yields its Content-ID; undefined where there is none of this name. */
  readonly showImage: (name: string) => string | undefined;
}

/** What Handlebars passes to a helper after its arguments. */
export interface Call {
  readonly name: string;
  readonly hash: Readonly<Record<string, unknown>>;
  readonly data: RenderData;
  readonly loc?: { readonly start: { readonly line: number } };
}

/** Kinds of values, as far as a schema tells them. */
export type ValueKind = 'string' | 'number' | 'boolean' | 'date' | 'object' | 'list';

/** One argument of a helper. */
export interface Parameter {
  readonly name: string;
  /** Kinds that it takes; any when left out. */
  readonly kinds?: readonly ValueKind[];
  /** The only texts that it takes. */
  readonly choices?: readonly string[];
}

/** What a helper takes and yields. */
export interface Signature {
  readonly parameters: readonly Parameter[];
  /** How many of the parameters must be given. */
  readonly needs: number;
  /** Whether the last parameter may be repeated. */
  readonly repeats?: boolean;
  /** Named arguments, with the only texts that each takes; none for any text. */
  readonly named?: Readonly<Record<string, readonly string[]>>;
  /** A named argument that must be given. */
  readonly needsNamed?: string;
  /** `argument`: one of its arguments, as it is. */
  readonly yields: 'string' | 'boolean' | 'argument';
}

/** A helper, with what it takes. */
export interface BuiltIn extends Signature {
  /** Whether its text comes from Intl, which separates by spaces that an SMS alphabet lacks. */
  readonly intl?: boolean;
  readonly run: (call: Call, args: readonly unknown[], mode: Mode) => unknown;
}

const moment: Parameter = { name: 'value', kinds: ['date', 'number', 'string'] };
const amount: Parameter = { name: 'value', kinds: ['number', 'string'] };
const style: Parameter = { name: 'style', choices: ['long', 'short', 'medium', 'full'] };
const hourCycle = ['h23', 'h12'];

/**
 * The helpers by name. Each writes nothing for a value that is missing, and throws `invalid-value` for one it cannot use.
 *
 * `and` and `or` yield one of their values, as in JavaScript but with what `#if` calls true: `{{or recipient.name 'guest'}}`.
 */
export const builtIns: Readonly<Record<string, BuiltIn>> = {
  date: formatted({ parameters: [moment, style] }, ({ data }, [value, style]) =>
    data.formats.date(value, data.timeZone, dateStyleOf(style)),
  ),
  time: formatted({ parameters: [moment], named: { hourCycle } }, ({ data, hash }, [value]) =>
    data.formats.time(value, data.timeZone, hourCycleOf(hash)),
  ),
  dateTime: formatted({ parameters: [moment, style], named: { hourCycle } }, ({ data, hash }, [value, style]) =>
    data.formats.dateTime(value, data.timeZone, dateStyleOf(style), hourCycleOf(hash)),
  ),
  weekday: formatted({ parameters: [moment, { name: 'style', choices: ['long', 'short'] }] }, ({ data }, [value, style]) =>
    data.formats.weekday(value, data.timeZone, oneOf('style', style, ['long', 'short'])),
  ),
  money: formatted({ parameters: [amount, { name: 'currency', kinds: ['string'] }], needs: 2 }, ({ data }, [value, currency]) =>
    data.formats.money(value, currency),
  ),
  number: formatted({ parameters: [amount] }, ({ data }, [value]) => data.formats.number(value)),
  plural: formatted(
    { parameters: [amount], named: { zero: [], one: [], two: [], few: [], many: [], other: [] }, needsNamed: 'other' },
    ({ data, hash }, [value]) => plural(data.formats, value, hash),
  ),
  list: formatted(
    {
      parameters: [
        { name: 'items', kinds: ['list'] },
        { name: 'property', kinds: ['string'] },
      ],
      named: { type: ['and', 'or'] },
    },
    ({ data, hash }, [items, property]) =>
      data.formats.list(textsOf(items, property), oneOf('type', hash['type'], ['and', 'or'])),
  ),
  link: {
    parameters: [
      { name: 'url', kinds: ['string'] },
      { name: 'label', kinds: ['string', 'number'] },
    ],
    needs: 1,
    yields: 'string',
    run: (_, [url, label], mode) => link(url, isMissing(label) ? '' : String(label), mode),
  },
  image: {
    parameters: [{ name: 'name', kinds: ['string'] }],
    needs: 1,
    yields: 'string',
    run: ({ data }, [name], mode) => (mode === 'html' ? imageAddress(data, name) : ''),
  },
  eq: {
    parameters: [{ name: 'a' }, { name: 'b' }],
    needs: 2,
    yields: 'boolean',
    run: (_, [a, b]) => a === b || (a instanceof Date && b instanceof Date && a.getTime() === b.getTime()),
  },
  and: {
    parameters: [{ name: 'a' }, { name: 'b' }],
    needs: 2,
    repeats: true,
    yields: 'argument',
    run: (_, values) => values.at(values.findIndex((value) => !isTruthy(value))),
  },
  or: {
    parameters: [{ name: 'a' }, { name: 'b' }],
    needs: 2,
    repeats: true,
    yields: 'argument',
    run: (_, values) => values.at(values.findIndex(isTruthy)),
  },
  not: { parameters: [{ name: 'value' }], needs: 1, yields: 'boolean', run: (_, [value]) => !isTruthy(value) },
  sameContact: {
    parameters: [
      { name: 'a', kinds: ['object'] },
      { name: 'b', kinds: ['object'] },
    ],
    needs: 2,
    yields: 'boolean',
    run: (_, [a, b]) => contactIdentity(a) !== undefined && contactIdentity(a) === contactIdentity(b),
  },
};

/** What #if takes for true: not null, false, 0, NaN, an empty text or an empty list. */
function isTruthy(value: unknown): boolean {
  return Boolean(value) && !(Array.isArray(value) && value.length === 0);
}

/** A helper that formats its first argument, and writes nothing where that is missing. */
function formatted(
  signature: Partial<Signature> & Pick<Signature, 'parameters'>,
  run: (call: Call, args: readonly unknown[]) => string,
): BuiltIn {
  return {
    needs: 1,
    yields: 'string',
    intl: true,
    ...signature,
    run: (call, args) => (isMissing(args[0]) ? '' : run(call, args)),
  };
}

function isMissing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

/** The given choice, or the first one where none is given. */
function oneOf<const T extends string>(name: string, value: unknown, choices: readonly [T, ...T[]]): T {
  if (isMissing(value)) return choices[0];
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw new OrderbellError(
    'invalid-value',
    `'${name}' takes ${choices.map((choice) => `'${choice}'`).join(', ')}; got ${kindOfValue(value)}.`,
  );
}

function dateStyleOf(value: unknown): DateStyle {
  return oneOf('style', value, ['long', 'short', 'medium', 'full']);
}

function hourCycleOf(hash: Call['hash']): HourCycle {
  return oneOf('hourCycle', hash['hourCycle'], ['h23', 'h12']);
}

function plural(formats: Formats, value: unknown, forms: Call['hash']): string {
  const form = forms[formats.pluralCategory(value)] ?? forms['other'];
  if (typeof form === 'string') return form.replaceAll('#', () => formats.number(value));
  throw new OrderbellError('invalid-value', `expected texts for the plural forms, 'other' at least; got ${kindOfValue(form)}.`);
}

function textsOf(items: unknown, property: unknown): string[] {
  const list = items instanceof Set ? [...items] : items;
  if (!Array.isArray(list)) throw new OrderbellError('invalid-value', `expected a list; got ${kindOfValue(items)}.`);
  const path = typeof property === 'string' ? property.split('.') : [];
  return list
    .map((item) => path.reduce(ownProperty, item))
    .filter((value) => !isMissing(value) && value !== '')
    .map(textOf);
}

/** A property of the value's own; never one of its prototype. */
function ownProperty(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  // The line above has found the property on this very object.
  return (value as Readonly<Record<string, unknown>>)[name];
}

function textOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return String(value);
  throw new OrderbellError(
    'invalid-value',
    `expected a list of texts, or the property to list: {{list items 'name'}}; got ${kindOfValue(value)} in it.`,
  );
}

/**
 * A link. In HTML an `<a>` where the address is http, https, mailto or tel, and only the label where it is anything else; in text
 * `label: address`, or the address alone.
 */
function link(url: unknown, label: string, mode: Mode): unknown {
  if (!isMissing(url) && typeof url !== 'string')
    throw new OrderbellError('invalid-value', `expected an address as a text; got ${kindOfValue(url)}.`);
  const address = url?.trim() ?? '';
  const isLink = /^(?:https?:\/\/|mailto:|tel:)/i.test(address);
  const { escapeExpression: escaped } = Handlebars;
  if (mode === 'html') {
    return new Handlebars.SafeString(isLink ? `<a href="${escaped(address)}">${escaped(label || address)}</a>` : escaped(label));
  }
  return !isLink ? label : label === '' || label === address ? address : `${label}: ${address}`;
}

/** Where the HTML finds an image of the set: `cid:logo.1a2b@image`. */
function imageAddress({ showImage }: RenderData, name: unknown): string {
  const contentId = typeof name === 'string' ? showImage(name) : undefined;
  if (contentId !== undefined) return `cid:${contentId}`;
  throw new OrderbellError('invalid-value', "expected the name of one of the set's images.");
}

function contactIdentity(value: unknown): string | undefined {
  if (isMissing(value)) return undefined;
  if (typeof value !== 'object') throw new OrderbellError('invalid-value', `expected a contact; got ${kindOfValue(value)}.`);
  // Every property of a contact is optional; what templates see was parsed by the lifecycle's schema.
  return identityOf(value as Parameters<typeof identityOf>[0]);
}
