import fc from 'fast-check';
import { postgres } from 'orderbell/postgres';
import { beforeEach, describe, expect, test } from 'vitest';
import type { StoredSubject, SubjectRef } from '../../../src/ports/store.js';
import { aSubject, write } from '../../../src/testing/store-cases/samples.js';
import { aDatabase } from './database.js';

const { schema, pool, clear } = await aDatabase();
const store = postgres(pool, { schema });
await store.migrate();
beforeEach(clear);

const odd = ['安', "O'Neil", '\u001B', '\u001Be', '\0', '\uD800', '"\\', '', '\u001E', '\u001F', '\n\t,', 'NULL', '{}'];
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...odd));
const someSubject: fc.Arbitrary<StoredSubject> = fc.record({
  revision: fc.nat(),
  snapshot: fc.option(fc.oneof(text, fc.json()), { nil: undefined }),
  fields: fc.dictionary(text, text, { maxKeys: 2, noNullPrototype: true }),
  visited: fc.array(text, { maxLength: 2 }),
  silent: fc.boolean(),
  created: fc.boolean(),
  pinned: fc.boolean(),
});

const together = async (refs: readonly SubjectRef[]) => (await store.subjectsNamed?.(refs)) ?? [];

/** What each of them is when it is read by itself. */
const oneByOne = (refs: readonly SubjectRef[]) => Promise.all(refs.map((ref) => store.subject(ref)));

describe('subjects by their names', () => {
  test.each([1, 3])('are what each of them is by itself, with up to %i lifecycles', async (lifecycles) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, someSubject), { minLength: 1, maxLength: 5 }), async (given) => {
        await clear();
        const refs = given.map(([subject], index) => ({ lifecycle: `booking ${index % lifecycles}`, subject }));
        for (const [index, ref] of refs.entries()) await write(store, { subject: given[index]?.[1] ?? aSubject() }, ref);
        const asked = [...refs, { lifecycle: 'booking 0', subject: 'nobody' }].reverse();
        expect(await together(asked)).toEqual(await oneByOne(asked));
      }),
      { numRuns: 40 },
    );
  });

  test('come in the order in which they were asked for, each as often', async () => {
    const named = (lifecycle: string, subject: string) => ({ lifecycle, subject });
    const all = [named('order', '10'), named('booking', '10'), named('order', '9'), named('booking', '9')];
    for (const [index, ref] of all.entries()) await write(store, { subject: aSubject({ snapshot: `"${index}"` }) }, ref);
    const told = async (refs: readonly SubjectRef[]) => (await together(refs)).map((subject) => subject?.snapshot);
    expect(await told(all)).toEqual(['"0"', '"1"', '"2"', '"3"']);
    expect(await told([named('order', '9'), named('order', '8'), named('order', '10'), named('order', '9')])).toEqual([
      ...['"2"', undefined, '"0"', '"2"'],
    ]);
    expect(await told([named('booking', '8')])).toEqual([undefined]);
    expect(await told([])).toEqual([]);
  });

  test('are refused where one of them is damaged', async () => {
    for (const subject of ['A', 'B']) await write(store, {}, { lifecycle: 'order', subject });
    await pool.query(`UPDATE "${schema}".orderbell_subjects SET visited = '{' WHERE subject = 'B'`);
    const named = (subject: string) => ({ lifecycle: 'order', subject });
    expect(await together([named('A')])).toHaveLength(1);
    await expect(together([named('A'), named('B')])).rejects.toMatchObject({ code: 'store-corrupt' });
  });
});
