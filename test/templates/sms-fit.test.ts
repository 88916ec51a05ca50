import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shortenable } from '../../src/templates/shorten-marks.js';
import { type FitOptions, type FitResult, fitSms } from '../../src/templates/sms-fit.js';
import { smsParts } from '../../src/templates/sms-parts.js';

/** The text of what fits, or why it does not. */
function textOf(result: FitResult): string {
  return result.ok ? result.text : `too long: ${result.why}`;
}

function shorten(text: string, parts = 1): string {
  return textOf(fitSms(text, { parts, fit: 'shorten' }));
}

const long = 'wheel throwing and glazing for two people who have never done it, with tea and cake in the garden afterwards';

describe('a text that fits', () => {
  test.each(['reject', 'shorten', 'transliterate'] as const)('is left as it is by %s, and its marks are gone', (fit) => {
    const result = fitSms(`Оплачено: ${shortenable('гончарный круг')}.`, { parts: 1, fit });
    const text = 'Оплачено: гончарный круг.';
    expect(result).toEqual({ ok: true, text, size: smsParts(text), shortened: false, transliterated: false });
  });
});

describe('a text that does not fit', () => {
  test('is rejected with its numbers, unless told otherwise', () => {
    const text = 'a'.repeat(310);
    const why = '3 parts (310 units of GSM-7), and 2 are allowed';
    expect(fitSms(text, { parts: 2 })).toEqual({ ok: false, parts: 2, size: smsParts(text), why });
    expect(textOf(fitSms('中'.repeat(71), { parts: 1 }))).toBe('too long: 2 parts (71 units of UCS-2), and 1 is allowed');
  });

  test('without marks cannot be shortened', () => {
    expect(fitSms('a'.repeat(161), { parts: 1, fit: 'shorten' })).toMatchObject({ ok: false, size: { count: 2 } });
  });

  test('is cut inside its mark, and nowhere else', () => {
    const text = shorten(`Hudson Clay: ${shortenable(long)}, Sat 10:00, 31 Water Street. Bring an apron.`);
    expect(text).toMatch(/^Hudson Clay: wheel throwing .*\w\.\.\., Sat 10:00, 31 Water Street\. Bring an apron\.$/);
    expect(text).toHaveLength(160);
  });

  test('has an ellipsis of one character in UCS-2', () => {
    const text = shorten(`【小日子】${shortenable('陶'.repeat(80))}，明天10:00`);
    expect(text).toBe(`【小日子】${'陶'.repeat(56)}…，明天10:00`);
    expect(text).toHaveLength(70);
  });

  test('has room again where the one character outside the alphabet is cut off', () => {
    expect(shorten(`${'a'.repeat(90)} ${shortenable(`${'b'.repeat(20)}中`)}`)).toBe(`${'a'.repeat(90)} ${'b'.repeat(20)}...`);
  });

  test('is cut in its last mark first, down to nothing, then in the one before', () => {
    const text = `${shortenable('one '.repeat(30))}| ${shortenable('two '.repeat(30))}.`;
    expect(shorten(text)).toMatch(/^(?:one ){30}\| (?:two ?)+\.\.\. \.$/);
    const both = shorten(`${'x'.repeat(100)} ${shortenable('one '.repeat(30))}${shortenable('two '.repeat(30))}.`);
    expect(both).toMatch(/^x{100} (?:one ?)+\w*\.\.\. \.$/);
    expect(both).not.toContain('two');
  });

  test('has no ellipsis where nothing of the mark is left', () => {
    expect(shorten(`${'x'.repeat(159)}${shortenable(' and more')}.`)).toBe(`${'x'.repeat(159)}.`);
  });

  test('is told with the numbers of its shortest form where even that does not fit', () => {
    const result = fitSms(`${'x'.repeat(170)}${shortenable('y'.repeat(200))}`, { parts: 1, fit: 'shorten' });
    expect(result).toMatchObject({ ok: false, size: { units: 170, count: 2 } });
  });
});

describe('a cut', () => {
  test('never goes through a link, and nothing sticks to one', () => {
    const url = 'https://pay.example/orders/1234567890?token=abcdefghijklmnopqrstuvwxyz';
    const cut = (fixed: number) =>
      shorten(`${'x'.repeat(fixed)} ${shortenable(`pay: ${url} ${'z'.repeat(40)}`)}`).slice(fixed + 1);
    expect(url).toHaveLength(70);
    expect(cut(78)).toBe(`pay: ${url} zz...`);
    expect(cut(79)).toBe(`pay: ${url} z...`);
    expect(cut(80)).toBe(`pay: ${url} ...`);
    expect(cut(81)).toBe('pay:...');
  });

  test('leaves a link alone that is only partly inside a mark', () => {
    const text = `https://pay.example/${shortenable('1'.repeat(170))}`;
    expect(fitSms(text, { parts: 1, fit: 'shorten' }).ok).toBe(false);
  });

  test('keeps a space before a link that follows', () => {
    expect(shorten(`${shortenable(`${'word '.repeat(40)}`)}https://a.example/1`)).toMatch(/\.\.\. https:\/\/a\.example\/1$/);
    expect(shorten(`${shortenable('a'.repeat(200))} -> https://a.example/1`)).toMatch(/a\.\.\. -> https:\/\/a\.example\/1$/);
    expect(shorten(`${shortenable('預'.repeat(200))}https://a.example/1`)).toMatch(/預… https:\/\/a\.example\/1$/);
    expect(shorten(`${'x'.repeat(139)}${shortenable('預：')}https://a.example/1`)).toBe(`${'x'.repeat(139)} https://a.example/1`);
  });

  test('never goes through what people see as one character', () => {
    const family = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}';
    const text = shorten(shortenable(family.repeat(12)));
    expect(text).toBe(`${family.repeat(8)}…`);
  });
});

describe('transliteration', () => {
  const russian = 'Здравствуйте, Юлия! Ждём вас завтра в 10:00 в студии «Щука» на улице Ленина, дом 5.';

  test('makes a text fit', () => {
    const result = fitSms(russian, { parts: 1, fit: 'transliterate' });
    expect(result).toMatchObject({ ok: true, shortened: false, transliterated: true, size: { encoding: 'GSM-7', count: 1 } });
    expect(textOf(result)).toBe('Zdravstvuite, Iuliia! Zhdem vas zavtra v 10:00 v studii "Shchuka" na ulitse Lenina, dom 5.');
  });

  test('is followed by a cut where that is not enough', () => {
    const result = fitSms(`${russian} ${shortenable('Возьмите с собой фартук и хорошее настроение. '.repeat(3))}`, {
      parts: 1,
      fit: 'transliterate',
    });
    expect(result).toMatchObject({ ok: true, shortened: true, transliterated: true });
    expect(textOf(result)).toMatch(/dom 5\. Vozmite .*\.\.\.$/);
  });

  test('is left out where a character would keep the text in UCS-2 all the same', () => {
    const text = `${'ж'.repeat(60)}\u{1f600}${shortenable('щ'.repeat(60))}`;
    const result = fitSms(text, { parts: 1, fit: 'transliterate' });
    expect(textOf(result)).toBe(`${'ж'.repeat(60)}\u{1f600}${'щ'.repeat(7)}…`);
    expect(result).toMatchObject({ transliterated: false });
  });
});

test.each([0, -1, 1.5, Number.NaN])('a limit of %s parts is refused', (parts) => {
  expect(() => fitSms('a', { parts })).toThrow('parts: expected a whole number, 1 or more');
});

test('a text of any length is fitted at once', () => {
  const text = `${'word. '.repeat(50_000)}${'中'.repeat(1000)}`;
  const cut = shorten(shortenable(text), 3);
  expect(smsParts(cut)).toMatchObject({ encoding: 'GSM-7', count: 3 });
});

describe('any marked text', () => {
  const word = fc.oneof(
    fc.constantFrom(
      'workshop',
      'заказ',
      '陶藝',
      '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
      '€[]',
      '\u{1f1ee}\u{1f1f9}',
      'e\u0301',
    ),
    fc.constantFrom('https://a.example/1?x=2', 'www.shop.example', 'shop.example/o/7'),
    fc.constantFrom(' ', '\n', ', '),
  );
  const words = fc.array(word, { maxLength: 30 }).map((list) => list.join(' '));
  const pieces = fc.array(fc.tuple(words, fc.boolean()), { minLength: 1, maxLength: 5 });
  const options = fc.record<FitOptions>({
    parts: fc.integer({ min: 1, max: 4 }),
    fit: fc.constantFrom('reject', 'shorten', 'transliterate'),
  });
  const links = (text: string) => text.split(/\s+/).filter((one) => /example/.test(one));

  test('fits or is told to be too long, has no mark in it, is well-formed, and has only links that it had', () => {
    fc.assert(
      fc.property(pieces, options, (list, how) => {
        const marked = list.map(([text, isMarked]) => (isMarked ? shortenable(text) : text)).join(' ');
        const whole = list.map(([text]) => text).join(' ');
        const result = fitSms(marked, how);
        if (!result.ok) {
          expect(result.size.count).toBeGreaterThan(how.parts);
          return;
        }
        expect(smsParts(result.text).count).toBeLessThanOrEqual(how.parts);
        expect(result.text).not.toMatch(/[\ufdd0\ufdd1]/);
        expect(result.text).not.toMatch(/\p{Cs}/u);
        const known = new Set(links(whole).map((link) => link.replace(/,$/, '')));
        for (const link of links(result.text)) expect([...known]).toContain(link.replace(/,$/, ''));
        if (!result.transliterated)
          for (const [text, isMarked] of list) if (!isMarked) expect(result.text).toContain(text.trim());
      }),
      { numRuns: 500 },
    );
  });

  test('keeps as much as fits: one grapheme more would not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 161, max: 400 }), fc.constantFrom('a', '中', '\u{1f600}', '€'), (length, char) => {
        const result = fitSms(shortenable(char.repeat(length)), { parts: 1, fit: 'shorten' });
        expect(result.ok && result.size.remaining).toBeLessThan(2);
      }),
    );
  });
});
