import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RestartablePostgres, startRestartablePostgres } from '../servers/restartable-postgres.js';
import { openTcpProxy } from '../servers/tcp-proxy.js';
import { balance } from './books.js';
import { bundled } from './bundle.js';
import { postgresShop } from './postgres-shop.js';
import { openProvider } from './provider.js';
import { report } from './report.js';
import { hire, type Staff, staffOf } from './worker.js';

let script: string;
let server: RestartablePostgres;

beforeAll(async () => {
  script = await bundled('shop-process');
  server = await startRestartablePostgres();
});

afterAll(() => server?.stop());

for (const how of ['fast', 'immediate'] as const) {
  test(`PostgreSQL goes down (${how}) and comes back under two processes: they go on by themselves, and nothing is lost or half done`, async () => {
    await work(`restart-${how}`, async ({ staff, database }) => {
      await hired(staff, [database, database]);
      await server.down(how);
      await pause(3000);
      await server.up();
    });
  });
}

for (const end of ['resume', 'reset'] as const) {
  test(`the network to PostgreSQL hangs beyond the lease, then does ${end}: another process takes over, and nothing is lost or doubled`, async () => {
    const proxy = await openTcpProxy(server.port);
    try {
      await work(`database-${end}`, async ({ staff, database }) => {
        await hired(staff, [database.replace(`:${server.port}/`, `:${proxy.port}/`), database]);
        proxy.hang();
        await pause(4000);
        proxy[end]();
      });
    } finally {
      await proxy.close();
    }
  });

  test(`the network to the provider hangs beyond the patience for one message, then does ${end}: nothing is lost or doubled`, async () => {
    await work(`provider-${end}`, async ({ staff, database }) => {
      const proxy = await openTcpProxy(staff.provider.port);
      const url = `http://127.0.0.1:${proxy.port}`;
      await hired(staff, [database, database], url);
      proxy.hang();
      await pause(4000);
      proxy[end]();
      return () => proxy.close();
    });
  });
}

test('the provider refuses connections: the breakers open, no message is given up, and all go out when it is back', async () => {
  const { staff, counted } = await work('refused', async ({ staff, database }) => {
    await hired(staff, [database, database]);
    await staff.provider.refuse();
    await pause(4000);
    await staff.provider.accept();
  });
  for (const { breakers } of staff.workers) {
    for (const channel of ['email', 'sms']) {
      const states = breakers.filter((line) => line.startsWith(channel)).map((line) => line.split(' ')[1]);
      expect(states.slice(0, 2), channel).toEqual(['open', 'half-open']);
      expect(states.at(-1), channel).toBe('closed');
    }
  }
  // Without a breaker it would be dozens: a message is tried again after 50 ms.
  expect(counted.highestAttempts).toBeLessThanOrEqual(8);
});

interface Scene {
  readonly staff: Staff;
  readonly database: string;
}

/** Two processes work; `trouble` happens to them; both go on by themselves, finish, and the books balance. */
async function work(schema: string, trouble: (scene: Scene) => Promise<(() => Promise<void>) | undefined | void>) {
  const begun = Date.now();
  const staff = staffOf(script, await openProvider(() => Math.random() * 20));
  const shop = postgresShop(server.connectionString, schema);
  let after: (() => Promise<void>) | undefined | void;
  try {
    await shop.prepare();
    after = await trouble({ staff, database: `postgres:${schema}:${server.connectionString}` });
    const over = Date.now();
    for (const { name } of staff.workers) await delivers(staff, name, over);
    const recovered = Date.now();
    for (const worker of staff.workers) worker.finish();
    for (const { name, ended } of staff.workers) expect(await ended, `how process ${name} ended`).toEqual([0, null]);
    const counted = await balance(shop, staff);
    report(schema, { ...counted, recoveredInMs: recovered - over, seconds: (Date.now() - begun) / 1000 });
    return { staff, counted };
  } finally {
    for (const { kill } of staff.workers) kill();
    await after?.();
    await shop.close();
    await staff.provider.close();
  }
}

/** Two processes that have been at work for a moment. */
async function hired(staff: Staff, databases: readonly string[], providerUrl?: string): Promise<void> {
  const workers = databases.map((database, at) => hire(staff, database, `p${at}`, 'work', providerUrl));
  await Promise.all(workers.map(({ started }) => started));
  await pause(1500);
}

/** Waits until a process delivers again. */
async function delivers({ provider }: Staff, name: string, since: number): Promise<void> {
  // What arrives in the first moment may have been held up on its way.
  while (!provider.arrivals.some(({ by, at }) => by === name && at > since + 200)) {
    expect(Date.now() - since, `milliseconds that process ${name} takes to deliver again`).toBeLessThan(45_000);
    await pause(50);
  }
}
