/**
 * Prints the line a run of .ci/run ends with: `412 passed, 0 failed`.
 *
 * node scripts/closing-line.mjs REPORT STATUS, where REPORT is the file of vitest's json reporter and STATUS the exit status of the run.
 * @module
 */
import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/**
 * @typedef {object} Report
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {readonly { readonly status: string, readonly assertionResults: readonly { readonly status: string }[] }[]} testResults
 */

/**
 * A file that fails without a failed test (it cannot be loaded, or leaves a server open) counts as one failure; so does a run that
 * failed elsewhere, at a lint or a pack, so that a failed run never reports none.
 *
 * @param {Report | undefined} report undefined where the run ended before its tests
 * @param {number} status
 * @returns {string}
 */
export function closingLine(report, status) {
  const failedFiles = (report?.testResults ?? []).filter(
    (file) => file.status === 'failed' && file.assertionResults.every((result) => result.status !== 'failed'),
  );
  const failed = (report?.numFailedTests ?? 0) + failedFiles.length;
  return `${report?.numPassedTests ?? 0} passed, ${status !== 0 && failed === 0 ? 1 : failed} failed`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [path = '', status = '1'] = process.argv.slice(2);
  console.log(closingLine(existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined, Number(status)));
}
