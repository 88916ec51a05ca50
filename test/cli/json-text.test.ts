import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJson } from '../../src/cli/json-text.js';

describe('what is wrong with a text is told with its place', () => {
  test.each([
    ['', 'line 1, column 1', 'expected a value, got the end of the file'],
    ['{', 'line 1, column 2', `expected a name in double quotes or '}', got the end of the file`],
    ['{\n  "a": 1,\n}', 'line 3, column 1', "expected a name in double quotes, got '}'"],
    ['{\n  "a" 1\n}', 'line 2, column 7', "expected ':', got '1'"],
    ['{"a": 1\n "b": 2}', 'line 2, column 2', `expected ',' or '}', got '"'`],
    ['[1, 2', 'line 1, column 6', "expected ',' or ']', got the end of the file"],
    ['[1,]', 'line 1, column 4', "expected a value, got ']'"],
    ["{'a': 1}", 'line 1, column 2', `expected a name in double quotes or '}', got '''`],
    ['[trueish]', 'line 1, column 6', "expected ',' or ']', got 'ish'"],
    ['[undefined]', 'line 1, column 2', "expected a value, got 'undefined'"],
    ['["over\ntwo lines"]', 'line 1, column 2', `expected a text within double quotes, on one line, got '"'`],
    ['[01]', 'line 1, column 3', "expected ',' or ']', got '1'"],
    ['{} // a comment', 'line 1, column 4', "expected the end of the file, got '/'"],
  ])('%j', (text, place, message) => {
    expect(readJson(text)).toEqual({
      value: undefined,
      problems: [{ code: 'invalid-value', place, message: `this is not JSON: ${message}.` }],
    });
  });
});

test('a name that is given twice is reported, because only the last would count', () => {
  const { value, problems } = readJson('{"steps": [{"at": 1, "event": "a", "event": "b"}]}');
  expect(value).toEqual({ steps: [{ at: 1, event: 'b' }] });
  expect(problems.map(({ place }) => place)).toEqual(['steps[0].event']);
});

test('a byte order mark is no mistake', () => {
  expect(readJson('\uFEFF{"a": 1}')).toEqual({ value: { a: 1 }, problems: [] });
});

test('whatever JSON.parse reads is read the same', () => {
  const text = fc.tuple(fc.jsonValue(), fc.constantFrom(0, 2, '\t')).map(([value, space]) => JSON.stringify(value, null, space));
  const property = fc.property(text, (json) => {
    expect(readJson(json)).toEqual({ value: JSON.parse(json), problems: [] });
  });
  fc.assert(property, { seed: 20260301, numRuns: 300 });
});

test('whatever JSON.parse refuses is refused', () => {
  const broken = fc
    .tuple(fc.jsonValue(), fc.nat(), fc.constantFrom('', ',', '"', '{', ']', '0', 'x', '\\', ' '))
    .map(([value, at, insert]) => {
      const json = JSON.stringify(value);
      const place = at % (json.length + 1);
      return json.slice(0, place) + insert + json.slice(place + 1);
    });
  const property = fc.property(broken, (json) => {
    const parses = () => {
      try {
        JSON.parse(json);
        return true;
      } catch {
        return false;
      }
    };
    const { problems } = readJson(json);
    expect(problems.every(({ code }) => code === 'duplicate-name')).toBe(parses());
  });
  fc.assert(property, { seed: 20260302, numRuns: 1000 });
});
