/**
 * Formats: dates, numbers and lists as readers of one language write them.
 * @module
 */
import { isDay } from '../core/calendar.js';
import { OrderbellError } from '../core/errors.js';
import { parseLocalOrInstant } from '../core/instant-text.js';
import { offsetAt } from '../core/zone.js';
import { kindOfValue } from './place.js';

/** How much of a date is written out. */
export type DateStyle = 'short' | 'medium' | 'long' | 'full';

/** A clock of 24 hours, or one of twice 12. */
export type HourCycle = 'h23' | 'h12';

/**
 * Writes values in one language. Values of the wrong kind throw `invalid-value`; the message tells their kind, never the value.
 *
 * A moment is a Date, epoch milliseconds or an ISO text with an offset; a day is `YYYY-MM-DD`.
 */
export interface Formats {
  /** The day of a moment in a zone; a day is written as that very day, whatever the zone. */
  date(value: unknown, timeZone: string, style: DateStyle): string;
  time(value: unknown, timeZone: string, cycle: HourCycle): string;
  dateTime(value: unknown, timeZone: string, style: DateStyle, cycle: HourCycle): string;
  weekday(value: unknown, timeZone: string, style: 'short' | 'long'): string;
  number(value: unknown): string;
  /** Whole amounts have no decimals; `$` alone always means US dollars (see {@link moneyFormat}). */
  money(amount: unknown, currency: unknown): string;
  /** `a, b, and c`, or `a, b, or c`. */
  list(texts: readonly string[], type: 'and' | 'or'): string;
  pluralCategory(value: unknown): Intl.LDMLPluralRule;
}

/**
 * Makes the formats of a language. Formatters are made when first used and kept; there are at most about 30, and 64 currencies.
 *
 * A language that the runtime has no data for is written as English, not as the language of the process.
 */
export function createFormats(locale: string): Formats {
  const dates = new Map<string, Intl.DateTimeFormat>();
  const currencies = new Map<string, MoneyFormat>();
  let numbers: Intl.NumberFormat | undefined;
  let plurals: Intl.PluralRules | undefined;
  let allOf: Intl.ListFormat | undefined;
  let anyOf: Intl.ListFormat | undefined;

  // Formatters get instants that were moved by the zone's offset and read them as UTC: one formatter serves all zones, and the
  // wall clock is the one that the calendar plans with.
  const dateFormat = (key: string, options: Intl.DateTimeFormatOptions, cycle: HourCycle = 'h23') => {
    let format = dates.get(key);
    if (format === undefined) {
      format = new Intl.DateTimeFormat(withHourCycle([locale, 'en'], cycle), { ...options, timeZone: 'UTC' });
      dates.set(key, format);
    }
    return format;
  };

  return {
    date: (value, timeZone, style) => dateFormat(style, { dateStyle: style }).format(wallClockOf(value, timeZone)),
    time: (value, timeZone, cycle) => dateFormat(cycle, { timeStyle: 'short' }, cycle).format(wallClockOfMoment(value, timeZone)),
    dateTime: (value, timeZone, style, cycle) =>
      dateFormat(style + cycle, { dateStyle: style, timeStyle: 'short' }, cycle).format(wallClockOfMoment(value, timeZone)),
    weekday: (value, timeZone, style) =>
      dateFormat(style === 'short' ? 'weekday' : 'Weekday', { weekday: style }).format(wallClockOf(value, timeZone)),
    number(value) {
      numbers ??= new Intl.NumberFormat([locale, 'en']);
      return numbers.format(numberOf(value));
    },
    money(amount, currency) {
      const number = numberOf(amount);
      const code = currencyOf(currency);
      let format = currencies.get(code);
      if (format === undefined) {
        format = moneyFormat(locale, code);
        if (currencies.size >= maxCurrencies) currencies.clear();
        currencies.set(code, format);
      }
      const text = (Number.isInteger(number) ? format.whole : format.exact).format(number);
      const { dollar } = format;
      return dollar === undefined ? text : text.replace('$', () => dollar);
    },
    list(texts, type) {
      if (type === 'and') allOf ??= new Intl.ListFormat([locale, 'en'], { type: 'conjunction' });
      else anyOf ??= new Intl.ListFormat([locale, 'en'], { type: 'disjunction' });
      return (type === 'and' ? allOf : anyOf)?.format(texts) ?? '';
    },
    pluralCategory(value) {
      plurals ??= new Intl.PluralRules([locale, 'en']);
      return plurals.select(numberOf(value));
    },
  };
}

const maxCurrencies = 64;

/** The hour cycle goes into the tags, because given as an option it makes Intl pick another date pattern (`2026/3/3` for `2026年3月3日`). */
function withHourCycle(locales: readonly string[], hourCycle: HourCycle): string[] {
  return locales.map((locale) => new Intl.Locale(locale, { hourCycle }).toString());
}

/** What a clock and calendar in the zone show, as the instant at which UTC shows the same. */
function wallClockOf(value: unknown, timeZone: string): number {
  // A day alone is parsed as UTC by the language's definition.
  return isDay(value) ? Date.parse(value) : wallClockOfMoment(value, timeZone);
}

function wallClockOfMoment(value: unknown, timeZone: string): number {
  const at = epochOf(value);
  return at + offsetAt(timeZone, at);
}

/** The instant of a moment. Throws `invalid-value` for anything else. */
export function epochOf(value: unknown): number {
  const at = value instanceof Date ? value.getTime() : typeof value === 'string' ? epochOfText(value) : value;
  if (typeof at === 'number' && Math.abs(at) <= maxTime) return at;
  const expected = "expected a Date, epoch milliseconds, an ISO text with offset such as '2026-03-03T15:00+08:00'";
  throw new OrderbellError(
    'invalid-value',
    `${expected}, or a day 'YYYY-MM-DD' where a day is enough; got ${kindOfValue(value)}${textNote(value)}.`,
  );
}

/** The largest instant that a Date can hold. */
const maxTime = 8.64e15;

function epochOfText(text: string): number | undefined {
  return /T.*(?:Z|[+-]\d\d(?::?\d\d)?)$/i.test(text) ? parseLocalOrInstant(text, 'UTC') : undefined;
}

function textNote(value: unknown): string {
  if (typeof value !== 'string') return '';
  if (isDay(value)) return ' that is a day and has no time';
  return /^\d{4}-\d\d-\d\dT[\d:.]+$/.test(value) ? ' without an offset' : ' that is none of these';
}

function numberOf(value: unknown): number {
  const number = typeof value === 'string' && /^[+-]?\d+(?:\.\d+)?$/.test(value.trim()) ? Number(value) : value;
  if (typeof number === 'bigint') return Number(number);
  // Adding zero turns -0, which would be written '-0', into 0.
  if (typeof number === 'number' && Number.isFinite(number)) return number + 0;
  throw new OrderbellError(
    'invalid-value',
    `expected a number, or a text of digits such as '1200.50'; got ${kindOfValue(value)}.`,
  );
}

function currencyOf(value: unknown): string {
  if (typeof value === 'string' && /^[A-Za-z]{3}$/.test(value)) return value.toUpperCase();
  throw new OrderbellError(
    'invalid-value',
    `expected a currency code of three letters such as 'TWD'; got ${kindOfValue(value)}.`,
  );
}

interface MoneyFormat {
  readonly whole: Intl.NumberFormat;
  readonly exact: Intl.NumberFormat;
  /** What stands for a bare `$`, where that would be read as another currency. */
  readonly dollar: string | undefined;
}

/**
 * How a currency is written.
 *
 * The rule: by the symbol that the language uses; but where that is a bare `$` and the currency is not the US dollar (TWD in zh-TW,
 * AUD in en-AU), by the one that tells it apart elsewhere: NT$1,200, A$1,200. So `$1,200` is always US dollars, also for a reader
 * who is abroad or reads a shop's notice in another region's language.
 */
function moneyFormat(locale: string, currency: string): MoneyFormat {
  const options = { style: 'currency', currency } as const;
  const whole = new Intl.NumberFormat([locale, 'en'], { ...options, minimumFractionDigits: 0, maximumFractionDigits: 0 });
  const exact = new Intl.NumberFormat([locale, 'en'], options);
  const isBare = symbolOf(whole) === '$' && currency !== 'USD';
  return { whole, exact, dollar: isBare ? symbolOf(new Intl.NumberFormat('en', options)) : undefined };
}

function symbolOf(format: Intl.NumberFormat): string | undefined {
  return format.formatToParts(0).find((part) => part.type === 'currency')?.value;
}
