import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fenceProblems } from './fences.js';
import { anchorsOf, brokenLinks, fencesOf } from './markdown.js';
import { read, readSources, root } from './sources.js';

const documents = new Map([
  ...['README.md', 'CHANGELOG.md'].map((path) => [path, read(path)] as const),
  ...readSources('docs', '.md'),
]);

const isInProject = (path: string): boolean => !path.startsWith('..') && existsSync(resolve(root, path));

/** The commands of a script, without comments and without what surrounds them on their line. */
function commandsOf(script: string): string {
  return script
    .split('\n')
    .map((line) => line.replace(/^\s*#.*/, ''))
    .join('\n');
}

/** Commands of the README's `npm install && npm ...` lines that the script does not run. */
function missingCommands(readme: string, script: string): readonly string[] {
  const promised = [...readme.matchAll(/npm install && (npm [\w: -]+)/g)].map((match) => (match[1] ?? '').trim());
  const run = commandsOf(script);
  return promised.filter((command) => !new RegExp(`(?<![\\w-])${command}(?![\\w:-])`).test(run));
}

// One program with the types of every library that the pages use: long on a busy machine.
test('every fence of the documentation compiles against the sources', { timeout: 180_000 }, () => {
  expect(fenceProblems([...documents].flatMap(([path, markdown]) => fencesOf(path, markdown)))).toEqual([]);
});

test('every link of the documentation to a file or heading of the project leads there', () => {
  expect(brokenLinks(documents, isInProject)).toEqual([]);
});

test("the README's two commands are run by .ci/run, after an install from the lockfile", () => {
  const script = read('.ci/run');
  expect(read('README.md')).toContain('npm install && npm run demo');
  expect(read('README.md')).toContain('npm install && npm test');
  expect(missingCommands(read('README.md'), script)).toEqual([]);
  expect(commandsOf(script)).toContain('npm ci');
});

describe('control', () => {
  const problemsIn = (markdown: string): readonly string[] => fenceProblems(fencesOf('guide.md', markdown));

  test('a fence that does not compile is reported with the line of the markdown', () => {
    const markdown = [
      '# Guide',
      '```ts',
      "import { OrderbellError } from 'orderbell';",
      "const wrong: number = 'text';",
      "new OrderbellError('no-such-code', 'x');",
      '```',
      '  ```ts',
      "  import { missing } from 'orderbell/testing';",
      '  ```',
      '```ts',
      'const broken = ;',
      '```',
    ].join('\n');
    expect(problemsIn(markdown)).toEqual([
      "guide.md:4 Type 'string' is not assignable to type 'number'.",
      expect.stringMatching(/^guide\.md:5 .*"no-such-code"/),
      expect.stringMatching(/^guide\.md:8 .*missing/),
      'guide.md:11 Expression expected.',
    ]);
  });

  test('fences of one file build on each other by name only', () => {
    const shop = ['```ts file=shop.ts', 'export const shop = 1;', '```'];
    const use = ['```ts', "import { shop } from './shop.js';", 'const twice: number = shop * 2;', '```'];
    expect(problemsIn([...shop, ...use].join('\n'))).toEqual([]);
    expect(problemsIn([...shop, '```ts', 'shop;', '```'].join('\n'))).toEqual(["guide.md:5 Cannot find name 'shop'."]);
    expect(problemsIn([...shop, ...shop].join('\n'))).toEqual([expect.stringContaining("second fence named 'shop.ts'")]);
  });

  test('a label that would hide code from the compiler is refused', () => {
    expect(problemsIn('```ts ignore\nnonsense\n```')).toEqual([expect.stringContaining("the label 'ts ignore'")]);
    expect(problemsIn('```js\nnonsense\n```')).toEqual([expect.stringContaining("labelled 'js'")]);
    expect(problemsIn('```json\n{ a: 1 }\n```')).toEqual([expect.stringContaining("labelled 'json'")]);
    expect(problemsIn('```sh\nnpm test\n```\n~~~text\n```ts\nnonsense\n```\n~~~')).toEqual([]);
  });

  test('a link that leads nowhere is reported, one in code is not', () => {
    const guide =
      '[a](b.md) [c](b.md#two-words) [d](b.md#gone) [e](../gone.md) [f](https://x.y/z) `[g](gone.md)`\n```sh\n[h](gone.md)\n```\n[i]: gone.md';
    const docs = new Map([
      ['docs/a.md', guide],
      ['docs/b.md', '# Two words!\n'],
    ]);
    expect(brokenLinks(docs, (path) => docs.has(path))).toEqual([
      "docs/a.md:1 links to 'b.md#gone', and docs/b.md has no heading 'gone'",
      "docs/a.md:1 links to '../gone.md', and gone.md does not exist",
      "docs/a.md:5 links to 'gone.md', and docs/gone.md does not exist",
    ]);
  });

  test('headings get the names that viewers give them', () => {
    expect([...anchorsOf('a.md', '# `due`, at\n## Über uns\n## Same\n## Same\n```sh\n# comment\n```')]).toEqual([
      'due-at',
      'über-uns',
      'same',
      'same-1',
    ]);
  });

  test('a command of the README that the script does not run is reported', () => {
    const readme = 'npm install && npm run demo\nnpm install && npm test\n';
    expect(missingCommands(readme, 'npm ci\nnpm run demo\nnpm test -- --reporter=json\n')).toEqual([]);
    expect(missingCommands(readme, 'npm ci\nnpm run demo:fast\n# npm test\n')).toEqual(['npm run demo', 'npm test']);
  });
});
