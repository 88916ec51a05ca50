import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Store } from 'orderbell';
import { postgres } from 'orderbell/postgres';
import { sqlite } from 'orderbell/sqlite';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { aDatabase } from '../adapters/postgres/database.js';
import { aFolder, opened } from '../adapters/sqlite/files.js';
import { bundled } from '../proof/bundle.js';
import { ask, creditNotifier, openShop } from '../proof/credit-shop.js';

const run = promisify(execFile);
let script: string;

beforeAll(async () => {
  script = await bundled('credit-process');
});

/** A store, and how another process gets to it. */
interface Place {
  readonly database: string;
  readonly store: Store<never>;
}

const places: readonly (readonly [string, () => Promise<Place>])[] = [
  [
    'SQLite',
    async () => {
      const database = join(aFolder(), 'shop.db');
      // Used without a transaction.
      return { database, store: sqlite(opened(database)) as unknown as Store<never> };
    },
  ],
  [
    'PostgreSQL',
    async () => {
      const { url, pool, schema } = await aDatabase(onTestFinished);
      const store = postgres(pool, { schema });
      await store.migrate();
      // Used without a transaction.
      return { database: `postgres:${schema}:${url}`, store: store as unknown as Store<never> };
    },
  ],
];

describe.each(places)('processes that share an account on %s', (_, open) => {
  const nobody = { name: 'smartdove', send: () => Promise.reject(new Error('this process sends nothing')) };

  test('together spend what there is to the last point, and never more', async () => {
    const { database, store } = await open();
    const notifier = creditNotifier(store, nobody);
    await openShop(notifier);
    await notifier.credits.topUp('S-1', { points: 120, key: 'k' });
    await ask(notifier, 200);
    const workers = Array.from({ length: 3 }, () => run(process.execPath, [script, database, 'deliver']));
    const keys = (await Promise.all(workers)).map(({ stdout }): readonly string[] => JSON.parse(stdout));
    expect(keys.filter((list) => list.length > 0).length).toBeGreaterThan(1);
    expect([keys.flat().length, new Set(keys.flat()).size]).toEqual([120, 120]);
    const [account] = await notifier.credits.of('S-1');
    expect(account).toMatchObject({ points: 0, held: 0, messagesLeft: 0 });
    // Whichever process crossed a line: the mail is one.
    expect(await store.history({ lifecycle: 'shop', subject: 'S-1' })).toMatchObject([{ rule: 'credits-low' }]);
    expect(account?.warnings.map(({ line }) => line)).toEqual([100, 50, 0]);
  });

  test('a worker that dies with a message in its hands keeps no credit: who takes over pays once', async () => {
    const { database, store } = await open();
    const notifier = creditNotifier(store, nobody);
    await notifier.credits.topUp('S-1', { points: 200, key: 'k' });
    await ask(notifier, 1);
    const dying = spawn(process.execPath, [script, database, 'hang'], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(dying.stdout, 'data');
    dying.kill('SIGKILL');
    await once(dying, 'exit');
    expect((await notifier.credits.of('S-1'))[0]).toMatchObject({ points: 199, held: 1 });
    const { stdout } = await run(process.execPath, [script, database, 'take-over']);
    expect(JSON.parse(stdout)).toHaveLength(1);
    expect((await notifier.credits.of('S-1'))[0]).toMatchObject({ points: 199, held: 0 });
  });
});
