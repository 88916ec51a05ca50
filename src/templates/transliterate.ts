/**
 * Transliteration: Cyrillic, typographic characters and accents to what the SMS alphabet has.
 * @module
 */
import { septetsOf } from './gsm-alphabet.js';

/**
 * Writes a text with characters of the SMS alphabet (GSM 03.38) as far as there is a customary way to: Cyrillic in Latin letters as
 * in Russian passports (ICAO 9303: Ю is `Iu`, Щ is `Shch`, Ъ is `Ie`, Ь is left out), quotes, dashes and spaces in their plain form,
 * Latin letters without the accents that the alphabet lacks.
 *
 * What the alphabet has, it keeps: é, ñ, £, Ω, €. What has no customary Latin form in these tables it leaves as it is: Chinese is not
 * spelt out, and a text with an emoji stays UCS-2. There is no way back, and a text that needs none is returned unchanged.
 *
 * Letters with combining accents are composed first; an accent that only marks the stress of a Cyrillic word is dropped.
 *
 * @example
 * transliterate('Щука, «Юлия» — №5'); // 'Shchuka, "Iuliia" - No5'
 */
export function transliterate(text: string): string {
  if (septetsOf(text) !== undefined) return text;
  return composed(text).replace(/[^\n\r -_a-~]/gu, (char, at: number, whole: string) => {
    if (septetsOf(char) !== undefined) return char;
    const letters = cyrillic.get(char.toLowerCase());
    if (letters !== undefined) return char === char.toLowerCase() ? letters : capitals(letters, char, at, whole);
    return typographic.get(char) ?? withoutAccents(char);
  });
}

/** Letters of which one part is a combining accent in their composed form, or without the accent where there is none. */
function composed(text: string): string {
  return text.replace(/[\p{Script=Latin}\p{Script=Cyrillic}][\u0300-\u036f]+/gu, (letter) =>
    letter.normalize('NFC').replace(/[\u0300-\u036f]+/g, ''),
  );
}

/** `Shch` for a capital in a word, `SHCH` in a word of capitals; the letters around it tell. */
function capitals(letters: string, char: string, at: number, whole: string): string {
  const neighbour = [whole.charAt(at + char.length), whole.charAt(at - 1)].find((one) => /\p{L}/u.test(one));
  const isShouted = neighbour !== undefined && neighbour === neighbour.toUpperCase();
  return isShouted ? letters.toUpperCase() : letters.charAt(0).toUpperCase() + letters.slice(1);
}

/** The letter itself where its accents can be taken off a Latin one; else the character as it is. */
function withoutAccents(char: string): string {
  const base = char.normalize('NFD').replace(/[\u0300-\u036f]+/g, '');
  return /^[A-Za-z]$/.test(base) ? base : char;
}

/** Pairs of what is replaced and by what: `ж zh`. Nothing stands for what is left out. */
function pairs(text: string): readonly (readonly [string, string])[] {
  return text
    .trim()
    .split(/\s*,\s*/)
    .map((pair) => {
      const [from = '', to = ''] = pair.split(' ');
      return [from, to];
    });
}

/** Small letters. ICAO 9303, part 3, section 6: what passports have since 2013, and the letters of the neighbours besides. */
const cyrillic = new Map(
  pairs(
    'а a, б b, в v, г g, д d, е e, ё e, ж zh, з z, и i, й i, к k, л l, м m, н n, о o, п p, р r, с s, т t, у u, ф f, х kh, ц ts, ' +
      'ч ch, ш sh, щ shch, ъ ie, ы y, ь, э e, ю iu, я ia, ' +
      'ѐ e, ѝ i, є ie, і i, ї i, ґ g, ў u, ђ d, ј j, љ lj, њ nj, ћ c, џ dz, ѓ g, ќ k, ѕ dz',
  ),
);

/** Characters of typesetting, and letters from which no accent can be taken off. */
const typographic = new Map([
  ...pairs(
    "“ \", ” \", „ \", ‟ \", « \", » \", ″ \", ‘ ', ’ ', ‚ ', ‛ ', ‹ ', › ', ′ ', ´ ', ` ', ʼ ', " +
      '‐ -, ‑ -, ‒ -, – -, — -, ― -, − -, • -, · ., … ..., № No, ™ TM, © (c), ® (r), × x, ₽ RUB, ₴ UAH, ₸ KZT, ' +
      'ª a, º o, ł l, Ł L, đ d, Đ D, ð d, Ð D, þ th, Þ Th, œ oe, Œ OE, ı i, ẞ SS',
  ),
  // Spaces of any width, and marks that nobody sees. What joins emoji and Indic or Persian letters (U+200C, U+200D) stays.
  ...[...'\t\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f'].map((char) => [char, ' '] as const),
  ...[...'\u00ad\u200b\u200e\u200f\u2060\ufeff'].map((char) => [char, ''] as const),
]);
