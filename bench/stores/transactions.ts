/**
 * A change that plans three jobs, in the transaction in which the host updates its order; and the same statements by hand.
 * @module
 */
import { postgres } from 'orderbell/postgres';
import type { Pool, PoolClient } from 'pg';
import { atLeast, median, type Row } from '../row.js';
import { anOrder, notifierOn, order } from './order.js';

/** A statement as the store gave it to the client. */
interface Given {
  readonly text: string;
  readonly name?: string;
  readonly values: readonly string[];
}

const hour = 3_600_000;

/**
 * Two sets of tables with the same orders. The store changes one set; then its statements, with values that are ready, change the other.
 */
export async function transactions(pool: Pool, { passes = 24, changes = 50 } = {}): Promise<Row> {
  const stores = { ours_: postgres(pool, { prefix: 'ours_' }), hand_: postgres(pool, { prefix: 'hand_' }) };
  const notifiers = { ours_: notifierOn(stores.ours_, { reminders: 3 }), hand_: notifierOn(stores.hand_, { reminders: 3 }) };
  const dueAt = Date.now() + hour;
  const numbers = Array.from({ length: passes * changes }, (_, index) => `T-${index}`);
  for (const prefix of ['ours_', 'hand_'] as const) {
    await stores[prefix].migrate();
    await pool.query(`CREATE TABLE ${prefix}host (no text PRIMARY KEY, status text NOT NULL)`);
    await pool.query(`INSERT INTO ${prefix}host SELECT 'T-' || i, 'placed' FROM generate_series(0, ${numbers.length - 1}) s(i)`);
    for (const no of numbers) await notifiers[prefix].handleTransition(order, { created: anOrder(no, dueAt) });
  }
  const client = await pool.connect();
  const costs: Record<'ours' | 'theirs', number[]> = { ours: [], theirs: [] };
  try {
    for (let pass = 0; pass < passes; pass++) {
      const now = numbers.slice(pass * changes, (pass + 1) * changes);
      const written: Given[][] = [];
      let start = performance.now();
      for (const no of now) written.push(await byStore(client, notifiers.ours_, no, dueAt));
      const ours = performance.now() - start;
      const ready = written.map((statements) => statements.map(forHand));
      start = performance.now();
      for (const [at, statements] of ready.entries()) await byHand(client, String(now[at]), statements);
      const theirs = performance.now() - start;
      // The first passes warm up.
      if (pass < 4) continue;
      costs.ours.push((ours * 1000) / changes);
      costs.theirs.push((theirs * 1000) / changes);
    }
  } finally {
    client.release();
  }
  await sameRows(pool);
  const name = 'PostgreSQL: a change with three jobs in a transaction, beside the same statements by hand';
  return atLeast(0.7, { name, unit: 'µs', ours: median(costs.ours), theirs: median(costs.theirs) });
}

const update = (prefix: string) => ({ name: `${prefix}pay`, text: `UPDATE ${prefix}host SET status = 'paid' WHERE no = $1` });

async function byStore(
  client: PoolClient,
  notifier: ReturnType<typeof notifierOn<unknown>>,
  no: string,
  dueAt: number,
): Promise<Given[]> {
  const given: Given[] = [];
  const tx = {
    query(statement: Given) {
      given.push(statement);
      return client.query({ ...statement, values: [...statement.values] });
    },
  };
  await client.query('BEGIN');
  await client.query({ ...update('ours_'), values: [no] });
  const paid = await notifier.handleTransition(order, { subject: anOrder(no, dueAt), event: 'order.pay' }, { tx });
  await client.query('COMMIT');
  if (!paid.ok) throw new Error(paid.message);
  return given;
}

async function byHand(client: PoolClient, no: string, statements: readonly Given[]): Promise<void> {
  await client.query('BEGIN');
  await client.query({ ...update('hand_'), values: [no] });
  let began: string | undefined;
  for (const { text, name, values } of statements) {
    // The one value that cannot be ready: when the transaction began, which the first statement tells.
    const now = values.map((value) => (began !== undefined && isInstant.test(value) ? began : value));
    const { rows } = await client.query({ text, ...(name === undefined ? {} : { name }), values: now });
    began ??= JSON.parse(String(rows[0]?.r)).began;
  }
  await client.query('COMMIT');
}

const isInstant = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/;

function forHand({ text, name, values }: Given): Given {
  return {
    text: text.replaceAll('ours_', 'hand_'),
    ...(name === undefined ? {} : { name: `hand_${name}`.slice(0, 60) }),
    values,
  };
}

async function sameRows(pool: Pool): Promise<void> {
  const { rows } = await pool.query(
    'SELECT (SELECT count(*) FROM ours_queue) AS ours, (SELECT count(*) FROM hand_queue) AS hand, (SELECT count(*) FROM ours_jobs) AS jobs',
  );
  if (rows[0]?.ours !== rows[0]?.hand || Number(rows[0]?.jobs) === 0)
    throw new Error(`not the same rows: ${JSON.stringify(rows)}`);
}
