import { posix } from 'node:path';
import ts from 'typescript';
import type { System } from './facts.js';
import { parse, walk } from './imports.js';
import type { Sources } from './sources.js';

/** The page that maps facts to tests. */
export const coveragePath = 'docs/coverage.md';

/** A row of the page: one fact, and what shows it. */
export interface CoverageRow {
  readonly line: number;
  /** The system in whose section the row stands. */
  readonly section: number;
  readonly fact: string;
  /** Linked files of the project's tests. */
  readonly shownBy: readonly string[];
}

const factNumber = /[1-9]\.[ab]?[1-9]\d*/;
const numbersInTitle = new RegExp(`\\((${factNumber.source}(?:, ${factNumber.source})*)\\)`, 'g');

/** Rows that begin with the number of a fact, in sections such as `## 1. WACA Booking`. */
export function coverageRows(markdown: string): readonly CoverageRow[] {
  let section = 0;
  return markdown.split('\n').flatMap((text, index) => {
    section = Number(/^## (\d+)\. /.exec(text)?.[1] ?? section);
    const fact = new RegExp(`^\\| *(${factNumber.source}) *\\|`).exec(text)?.[1];
    if (fact === undefined) return [];
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) =>
      posix.join(posix.dirname(coveragePath), link.split('#')[0] ?? ''),
    );
    return [{ line: index + 1, section, fact, shownBy: links.filter((path) => path.startsWith('test/')) }];
  });
}

/** The facts that the titles of a file's tests name in brackets: `'... (1.a4)'`, `'... (2.3, 2.4)'`. What is skipped names none. */
export function factsNamedIn(path: string, text: string): ReadonlySet<string> {
  const found = new Set<string>();
  walk(parse(path, text), (node) => {
    if (!ts.isCallExpression(node) || !isTest(node.expression)) return;
    for (const [, numbers = ''] of titleOf(node.arguments[0]).matchAll(numbersInTitle))
      for (const number of numbers.split(', ')) found.add(number);
  });
  return found;
}

/** What is wrong between systems, page and tests, a sentence each. */
export function coverageProblems(
  systems: readonly System[],
  markdown: string,
  tests: Sources,
  files: ReadonlySet<string>,
): string[] {
  const rows = coverageRows(markdown);
  const named = new Map([...tests].map(([path, text]) => [path, factsNamedIn(path, text)]));
  const known = new Set(systems.flatMap(({ facts }) => facts.map(({ number }) => number)));
  return [
    ...systems.flatMap((system) => systemProblems(system, rows, named)),
    ...rows.flatMap((row) => rowProblems(row, known, named, files)),
    ...[...named].flatMap(([path, facts]) =>
      [...facts].filter((fact) => !known.has(fact)).map((fact) => `${path} names ${fact}, which no system has`),
    ),
  ];
}

function systemProblems(
  { number, name, complete, facts }: System,
  rows: readonly CoverageRow[],
  named: ReadonlyMap<string, ReadonlySet<string>>,
): readonly string[] {
  const own = rows.filter(({ section }) => section === number);
  if (!complete) return own.length === 0 ? [] : [`${name} has rows, and is not in the list of complete systems`];
  return facts.flatMap(({ number: fact, says }) => {
    const shownBy = own.filter((row) => row.fact === fact).flatMap((row) => row.shownBy);
    const naming = [...named].filter(([, numbers]) => numbers.has(fact)).map(([path]) => path);
    return [
      ...(own.some((row) => row.fact === fact) ? [] : [`${fact} (${says}) has no row`]),
      ...(naming.length > 0 ? [] : [`${fact} (${says}) is in the title of no test`]),
      ...naming.filter((path) => !shownBy.includes(path)).map((path) => `${path} names ${fact}, and no row of it says so`),
    ];
  });
}

function rowProblems(
  { line, section, fact, shownBy }: CoverageRow,
  known: ReadonlySet<string>,
  named: ReadonlyMap<string, ReadonlySet<string>>,
  files: ReadonlySet<string>,
): readonly string[] {
  const at = `${coveragePath}:${line}`;
  return [
    ...(known.has(fact) && fact.startsWith(`${section}.`) ? [] : [`${at} is about ${fact}, which section ${section} has not`]),
    ...(shownBy.length > 0 ? [] : [`${at} links to no test`]),
    ...shownBy.flatMap((path) => {
      // A story is a test by its own name, as long as somebody has written down what must happen in it.
      const isStory = path.startsWith('test/scenarios/') && path.endsWith('.json');
      if (isStory ? files.has(path) && files.has(path.replace(/\.json$/, '.expect.json')) : named.get(path)?.has(fact)) return [];
      return [
        isStory ? `${at} links to ${path}, which is no story with its expectation` : `${at}: no test of ${path} names ${fact}`,
      ];
    }),
  ];
}

/** `test`, `it` or `describe`, with `.each(...)` and the like, unless it is skipped. */
function isTest(callee: ts.Expression): boolean {
  if (ts.isCallExpression(callee)) return isTest(callee.expression);
  if (ts.isPropertyAccessExpression(callee)) return !['skip', 'todo'].includes(callee.name.text) && isTest(callee.expression);
  return ts.isIdentifier(callee) && ['test', 'it', 'describe'].includes(callee.text);
}

function titleOf(node: ts.Expression | undefined): string {
  if (node === undefined) return '';
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.isTemplateExpression(node)
    ? [node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text).join('')
    : '';
}
