import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Store } from 'orderbell';
import { postgres } from 'orderbell/postgres';
import { sqlite } from 'orderbell/sqlite';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { aDatabase } from '../adapters/postgres/database.js';
import { aFolder, opened } from '../adapters/sqlite/files.js';
import { bundled } from '../proof/bundle.js';
import { ask, creditNotifier, openShop } from '../proof/credit-shop.js';

let script: string;

/** Starts a process: `sending` resolves when its first message is handed over, `sent` with the keys of all that it has sent. */
function worker(database: string, mode: string) {
  const child = spawn(process.execPath, [script, database, mode], { stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const sending = once(child.stdout, 'data');
  const sent = once(child, 'close').then((): readonly string[] => JSON.parse(output.replace('sending\n', '') || '[]'));
  return { child, sending, sent };
}

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

  test('together spend what there is to the last point, and never more, with one warning (1.b4, 1.b5)', async () => {
    const { database, store } = await open();
    const notifier = creditNotifier(store, nobody);
    await openShop(notifier);
    await notifier.credits.topUp('S-1', { points: 120, key: 'k' });
    await ask(notifier, 200);
    const workers = Array.from({ length: 3 }, () => worker(database, 'deliver'));
    // Each of them has paid for messages and has them in its hands before the first is sent.
    for (const { sending } of workers) await sending;
    for (const { child } of workers) child.stdin.write('go');
    const keys = await Promise.all(workers.map(({ sent }) => sent));
    expect(keys.map((list) => list.length > 0)).toEqual([true, true, true]);
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
    const dying = worker(database, 'hang');
    await dying.sending;
    dying.child.kill('SIGKILL');
    await once(dying.child, 'close');
    expect((await notifier.credits.of('S-1'))[0]).toMatchObject({ points: 199, held: 1 });
    expect(await worker(database, 'take-over').sent).toHaveLength(1);
    expect((await notifier.credits.of('S-1'))[0]).toMatchObject({ points: 199, held: 0 });
  });
});
