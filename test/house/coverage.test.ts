import { describe, expect, test } from 'vitest';
import { coveragePath, coverageProblems, coverageRows, factsNamedIn } from './coverage.js';
import { type System, systems } from './facts.js';
import { read, readSources } from './sources.js';

const tests = readSources('test', '.test.ts');
const stories = readSources('test/scenarios', '.json');

test('every fact of a complete system has a row and a test that names it, and every test that names one is in its row', () => {
  expect(coverageProblems(systems, read(coveragePath), tests, new Set(stories.keys()))).toEqual([]);
});

test('every system has a section, in their order', () => {
  const headings = [...read(coveragePath).matchAll(/^## (\d+\. .+)$/gm)].map(([, heading]) => heading);
  expect(headings).toEqual(systems.map(({ number, name }) => `${number}. ${name}`));
});

test('the numbers of facts are those of their system, each once', () => {
  const numbers = systems.flatMap(({ facts }) => facts.map(({ number }) => number));
  expect(new Set(numbers).size).toBe(numbers.length);
  for (const { number, facts } of systems) for (const fact of facts) expect(fact.number).toMatch(new RegExp(`^${number}\\.`));
});

describe('control', () => {
  const shop: System = {
    number: 1,
    name: 'Shop',
    complete: true,
    facts: [
      { number: '1.a1', says: 'placed' },
      { number: '1.a2', says: 'failed' },
    ],
  };
  const page = [
    '## 1. Shop',
    '| fact | | shown by |',
    '| 1.a1 | placed | [t](../test/t.test.ts), [s](../test/scenarios/shop/s.json) |',
    '| 1.a2 | failed | [t](../test/t.test.ts) |',
  ].join('\n');
  const t = "describe('placed (1.a1)', () => { test.each([1])('failed (1.a2)', () => {}); });";
  const files = new Set(['test/scenarios/shop/s.json', 'test/scenarios/shop/s.expect.json']);
  const problems = (changes: { system?: Partial<System>; page?: string; tests?: Record<string, string>; files?: Set<string> }) =>
    coverageProblems(
      [{ ...shop, ...changes.system }],
      changes.page ?? page,
      new Map(Object.entries(changes.tests ?? { 'test/t.test.ts': t })),
      changes.files ?? files,
    );

  test('nothing is wrong where nothing is', () => expect(problems({})).toEqual([]));

  test('a fact without a row, and one without a test, are missed', () => {
    expect(problems({ page: page.replace(/\| 1\.a2.*/, '') })).toEqual([
      '1.a2 (failed) has no row',
      'test/t.test.ts names 1.a2, and no row of it says so',
    ]);
    expect(problems({ tests: { 'test/t.test.ts': t.replace('test.each([1])', 'test.skip') } })).toEqual([
      '1.a2 (failed) is in the title of no test',
      'docs/coverage.md:4: no test of test/t.test.ts names 1.a2',
    ]);
  });

  test('a test that no row lists is missed', () => {
    expect(problems({ tests: { 'test/t.test.ts': t, 'test/u.test.ts': "it('is placed (1.a1)', f)" } })).toEqual([
      'test/u.test.ts names 1.a1, and no row of it says so',
    ]);
  });

  test('a row that leads nowhere is wrong: no file, no story, no expectation, no link, no such fact', () => {
    expect(problems({ page: page.replace('[s](../test/scenarios/shop/s.json)', '[g](../test/gone.test.ts)') })).toEqual([
      'docs/coverage.md:3: no test of test/gone.test.ts names 1.a1',
    ]);
    expect(problems({ files: new Set(['test/scenarios/shop/s.json']) })).toEqual([
      'docs/coverage.md:3 links to test/scenarios/shop/s.json, which is no story with its expectation',
    ]);
    expect(problems({ page: `${page}\n| 1.a2 | failed | [docs](guide.md) |\n| 1.a3 | x | [t](../test/t.test.ts) |` })).toEqual([
      'docs/coverage.md:5 links to no test',
      'docs/coverage.md:6 is about 1.a3, which section 1 has not',
      'docs/coverage.md:6: no test of test/t.test.ts names 1.a3',
    ]);
  });

  test('a test that names what is no fact is wrong', () => {
    expect(problems({ tests: { 'test/t.test.ts': `${t} test('x (1.a9)', f)` } })).toEqual([
      'test/t.test.ts names 1.a9, which no system has',
    ]);
  });

  test('a system that is not complete has no rows, and nothing is asked of it', () => {
    expect(problems({ system: { complete: false } })).toEqual(['Shop has rows, and is not in the list of complete systems']);
    expect(problems({ system: { complete: false }, page: '## 1. Shop\nNothing yet.' })).toEqual([]);
  });

  test('numbers are read from the titles of tests alone, several at a time', () => {
    const text =
      "// test('(1.a1)')\nconst x = '(1.a1)'; test.runIf(y)('both (2.3, 2.4)', f); it.todo('z (5.1)'); expect('(6.1)');";
    expect([...factsNamedIn('t.ts', text)]).toEqual(['2.3', '2.4']);
    expect([...factsNamedIn('t.ts', `it(\`each \${x} (3.1)\`, f)`)]).toEqual(['3.1']);
    expect(coverageRows(page).map(({ fact, shownBy }) => [fact, shownBy.length])).toEqual([
      ['1.a1', 2],
      ['1.a2', 1],
    ]);
  });
});
