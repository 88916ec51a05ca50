import fc from 'fast-check';
import { expect, test } from 'vitest';
import { excerptOf } from '../../src/http/excerpt.js';

test('markup, control characters, entities and long numbers are left out', () => {
  const page =
    '<!DOCTYPE html>\n<style>p { color: red }</style><h1 title="a">Bad&nbsp;gateway &amp; more</h1>\0\u001b[2J call +886 912-345-678 (404)';
  expect(excerptOf(page, [])).toBe('Bad gateway & more [2J call +… (404)');
});

test('an excerpt is short, however long the answer', () => {
  expect(excerptOf('x'.repeat(1_000_000), [])).toBe(`${'x'.repeat(120)}…`);
  expect(excerptOf('<'.repeat(1_000_000), []).length).toBe(121);
});

test('what is not hidden stays as it is', () => {
  expect(excerptOf('invalid token', ['another token', ''])).toBe('invalid token');
});

const shapes: readonly ((value: string) => string)[] = [
  (value) => value,
  (value) => encodeURIComponent(value),
  (value) => encodeURIComponent(value).replaceAll('%20', '+'),
  (value) => JSON.stringify(value),
  (value) => value.replace(/./gsu, (letter) => `&#${letter.codePointAt(0)};`),
  (value) => value.replace(/./gs, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`),
  (value) => value.toUpperCase(),
];

test('a hidden value is in no excerpt, whatever stands around it and however it is encoded', () => {
  const value = fc.oneof(
    fc.stringMatching(/^[A-Za-z0-9!#$*._ ?=-]{6,60}$/),
    fc.string({ unit: fc.constantFrom(...'您的預約已確認明天見'), minLength: 3, maxLength: 40 }),
  );
  fc.assert(
    fc.property(value, fc.string({ maxLength: 30 }), fc.constantFrom(...shapes), (hidden, around, shape) => {
      const known = around.replace(/[<>&%\\]/g, ' ');
      fc.pre(hidden.trim().length >= 3 && !known.toLowerCase().includes(hidden.toLowerCase()));
      const shown = excerptOf(`${known}|${shape(hidden)}|${known}`, [hidden]);
      expect(shown.toLowerCase()).not.toContain(hidden.trim().toLowerCase());
    }),
    { numRuns: 500 },
  );
});

test('control: without being told what to hide, the excerpt shows it', () => {
  expect(excerptOf('the text was: See you tomorrow', [])).toContain('See you tomorrow');
  expect(excerptOf('the text was: See you tomorrow', ['See you tomorrow'])).toBe('the text was: …');
});
