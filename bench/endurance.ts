/**
 * Does a worker that never rests grow? Its memory while it delivers 100,000 jobs from a file of SQLite, or a million with `--full`.
 * @module
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { sqlite } from 'orderbell/sqlite';
import type { Row } from './row.js';
import { addOrders, aFolder, openFile, sqlOfSqlite } from './stores/databases.js';
import { notifierOn, placeAndPay } from './stores/order.js';

/** Resident megabytes at 10 %, 50 % and 100 % of the jobs, and the most there were. */
interface Memory {
  readonly at: readonly number[];
  readonly peak: number;
}

/** The file is filled here and emptied by a process of its own, so that nothing but its work is measured. */
export async function run({ jobs = process.argv.includes('--full') ? 1_000_000 : 100_000 } = {}): Promise<Row[]> {
  const folder = aFolder();
  try {
    const path = folder.path('jobs');
    const database = openFile(path);
    const store = sqlite(database);
    await placeAndPay(notifierOn(store, { reminders: 1 }), 'sample0', Date.now() - 1000);
    await addOrders(sqlOfSqlite(database), 'sample0', jobs - 1, {});
    database.close();
    const { at, peak } = await drained(path, jobs);
    const [tenth = Number.NaN, half = Number.NaN, whole = Number.NaN] = at;
    const count = `${jobs / 1000},000`;
    const row = (name: string, ours: number) => ({ name, unit: 'MB' as const, ours, theirs: tenth, ratio: ours / tenth });
    return [
      row(`memory of a worker after half of ${count} jobs, beside a tenth`, half),
      { ...row('memory after all of them', whole), target: 'at most 1.2x', met: whole <= 1.2 * tenth },
      row('the most it was in between', peak),
    ];
  } finally {
    folder.end();
  }
}

function drained(path: string, jobs: number): Promise<Memory> {
  const child = fork(fileURLToPath(new URL('./stores/worker.mjs', import.meta.url)), ['drain', path, String(jobs)]);
  return new Promise((resolve, reject) => {
    child.once('message', (memory) => resolve(memory as Memory));
    child.once('exit', (code) => reject(new Error(`the worker ended with ${code}`)));
  });
}
