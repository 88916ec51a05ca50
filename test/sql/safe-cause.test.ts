import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { safeCause, storeError, withoutValues, wrapped } from '../../src/sql/store-error.js';

test.each([
  ['invalid input syntax for type json: "Ann"', 'invalid input syntax for type json: "..."'],
  ["Duplicate entry 'Ann' for key 'PRIMARY'", "Duplicate entry '...' for key 'PRIMARY'"],
  ["Duplicate entry 'An'n' for key 'jobs.key'", "Duplicate entry '...' for key 'jobs.key'"],
  ["Incorrect integer value: 'Ann' for column 'at' at row 1", "Incorrect integer value: '...' at row 1"],
  ["You have an error near 'Ann' at line 1", "You have an error near '...' at line 1"],
  ['Message: `Key (key, no)=(Ann, (1)) already exists.`', 'Message: `Key (...) already exists.`'],
  ['Failing row contains (1, Ann, (null)).', 'Failing row contains (...).'],
  ['relation "orderbell_jobs" does not exist', 'relation "orderbell_jobs" does not exist'],
  ["Unknown database 'nowhere'", "Unknown database 'nowhere'"],
])('%s', (said, kept) => {
  expect(withoutValues(said)).toBe(kept);
});

test('a cause keeps what tells errors apart and where it was thrown, and nothing else', () => {
  const content = {
    detail: 'Ann',
    where: 'Ann',
    internalQuery: 'Ann',
    query: 'Ann',
    parameters: ['Ann'],
    sql: 'Ann',
    meta: 'Ann',
  };
  const thrown = Object.assign(new Error('not readable: "Ann"'), { code: '22P02', table: 'jobs', ...content });
  const cause = safeCause(thrown);
  expect(cause).toMatchObject({ message: 'not readable: "..."', code: '22P02', table: 'jobs' });
  expect(cause.stack).toContain('safe-cause.test.ts');
  expect(inspect(cause, { showHidden: true })).not.toContain('Ann');
});

test('what a driver threw is copied, and what a bug threw stays what it is', () => {
  const known = () => 'store-full' as const;
  const unknown = () => undefined;
  const driver = Object.assign(new Error('full: "Ann"'), { code: '53100', detail: 'Ann' });
  expect(inspect(wrapped('postgres', 'settling', driver, known), { depth: 9 })).not.toContain('Ann');
  expect(inspect(wrapped('postgres', 'settling', driver, unknown), { depth: 9 })).not.toContain('Ann');
  const bug = new TypeError('x is not a function');
  expect(wrapped('postgres', 'settling', bug, unknown)).toBe(bug);
  expect(storeError('postgres', 'conflict', 'settling', 'in the way', driver).cause).not.toBe(driver);
});
