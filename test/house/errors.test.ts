import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { parse, walk } from './imports.js';
import { read, readSources, type Sources } from './sources.js';

/** Codes that have a heading in the documentation, such as ### `invalid-data`. */
function documentedCodes(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^### `([^`]+)`\s*$/gm)].map((match) => match[1] ?? '');
}

/** Every text that stands in quotes in the sources, except in the table of codes itself. */
function quotedTexts(sources: Sources): ReadonlySet<string> {
  const texts = new Set<string>();
  for (const [path, text] of sources) {
    const file = parse(path, text);
    const table = codeTable(file);
    walk(file, (node) => {
      const isInTable = table !== undefined && node.pos >= table.pos && node.end <= table.end;
      if (ts.isStringLiteralLike(node) && !isInTable) texts.add(node.text);
    });
  }
  return texts;
}

/** The union of all codes, which is the table. */
function codeTable(file: ts.SourceFile): ts.TypeAliasDeclaration | undefined {
  return file.statements.find((statement) => ts.isTypeAliasDeclaration(statement) && statement.name.text === 'ErrorCode') as
    | ts.TypeAliasDeclaration
    | undefined;
}

function codesIn(text: string): readonly string[] {
  const found: string[] = [];
  const table = codeTable(parse('src/core/errors.ts', text));
  if (table !== undefined) {
    walk(table, (node) => {
      if (ts.isStringLiteralLike(node)) found.push(node.text);
    });
  }
  return found.sort();
}

const codes = codesIn(read('src/core/errors.ts'));

test('docs/errors.md documents every error code once, and no other', () => {
  expect([...documentedCodes(read('docs/errors.md'))].sort()).toEqual(codes);
});

test('every error code of the table is used by the library', () => {
  const used = quotedTexts(readSources('src', '.ts'));
  expect(codes.filter((code) => !used.has(code))).toEqual([]);
});

describe('control', () => {
  test('the codes are those of the union', () => {
    expect(codesIn(`export type ErrorCode =\n  /** Over. */\n  | 'stopped'\n  | 'link-cycle';`)).toEqual([
      'link-cycle',
      'stopped',
    ]);
    expect(codes.length).toBeGreaterThan(40);
  });

  test('a heading counts as documented, a code in the running text does not', () => {
    expect(documentedCodes('# Errors\n### `link-cycle`\nSee `stopped`.\n#### `deeper`\n###`glued`\n')).toEqual(['link-cycle']);
  });

  test('a code that stands in the table and in a comment only is not used', () => {
    const sources = new Map([
      ['src/core/errors.ts', `export type ErrorCode = 'link-cycle' | 'stopped';\nthrowProblems('link-cycle');`],
      ['src/runtime/notifier.ts', `// throws 'stopped'`],
    ]);
    expect([...quotedTexts(sources)]).toEqual(['link-cycle']);
  });
});
