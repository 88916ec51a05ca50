/** What a scheduler that wakes single jobs is told: with the host's transaction, before the host commits. */
import { expect, test } from 'vitest';
import type { MemoryTransaction } from '../../src/adapters/memory/index.js';
import type { Scheduler, WakingPlan } from '../../src/ports/scheduler.js';
import { aSpa, aVisit, visit, visitRules } from '../builders/visits.js';

const { reminder } = visitRules.rows;
const rules = visit.rules({ reminder });
const key = 'visit/V-1/reminder/-/G-1/sms/2026-03-04';

function aQueue(fails = false) {
  const plans: { readonly plan: WakingPlan; readonly tx: unknown }[] = [];
  const scheduler: Scheduler<MemoryTransaction> = {
    start: () => undefined,
    wake: () => undefined,
    plan: async (plan, tx) => {
      if (fails) throw new Error('the queue is down');
      plans.push({ plan, tx });
    },
    stop: async () => undefined,
  };
  return { scheduler, plans };
}

test('new, moved and withdrawn jobs are told of, within the host’s transaction where there is one', async () => {
  const { scheduler, plans } = aQueue();
  const { notifier, store } = aSpa({ rules, scheduler });
  await notifier.handleTransition(visit, { created: aVisit() });
  await notifier.refresh(visit, aVisit());
  let seen: unknown;
  await store.transaction(async (tx) => {
    seen = tx;
    await notifier.refresh(visit, aVisit({ start: null }), { tx });
    expect(plans).toHaveLength(2);
  });
  expect(plans).toEqual([
    { plan: { wake: [{ key, at: new Date('2026-03-04T10:00Z') }], forget: [] }, tx: undefined },
    { plan: { wake: [], forget: [key] }, tx: seen },
  ]);
});

test('a retry, a message sent again and a person who is forgotten are told of, too', async () => {
  const { scheduler, plans } = aQueue();
  const { notifier, sms, advanceTo } = aSpa({ rules, scheduler });
  await notifier.handleTransition(visit, { created: aVisit() });
  sms.failNext(new TypeError('a bug'));
  await advanceTo('2026-03-04T10:00');
  await notifier.retry(key);
  const at = new Date('2026-03-04T10:00Z');
  expect(plans.at(-1)).toEqual({ plan: { wake: [{ key, at }], forget: [] }, tx: undefined });
  await notifier.tick();
  const again = await notifier.resend(key, 'lost');
  expect(plans.at(-1)?.plan).toEqual({ wake: [{ key: again.key, at }], forget: [] });
  await notifier.forget(visit, 'V-1');
  expect(plans.at(-1)?.plan).toEqual({ wake: [], forget: [again.key] });
});

test('a queue that is down fails the host’s transaction; without one the change is made and the error told of', async () => {
  const { scheduler } = aQueue(true);
  const { notifier, store, errors } = aSpa({ rules, scheduler });
  const change = store.transaction((tx) => notifier.handleTransition(visit, { created: aVisit() }, { tx }));
  await expect(change).rejects.toThrow('the queue is down');
  expect(await notifier.history(visit, 'V-1')).toEqual([]);
  expect(await notifier.handleTransition(visit, { created: aVisit() })).toMatchObject({ ok: true });
  expect(errors).toMatchObject([{ message: 'the queue is down' }]);
  expect(await notifier.history(visit, 'V-1')).toHaveLength(1);
});
