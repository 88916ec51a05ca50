import { describe, expect, test } from 'vitest';
import { type MemoryTransaction, memory } from '../../../src/adapters/memory/index.js';
import type { StoredJob, SubjectSession } from '../../../src/ports/store.js';
import { aJob, aSubject, aWrite, booking, claimAll, minute, noon, write } from '../../../src/testing/store-cases/samples.js';
import { storeContract } from '../../../src/testing/store-contract.js';

describe('the store contract', () => {
  const create = async () => {
    const store = memory();
    return { store, transaction: <R>(work: (tx: MemoryTransaction) => Promise<R>) => store.transaction(work) };
  };
  for (const { name, run } of storeContract({ create })) test(name, run);
});

test('a transaction cannot be used after it has ended', async () => {
  const store = memory();
  const tx = await store.transaction(async (own) => own);
  expect(tx.isOpen).toBe(false);
  await expect(write(store, {}, booking, tx)).rejects.toMatchObject({ code: 'invalid-argument' });
  expect(await store.subject(booking)).toBeUndefined();
});

test('a transaction that was rolled back cannot be used either', async () => {
  const store = memory();
  let kept: MemoryTransaction | undefined;
  const rolledBack = store.transaction(async (tx) => {
    kept = tx;
    throw new Error('of the host');
  });
  await expect(rolledBack).rejects.toThrow('of the host');
  await expect(write(store, {}, booking, kept)).rejects.toMatchObject({ code: 'invalid-argument' });
});

test('a transaction of another store is refused, and so is a foreign object', async () => {
  const [store, other] = [memory(), memory()];
  await other.transaction(async (tx) => {
    await expect(write(store, {}, booking, tx)).rejects.toMatchObject({ code: 'invalid-argument' });
  });
  await expect(write(store, {}, booking, { isOpen: true })).rejects.toThrow('not a transaction of this memory store');
});

test('a change that is not awaited in its transaction is refused, and keeps nobody waiting', async () => {
  const store = memory();
  let forgotten: Promise<void> = Promise.resolve();
  await store.transaction(async (outer) => {
    await write(store, {}, booking, outer);
    await store.transaction(async (tx) => {
      forgotten = write(store, { subject: aSubject({ revision: 9 }) }, booking, tx);
      forgotten.catch(() => {});
    });
  });
  await expect(forgotten).rejects.toThrow('used after it had ended');
  await write(store, { subject: aSubject({ revision: 2 }) });
  expect(await store.subject(booking)).toMatchObject({ revision: 2 });
});

test('changes that one transaction begins together take turns', async () => {
  const store = memory();
  await store.transaction(async (tx) => {
    const changes = Array.from({ length: 5 }, () =>
      store.change(booking, tx, async (session) => {
        const revision = session.stored?.revision ?? 0;
        await Promise.resolve();
        await session.write(aWrite({ subject: aSubject({ revision: revision + 1 }) }));
      }),
    );
    await Promise.all(changes);
  });
  expect(await store.subject(booking)).toMatchObject({ revision: 5 });
});

test('what an open transaction withdraws stays to be seen as it was, and no worker gets it', async () => {
  const store = memory();
  await write(store, { insert: [aJob('one')] });
  await store.transaction(async (tx) => {
    await write(store, { withdraw: [{ key: aJob('one').key, code: 'withdrawn', why: 'paid', at: noon }] }, booking, tx);
    expect(await store.nextRunAt()).toBe(noon);
    expect(await store.nextRunAt(['booking'])).toBe(noon);
    expect(await store.nextRunAt(['coupon'])).toBeUndefined();
    expect(await store.counts(noon)).toMatchObject({ due: 1, oldestDueAt: noon });
    expect(await store.claim({ now: noon, limit: 1, leaseMs: 1 })).toEqual([]);
    expect(await store.claim({ now: noon, limit: 1, leaseMs: 1, keys: [aJob('one').key] })).toEqual([]);
  });
  expect(await store.counts(noon)).toMatchObject({ due: 0, oldestDueAt: undefined });
  expect(await store.nextRunAt()).toBeUndefined();
});

test('a pause that is lifted while a transaction holds what it parked lets it go with the transaction', async () => {
  const store = memory();
  const target = { kind: 'channel', name: 'email' } as const;
  await store.pause({ ...target, since: noon, note: undefined });
  await write(store, { insert: [aJob('one')] });
  const [job] = await store.claim({ now: noon, limit: 1, leaseMs: 1 });
  if (job === undefined) throw new Error('nothing was claimed');
  await store.settle([{ ...job, leaseUntil: noon + 1, at: noon, status: 'scheduled', parkedBy: 'channel email' }]);
  const rolledBack = store.transaction(async (tx) => {
    await write(store, { withdraw: [{ key: job.key, code: 'withdrawn', why: 'paid', at: noon }] }, booking, tx);
    expect(await store.resume(target)).toBe(1);
    expect(await store.claim({ now: noon, limit: 1, leaseMs: 1 })).toEqual([]);
    throw new Error('of the host');
  });
  await expect(rolledBack).rejects.toThrow('of the host');
  expect(await store.claim({ now: noon, limit: 1, leaseMs: 1 })).toHaveLength(1);
});

test('a session cannot be used after its change has ended', async () => {
  const store = memory();
  let kept: SubjectSession | undefined;
  await store.change(booking, undefined, async (session) => {
    kept = session;
  });
  await expect(kept?.jobs([])).rejects.toMatchObject({ code: 'invalid-argument' });
  await expect(kept?.answer('k')).rejects.toMatchObject({ code: 'invalid-argument' });
  await expect(kept?.write(aWrite())).rejects.toMatchObject({ code: 'invalid-argument' });
});

test('a session is written to at most once', async () => {
  const change = memory().change(booking, undefined, async (session) => {
    await session.write(aWrite());
    await session.write(aWrite());
  });
  await expect(change).rejects.toThrow('written to twice');
});

test('a payload that the host changes later is stored as it was', async () => {
  const store = memory();
  const [small, deep] = [{ session: 'S-1' }, { sessions: ['S-1'] }];
  await write(store, { insert: [aJob('small', { payload: small }), aJob('deep', { payload: deep })] });
  small.session = 'changed';
  deep.sessions.push('changed');
  const stored = await store.history(booking);
  expect(stored.map(({ payload }) => payload)).toEqual([{ session: 'S-1' }, { sessions: ['S-1'] }]);
});

test('a payload that is not data refuses the whole change', async () => {
  const store = memory();
  const change = write(store, { insert: [aJob('one'), aJob('two', { payload: { call: () => {} } })] });
  await expect(change).rejects.toMatchObject({ code: 'invalid-data' });
  expect(await store.history(booking)).toEqual([]);
});

test('a subject with very many jobs keeps to the rules for its keys', async () => {
  const store = memory();
  const names = Array.from({ length: 100 }, (_, at) => `job ${at}`);
  for (const name of names) await write(store, { insert: [aJob(name)] });
  await write(store, { withdraw: [{ key: aJob('job 50').key, code: 'withdrawn', why: 'cancelled', at: noon }] });
  await write(store, { insert: names.map((name) => aJob(name, { runAt: noon + 1 })) });
  const history = await store.history(booking);
  expect(history.map(({ occurrence }) => occurrence)).toEqual([...names.filter((name) => name !== 'job 50'), 'job 50']);
  expect((await claimAll(store)).length).toBe(99);
});

test('jobs of subjects that share a name are kept apart by their lifecycle', async () => {
  const store = memory();
  await write(store, { insert: [aJob('one')] });
  await write(store, { insert: [aJob('one', { lifecycle: 'coupon' })] }, { lifecycle: 'coupon', subject: 'B-1' });
  const claimed = await claimAll(store);
  expect(claimed.map(({ lifecycle, subject }) => [lifecycle, subject])).toEqual([
    ['booking', 'B-1'],
    ['coupon', 'B-1'],
  ]);
});

describe('a watcher', () => {
  async function callsOf(act: (store: ReturnType<typeof memory>, job: StoredJob) => Promise<unknown>): Promise<number> {
    const store = memory();
    await write(store, { insert: [aJob('first', { runAt: noon })] });
    let calls = 0;
    store.watch(() => {
      calls += 1;
    });
    await act(store, aJob('first'));
    return calls;
  }

  test('is told of a new job that is the earliest', async () => {
    expect(await callsOf((store) => write(store, { insert: [aJob('new', { runAt: noon - 1 })] }))).toBe(1);
  });

  test('is not told of a new job that is due later', async () => {
    expect(await callsOf((store) => write(store, { insert: [aJob('new', { runAt: noon })] }))).toBe(0);
  });

  test('is told of a job that was moved to the front', async () => {
    expect(await callsOf((store, job) => write(store, { move: [{ ...job, runAt: noon - 1 }] }))).toBe(1);
  });

  test('is not told before the transaction is committed, and then once', async () => {
    const counts: number[] = [];
    const store = memory();
    store.watch(() => counts.push(1));
    await store.transaction(async (tx) => {
      await write(store, { insert: [aJob('one')] }, booking, tx);
      await write(store, { insert: [aJob('two', { runAt: noon - 1 })] }, booking, tx);
      expect(counts).toEqual([]);
    });
    expect(counts).toEqual([1]);
  });

  test('is not told of what was rolled back', async () => {
    const calls = await callsOf(async (store) => {
      const rolledBack = store.transaction(async (tx) => {
        await write(store, { insert: [aJob('new', { runAt: noon - 1 })] }, booking, tx);
        throw new Error('of the host');
      });
      await expect(rolledBack).rejects.toThrow();
    });
    expect(calls).toBe(0);
  });

  test('is told of a job that a worker puts back to an instant before anything else', async () => {
    const calls = await callsOf(async (store) => {
      const [claimed] = await store.claim({ now: noon, limit: 1, leaseMs: 10 * minute });
      if (claimed === undefined) throw new Error('nothing was claimed');
      await store.settle([{ ...claimed, at: noon, status: 'scheduled', runAt: noon + minute }]);
    });
    expect(calls).toBe(1);
  });
});
