import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openServer } from '../servers/postgres.js';
import { bundled } from './bundle.js';
import { postgresShop } from './postgres-shop.js';
import { type Arrival, openProvider, type Provider } from './provider.js';
import { expected } from './shop.js';
import type { ShopDatabase } from './shop-database.js';
import { sqliteShop } from './sqlite-shop.js';

/** How often a process is killed, for each database. */
const kills = Number(process.env['ORDERBELL_KILLS'] ?? 300);

let script: string;
let folder: string;

beforeAll(async () => {
  script = await bundled('shop-process');
  folder = await mkdtemp(join(tmpdir(), 'orderbell-kill-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test(`after ${kills} kills on SQLite every message has arrived, and none twice`, async () => {
  const path = join(folder, 'shop.db');
  await prove(`sqlite:${path}`, () => sqliteShop(path));
});

test(`after ${kills} kills on PostgreSQL every message has arrived, and none twice`, async () => {
  const { url } = await openServer();
  await prove(`postgres:kill:${url}`, () => postgresShop(url, 'kill'));
});

async function prove<Tx>(database: string, open: () => ShopDatabase<Tx>): Promise<void> {
  const provider = await openProvider(() => Math.random() * 20);
  try {
    const killedAt = await killAgainAndAgain(database, provider);
    await end(start(database, provider, 'last', 'drain'));
    const shop = open();
    await checkBooks(shop, provider, killedAt);
    await shop.close();
  } finally {
    await provider.close();
  }
}

function start(database: string, provider: Provider, name: string, task: 'take' | 'drain'): ChildProcess {
  return fork(script, [database, provider.url, name, task], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}

/** Two processes at a time; whichever has lived its random life is killed and another takes its place. */
async function killAgainAndAgain(database: string, provider: Provider): Promise<readonly number[]> {
  const killedAt: number[] = [];
  const live = async (line: string) => {
    while (killedAt.length < kills) {
      const child = start(database, provider, `${line}${killedAt.length}`, 'take');
      await once(child, 'message');
      await pause(Math.random() * 250);
      killedAt.push(Date.now());
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  };
  await Promise.all([live('x'), live('y')]);
  return killedAt;
}

async function end(child: ChildProcess): Promise<void> {
  const [code] = await once(child, 'exit');
  expect(code, 'exit status of the process that does the rest').toBe(0);
}

async function checkBooks<Tx>(shop: ShopDatabase<Tx>, provider: Provider, killedAt: readonly number[]): Promise<void> {
  const orders = await shop.orders();
  const paid = [...orders].filter(([, payment]) => payment === 'paid').map(([no]) => no);
  expect(paid.length, 'orders that were paid').toBeGreaterThan(kills);
  const outcomes = new Map<string, string>();
  for (const [no, payment] of orders) {
    const jobs = await shop.store.history({ lifecycle: 'order', subject: no });
    const found = jobs.map(({ rule, channels }) => `${rule} ${channels.join()}`).sort();
    expect(found, `jobs of order ${no}, which is ${payment}`).toEqual(payment === 'paid' ? [...expected].sort() : []);
    for (const { key, rule, status } of jobs) outcomes.set(key, `${rule} ${status}`);
  }
  const arrived = byKey(provider.arrivals);
  for (const [key, outcome] of outcomes) {
    const times = arrived.get(key) ?? [];
    if (outcome === 'paid-once unknown') expect(times.length, key).toBeLessThanOrEqual(1);
    else {
      expect(outcome).toMatch(/ sent$/);
      expect(times.length, `arrivals of ${key}`).toBeGreaterThan(0);
    }
    if (outcome.startsWith('paid-once')) expect(times.length, `${key}, which must never be repeated`).toBeLessThanOrEqual(1);
  }
  expect(
    [...arrived.keys()].filter((key) => !outcomes.has(key)),
    'messages of orders that were never committed',
  ).toEqual([]);
  expect(repeats(provider.delivered, arrived, '/honouring'), 'twice at a provider that honours keys').toEqual([]);
  for (const [key, [first]] of [...arrived].filter(([, times]) => times.length > 1)) {
    expect(
      killedAt.some((at) => at >= (first?.at ?? 0) - 5 && at - (first?.at ?? 0) < 500),
      `${key} was in flight at a kill`,
    ).toBe(true);
  }
}

/** Keys that customers got more than once by one path. */
function repeats(
  delivered: ReadonlyMap<string, number>,
  arrived: ReadonlyMap<string, readonly Arrival[]>,
  path: string,
): readonly string[] {
  return [...delivered].filter(([key, times]) => times > 1 && arrived.get(key)?.[0]?.path === path).map(([key]) => key);
}

function byKey(arrivals: readonly Arrival[]): Map<string, Arrival[]> {
  const groups = new Map<string, Arrival[]>();
  for (const arrival of arrivals) groups.set(arrival.key, [...(groups.get(arrival.key) ?? []), arrival]);
  return groups;
}
