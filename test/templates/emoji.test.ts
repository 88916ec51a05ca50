import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { hasEmoji, stripEmoji } from '../../src/templates/emoji.js';

describe('stripEmoji takes out whole', () => {
  it.each([
    ['a family', '👨‍👩‍👧‍👦', ''],
    ['a job with a skin tone', 'Ann 👩🏽‍🎨 waits', 'Ann waits'],
    ['flags of countries', '🇹🇼🇷🇺', ''],
    ['half a flag', 'a 🇹 b', 'a b'],
    ['the flag of a region', 'a 🏴󠁧󠁢󠁥󠁮󠁧󠁿 b', 'a b'],
    ['keycaps with their digits', '1️⃣ pottery 2⃣ #️⃣ tea', 'pottery tea'],
    ['a symbol that asks for colour', 'I ❤️ you ☎️', 'I you'],
    ['a symbol with a skin tone', '☝🏽 look', 'look'],
    ['joined symbols that are text by themselves', '❤‍🔥 ok', 'ok'],
    ['what is left of a family that was cut', '👩\u200d', ''],
    ['a lone skin tone', '🏽a', 'a'],
    ['lone selectors and tags', 'a\ufe0fb\u{e0067}\u{e007f}c', 'abc'],
    ['emoji of the last years', '🫠🪿🫨', ''],
    ['emoji of the first years', '⏰⌚㊗️', ''],
  ])('%s', (_, text, expected) => {
    expect(stripEmoji(text)).toBe(expected);
    expect(hasEmoji(text)).toBe(true);
  });
});

it.each(['© 2026 ™ ☎ 02-2345', '#1 5*3', 'I ❤ you', '【小日子】，好', 'नमस्ते क्‍ष', 'a\u200db', '‼', '→ ✓ ★', 'x²', '𠮷'])(
  '%j is left as it is',
  (text) => {
    expect(stripEmoji(text)).toBe(text);
    expect(hasEmoji(text)).toBe(false);
  },
);

test('of the spaces around one is left, and none at the ends of a line or before a mark', () => {
  expect(stripEmoji('  Booked 🎉  🎉 See you 👩‍🎨!\n🎈 Bye 🎈\n')).toBe('  Booked See you!\nBye\n');
  expect(stripEmoji('預約🎉成立 😀，明天見')).toBe('預約成立，明天見');
});

const pieces = fc.constantFrom(
  ...[
    'a',
    '1',
    '#',
    ' ',
    '\n',
    '😀',
    '👩',
    '🏽',
    '\u200d',
    '\ufe0f',
    '\ufe0e',
    '\u20e3',
    '🇹',
    '🇼',
    '🏴',
    '\u{e0067}',
    '\u{e007f}',
    '❤',
    '©',
    '中',
  ],
);

test('whatever stands beside what, no emoji is left, no text is lost, and twice is as good as once', () => {
  const property = fc.property(fc.array(pieces, { maxLength: 30 }), (list) => {
    const text = list.join('');
    const stripped = stripEmoji(text);
    expect(hasEmoji(stripped)).toBe(false);
    expect(stripEmoji(stripped)).toBe(stripped);
    expect(stripped).not.toMatch(/\p{Cs}/u);
    const letters = (of: string) => of.replace(/[^a中]/g, '');
    expect(letters(stripped)).toBe(letters(text));
  });
  fc.assert(property, { seed: 6, numRuns: 2_000 });
});
