/**
 * What values and helpers write at most, in one language.
 * @module
 */
import type { ValueKind } from './built-ins.js';
import { type Assumption, type Extent, extentOfText, longestNumber, noExtent, sum, times, widest } from './extent.js';
import type { DateStyle, Formats, HourCycle } from './formats.js';
import { type Expression, type Literal, nameOf } from './syntax.js';
import { elementsOf, type View } from './view.js';

/** A call of a helper, with what its arguments may be. */
export interface HelperCall {
  readonly name: string;
  readonly args: readonly { readonly expression: Expression; readonly view: View; readonly extent: Extent }[];
  readonly named: ReadonlyMap<string, { readonly expression: Expression; readonly view: View; readonly extent: Extent }>;
}

/** What a value takes as it is written: `{{name}}`. */
export function extentOfView(view: View, name: string, assumed: Assumption): Extent {
  return widest(
    view.map((leaf) => {
      switch (leaf.kind) {
        case 'string':
          return leaf.extent ?? assumed.value(name);
        case 'number':
          return leaf.extent ?? (leaf.most === undefined ? assumed.number(name) : longestNumber);
        case 'boolean':
          return extentOfText('false');
        case 'null':
          return noExtent;
        default:
          return assumed.value(name);
      }
    }),
  );
}

/** What a helper writes; undefined for one that is not built in. */
export function extentOfCall(call: HelperCall, formats: Formats, assumed: Assumption): Extent | undefined {
  const { name, args } = call;
  const [first, second] = args;
  const view = first?.view ?? [];
  switch (name) {
    case 'date':
      return widestOf(moments, assumed, (at) => formats.date(at, 'UTC', dateStyle(second?.expression)));
    case 'time':
      return widestOf(moments, assumed, (at) => formats.time(at, 'UTC', hourCycle(call)));
    case 'dateTime':
      return widestOf(moments, assumed, (at) => formats.dateTime(at, 'UTC', dateStyle(second?.expression), hourCycle(call)));
    case 'weekday':
      return widestOf(moments, assumed, (at) =>
        formats.weekday(at, 'UTC', literalOf(second?.expression) === 'short' ? 'short' : 'long'),
      );
    case 'number':
      return widestOf(numbersOf(view, assumed), assumed, formats.number);
    case 'money':
      return moneyOf(numbersOf(view, assumed), second, formats, assumed);
    case 'plural':
      return pluralOf(call, longest(numbersOf(view, assumed), formats.number), assumed);
    case 'list':
      return listOf(call, formats, assumed);
    case 'link':
      return sum([first?.extent ?? noExtent, extentOfText(': '), second?.extent ?? noExtent]);
    case 'and':
    case 'or':
      return widest(args.map(({ extent }) => extent));
    case 'eq':
    case 'contains':
    case 'not':
    case 'sameContact':
      return extentOfText('false');
    default:
      return undefined;
  }
}

/** Each day of a year that begins on every weekday in turn, and both halves of the day: whatever a calendar writes occurs in them. */
const moments: readonly number[] = Array.from({ length: 366 + 7 }, (_, day) =>
  Date.UTC(2024, 0, 1 + day, day % 2 === 0 ? 22 : 10, 48),
);

function widestOf<T>(values: readonly T[], assumed: Assumption, write: (value: T) => string): Extent {
  return widest([...new Set(values.map((value) => assumed.write(plainSpaces(write(value)))))].map(extentOfText));
}

function longest(values: readonly number[], write: (value: number) => string): string {
  return values.map(write).reduce((most, text) => (text.length > most.length ? text : most), '');
}

/** As the renderer writes what comes from Intl. */
function plainSpaces(text: string): string {
  return text.replace(/[\u00a0\u2009\u202f]/g, ' ');
}

/** A number without bounds is taken to be exact: whole, of 16 digits; or with a fraction. */
function mostOf(view: View, assumed: Assumption): number {
  return Math.max(0, ...view.map((leaf) => (leaf.kind === 'number' ? (leaf.most ?? assumed.most) : 0)));
}

function numbersOf(view: View, assumed: Assumption): readonly number[] {
  const kinds: readonly (ValueKind | string)[] = view.map(({ kind }) => kind);
  const most = kinds.includes('number') ? mostOf(view, assumed) : assumed.most;
  // With decimals as well, which a whole amount has none of; the last one that is exact where nothing else limits it.
  return [-most, -(most - 0.111), -(2 ** 52 - 0.5), most].filter((number) => Math.abs(number) <= most);
}

/** Money in a currency that only the data know, by language and amount: it takes some 300 formatters. */
const anyMoney = new WeakMap<Formats, Map<string, Extent>>();

function moneyOf(
  numbers: readonly number[],
  currency: HelperCall['args'][number] | undefined,
  formats: Formats,
  assumed: Assumption,
): Extent {
  const write = (code: string) => longest(numbers, (amount) => formats.money(amount, code));
  const literal = literalOf(currency?.expression);
  if (typeof literal === 'string') return widestOf([literal], assumed, write);
  const known = anyMoney.get(formats) ?? new Map<string, Extent>();
  anyMoney.set(formats, known);
  const key = `${numbers.join()} ${assumed.write('₽')}`;
  const extent = known.get(key) ?? widestOf(Intl.supportedValuesOf('currency'), assumed, write);
  known.set(key, extent);
  return extent;
}

function pluralOf({ named }: HelperCall, number: string, assumed: Assumption): Extent {
  return widest(
    [...named.values()].map(({ expression, extent }) => {
      const literal = literalOf(expression);
      return typeof literal === 'string' ? extentOfText(assumed.write(literal.replaceAll('#', () => number))) : extent;
    }),
  );
}

function listOf({ args, named }: HelperCall, formats: Formats, assumed: Assumption): Extent {
  const [items, property] = args;
  if (items === undefined) return noExtent;
  const name = nameOfExpression(items.expression);
  const most = mostElements(items.view) ?? assumed.elements;
  if (most === undefined) return assumed.value(name);
  if (most === 0) return noExtent;
  const path = literalOf(property?.expression);
  const fields = typeof path === 'string' ? path.split('.') : [];
  const element = fields.reduce<View>((view, field) => fieldOf(view, field), elementsOf(items.view) ?? []);
  const type = literalOf(named.get('type')?.expression) === 'or' ? 'or' : 'and';
  const written = (count: number) => extentOfText(assumed.write(plainSpaces(formats.list(Array<string>(count).fill(''), type))));
  const separators = most <= 4 ? written(most) : repeated(written(3), written(4), most - 4);
  return sum([times(most, extentOfView(element, [name, ...fields].join('.'), assumed)), separators]);
}

/** What separates ever more elements, of which each brings as much as the fourth did: a list may have billions. */
function repeated(three: Extent, four: Extent, more: number): Extent {
  const septets = three.septets === undefined || four.septets === undefined ? undefined : four.septets - three.septets;
  return sum([four, times(more, { units: four.units - three.units, septets, unbounded: [] })]);
}

function fieldOf(view: View, name: string): View {
  return view.flatMap((leaf) => (leaf.kind === 'object' ? (leaf.field(name) ?? leaf.rest() ?? []) : []));
}

/** Most elements of a list; undefined where nothing limits them. */
export function mostElements(view: View): number | undefined {
  const counts = view.map((leaf) => (leaf.kind === 'list' ? leaf.most : leaf.kind === 'null' ? 0 : undefined));
  return counts.includes(undefined) ? undefined : Math.max(0, ...counts.map((count) => count ?? 0));
}

function literalOf(expression: Expression | undefined): Literal['value'] {
  return expression !== undefined && 'value' in expression ? expression.value : undefined;
}

function nameOfExpression(expression: Expression): string {
  return expression.type === 'SubExpression' ? `{{${nameOf(expression.path)}}}` : nameOf(expression);
}

function dateStyle(expression: Expression | undefined): DateStyle {
  const style = literalOf(expression);
  return style === 'short' || style === 'medium' || style === 'full' ? style : 'long';
}

function hourCycle({ named }: HelperCall): HourCycle {
  return literalOf(named.get('hourCycle')?.expression) === 'h12' ? 'h12' : 'h23';
}
