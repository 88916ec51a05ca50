import { describe, expect, test } from 'vitest';
import { PermanentDeliveryError } from '../../../src/core/errors.js';
import { wacaBooking } from '../../../src/presets/waca-booking/preset.js';
import { createTestNotifier } from '../../../src/testing/test-notifier.js';
import { aSpa, aVisit, visit } from '../../builders/visits.js';

describe('forget', () => {
  test('nothing of the person is left; which rule, when and what became of it is', async () => {
    const { notifier, store, advanceTo } = aSpa();
    await notifier.handleTransition(visit, { created: aVisit({ status: 'confirmed' }) }, { key: 'call-1' });
    await notifier.tick();
    expect(await notifier.forget(visit, 'V-1')).toBe(true);
    const kept = JSON.stringify([store.allJobs(), await store.subject({ lifecycle: 'visit', subject: 'V-1' })]);
    expect(kept).not.toMatch(/Gina|G-1|gina@|Carl|G-2|555/);
    const told = (await notifier.history(visit, 'V-1')).map(({ rule, status, channel }) => [rule, status, channel]);
    expect(told).toEqual([
      ['confirmed', 'sent', 'email'],
      ['companion-confirmed', 'sent', 'sms'],
      ['desk-told', 'sent', 'email'],
      ['reminder', 'withdrawn', undefined],
      ['prepare', 'withdrawn', undefined],
    ]);
    await advanceTo('2026-03-06T00:00');
    expect((await notifier.pending()).jobs).toEqual([]);
  });

  test('a subject that is not known has nothing to forget; a lifecycle that does not exist is refused', async () => {
    const { notifier } = aSpa();
    expect(await notifier.forget(visit, 'V-9')).toBe(false);
    await expect(notifier.forget({ ...visit, name: 'visti' as 'visit' }, 'V-1')).rejects.toMatchObject({
      code: 'unknown-lifecycle',
    });
  });

  test('what the host rolls back is not forgotten', async () => {
    const { notifier, store } = aSpa();
    await notifier.handleTransition(visit, { created: aVisit() });
    const rolledBack = store.transaction(async (tx) => {
      await notifier.forget(visit, 'V-1', { tx });
      throw new Error('no');
    });
    await expect(rolledBack).rejects.toThrow('no');
    expect((await notifier.history(visit, 'V-1'))[0]?.recipientName).toBe('Gina');
  });
});

describe('prune', () => {
  /** Visits of which all but V-3 are over by the end of the year. */
  async function aYear() {
    const spa = aSpa();
    for (const no of ['V-1', 'V-2']) await spa.notifier.handleTransition(visit, { created: aVisit({ no }) });
    await spa.notifier.handleTransition(visit, { created: aVisit({ no: 'V-3', start: new Date('2027-03-05T15:00Z') }) });
    await spa.advanceTo('2026-03-04T10:00');
    await spa.clock.advanceTo('2026-12-31T00:00');
    return spa;
  }

  test('old subjects are removed batch by batch, those with waiting jobs stay, and who was told when is kept', async () => {
    const { notifier } = await aYear();
    const progress: number[] = [];
    const counts = await notifier.prune({
      olderThan: new Date('2026-06-01T00:00Z'),
      batch: 1,
      onProgress: ({ subjects }) => progress.push(subjects),
    });
    expect(counts).toEqual({ subjects: 2, jobs: 2 });
    expect(progress).toEqual([1, 2]);
    expect(await notifier.history(visit, 'V-1')).toMatchObject([{ rule: 'reminder', status: 'sent' }]);
    expect((await notifier.pending()).jobs).toMatchObject([{ subject: 'V-3' }]);
    expect(await notifier.prune({ olderThan: new Date('2026-06-01T00:00Z') })).toEqual({ subjects: 0, jobs: 0 });
  });

  test('with history: delete nothing is left of them', async () => {
    const { notifier } = await aYear();
    expect(await notifier.prune({ olderThan: new Date('2026-06-01T00:00Z'), history: 'delete' })).toMatchObject({ subjects: 2 });
    expect(await notifier.history(visit, 'V-1')).toEqual([]);
    expect(await notifier.history(visit, 'V-3')).toHaveLength(1);
  });

  test('a subject that was only looked at since is as old as it was', async () => {
    const { notifier } = await aYear();
    await notifier.refresh(visit, 'V-1');
    await notifier.replan();
    expect(await notifier.prune({ olderThan: new Date('2026-06-01T00:00Z') })).toMatchObject({ subjects: 2 });
  });

  test('it can be ended between two batches, and an instant in the future is refused', async () => {
    const { notifier } = await aYear();
    const end = new AbortController();
    const options = { olderThan: new Date('2026-06-01T00:00Z'), batch: 1, signal: end.signal };
    expect(await notifier.prune({ ...options, onProgress: () => end.abort() })).toMatchObject({ subjects: 1 });
    await expect(notifier.prune({ olderThan: new Date('2027-06-01T00:00Z') })).rejects.toMatchObject({
      code: 'invalid-argument',
    });
    // @ts-expect-error it does not say what is old
    await expect(notifier.prune({})).rejects.toMatchObject({ code: 'invalid-argument' });
  });
});

describe('secrets', () => {
  const member = { id: 'M-1', name: 'Mei', phone: '+886912345678', shop: { name: 'Shop', timeZone: 'Asia/Taipei' } };
  const code = '735194';

  test('a verification code is in nothing that is kept or told, once it is sent', async () => {
    const { rules, templates, lifecycles, enabled } = wacaBooking();
    const shop = createTestNotifier({
      rules: [rules.member],
      templates: [templates.member],
      enabled,
      start: '2026-03-02T12:00',
    });
    const told: unknown[] = [];
    for (const event of ['skipped', 'withdrawn', 'retry', 'failed', 'unknown', 'signal', 'refused', 'error'] as const)
      shop.on(event, (value) => told.push(value));
    // The text itself goes to whoever listens to `sent`: that is its purpose, and it is not kept.
    shop.on('sent', ({ text: _, ...event }) => told.push(event));
    const change = { subject: member, fact: 'phone.verification', payload: { code } } as const;
    const answer = await shop.handleTransition(lifecycles.member, change, { key: 'request-1' });
    const repeated = await shop.handleTransition(lifecycles.member, change, { key: 'request-1' });
    expect(repeated).toEqual(answer);
    await shop.advanceBy({ minutes: 1 });
    expect(shop.transports.sms.last?.text).toContain(code);
    const kept = [shop.store.allJobs(), await shop.store.subject({ lifecycle: 'member', subject: 'M-1' })];
    const lists = [await shop.history(lifecycles.member, 'M-1'), await shop.explain(lifecycles.member, 'M-1')];
    expect(told).toHaveLength(1);
    expect(JSON.stringify([kept, lists, answer, repeated, told])).not.toContain(code);
  });

  test('one that was given up keeps its code for a retry, in no list and no event', async () => {
    const { notifier, sms, store, errors } = aSpa();
    const told: unknown[] = [];
    notifier.on('failed', (event) => told.push(event));
    sms.failNext(new PermanentDeliveryError('no credit'));
    await notifier.handleTransition(visit, { created: aVisit({ start: null, companions: [] }) });
    await notifier.handleTransition(visit, { subject: 'V-1', fact: 'code.asked', payload: { code } });
    await notifier.tick();
    const [job] = (await notifier.deadLetters()).jobs;
    expect(JSON.stringify([told, job, errors])).not.toContain(code);
    expect(JSON.stringify(store.allJobs())).toContain(code);
    await notifier.forget(visit, 'V-1');
    expect(JSON.stringify(store.allJobs())).not.toContain(code);
  });
});
