import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostgres } from '../servers/postgres.js';
import { balance, byKey } from './books.js';
import { bundled } from './bundle.js';
import { postgresShop } from './postgres-shop.js';
import { openProvider } from './provider.js';
import { report } from './report.js';
import type { ShopDatabase } from './shop-database.js';
import { sqliteShop } from './sqlite-shop.js';
import { hire, type Staff, staffOf } from './worker.js';

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
  const server = await startPostgres();
  const url = server.connectionString;
  try {
    await prove(`postgres:kill:${url}`, () => postgresShop(url, 'kill'));
  } finally {
    await server.stop();
  }
});

async function prove<Tx>(database: string, open: () => ShopDatabase<Tx>): Promise<void> {
  const begun = Date.now();
  const staff = staffOf(script, await openProvider(() => Math.random() * 20));
  try {
    await killAgainAndAgain(staff, database);
    const [status] = await hire(staff, database, 'last', 'drain').ended;
    expect(status, 'exit status of the process that does the rest').toBe(0);
    const shop = open();
    const balanced = await balance(shop, staff);
    await shop.close();
    expect(balanced.messages, 'messages').toBeGreaterThan(kills * 2);
    const waitedInVain = checkRepeats(staff);
    report(`kills on ${database.split(':')[0]}`, { kills, ...balanced, waitedInVain, seconds: (Date.now() - begun) / 1000 });
  } finally {
    await staff.provider.close();
  }
}

/** Two processes at a time; whichever has lived its random life is killed and another takes its place. */
async function killAgainAndAgain(staff: Staff, database: string): Promise<void> {
  let killed = 0;
  const live = async (line: string) => {
    for (; killed < kills; killed += 1) {
      const worker = hire(staff, database, `${line}${staff.workers.length}`, 'take');
      await worker.started;
      await pause(Math.random() * 500);
      worker.kill();
      const [, signal] = await worker.ended;
      expect(signal, `what process ${worker.name} ended of`).toBe('SIGKILL');
    }
  };
  await Promise.all([live('x'), live('y')]);
}

/**
 * A message is repeated only where the process that sent it was killed after that, and before it told that this is written; or where
 * it has told that it waited for the answer in vain, as it may on a very busy machine. Yields how many were of the second kind.
 */
function checkRepeats({ provider, workers, toldSent, toldAgain }: Staff): number {
  const killedAt = new Map(workers.map(({ name, killedAt }) => [name, killedAt]));
  let waitedInVain = 0;
  for (const [key, arrivals] of byKey(provider.arrivals)) {
    for (const { by, at } of arrivals.slice(0, -1)) {
      expect(toldSent.get(key) ?? Number.POSITIVE_INFINITY, `${key} was told to be written`).toBeGreaterThan(at);
      const why = toldAgain.get(`${by} ${key}`);
      if (why !== undefined) {
        expect(why, `why ${by} sent ${key} again`).toContain('did not answer within');
        waitedInVain += 1;
        continue;
      }
      const end = killedAt.get(by);
      expect(end, `${key} was sent again, and its sender ${by} lives`).toBeDefined();
      // The request may have been on its way when its sender was killed.
      expect((end ?? 0) + 50, `end of the sender ${by} of ${key}`).toBeGreaterThanOrEqual(at);
    }
  }
  return waitedInVain;
}
