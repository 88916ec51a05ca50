import fc from 'fast-check';
import { expect, test } from 'vitest';
import { folded, plainTexts, wholeText } from '../../../src/templates/merchant/plain-text.js';
import { promotionalWords, wordsIn } from '../../../src/templates/merchant/promotional-words.js';
import { parseTemplate } from '../../../src/templates/syntax.js';

const all = Object.values(promotionalWords).flat();
const found = (text: string, words: readonly string[] = all) => wordsIn(folded(wholeText(text)), words).map(({ word }) => word);

test.each([
  ['本店限時特價', ['特價', '限時']],
  ['免 費', ['免 費']],
  ['买一送一, 免费', ['免费']],
  ['優\u200b惠', ['優惠']],
  ['Скидки до 50%', ['Скидки']],
  ['У нас СКИДКОЙ', ['СКИДКОЙ']],
  ['дёшево, бесплатной', ['бесплатной', 'дёшево']],
  ['Бонусы и подарки', ['подарки', 'Бонусы']],
  ['Big SALE, discounted gifts', ['SALE', 'discounted', 'gifts']],
  ['ＳＡＬＥ', ['SALE']],
  ['limited\n time', ['limited\n time']],
  ['a special-price offer', ['offer', 'special-price']],
])('%s: %j', (text, words) => {
  expect(found(text)).toEqual(words);
});

test.each([
  'Your booking B-1 is accepted. Feel free to call, toll-free, smoke-free rooms. We deal with it.',
  'wholesale, resale, gifted, ideal, offering hours, promoted',
  'Ваш заказ принят, скидочная, реакция, фракция, дешевизна',
  '您的預約已受理，請準時抵達。費用請於現場支付，免預約費',
])('in %s is none', (text) => {
  expect(found(text)).toEqual([]);
});

const spread = (source: string) => {
  const parsed = parseTemplate(source);
  if (!parsed.ok) throw new Error(parsed.message);
  return plainTexts(source, parsed.program).flatMap((plain) => wordsIn(folded(plain), all));
};

test.each([
  ['優{{! }}惠', 0],
  ['a 優{{#if no}}惠{{/if}}', 2],
  ['優{{#if no}}x{{else}}惠{{/if}}', 0],
  ["{{#if (eq no '免費')}}x{{/if}}", 14],
  ['  {{~#if no~}} SALE {{~/if~}}', 15],
  ['{{no}} and\n{{no}} SALE', 18],
])('a word that is hidden in %s is found where it begins', (source, offset) => {
  expect(spread(source).map((word) => word.offset)).toContain(offset);
});

test('a word of a list is found in any surroundings, where it stands', () => {
  fc.assert(
    fc.property(fc.constantFrom('скидку', 'discount', '折扣'), fc.stringMatching(/^[ ,.!0-9\n-]{0,20}$/), (word, around) => {
      const text = `${around} ${word} ${around}`;
      const [first] = wordsIn(folded(wholeText(text)), all);
      expect([first?.word, first?.offset]).toEqual([word, text.indexOf(word)]);
    }),
  );
});
