import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { JobStatus, Store } from 'orderbell';
import { beforeAll, expect, test } from 'vitest';
import { startPostgres } from '../servers/postgres.js';
import { bundled } from './bundle.js';
import { postgresShop } from './postgres-shop.js';
import { report } from './report.js';
import { expected } from './shop.js';

/** Each order has four. */
const jobs = Number(process.env['ORDERBELL_SOAK_JOBS'] ?? 200_000);
const processes = 3;

let script: string;

beforeAll(async () => {
  script = await bundled('soak-process');
});

test(`three processes share ${jobs} jobs, and the books balance to zero`, async () => {
  const server = await startPostgres();
  const url = server.connectionString;
  await postgresShop(url, 'soak').prepare();
  const share = Math.ceil(jobs / expected.length / processes);
  const begun = Date.now();
  const told = await Promise.all(Array.from({ length: processes }, (_, at) => run(url, `p${at}`, share)));
  const seconds = (Date.now() - begun) / 1000;
  const total = (name: string) => told.reduce((sum, { counts }) => sum + (counts[name] ?? 0), 0);
  const shop = postgresShop(url, 'soak');
  const books = await ledger(shop.store);
  await shop.close();
  await server.stop();
  // What the workers told, job for job, is what is written; nothing is left, nothing failed.
  expect(books.open).toBe(0);
  const { sent, skipped } = books;
  expect([sent, skipped.length]).toEqual([total('sent'), total('skipped')]);
  expect(skipped).toEqual(told.flatMap(({ keys }) => keys.skipped).sort());
  // Also of those that a worker takes in the very moment of a refund: whoever withdraws or skips one tells of it, and nobody else. None
  // that was withdrawn is planned anew: a refund is the last that happens to an order.
  expect(books.withdrawn).toEqual(told.flatMap(({ keys }) => keys.withdrawn).sort());
  expect([books.failed, books.unknown, total('failed'), total('unknown')]).toEqual([0, 0, 0, 0]);
  // Each order was told of its payment three times, and of its follow-up once, unless that was withdrawn.
  const orders = share * processes;
  const followUps = orders - books.withdrawn.length - skipped.length;
  expect(books.sentByRule).toEqual({ 'order-paid': orders * 2, 'paid-once': orders, 'follow-up': followUps });
  expect(books.withdrawn.length + skipped.length).toBeLessThanOrEqual(total('refunded'));
  report('soak', {
    jobs: orders * expected.length,
    sent,
    withdrawn: books.withdrawn.length,
    skipped: skipped.length,
    moved: total('moved'),
    refunded: total('refunded'),
    retries: total('retry'),
    seconds,
    perSecond: Math.round((orders * expected.length) / seconds),
    peakMegabytes: told.map(({ peak }) => Math.round(peak / 2 ** 20)),
  });
});

/** What a process has told of. */
interface Told {
  readonly counts: Readonly<Record<string, number>>;
  readonly keys: { readonly withdrawn: readonly string[]; readonly skipped: readonly string[] };
  /** Most memory that it has used, in bytes. */
  readonly peak: number;
}

async function run(url: string, name: string, orders: number): Promise<Told> {
  const child = fork(script, ['soak', url, name, String(orders)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [[told], [code]] = await Promise.all([once(child, 'message'), once(child, 'exit')]);
  expect(code, `exit status of ${name}`).toBe(0);
  return told;
}

/** What is written, row by row. */
async function ledger<Tx>(store: Store<Tx>) {
  const keysIn = async (list: 'open' | Exclude<JobStatus, 'scheduled' | 'in-flight'>, byRule: Record<string, number> = {}) => {
    const keys: string[] = [];
    for (let after: string | undefined = ''; after !== undefined; ) {
      const page = await store.jobs({ list, limit: 1000, after: after === '' ? undefined : after });
      for (const { key, rule } of page.jobs) {
        byRule[rule] = (byRule[rule] ?? 0) + 1;
        keys.push(key);
      }
      after = page.next;
    }
    return keys.sort();
  };
  const sentByRule: Record<string, number> = {};
  return {
    sent: (await keysIn('sent', sentByRule)).length,
    sentByRule,
    withdrawn: await keysIn('withdrawn'),
    skipped: await keysIn('skipped'),
    failed: (await keysIn('failed')).length,
    unknown: (await keysIn('unknown')).length,
    open: (await keysIn('open')).length,
  };
}
