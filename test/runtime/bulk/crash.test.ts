/** A batch that is broken off anywhere, and begun again, tells each once. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { expect, test } from 'vitest';
import { memory } from '../../../src/adapters/memory/index.js';
import { sqlite } from '../../../src/adapters/sqlite/index.js';
import { OrderbellError } from '../../../src/core/errors.js';
import { aSpa } from '../../builders/visits.js';
import { killOnceHolding } from '../../servers/dying-process.js';
import { aGuest, anOffer, offers } from './guests.js';
import { spaOn } from './spa-on-disk.js';

const batch = 'spring-2026';
/** Two of these have one phone. */
const source = [...offers(20), anOffer(aGuest(21, { phone: '+15551003' }))];

/** A store whose n-th call ends the process, as far as anybody can tell: before or after it has done what it was asked. */
function dyingAt(store: ReturnType<typeof memory>, nth: number, when: 'before' | 'after') {
  let calls = 0;
  const died = () => new OrderbellError('store-unavailable', 'the process is gone');
  const dying = <A extends readonly unknown[], R>(call: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      calls += 1;
      if (calls > nth || (calls === nth && when === 'before')) throw died();
      const result = await call(...args);
      if (calls >= nth) throw died();
      return result;
    };
  };
  const { records } = store;
  const mortal = {
    read: dying(records.read.bind(records)),
    write: dying(records.write.bind(records)),
    list: records.list.bind(records),
  };
  const whole = new Proxy(store, {
    get(target, name) {
      if (name === 'records') return mortal;
      if (name === 'change') return dying(target.change.bind(target));
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { store: whole, wasReached: () => calls >= nth };
}

test.each(['before', 'after'] as const)('whichever call to the store was the last one, %s it was done', async (when) => {
  let deaths = 0;
  for (let nth = 1; ; nth++) {
    const store = memory();
    const dying = dyingAt(store, nth, when);
    let isClosed = false;
    async function* closing() {
      try {
        yield* source;
      } finally {
        isClosed = true;
      }
    }
    const first = await aSpa({ store: dying.store })
      .notifier.sendMany(closing(), { batch, chunk: 7 })
      .catch((error: unknown) => error);
    if (!dying.wasReached()) break;
    deaths += 1;
    if (first instanceof Error && nth > 2) expect(isClosed).toBe(true);
    const { notifier, sms } = aSpa({ store });
    await notifier.sendMany(source, { batch, chunk: 7 });
    await notifier.tick();
    expect(sms.messages.map(({ address }) => address).sort(), `after call ${nth}`).toEqual(
      offers(20).map((_, index) => `+1555${1001 + index}`),
    );
  }
  // Two calls for the book of each message, one for its plan, and the chunks.
  expect(deaths).toBeGreaterThan(60);
});

test('a process that is killed in the middle, on SQLite, and run again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'orderbell-bulk-'));
  const path = join(folder, 'spa.db');
  try {
    await killOnceHolding('test/runtime/bulk/dying-sender.ts', [path, batch]);
    const db = new Database(path);
    const { notifier, sms } = spaOn(sqlite(db));
    const before = (await notifier.pending({ limit: 1000 })).jobs.length;
    expect(before, 'planned when it was killed').toBeGreaterThanOrEqual(40);
    expect(before).toBeLessThan(100);
    const result = await notifier.sendMany(offers(100), { batch, chunk: 10 });
    expect(result).toMatchObject({ planned: 100 - before, repeated: before, failed: 0, done: true });
    await notifier.tick();
    expect(new Set(sms.messages.map(({ address }) => address)).size).toBe(100);
    expect(sms.messages).toHaveLength(100);
    await notifier.stop();
    db.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
