/**
 * PostgreSQL: delivering what is due, beside graphile-worker; and a change in the host's transaction, beside its own statements.
 * @module
 */
import { atLeast, median, type Row } from './row.js';
import { aPostgres } from './stores/databases.js';
import { type Drained, drainByGraphile, drainByOrderbell } from './stores/drains.js';
import { transactions } from './stores/transactions.js';

/** All of it on one server that syncs its commits; the sides take turns. */
export async function run({ rounds = 5, jobs = 20_000, slowJobs = 1_000 } = {}): Promise<Row[]> {
  const { pool, end } = await aPostgres();
  try {
    const sides: Record<'ours' | 'fast' | 'plain', Drained[]> = { ours: [], fast: [], plain: [] };
    for (let round = -3; round < rounds; round++) {
      const ours = await drainByOrderbell(pool, jobs);
      const fast = await drainByGraphile(pool, jobs, true);
      const plain = await drainByGraphile(pool, slowJobs, false);
      if (round < 0) continue;
      sides.ours.push(ours);
      sides.fast.push(fast);
      sides.plain.push(plain);
    }
    const pair = (name: string, theirs: 'fast' | 'plain', part: (drained: Drained) => number) => {
      return { name, unit: 'µs' as const, ours: median(sides.ours.map(part)), theirs: median(sides[theirs].map(part)) };
    };
    const wall = (drained: Drained) => drained.wall;
    const cpu = (drained: Drained) => drained.client + drained.server;
    return [
      atLeast(1, pair('PostgreSQL: a due job delivered, beside graphile-worker at its fastest', 'fast', wall)),
      atLeast(10, pair('PostgreSQL: the same, beside graphile-worker as it is', 'plain', wall)),
      atLeast(undefined, pair('PostgreSQL: the same in processor time, beside graphile-worker at its fastest', 'fast', cpu)),
      await transactions(pool),
    ];
  } finally {
    await end();
  }
}
