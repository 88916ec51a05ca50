/**
 * Words that make a mail look like an advertisement, and get transactional messages judged as spam.
 * @module
 */
import type { PlainText } from './plain-text.js';

/**
 * A word: as it is, with its forms. In scripts that put spaces between words it stands for a whole word; a `*` at its end, for any that
 * begins so; `(a|b)` for either. In Chinese it stands for these characters, wherever they are.
 */
export type PromotionalWord = string;

/** The lists that are used unless told otherwise, by language. Every text is looked at with all of them. */
export const promotionalWords: Readonly<Record<'zh-TW' | 'ru' | 'en', readonly PromotionalWord[]>> = {
  'zh-TW': [
    ...['優惠', '折扣', '打折', '特價', '特惠', '促銷', '限時', '限量', '搶購', '免費', '贈品', '贈送', '好禮', '抽獎', '中獎'],
    ...[
      '買一送一',
      '清倉',
      '下殺',
      '破盤',
      '最低價',
      '超值',
      '回饋',
      '紅利',
      '大放送',
      '滿額',
      '折價',
      '現折',
      '立即購買',
      '加購',
    ],
    ...['优惠', '折扣', '特价', '促销', '限时', '免费', '赠品', '抽奖', '抢购'],
  ],
  ru: [
    'скид(ка|ки|ке|ку|кой|кою|ок|кам|ками|ках)',
    'акци(я|и|ю|ей|й|ям|ями|ях)',
    'распродаж(а|и|е|у|ей|ам|ами|ах)?',
    'бесплатн(о|ый|ая|ое|ые|ого|ой|ому|ым|ую|ых|ыми|ом)',
    'подар(ок|ка|ку|ком|ке|ки|ков|кам|ками|ках)',
    'выгод(а|ы|е|у|ой|но|ный|ная|ное|ные|ного|ной|ному|ным|ную|ных|ными|ном)',
    'выгодн(о|ый|ая|ое|ые|ого|ой|ому|ым|ую|ых|ыми|ом|ее)',
    'промокод(а|у|ом|е|ы|ов|ам|ами|ах)?',
    'спецпредложени(е|я|ю|ем|и|й|ям|ями|ях)',
    'специальн(ое|ого|ому|ым|ом|ые|ых) предложени(е|я|ю|ем|и|й|ям|ями|ях)',
    'кешб(э|е)к(а|у|ом|е|и)?',
    'кэшб(э|е)к(а|у|ом|е|и)?',
    'бонус(а|у|ом|е|ы|ов|ам|ами|ах|ный|ная|ные|ных)?',
    'розыгрыш(а|у|ем|е|и|ей|ам|ами|ах)?',
    'успей(те)?',
    'только сегодня',
    'дешев(о|ле|ый|ая|ые)',
    'лучш(ая|ие|их|ей) цен(а|ы|е|у|ой)?',
  ],
  en: [
    'sale(s)?',
    'discount(s|ed)?',
    'free(bie|bies)?',
    'gift(s)?',
    'promo(s|tion|tions|tional)?',
    'offer(s)?',
    'deal(s)?',
    'bargain(s)?',
    'cheap(er|est)?',
    'giveaway(s)?',
    'clearance',
    'cashback',
    'bonus(es)?',
    'coupon(s)?',
    'limited time',
    'buy now',
    'act now',
    'hurry',
    'best price(s)?',
    'save up to',
    'special price(s)?',
    'winner(s)?',
  ],
};

/** What is no advertisement although a word of the lists is in it. */
const harmless = /feel free|toll[- ]free|[\p{L}]-free|free of (?:obligation|doubt)|deal with|deals with/giu;

/** A word that was found. */
export interface FoundWord {
  /** As it stands in the text. */
  readonly word: string;
  /** As it stands in the list. */
  readonly entry: PromotionalWord;
  /** Offset in the source. */
  readonly offset: number;
}

/** The words of a list that are in a text, each where it stands first. */
export function wordsIn({ text, offsets }: PlainText, words: readonly PromotionalWord[]): readonly FoundWord[] {
  const lower = text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(harmless, (match) => ' '.repeat(match.length));
  const found: FoundWord[] = [];
  for (const entry of new Set(words)) {
    const match = expressionOf(entry).exec(lower);
    if (match === null) continue;
    found.push({ word: text.slice(match.index, match.index + match[0].length), entry, offset: offsets[match.index] ?? 0 });
  }
  return found;
}

const expressions = new Map<string, RegExp>();
const mostExpressions = 2_000;

function expressionOf(entry: PromotionalWord): RegExp {
  const known = expressions.get(entry);
  if (known !== undefined) return known;
  const isOpen = entry.endsWith('*');
  const body = entry
    .slice(0, isOpen ? -1 : undefined)
    .toLowerCase()
    .replaceAll('ё', 'е')
    // Of what regular expressions read, only the forms of a word may be written: ( | ) and a ? behind them.
    .replace(/[.*+^${}[\]\\]/g, String.raw`\$&`)
    .replace(/\s+/g, String.raw`[\s\p{P}]+`);
  const isHan = /\p{Script=Han}/u.test(entry);
  const expression = isHan
    ? new RegExp([...body].join(String.raw`\s*`), 'u')
    : new RegExp(`(?<![\\p{L}\\p{N}])(?:${body})${isOpen ? String.raw`\p{L}*` : ''}(?![\\p{L}\\p{N}])`, 'u');
  if (expressions.size >= mostExpressions) expressions.clear();
  expressions.set(entry, expression);
  return expression;
}
