import fc from 'fast-check';
import { SegmentedMessage } from 'sms-segments-calculator';
import { describe, expect, test } from 'vitest';
import { smsParts } from '../../src/templates/sms-parts.js';

const gsm = 'GSM-7';
const ucs = 'UCS-2';
const many = (text: string, times: number) => text.repeat(times);
const decomposed = 'e\u0301';
const flag = '\u{1f1ee}\u{1f1f9}';
const rainbow = '\u{1f3f3}\ufe0f\u200d\u{1f308}';

describe('sizes that a public calculator, bills and GOV.UK Notify give', () => {
  test.each([
    // Boundaries of the two encodings.
    ['160 of the basic table', many('a', 160), gsm, 1, 160, 0],
    ['161', many('a', 161), gsm, 2, 161, 145],
    ['306', many('a', 306), gsm, 2, 306, 0],
    ['307', many('a', 307), gsm, 3, 307, 152],
    ['à 71 times', many('à', 71), gsm, 1, 71, 89],
    ['à 613 times', many('à', 613), gsm, 5, 613, 152],
    ['à 919 times', many('à', 919), gsm, 7, 919, 152],
    ['70 Chinese', many('中', 70), ucs, 1, 70, 0],
    ['71 Chinese', many('中', 71), ucs, 2, 71, 63],
    ['ÿ 134 times', many('ÿ', 134), ucs, 2, 134, 0],
    ['ÿ 135 times', many('ÿ', 135), ucs, 3, 135, 66],
    ['ÿ 403 times', many('ÿ', 403), ucs, 7, 403, 66],
    ['70 à and one ÿ', `${many('à', 70)}ÿ`, ucs, 2, 71, 63],
    // The extension table.
    ['80 carets', many('^', 80), gsm, 1, 160, 0],
    ['81 carets, of which 76 fill the first part but for a septet', many('^', 81), gsm, 2, 162, 143],
    ['158 and a bar', `${many('a', 158)}|`, gsm, 1, 160, 0],
    ['159 and a bar', `${many('a', 159)}|`, gsm, 2, 161, 145],
    ['304 and a bracket', `${many('a', 304)}[`, gsm, 2, 306, 0],
    ['304 and two brackets', `${many('a', 304)}[]`, gsm, 3, 308, 151],
    ['a bracket costs one in UCS-2', `\u{1f600}${many(']', 68)}`, ucs, 1, 70, 0],
    ['and one more is the second part', `\u{1f600}${many(']', 69)}`, ucs, 2, 71, 63],
    ['brackets in a text with an emoji, as billed', `this is a ${many(']', 74)}\u{1f618}`, ucs, 2, 86, 48],
    // Characters of several units, and of several code points.
    ['a surrogate pair in 70 units', `\u{1f61c}${many('x', 68)}`, ucs, 1, 70, 0],
    ['a surrogate pair in 71 units', `\u{1f61c}${many('x', 69)}`, ucs, 2, 71, 63],
    ['a flag in 70 units', `${flag}${many('x', 66)}`, ucs, 1, 70, 0],
    ['a flag in 71 units', `${flag}${many('x', 67)}`, ucs, 2, 71, 63],
    ['joined emoji in 70 units', `${rainbow}${many('x', 64)}`, ucs, 1, 70, 0],
    ['joined emoji in 71 units', `${rainbow}${many('x', 65)}`, ucs, 2, 71, 63],
    ['a letter with three accents in 70 units', `e${many('\u0301', 3)}${many('a', 66)}`, ucs, 1, 70, 0],
    ['a letter with three accents in 71 units', `e${many('\u0301', 3)}${many('a', 67)}`, ucs, 2, 71, 63],
    // Sixteen texts that were compared with live bills.
    ['CR and LF are two: billed 2', `${many('a', 80)}\r\n${many('a', 79)}`, gsm, 2, 161, 145],
    ['LF is one: billed 1', `${many('a', 80)}\n${many('a', 79)}`, gsm, 1, 160, 0],
    ['CR and LF between parts: billed 3', `${many('a', 200)}\r\n${many('a', 105)}`, gsm, 3, 307, 152],
    ['composed é: billed 1', many('é', 70), gsm, 1, 70, 90],
    ['decomposed é: billed 3', many(decomposed, 70), ucs, 3, 140, 61],
    ['one decomposed é: billed 1', decomposed, ucs, 1, 2, 68],
    ['curly quotes: billed 1 as UCS-2', '“a”', ucs, 1, 3, 67],
    ['an emoji and a bar: billed 1', '\u{1f600}|', ucs, 1, 3, 67],
    ['one bar: billed 1', '|', gsm, 1, 2, 158],
    // The traps of the alphabet.
    ['Ç is in', 'Ç', gsm, 1, 1, 159],
    ['é à ù ì ò are in', 'éàùìò', gsm, 1, 5, 155],
    ['Greek capitals are in', 'ΔΦΓΛΩΠΨΣΘΞ', gsm, 1, 10, 150],
    ['form feed and euro cost two', '\f€', gsm, 1, 4, 156],
    ['all of the extension table costs two', '|^€{}[]~\\', gsm, 1, 18, 142],
  ] as const)('%s', (_, text, encoding, count, units, remaining) => {
    expect(smsParts(text)).toMatchObject({ encoding, count, units, remaining });
  });

  test.each([...'çáíóúÁÍÓÚâ`\t\u00a0αЖ“—…'])('%j is outside the alphabet', (char) => {
    expect(smsParts(char).encoding).toBe(ucs);
  });
});

describe('pairs at the border of two parts', () => {
  const text = `${many('a', 152)}]${many('a', 152)}`;

  test('an escape pair is not split, which costs a septet: 3 parts, where plain division of 306 septets says 2', () => {
    expect(Math.ceil(306 / 153)).toBe(2);
    expect(smsParts(text)).toEqual({
      encoding: gsm,
      count: 3,
      units: 306,
      remaining: 152,
      texts: [many('a', 152), `]${many('a', 151)}`, 'a'],
    });
  });

  test('153 brackets are 3 parts, as billed', () => {
    expect(smsParts(many(']', 153)).texts.map(({ length }) => length)).toEqual([76, 76, 1]);
  });

  test('a surrogate pair is not split either', () => {
    const texts = smsParts(`${many('中', 66)}\u{1f600}${many('中', 65)}`).texts;
    expect(texts).toEqual([many('中', 66), `\u{1f600}${many('中', 65)}`]);
  });

  test('half a pair is one unit', () => {
    expect(smsParts(many('\ud83d', 71)).texts.map(({ length }) => length)).toEqual([67, 4]);
  });
});

test('an empty text has no part', () => {
  expect(smsParts('')).toEqual({ encoding: gsm, count: 0, units: 0, remaining: 160, texts: [] });
});

describe('any text', () => {
  const chars = fc.oneof(
    fc.constantFrom(...'abc é[€|\f\r\n'),
    fc.constantFrom('中', 'Ж', '\u{1f600}', '\u0301', '\ud83d', '\ude00'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  );
  const gsmText = fc.string({ unit: fc.constantFrom(...'ab é[€|\f\n'), maxLength: 700 });
  const anyText = fc.oneof(gsmText, fc.string({ unit: chars, maxLength: 400 }));

  test('is its parts, joined', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { texts, count } = smsParts(text);
        expect(texts.join('')).toBe(text);
        expect(texts).toHaveLength(count);
      }),
    );
  });

  test('has parts that are not empty, within their size, and full but for a pair', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { texts, encoding, count, remaining } = smsParts(text);
        const sizes = texts.map((part) =>
          encoding === ucs ? part.length : part.length + (part.match(/[\f^{}\\[~\]|€]/g) ?? []).length,
        );
        const size = encoding === ucs ? (count === 1 ? 70 : 67) : count === 1 ? 160 : 153;
        for (const [index, used] of sizes.entries()) {
          expect(used).toBeGreaterThan(0);
          expect(used).toBeLessThanOrEqual(size);
          if (index < count - 1) expect(used).toBeGreaterThanOrEqual(size - 1);
        }
        if (count > 0) expect(remaining).toBe(size - (sizes.at(-1) ?? 0));
      }),
    );
  });

  test('is never split inside a surrogate pair', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\u{1f600}', '中'), maxLength: 300 }), (text) => {
        for (const part of smsParts(text).texts) expect(part).not.toMatch(/\p{Cs}/u);
      }),
    );
  });

  test('without characters of several code points is counted as the public calculator counts', () => {
    const simple = fc.string({ unit: fc.constantFrom(...'ab é[€|\f\nЖ中', '\u{1f600}'), maxLength: 400 });
    fc.assert(
      fc.property(fc.oneof(gsmText, simple), (text) => {
        fc.pre(text !== '');
        const theirs = new SegmentedMessage(text);
        const ours = smsParts(text);
        expect([ours.encoding, ours.count]).toEqual([theirs.encodingName, theirs.segmentsCount]);
      }),
    );
  });
});
