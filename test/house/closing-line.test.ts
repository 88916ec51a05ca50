import { expect, test } from 'vitest';
import { closingLine } from '../../scripts/closing-line.mjs';

const passed = { status: 'passed', assertionResults: [{ status: 'passed' }] };

test('a run that passed reports its tests', () => {
  expect(closingLine({ numPassedTests: 412, numFailedTests: 0, testResults: [passed] }, 0)).toBe('412 passed, 0 failed');
});

test('a failed test is counted once, not once more with its file', () => {
  const failed = { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] };
  expect(closingLine({ numPassedTests: 2, numFailedTests: 1, testResults: [passed, failed] }, 1)).toBe('2 passed, 1 failed');
});

test('a file that could not be loaded, or left something open, is a failure', () => {
  const broken = { status: 'failed', assertionResults: [{ status: 'passed' }] };
  expect(closingLine({ numPassedTests: 2, numFailedTests: 0, testResults: [passed, broken] }, 1)).toBe('2 passed, 1 failed');
});

test('a run that failed outside of its tests, or before them, never reports no failure', () => {
  expect(closingLine({ numPassedTests: 412, numFailedTests: 0, testResults: [passed] }, 1)).toBe('412 passed, 1 failed');
  expect(closingLine(undefined, 1)).toBe('0 passed, 1 failed');
});
