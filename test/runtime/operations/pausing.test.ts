import { expect, test } from 'vitest';
import { aSpa, aVisit, visit, visitRules } from '../../builders/visits.js';

test('what is held back is listed with its reason, and can be handed to resume', async () => {
  const { notifier, clock } = aSpa();
  await notifier.pause({ rule: 'reminder' }, 'wrong text');
  await clock.advanceBy({ minutes: 1 });
  await notifier.pause({ channel: 'sms' }, 'gateway is down');
  await notifier.pause({ site: 'hill' });
  const since = new Date('2026-03-02T12:01Z');
  const paused = [
    { lifecycle: 'visit', rule: 'reminder', since: new Date('2026-03-02T12:00Z'), note: 'wrong text' },
    { channel: 'sms', since, note: 'gateway is down' },
    { site: 'hill', since, note: undefined },
  ];
  const listed = await notifier.pauses();
  expect(listed).toHaveLength(3);
  expect(listed).toEqual(expect.arrayContaining(paused));
  for (const one of listed) expect(await notifier.resume(one)).toBe(0);
  expect(await notifier.pauses()).toEqual([]);
});

test('a rule of one lifecycle needs no lifecycle; a pause of a rule that is gone can still be lifted', async () => {
  const { notifier, store, clock } = aSpa();
  await notifier.pause({ rule: 'reminder', lifecycle: visit });
  const later = aSpa({ store, clock, rules: visit.rules({ confirmed: visitRules.rows.confirmed }) });
  await expect(later.notifier.pause({ rule: 'reminder' })).rejects.toMatchObject({ code: 'unknown-rule' });
  await later.notifier.resume({ rule: 'reminder' });
  expect(await later.notifier.pauses()).toEqual([]);
});

test.each([
  [{ rule: 'remainder' }, 'unknown-rule', "Did you mean 'reminder'?"],
  [{ rule: 'reminder', lifecycle: 'visti' }, 'unknown-lifecycle', "Did you mean 'visit'?"],
  [{ channel: 'smss' }, 'unknown-channel', "Did you mean 'sms'?"],
  [{ site: '' }, 'invalid-argument', 'expected { rule }, { channel } or { site }'],
  [{} as { site: string }, 'invalid-argument', 'one of them'],
])('to pause %j is refused, and nothing is held back', async (target, code, message) => {
  const { notifier } = aSpa();
  const refused = { code, message: expect.stringContaining(message) };
  await expect(notifier.pause(target)).rejects.toMatchObject(refused);
  await expect(notifier.resume(target)).rejects.toMatchObject(refused);
  expect(await notifier.pauses()).toEqual([]);
});

test('a resumed channel wakes the loop of a started notifier', async () => {
  const woken: Date[] = [];
  const scheduler = { start: () => undefined, wake: (at: Date) => woken.push(at), stop: async () => undefined };
  const { notifier, clock } = aSpa({ scheduler });
  notifier.start();
  await notifier.pause({ channel: 'sms' });
  await notifier.resume({ channel: 'sms' });
  expect(woken).toEqual([clock.now()]);
  await notifier.stop();
});

test('a health check sees what is late, what was given up and what is due', async () => {
  const { notifier, clock, email } = aSpa();
  expect(await notifier.health()).toEqual({
    at: clock.now(),
    oldestDueAt: undefined,
    lateBy: 0,
    backlog: 0,
    inFlight: 0,
    parked: 0,
    failed: {},
    unknown: 0,
    receipts: { applied: 0, alreadyKnown: 0, unknown: 0, refused: 0 },
  });
  email.failNext(new TypeError('a bug'), 2);
  await notifier.handleTransition(visit, { created: aVisit({ status: 'confirmed', companions: [] }) });
  await notifier.tick();
  await notifier.handleTransition(visit, { created: aVisit({ no: 'V-2', status: 'confirmed', companions: [] }) });
  await clock.advanceBy({ minutes: 3 });
  expect(await notifier.health()).toMatchObject({
    oldestDueAt: new Date('2026-03-02T12:00Z'),
    lateBy: 180_000,
    backlog: 2,
    failed: { 'handler-failed': 2 },
  });
});

test('what is due on a channel that is held back is parked, and goes out when it is let go', async () => {
  const { notifier, lines } = aSpa();
  await notifier.pause({ channel: 'sms' });
  await notifier.pause({ rule: 'desk-told' });
  await notifier.handleTransition(visit, { created: aVisit({ status: 'confirmed' }) });
  await notifier.tick();
  expect(lines).toEqual(['03-02 12:00 sent confirmed Gina']);
  expect(await notifier.health()).toMatchObject({ backlog: 0, parked: 2 });
  const parked = (await notifier.pending({ until: new Date('2026-03-03T00:00Z') })).jobs.map(({ rule, parkedBy }) => [
    rule,
    parkedBy,
  ]);
  expect(parked).toEqual([
    ['companion-confirmed', 'channel sms'],
    ['desk-told', 'rule visit/desk-told'],
  ]);
  expect(await notifier.resume({ channel: 'sms' })).toBe(1);
  expect(await notifier.resume({ rule: 'desk-told' })).toBe(1);
  await notifier.tick();
  expect(lines.slice(1)).toEqual(['03-02 12:00 sent companion-confirmed Carl', '03-02 12:00 sent desk-told Desk']);
});

test('a site that is held back holds back nobody else', async () => {
  const { notifier, lines } = aSpa();
  await notifier.pause({ site: 'lake' }, 'closed for repairs');
  await notifier.handleTransition(visit, { created: aVisit({ status: 'confirmed', companions: [] }) });
  await notifier.handleTransition(visit, { created: aVisit({ no: 'V-2', branch: 'lake', status: 'confirmed' }) });
  await notifier.tick();
  expect(lines).toEqual(['03-02 12:00 sent confirmed Gina', '03-02 12:00 sent desk-told Desk']);
  expect(await notifier.health()).toMatchObject({ parked: 3 });
});
