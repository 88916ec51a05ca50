import { expect, test } from 'vitest';
import { describeNotRun } from './not-run.js';

const needsMysql = 'needs a MySQL or MariaDB server: install mariadb-server, or set ORDERBELL_TEST_MYSQL';

test('a run that left nothing out says nothing', () => {
  expect(describeNotRun([])).toBe('');
});

test('tests with one reason are one entry, with their files and what they need', () => {
  const leftOut = [
    { file: 'test/adapters/mysql/store.test.ts', reason: needsMysql },
    { file: 'test/adapters/mysql/store.test.ts', reason: needsMysql },
    { file: 'test/adapters/mysql/errors.test.ts', reason: needsMysql },
  ];
  expect(describeNotRun(leftOut)).toBe(
    `Not run:\n  3 tests of test/adapters/mysql/store.test.ts, test/adapters/mysql/errors.test.ts\n    ${needsMysql}\n`,
  );
});

test('a test that gives no reason is named as such', () => {
  expect(describeNotRun([{ file: 'test/a.test.ts', reason: '' }])).toContain('1 test of test/a.test.ts\n    no reason given');
});
