/**
 * What a reader would notice in a message: gaps, markup, dates and money of another language, wrong plurals.
 */

const englishDates =
  /(?<![\p{L}/.-])(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec|January|February|March|April|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?![\p{L}/-])/u;
const russianMonths = /\d\s(?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)/u;

const everywhere: Readonly<Record<string, RegExp>> = {
  'a variable is missing': /undefined|(?<!\p{L})null(?!\p{L})|NaN|Invalid|\[object/u,
  'markup is left': /\{\{|\}\}/,
  'punctuation has a gap': /,,|[，。]{2}|（）|\(\)|«»|""|: *\.|, *[.,]| ,|(?<!\.)\.\.(?!\.)/,
  'a date is one of a computer': /(?<![\w/=-])\d{4}-\d\d-\d\d(?![\w-])|\dT\d\d:\d\d/,
};

const inLocale: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  ru: {
    'a date is English': englishDates,
    'thousands are parted by a comma': /\d,\d{3}(?!\d)/,
    'money has a code': /\d\s?(?:RUB|TWD|USD|EUR)\b/,
  },
  'zh-TW': {
    'a date is English': englishDates,
    'a date is Russian': russianMonths,
    'money has a code': /\d\s?(?:RUB|TWD|USD|EUR)\b/,
  },
  en: { 'a date is Russian': russianMonths, 'a date is Chinese': /\d月\d/ },
};

/** The mistakes in one part of a message; `isHtml` where tags and entities are meant. */
export function mistakesIn(written: string, locale: string, isHtml: boolean): readonly string[] {
  const shown = isHtml ? written.replace(/<style[\s\S]*?<\/style>|<!--[\s\S]*?-->|<[^>]*>/g, ' ') : written;
  const inText = isHtml ? {} : { 'markup is left as well': /<[a-z/]|&(?:amp|lt|gt|quot|#)/, 'lines are missing': /\n{4}/ };
  // Between tags, spaces stand before commas that are close to the word when it is shown.
  const { 'punctuation has a gap': gap, ...sure } = everywhere;
  const patterns = { ...sure, ...(isHtml ? {} : { gap }), ...inText, ...inLocale[locale] };
  return Object.entries(patterns).flatMap(([name, pattern]) =>
    pattern?.test(shown) ? [`${name}: ${pattern.exec(shown)?.[0]}`] : [],
  );
}

const russian = new Intl.PluralRules('ru');
const categories = ['one', 'few', 'many'];

/** Counted nouns in the wrong form: `2 посылок`. */
export function pluralMistakesIn(text: string, nouns: readonly (readonly [string, string, string])[]): readonly string[] {
  return nouns.flatMap((forms) =>
    forms.flatMap((form, index) =>
      [...text.matchAll(new RegExp(`(\\d[\\d\\s]*)\\s${form}(?!\\p{L})`, 'gu'))].flatMap(([found, digits = '']) =>
        russian.select(Number(digits.replace(/\s/g, ''))) === categories[index] ? [] : [found],
      ),
    ),
  );
}
