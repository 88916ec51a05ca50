import { expect, test } from 'vitest';
import { PermanentDeliveryError } from '../../../src/core/errors.js';
import { aSpa, aVisit, visit } from '../../builders/visits.js';

const thursday = { from: new Date('2026-03-05T00:00Z'), until: new Date('2026-03-06T00:00Z') };

test('what will be sent on Thursday is listed, earliest first, without having been started', async () => {
  const { notifier } = aSpa();
  await notifier.handleTransition(visit, { created: aVisit({ no: 'V-1', start: new Date('2026-03-06T20:00Z') }) });
  await notifier.handleTransition(visit, { created: aVisit({ no: 'V-2', status: 'confirmed' }) });
  await notifier.handleTransition(visit, { created: aVisit({ no: 'V-3', start: new Date('2026-03-09T20:00Z') }) });
  const { jobs, next } = await notifier.pending(thursday);
  expect(jobs.map(({ rule, subject, runAt }) => [rule, subject, new Date(runAt).toISOString()])).toEqual([
    ['reminder', 'V-1', '2026-03-05T10:00:00.000Z'],
    ['prepare', 'V-2', '2026-03-05T14:00:00.000Z'],
  ]);
  expect(next).toBeUndefined();
  expect(jobs[0]).not.toHaveProperty('payload');
});

test('a list comes in pages, and is narrowed by lifecycle, rule and site', async () => {
  const { notifier } = aSpa();
  for (const no of ['V-1', 'V-2', 'V-3']) await notifier.handleTransition(visit, { created: aVisit({ no }) });
  await notifier.handleTransition(visit, { created: aVisit({ no: 'V-4', branch: 'lake', status: 'confirmed' }) });
  const first = await notifier.pending({ lifecycle: visit, rule: 'reminder', limit: 3 });
  const second = await notifier.pending({ lifecycle: 'visit', rule: 'reminder', limit: 3, after: first.next ?? '' });
  expect([...first.jobs, ...second.jobs].map(({ subject }) => subject)).toEqual(['V-1', 'V-2', 'V-3', 'V-4']);
  expect(second.next).toBeUndefined();
  const lake = await notifier.pending({ site: 'lake', until: thursday.until });
  expect(lake.jobs.map(({ rule, site }) => [rule, site])).toContainEqual(['reminder', 'lake']);
  expect(lake.jobs.every(({ site }) => site === 'lake')).toBe(true);
});

test('a dead letter tells what went wrong, and after how many attempts', async () => {
  const { notifier, email } = aSpa();
  email.failNext(new PermanentDeliveryError('the mailbox does not exist'));
  await notifier.handleTransition(visit, { created: aVisit({ status: 'confirmed', companions: [] }) });
  await notifier.tick();
  const { jobs } = await notifier.deadLetters();
  expect(jobs).toMatchObject([{ rule: 'confirmed', code: 'delivery-permanent', attempts: 1, status: 'failed' }]);
  expect(jobs[0]?.why).toContain('the mailbox does not exist');
  expect((await notifier.deadLetters({ status: 'unknown' })).jobs).toEqual([]);
});

test.each([
  [{ lifecycle: 'visti' }, 'unknown-lifecycle', "Did you mean 'visit'?"],
  [{ rule: 'remainder' }, 'unknown-rule', "Did you mean 'reminder'?"],
  [{ lifecycle: visit, rule: 'x' }, 'unknown-rule', 'Known: confirmed, '],
  [{ limit: 0 }, 'invalid-argument', "'limit' is 0"],
  [{ from: new Date('never') }, 'invalid-argument', "'from' is Invalid Date"],
])('a list of %j is refused with what is known', async (filter, code, message) => {
  const error = await aSpa()
    .notifier.pending(filter)
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code, message: expect.stringContaining(message) });
});

test('a status that dead letters do not have is refused', async () => {
  // @ts-expect-error the compiler refuses it, too
  await expect(aSpa().notifier.deadLetters({ status: 'sent' })).rejects.toMatchObject({ code: 'invalid-argument' });
});

test('templates of messages that no rule sends can be listed by name', async () => {
  const { notifier } = aSpa();
  await notifier.send(visit, aVisit(), { template: 'note', to: 'guest', by: ['sms'] });
  expect((await notifier.pending({ rule: 'note' })).jobs).toMatchObject([{ rule: 'note' }]);
});

test('a history comes in pages', async () => {
  const { notifier } = aSpa();
  await notifier.handleTransition(visit, { created: aVisit({ status: 'confirmed' }) });
  const all = await notifier.history(visit, 'V-1');
  const first = await notifier.history(visit, 'V-1', { limit: 2 });
  const rest = await notifier.history(visit, 'V-1', { after: first.at(-1)?.key ?? '' });
  expect(first).toHaveLength(2);
  expect([...first, ...rest]).toEqual(all);
});
