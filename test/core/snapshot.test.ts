import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeSnapshot, encodeSnapshot } from '../../src/core/snapshot.js';

/** Plain data of every kind, with names that look like tags. */
const { data } = fc.letrec<{ data: unknown }>((tie) => ({
  data: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
    fc.boolean(),
    fc.constant(null),
    fc.date({ noInvalidDate: true }),
    fc.array(tie('data'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom('$date', '$$date', '$$$date', 'date', '$', 'no'), fc.string()), tie('data'), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
  ),
}));

test('what was encoded comes back as it was, whatever its names and wherever its Dates', () => {
  fc.assert(
    fc.property(data, (value) => {
      expect(decodeSnapshot(encodeSnapshot(value))).toStrictEqual(value);
    }),
  );
});

test('encoding leaves the data as they are', () => {
  fc.assert(
    fc.property(data, (value) => {
      const before = structuredClone(value);
      encodeSnapshot(value);
      expect(value).toStrictEqual(before);
    }),
  );
});

test('a Date is a tagged text, and a name that looks like the tag is told from it', () => {
  const at = new Date('2026-03-01T03:00:00Z');
  expect(encodeSnapshot({ at, list: [at], $date: 'no tag' })).toBe(
    '{"at":{"$date":"2026-03-01T03:00:00.000Z"},"list":[{"$date":"2026-03-01T03:00:00.000Z"}],"$$date":"no tag"}',
  );
});

test('nothing is encoded as null', () => {
  expect(decodeSnapshot(encodeSnapshot(undefined))).toBeNull();
});
