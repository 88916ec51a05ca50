/**
 * Does it cost anything that a million jobs wait? The same hundred due jobs claimed, and the same subject planned anew, in a table of
 * ten thousand jobs and in one of a million.
 * @module
 */
import { createPool } from 'mysql2/promise';
import type { Store } from 'orderbell';
import { mysql } from 'orderbell/mysql';
import { postgres } from 'orderbell/postgres';
import { sqlite } from 'orderbell/sqlite';
import { noServer, startServer } from '../test/adapters/mysql/server.js';
import { atMost, median, type Row } from './row.js';
import { addOrders, aFolder, aPostgres, openFile, sqlOfMysql, sqlOfPostgres, sqlOfSqlite } from './stores/databases.js';
import type { Sql } from './stores/filling.js';
import { notifierOn, order, placeAndPay } from './stores/order.js';

const sizes = { small: 10_000, large: 1_000_000 };
const due = 100;
/** Names of people are kept in lower case: the sample must have no other letters. */
const sample = 'sample0';
const hour = 3_600_000;

/** Tables of one size. */
interface Filled {
  readonly store: Store<never>;
  readonly sql: Sql;
  readonly prefix: string;
  readonly now: number;
}

/** Each database with both sizes, whose calls take turns. */
export async function run({ jobs = sizes } = {}): Promise<Row[]> {
  return [...(await inSqlite(jobs)), ...(await inPostgres(jobs)), ...(noServer === undefined ? await inMysql(jobs) : [])];
}

async function inSqlite(jobs: typeof sizes): Promise<Row[]> {
  const folder = aFolder();
  const files = { small: openFile(folder.path('small')), large: openFile(folder.path('large')) };
  const fill = (size: keyof typeof sizes) => filled(sqlite(files[size]), sqlOfSqlite(files[size]), 'orderbell_', jobs[size]);
  try {
    return await compared('SQLite', await fill('small'), await fill('large'));
  } finally {
    for (const file of Object.values(files)) file.close();
    folder.end();
  }
}

async function inPostgres(jobs: typeof sizes): Promise<Row[]> {
  const { pool, end } = await aPostgres();
  try {
    const fill = async (prefix: string, count: number) => {
      const store = postgres(pool, { prefix });
      await store.migrate();
      const made = await filled(store, sqlOfPostgres(pool), prefix, count);
      await pool.query(`VACUUM ANALYZE ${prefix}jobs, ${prefix}queue, ${prefix}subjects`);
      return made;
    };
    return await compared('PostgreSQL', await fill('small_', jobs.small), await fill('large_', jobs.large));
  } finally {
    await end();
  }
}

async function inMysql(jobs: typeof sizes): Promise<Row[]> {
  const server = await startServer();
  try {
    const pool = createPool({ ...server.options, supportBigNumbers: true });
    const fill = async (prefix: string, count: number) => {
      const store = mysql(pool, { prefix });
      await store.migrate();
      const made = await filled(store, sqlOfMysql(pool, sample), prefix, count);
      await pool.query(`ANALYZE TABLE ${prefix}jobs, ${prefix}queue, ${prefix}subjects`);
      return made;
    };
    const rows = await compared('MySQL', await fill('small_', jobs.small), await fill('large_', jobs.large));
    await pool.end();
    return rows;
  } finally {
    await server.stop();
  }
}

/** An order whose one reminder is copied; the copies are due later, in no order, but for a hundred among them. */
async function filled(store: Store<never>, sql: Sql, prefix: string, count: number): Promise<Filled> {
  const now = Date.now() + 2 * hour;
  await placeAndPay(notifierOn(store, { reminders: 1 }), sample, now + hour);
  const every = count / due;
  // Instants come in no order, as those of real orders do.
  const shuffled = sql.shuffled(count);
  const runAt = `CASE WHEN ${shuffled} % ${every} = 0 THEN ${now} - 1000 ELSE ${now + hour} + ${shuffled} END`;
  await addOrders(sql, sample, count, { run_at: runAt, claim_at: runAt }, prefix);
  return { store, sql, prefix, now };
}

async function compared(database: string, small: Filled, large: Filled): Promise<Row[]> {
  const claims: Record<'small' | 'large', number[]> = { small: [], large: [] };
  const plans: Record<'small' | 'large', number[]> = { small: [], large: [] };
  const sides = { small, large };
  const notifiers = { small: notifierOn(small.store, { reminders: 1 }), large: notifierOn(large.store, { reminders: 1 }) };
  for (let pass = -5; pass < 40; pass++) {
    for (const side of ['small', 'large'] as const) {
      const claim = await claimAll(sides[side]);
      if (pass >= 0) claims[side].push(claim);
    }
  }
  // Apart from the claims, which leave work behind for the database.
  for (let pass = -20; pass < 200; pass++) {
    for (const side of ['small', 'large'] as const) {
      const plan = await milliseconds(() => notifiers[side].refresh(order, `${sample}-77`));
      if (pass >= 0) plans[side].push(plan);
    }
  }
  const pair = (name: string, of: typeof claims) => {
    return { name: `${database}: ${name}`, unit: 'ms' as const, ours: median(of.large), theirs: median(of.small) };
  };
  return [
    atMost(1.3, pair('100 due jobs claimed: a million jobs, beside 10,000', claims)),
    atMost(1.3, pair('one order planned anew: a million orders, beside 10,000', plans)),
  ];
}

/** Claims what is due, and puts it back as it was. */
async function claimAll({ store, sql, prefix, now }: Filled): Promise<number> {
  let claimed = 0;
  const took = await milliseconds(async () => {
    claimed = (await store.claim({ now, limit: due, leaseMs: 60_000, lifecycles: ['order'] })).length;
  });
  if (claimed !== due) throw new Error(`${claimed} of ${due} jobs were claimed`);
  const claimAt = sql.hasClaimAt ? ', claim_at = run_at' : '';
  await sql.all(`UPDATE ${prefix}queue SET lease_until = NULL, attempts = 0${claimAt} WHERE lease_until IS NOT NULL`);
  return took;
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
