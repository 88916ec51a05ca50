import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tablesOf } from '../../../src/adapters/postgres/tables.js';
import { writeQuery } from '../../../src/adapters/postgres/write-statement.js';
import type { StoredJob, SubjectWrite } from '../../../src/ports/store.js';
import { aJob, aSubject } from '../../../src/testing/store-cases/samples.js';

const may = <T>(value: T) => fc.option(fc.constant(value), { nil: undefined });
const list = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 2 });

const job: fc.Arbitrary<StoredJob> = fc
  .record({
    name: fc.constantFrom('a', 'b', 'c'),
    status: fc.constantFrom('scheduled', 'skipped', 'failed'),
    runAt: fc.constantFrom(0, 1_000_000),
    item: may('A-1'),
    recipient: may('ann'),
    wallTime: may('2026-03-03T10:00'),
    payload: may({ code: '1' }),
    code: may('late'),
    settledAt: may(7),
    channel: may('email'),
    note: may('again'),
  })
  .map(({ name, ...given }) => aJob(name, given));

const someWrite: fc.Arbitrary<SubjectWrite> = fc.record({
  at: fc.constant(0),
  subject: may('{}').map((snapshot) => aSubject({ snapshot })),
  answer: may({ key: 'k', value: '{}' }),
  insert: list(job),
  move: list(job),
  withdraw: list(
    fc.record({ key: fc.constant('a'), code: fc.constant('withdrawn' as const), why: fc.constant(''), at: fc.nat() }),
  ),
  revise: list(
    fc.record({ key: fc.constant('a'), status: fc.constantFrom('scheduled', 'discarded'), at: fc.nat(), note: may('why') }),
  ),
});

const conditions = fc.record({
  expected: fc.option(fc.nat(), { nil: undefined }),
  began: may('2026-03-03'),
  origin: fc.constant(''),
});

test('a statement is the same, whatever the store and others have written before', () => {
  const ref = { lifecycle: 'order', subject: 'A-1' };
  const stores = [{ prefix: 'one_' }, { prefix: 'two_' }].map((place) => ({ place, tables: tablesOf(place) }));
  const texts = new Set<string>();
  let again = 0;
  const property = fc.property(fc.constantFrom(...stores), someWrite, conditions, ({ place, tables }, write, given) => {
    const made = writeQuery(tables, ref, write, given);
    expect(made).toEqual(writeQuery(tablesOf(place), ref, write, given));
    expect(made.text.match(/\$\d+/g)?.map((parameter) => Number(parameter.slice(1)))).toContain(made.values.length);
    if (texts.has(made.text)) again += 1;
    texts.add(made.text);
  });
  fc.assert(property, { seed: 20260301, numRuns: 3000 });
  // Many shapes, and many of them more than once.
  expect({ texts: texts.size > 300, again: again > 300 }).toEqual({ texts: true, again: true });
});
