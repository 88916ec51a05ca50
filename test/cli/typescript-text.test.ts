import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { literalOf } from '../../src/cli/typescript-text.js';

/** What a literal says, as JSON. */
const said = (literal: string): unknown => runInNewContext(`JSON.stringify((${literal}))`);

const special = String.raw`{"__proto__": {"x": 1}, "a-b": "it's \"so\" \\", "constructor": ["\u2028\u2029\n${'`$'}{x}", -0, null]}`;

test('a literal says the same as the JSON that it was made of, whatever stands in it', () => {
  expect(said(literalOf(JSON.parse(special)))).toBe(JSON.stringify(JSON.parse(special)));
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(said(literalOf(JSON.parse(json)))).toBe(JSON.stringify(JSON.parse(json)));
    }),
  );
});

test('a literal is one line of source text for each line that is seen', () => {
  expect(literalOf('a\u2028b\u2029c\nd')).toBe(String.raw`'a\u2028b\u2029c\nd'`);
});
