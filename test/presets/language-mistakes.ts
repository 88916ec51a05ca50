/**
 * What a reader would notice in a message: gaps, markup, dates and money of another language, wrong plurals.
 */

const englishDates =
  /(?<![\p{L}/.-])(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec|January|February|March|April|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?![\p{L}/-])/u;
const russianMonths = /\d\s(?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)/u;

const everywhere: Readonly<Record<string, RegExp>> = {
  'a variable is missing': /undefined|(?<!\p{L})null(?!\p{L})|NaN|Invalid|\[object/u,
  'markup is left': /\{\{|\}\}/,
  'punctuation has a gap': /,,|[，。]{2}|（）|\(\)|«»|""|: *\.|, *[.,]|(?<!\.)\.\.(?!\.)/,
  'a space stands before punctuation': / (?:[,;:!?)»”]|\.(?![\w/.]))/,
  'a date is one of a computer': /(?<![\w/=-])\d{4}-\d\d-\d\d(?![\w-])|\dT\d\d:\d\d/,
};

/** In HTML, spaces that are too many are not shown. */
const spaces: Readonly<Record<string, RegExp>> = {
  'a space is doubled': /\S {2,}\S/,
  'a line ends with a space': /(?<=\S) +$/m,
};

const inLocale: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  ru: {
    'a date is English': englishDates,
    'thousands are parted by a comma': /\d,\d{3}(?!\d)/,
    'money has a code': /\d\s?(?:RUB|TWD|USD|EUR)\b/,
    'a dash is short': /(?<=[\p{L}\p{N}»]) – /u,
    // Names are not declined: «в магазин «Лавка»», not «в «Лавка»».
    'a name stands right behind a preposition': /(?<!\p{L})(?:из|в|во|к|от|для|с|со|на|у|о|об|по) «/iu,
  },
  'zh-TW': {
    'a date is English': englishDates,
    'a date is Russian': russianMonths,
    'money has a code': /\d\s?(?:RUB|TWD|USD|EUR)\b/,
    'punctuation is not of full width': /\p{Script=Han}(?:[,;:!?()]|\.(?!\w))|[,;!?()]\p{Script=Han}/u,
    'a space stands beside punctuation of full width': /[，。：；！？、」』】）] +\S|\S +[，。：；！？、（「『【」』】）]/,
    'a character is simplified': /[们这为发订单货电话请时间对应员务购买费钱]/,
    'a word is of the mainland': /短信|快遞|信息|默認|賬|用戶|鏈接|網絡|郵箱|支付/,
  },
  en: { 'a date is Russian': russianMonths, 'a date is Chinese': /\d月\d/ },
};

/** The mistakes in one part of a message; `isHtml` where tags and entities are meant. */
export function mistakesIn(written: string, locale: string, isHtml: boolean): readonly string[] {
  const shown = isHtml ? shownText(written) : written;
  const inText = isHtml
    ? {}
    : { 'markup is left as well': /<[a-z/]|&(?:amp|lt|gt|quot|#)/, 'lines are missing': /\n{4}/, ...spaces };
  const patterns: Readonly<Record<string, RegExp>> = { ...everywhere, ...inText, ...inLocale[locale] };
  return Object.entries(patterns).flatMap(([name, pattern]) =>
    pattern?.test(shown) ? [`${name}: ${pattern.exec(shown)?.[0]}`] : [],
  );
}

/** What a reader sees of HTML, line by line; tags within a line leave no space. */
function shownText(html: string): string {
  return html.replace(/<style[\s\S]*?<\/style>|<!--[\s\S]*?-->|<\/?(?:a|s|strong)\b[^>]*>/g, '').replace(/<[^>]*>/g, '\n');
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
