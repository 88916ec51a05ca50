import type { Pool } from 'pg';
import type { Worker } from '../../../src/ports/scheduler.js';

/** For how long a worker holds a job, in milliseconds. */
export const lease = 1_500;

/** Makes a table that plays the store: jobs, who holds them until when, and by whom they were done. */
export async function makeWorkTable(pool: Pool): Promise<void> {
  await pool.query('create table work (key text primary key, run_at timestamptz, lease_until timestamptz, done_by text)');
}

/** A worker over that table; `done` is told of each job that it has claimed, before it counts as done. */
export function workerOn(pool: Pool, name: string, done: (key: string) => Promise<void>): Worker {
  const claim = async (key: string | undefined) => {
    const { rows } = await pool.query<{ key: string }>(
      `update work set lease_until = now() + $1 * interval '1 ms'
       where done_by is null and run_at <= now() and (lease_until is null or lease_until <= now()) and key = coalesce($2, key)
       returning key`,
      [lease, key],
    );
    for (const claimed of rows) {
      await done(claimed.key);
      await pool.query('update work set done_by = $1 where key = $2', [name, claimed.key]);
    }
  };
  return {
    deliver: (key) => claim(key),
    async run() {
      await claim(undefined);
      return { nextDueAt: new Date(Date.now() + 3_600_000) };
    },
  };
}
