import { describe, expect, test } from 'vitest';
import { aSpa, aVisit, visit, visitRules } from '../../builders/visits.js';

const { reminder, confirmed } = visitRules.rows;
const sooner = visit.rules({
  reminder: { due: { before: 'visit.start', days: 2, at: '09:00' }, to: 'guest', by: ['sms'] },
  confirmed,
  eve: { due: { before: 'visit.start', days: 1, at: '18:00' }, to: 'guest', by: ['sms'] },
});

/** Five visits that an earlier table has planned, and a notifier with a new one. */
async function aDeployment(options = {}) {
  const earlier = aSpa({ rules: visit.rules({ reminder }) });
  for (const no of ['V-1', 'V-2', 'V-3', 'V-4', 'V-5']) {
    await earlier.notifier.handleTransition(visit, { created: aVisit({ no }) });
    await earlier.clock.advanceBy({ minutes: 1 });
  }
  const { store, clock } = earlier;
  return aSpa({ rules: sooner, store, clock, ...options });
}

describe('replan', () => {
  test('every subject is planned by the new table, in batches with progress', async () => {
    const { notifier } = await aDeployment();
    const progress: number[] = [];
    const result = await notifier.replan({ batch: 2, onProgress: ({ subjects }) => progress.push(subjects) });
    expect(result).toEqual({
      subjects: 5,
      planned: 10,
      moved: 0,
      withdrawn: 5,
      gone: 0,
      failed: 0,
      after: { lifecycle: 'visit', subject: expect.any(String) },
      done: true,
      failures: [],
    });
    expect(progress).toEqual([2, 4, 5]);
    expect((await notifier.pending()).jobs.map(({ rule }) => rule).sort()).toEqual([
      ...Array(5).fill('eve'),
      ...Array(5).fill('reminder'),
    ]);
    expect(await notifier.replan()).toMatchObject({ subjects: 5, planned: 0, moved: 0, withdrawn: 0 });
  });

  test('one that cannot be planned is told of, and the others go on', async () => {
    const load = async (no: string) => {
      if (no === 'V-2') throw new Error('the row is locked');
      return no === 'V-4' ? null : aVisit({ no });
    };
    const { notifier, errors } = await aDeployment({ load: { visit: load } });
    const result = await notifier.replan();
    expect(result).toMatchObject({ subjects: 3, gone: 1, failed: 1, done: true });
    expect(result.failures).toMatchObject([{ lifecycle: 'visit', subject: 'V-2', error: { message: 'the row is locked' } }]);
    expect(errors).toEqual([result.failures[0]?.error]);
  });

  test('it ends when it is told to, and goes on behind the subject it came to', async () => {
    const { notifier } = await aDeployment();
    const end = new AbortController();
    const first = await notifier.replan({ batch: 2, signal: end.signal, onProgress: () => end.abort() });
    expect(first).toMatchObject({ subjects: 2, done: false });
    const second = await notifier.replan({ after: first.after });
    expect(second).toMatchObject({ subjects: 3, planned: 6, done: true });
  });

  test('only what has changed since is planned, where that is asked for', async () => {
    const { notifier } = await aDeployment();
    expect(await notifier.replan({ changedSince: new Date('2026-03-02T12:03Z') })).toMatchObject({ subjects: 2 });
    expect(await notifier.replan({ lifecycles: [visit] })).toMatchObject({ subjects: 5, planned: 6 });
  });

  test('names and numbers that make no sense are refused', async () => {
    const { notifier } = aSpa();
    await expect(notifier.replan({ lifecycles: ['visti'] })).rejects.toMatchObject({ code: 'unknown-lifecycle' });
    await expect(notifier.replan({ batch: 0 })).rejects.toMatchObject({ code: 'invalid-argument' });
    const after = { lifecycle: 'order', subject: 'O-1' };
    await expect(notifier.replan({ after })).rejects.toMatchObject({ code: 'invalid-argument' });
  });
});
