import { expect, test } from 'vitest';
import { SharedText } from '../../../src/adapters/memory/shared-text.js';

test('equal lists of texts become one list, lists that only join alike do not', () => {
  const shared = new SharedText();
  const list = shared.list(['sms', 'email']);
  expect(shared.list(['sms', 'email'])).toBe(list);
  expect(shared.list(['sms,email'])).toEqual(['sms,email']);
  expect(shared.list([])).toEqual([]);
  expect(shared.list([''])).toEqual(['']);
});

test('a full memory starts anew, and texts stay what they are', () => {
  const shared = new SharedText();
  for (let i = 0; i < 10_000; i++) expect(shared.text(`text ${i}`)).toBe(`text ${i}`);
  expect(shared.text(undefined)).toBeUndefined();
});
