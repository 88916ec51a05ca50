import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { JobStatus, Store } from 'orderbell';
import { beforeAll, expect, test } from 'vitest';
import { openServer } from '../servers/postgres.js';
import { bundled } from './bundle.js';
import { postgresShop } from './postgres-shop.js';
import { expected } from './shop.js';

/** Each order has four. */
const jobs = Number(process.env['ORDERBELL_SOAK_JOBS'] ?? 200_000);
const processes = 3;

let script: string;

beforeAll(async () => {
  script = await bundled('soak-process');
});

test(`three processes share ${jobs} jobs, and the books balance to zero`, async () => {
  const { url } = await openServer();
  await postgresShop(url, 'soak').prepare();
  const share = Math.ceil(jobs / expected.length / processes);
  const told = await Promise.all(Array.from({ length: processes }, (_, at) => run(url, `p${at}`, share)));
  const total = (name: string) => told.reduce((sum, counts) => sum + (counts[name] ?? 0), 0);
  const shop = postgresShop(url, 'soak');
  const books = await ledger(shop.store);
  await shop.close();
  // What the workers told, job for job, is what is written; nothing is left, nothing failed.
  expect(books.open).toBe(0);
  expect({ sent: books.sent, withdrawn: books.withdrawn, skipped: books.skipped }).toEqual({
    sent: total('sent'),
    withdrawn: total('withdrawn'),
    skipped: total('skipped'),
  });
  expect([books.failed, books.unknown, total('failed'), total('unknown')]).toEqual([0, 0, 0, 0]);
  // Each order was told of its payment three times, and of its follow-up once, unless that was withdrawn.
  const orders = share * processes;
  expect(books.sentByRule).toEqual({ 'order-paid': orders * 2, 'paid-once': orders, 'follow-up': orders - books.withdrawn });
  expect(books.withdrawn).toBeLessThanOrEqual(total('refunded'));
  console.log(
    `soak: ${JSON.stringify({ ...books, moved: total('moved'), refunded: total('refunded'), peak: told.map(({ peak }) => peak) })}`,
  );
});

type Counts = Readonly<Record<string, number>>;

async function run(url: string, name: string, orders: number): Promise<Counts> {
  const child = fork(script, ['soak', url, name, String(orders)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [[counts], [code]] = await Promise.all([once(child, 'message'), once(child, 'exit')]);
  expect(code, `exit status of ${name}`).toBe(0);
  return counts;
}

/** What is written, counted row by row. */
async function ledger<Tx>(store: Store<Tx>) {
  const count = async (list: 'open' | Exclude<JobStatus, 'scheduled' | 'in-flight'>, byRule: Record<string, number> = {}) => {
    let jobs = 0;
    for (let after: string | undefined = ''; after !== undefined; ) {
      const page = await store.jobs({ list, limit: 1000, after: after === '' ? undefined : after });
      for (const { rule } of page.jobs) byRule[rule] = (byRule[rule] ?? 0) + 1;
      jobs += page.jobs.length;
      after = page.next;
    }
    return jobs;
  };
  const sentByRule: Record<string, number> = {};
  return {
    sent: await count('sent', sentByRule),
    sentByRule,
    withdrawn: await count('withdrawn'),
    skipped: await count('skipped'),
    failed: await count('failed'),
    unknown: await count('unknown'),
    open: await count('open'),
  };
}
