import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openServer } from '../servers/postgres.js';
import { bundled } from './bundle.js';
import { postgresShop } from './postgres-shop.js';
import { expected } from './shop.js';
import type { ShopDatabase } from './shop-database.js';
import { sqliteShop } from './sqlite-shop.js';

let script: string;
let folder: string;

beforeAll(async () => {
  script = await bundled('statement-process');
  folder = await mkdtemp(join(tmpdir(), 'orderbell-statements-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test('killed before any statement of a transaction on SQLite, there is the order with its messages, or neither', async () => {
  const path = join(folder, 'shop.db');
  await prove(`sqlite:${path}`, () => sqliteShop(path));
});

test('killed before any statement of a transaction on PostgreSQL, there is the order with its messages, or neither', async () => {
  const { url } = await openServer();
  await prove(`postgres:statements:${url}`, () => postgresShop(url, 'statements'));
});

async function prove<Tx>(database: string, open: () => ShopDatabase<Tx>): Promise<void> {
  const shop = open();
  await shop.prepare();
  let [killed, whole] = [0, false];
  for (let statement = 1; !whole; statement += 1) {
    const no = `killed-before-${statement}`;
    whole = (await exitOf(database, no, statement)) === 0;
    if (!whole) killed += 1;
    const saved = (await shop.orders()).has(no);
    const jobs = await shop.store.history({ lifecycle: 'order', subject: no });
    expect(jobs.length, `messages of the order, which is ${saved ? 'saved' : 'not saved'}, killed before ${statement}`).toBe(
      saved ? expected.length : 0,
    );
    expect(saved).toBe(whole);
  }
  // BEGIN, the order, reading and writing for two changes, COMMIT: with fewer, something has escaped the count.
  expect(killed).toBeGreaterThanOrEqual(6);
  await shop.close();
}

async function exitOf(database: string, no: string, statement: number): Promise<number | null> {
  const child = spawn(process.execPath, [script, database, no, String(statement)], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'exit');
  return code;
}
