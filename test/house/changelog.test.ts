import { describe, expect, test } from 'vitest';
import { read } from './sources.js';

const allowed = ['Added', 'Changed', 'Fixed', 'Removed'];

/** What is wrong with a changelog, one sentence each. */
function changelogProblems(markdown: string): readonly string[] {
  const releases = markdown.split(/^## /m).slice(1);
  const problems = releases[0]?.startsWith('Unreleased\n') ? [] : ["the first release is not 'Unreleased'"];
  for (const release of releases) {
    const title = release.split('\n')[0] ?? '';
    const sections = [...release.matchAll(/^### (.*)$/gm)].map((match) => match[1] ?? '');
    if (!/^(?:Unreleased|\d+\.\d+\.\d+ - \d{4}-\d{2}-\d{2})$/.test(title))
      problems.push(`'${title}' is not '1.2.3 - 2026-11-21'`);
    problems.push(...sections.filter((name) => !allowed.includes(name)).map((name) => `${title} has a section '${name}'`));
    problems.push(
      ...allowed
        .filter((name) => sections.indexOf(name) !== sections.lastIndexOf(name))
        .map((name) => `${title} has '${name}' twice`),
    );
  }
  return problems;
}

test('the changelog says under Unreleased what was added, changed, fixed and removed, and nothing else', () => {
  expect(changelogProblems(read('CHANGELOG.md'))).toEqual([]);
});

describe('control', () => {
  test('a changelog with releases is accepted', () => {
    expect(changelogProblems('# Changelog\n\n## Unreleased\n\n### Fixed\n\n- x\n\n## 0.1.0 - 2026-11-21\n\n### Added\n')).toEqual(
      [],
    );
  });

  test.each([
    ['', "the first release is not 'Unreleased'"],
    ['## 0.1.0 - 2026-11-21\n', "the first release is not 'Unreleased'"],
    ['## Unreleased\n### Improved\n', "Unreleased has a section 'Improved'"],
    ['## Unreleased\n### Added\n### Added\n', "Unreleased has 'Added' twice"],
    ['## Unreleased\n## 0.1.0\n', "'0.1.0' is not '1.2.3 - 2026-11-21'"],
  ])('«%s» is reported', (markdown, problem) => {
    expect(changelogProblems(markdown)).toEqual([problem]);
  });
});
