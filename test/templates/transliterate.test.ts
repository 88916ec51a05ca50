import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { smsParts } from '../../src/templates/sms-parts.js';
import { transliterate } from '../../src/templates/transliterate.js';

describe('Cyrillic', () => {
  test.each([
    ['Щукин Юрий Андреевич', 'Shchukin Iurii Andreevich'],
    ['Ёлкина Любовь Ильинична', 'Elkina Liubov Ilinichna'],
    ['Цыганков Хасан', 'Tsygankov Khasan'],
    ['подъезд, съёмка', 'podieezd, sieemka'],
    ['Подъячев', 'Podieiachev'],
    ['Эйлер Жан', 'Eiler Zhan'],
    ['Фёдор Чаплыгин', 'Fedor Chaplygin'],
    ['Здравствуйте! Заказ №15 оплачен.', 'Zdravstvuite! Zakaz No15 oplachen.'],
    ['1 200 ₽', '1 200 RUB'],
    ['Київ, Ґанок, Єва, Їжак', 'Kiiv, Ganok, Ieva, Izhak'],
  ])('%s', (text, latin) => {
    expect(transliterate(text)).toBe(latin);
  });

  test.each([
    ['ЩУКА', 'SHCHUKA'],
    ['Щука', 'Shchuka'],
    ['БОРЩ', 'BORSHCH'],
    ['Я и Ю', 'Ia i Iu'],
    ['ООО «ЯША»', 'OOO "IASHA"'],
  ])('capitals of several letters follow the word: %s', (text, latin) => {
    expect(transliterate(text)).toBe(latin);
  });

  test('accents that mark the stress are dropped, composed letters are read as such', () => {
    expect(transliterate('за\u0301мок, и\u0306од, е\u0308ж')).toBe('zamok, iod, ezh');
  });

  test('every Russian text becomes GSM-7', () => {
    const letters = 'абвгдеёжзийклмнопрстуфхцчшщъыьэюя';
    const unit = fc.constantFrom(...letters, ...letters.toUpperCase(), ...' 0123.,!?-\n«»„“—–…№\u00a0\u0301');
    fc.assert(
      fc.property(fc.string({ unit, minLength: 1 }), (text) => {
        // An accent after something that is no letter marks nothing.
        const plain = text.replace(/(?<!\p{L}\u0301*)\u0301/gu, '');
        const latin = transliterate(plain);
        fc.pre(latin !== '');
        expect(smsParts(latin).encoding, JSON.stringify(latin)).toBe('GSM-7');
      }),
    );
  });
});

describe('typographic characters', () => {
  test.each([
    ['“a” „b‟ «c» ‘d’ ‚e‛ ‹f› 5′ 6″', `"a" "b" "c" 'd' 'e' 'f' 5' 6"`],
    ['1–2 — 3 − 4 ‑ 5', '1-2 - 3 - 4 - 5'],
    ['wait…', 'wait...'],
    ['a\u00a0b\u202fc\u2009d\te', 'a b c d e'],
    ['in\u00advis\u200bible\ufeff', 'invisible'],
    ['`x´', "'x'"],
    ['© ® ™', '(c) (r) TM'],
  ])('%j', (text, plain) => {
    expect(transliterate(text)).toBe(plain);
  });

  test.each([
    ['çáíóúâêëïÿ', 'caiouaeeiy'],
    ['Łódź Đuro œuvre ışık', 'Lodz Duro oeuvre isik'],
    ['Nguyễn', 'Nguyen'],
    ['cafe\u0301 à', 'café à'],
  ])('accents that the alphabet lacks are taken off: %s', (text, plain) => {
    expect(transliterate(`${text} —`)).toBe(`${plain} -`);
  });
});

describe('what stays', () => {
  test('whatever the alphabet has', () => {
    const kept = 'é à ù ì ò ñ Ñ ü ö ä Å Æ ß Ç £ ¥ § ¿ ¡ ¤ Δ Φ Γ Λ Ω Π Ψ Σ Θ Ξ € { } [ ] ~ | ^ \\ \f';
    expect(transliterate(`${kept} —`)).toBe(`${kept} -`);
  });

  test.each(['小日子陶藝工作室', 'こんにちは が', '안녕하세요', 'سلام', 'ελληνικά', 'हिन्दी'])(
    'a text of another script: %s',
    (text) => {
      expect(transliterate(text)).toBe(text);
    },
  );

  test('emoji, however they are joined', () => {
    const family = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467} \u{1f1f7}\u{1f1fa} \u2764\ufe0f';
    expect(transliterate(`Ура ${family}`)).toBe(`Ura ${family}`);
  });

  test('a text that is done already', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const once = transliterate(text);
        expect(transliterate(once)).toBe(once);
      }),
    );
  });
});
