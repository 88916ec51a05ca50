/**
 * Does a worker that never rests grow? Its memory while it delivers 100,000 jobs from PostgreSQL, or a million with `--full`. Not from
 * SQLite: libsql 0.5 itself grows by a kilobyte for each message, and would be what is measured.
 * @module
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { postgres } from 'orderbell/postgres';
import type { Row } from './row.js';
import { addOrders, aPostgres, sqlOfPostgres } from './stores/databases.js';
import { notifierOn, placeAndPay } from './stores/order.js';

/** Resident megabytes at 10 %, 50 % and 100 % of the jobs, and the most there were. */
interface Memory {
  readonly at: readonly number[];
  readonly peak: number;
}

/** The tables are filled here and emptied by a process of its own, so that nothing but its work is measured. */
export async function run({ jobs = process.argv.includes('--full') ? 1_000_000 : 100_000 } = {}): Promise<Row[]> {
  const { url, pool, end } = await aPostgres();
  try {
    const store = postgres(pool);
    await store.migrate();
    await placeAndPay(notifierOn(store, { reminders: 1 }), 'sample0', Date.now() - 1000);
    await addOrders(sqlOfPostgres(pool), 'sample0', jobs - 1, {});
    await pool.query('VACUUM ANALYZE orderbell_jobs, orderbell_queue, orderbell_subjects');
    const { at, peak } = await drained(url, jobs);
    const [tenth = Number.NaN, half = Number.NaN, whole = Number.NaN] = at;
    const count = jobs.toLocaleString('en');
    const row = (name: string, ours: number, theirs: number) => ({
      name,
      unit: 'MB' as const,
      ours,
      theirs,
      ratio: ours / theirs,
    });
    return [
      row(`memory of a worker after half of ${count} jobs, beside a tenth`, half, tenth),
      // What leaks grows as the work does; what warms up has done so by half.
      { ...row('memory after all of them, beside half', whole, half), target: 'at most 1.2x', met: whole <= 1.2 * half },
      row('the most it was in between, beside half', peak, half),
    ];
  } finally {
    await end();
  }
}

function drained(url: string, jobs: number): Promise<Memory> {
  const child = fork(fileURLToPath(new URL('./stores/worker.mjs', import.meta.url)), ['drain', url, String(jobs)]);
  return new Promise((resolve, reject) => {
    child.once('message', (memory) => resolve(memory as Memory));
    child.once('exit', (code) => reject(new Error(`the worker ended with ${code}`)));
  });
}
