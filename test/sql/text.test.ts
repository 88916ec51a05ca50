import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeText, encodeText } from '../../src/sql/text.js';

const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom('\0', '\u001B', 'e', '0', 'u', 'd', '8', '\uD800', '\uDFFF', '🎂', '\n'),
    fc.string({ unit: 'binary' }),
  ),
});

test('any text comes back as it was', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(decodeText(encodeText(text))).toBe(text);
    }),
  );
});

test('an encoded text holds nothing that a database refuses or changes', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const encoded = encodeText(text);
      expect(encoded).not.toContain('\0');
      expect(Buffer.from(encoded, 'utf8').toString('utf8')).toBe(encoded);
    }),
  );
});

test('usual texts stay as they are', () => {
  expect(encodeText("安 O'Neil 🎂\n\t")).toBe("安 O'Neil 🎂\n\t");
});
