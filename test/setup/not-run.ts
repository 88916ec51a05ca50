import type { Reporter, TestModule, Vitest } from 'vitest/node';

/** Tests that were left out for one reason. */
export interface NotRun {
  /** What they need and how to give it to them, as they said themselves; empty where they gave no reason. */
  readonly reason: string;
  readonly files: readonly string[];
  readonly tests: number;
}

/** What one test file left out: a line for each test, with its reason. */
export interface LeftOut {
  readonly file: string;
  readonly reason: string;
}

/** Brings tests that were left out together by their reason, in the order they were met. */
export function notRun(leftOut: readonly LeftOut[]): readonly NotRun[] {
  return [...grouped(leftOut)].map(([reason, some]) => ({
    reason,
    files: [...new Set(some.map(({ file }) => file))],
    tests: some.length,
  }));
}

function grouped(leftOut: readonly LeftOut[]): Map<string, LeftOut[]> {
  const groups = new Map<string, LeftOut[]>();
  for (const one of leftOut) groups.set(one.reason, [...(groups.get(one.reason) ?? []), one]);
  return groups;
}

/** The closing words of a run: what it did not run and how to run it; empty where it ran everything. */
export function describeNotRun(leftOut: readonly LeftOut[]): string {
  const lines = notRun(leftOut).map(({ reason, files, tests }) => {
    const said = reason === '' ? 'no reason given' : reason;
    return `  ${tests} ${tests === 1 ? 'test' : 'tests'} of ${files.join(', ')}\n    ${said}`;
  });
  return lines.length === 0 ? '' : ['Not run:', ...lines, ''].join('\n');
}

/**
 * Ends a run by naming what it did not run. Where everything must run (`ORDERBELL_RUN_ALL` is set, as in .ci/run), or where a test
 * gives no reason, that fails the run.
 */
export default class NotRunReporter implements Reporter {
  /** Whether somebody asked for some tests by their name, and left the others out. */
  #isFiltered = false;

  onInit({ config }: Vitest): void {
    this.#isFiltered = config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    if (this.#isFiltered) return;
    const leftOut = modules.flatMap((module) =>
      [...module.children.allTests('skipped')].map((test) => {
        const result = test.result();
        return { file: module.relativeModuleId, reason: result.state === 'skipped' ? (result.note ?? '') : '' };
      }),
    );
    if (leftOut.length === 0) return;
    process.stdout.write(`${describeNotRun(leftOut)}\n`);
    if (process.env['ORDERBELL_RUN_ALL'] !== undefined || leftOut.some(({ reason }) => reason === '')) process.exitCode = 1;
  }
}
