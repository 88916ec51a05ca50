import { expect, test } from 'vitest';
import { z } from 'zod';
import { RetryableDeliveryError } from '../../src/core/errors.js';
import { revisionOf } from '../../src/core/job.js';
import { defineLifecycle } from '../../src/core/lifecycle.js';
import { defineMachine } from '../../src/core/machine.js';
import { defineTemplates } from '../../src/templates/define-templates.js';
import { createTestNotifier } from '../../src/testing/test-notifier.js';
import { readAppointment } from '../templates/calendar/reading.js';

const order = defineMachine({ placed: { accept: 'accepted' }, accepted: { move: 'accepted' } });
const visit = defineLifecycle('visit', {
  schema: z.object({ no: z.string(), status: z.enum(order.states), startsAt: z.date() }),
  key: (v) => v.no,
  timeZone: 'Europe/Berlin',
  machines: { order },
  states: { order: 'status' },
  dates: { start: (v) => v.startsAt },
  roles: { guest: () => ({ name: 'Ann', email: 'ann@example.com' }) },
});
const email = {
  subject: 's',
  text: 't',
  calendar: {
    method: 'REQUEST',
    start: 'startsAt',
    minutes: 60,
    uid: '1',
    summary: 's',
    organizer: { email: 'studio@shop.example' },
  },
};
const rules = visit.rules({
  voucher: { on: 'order.accepted', to: 'guest', by: ['email'] },
  reminder: { due: { before: 'start', days: 1, at: '10:00' }, to: 'guest', by: ['email'] },
});

function aNotifier() {
  const templates = defineTemplates(visit, {
    defaultLocale: 'en',
    locales: { en: { templates: { voucher: { email }, reminder: { email } } } },
  });
  return createTestNotifier({ rules: [rules], templates: [templates], start: '2026-03-01T11:00', timeZone: 'Europe/Berlin' });
}

const created = { no: 'V-1', status: 'placed' as const, startsAt: new Date('2026-03-20T13:00:00Z') };

/** Rule, number and instant of what was sent. */
function numbers(notifier: ReturnType<typeof aNotifier>) {
  return notifier.transports.email.messages.map(({ rule, calendar }) => {
    const read = readAppointment(calendar?.[0]?.content ?? '');
    return [rule, read.value('sequence'), String(read.value('dtstamp'))];
  });
}

test('an invitation has the number of its change, the one of a deadline that of the latest, and the time of the notifier', async () => {
  const notifier = aNotifier();
  await notifier.handleTransition(visit, { created });
  await notifier.handleTransition(visit, { subject: 'V-1', event: 'order.accept' });
  await notifier.handleTransition(visit, { subject: 'V-1', event: 'order.move' });
  await notifier.advanceTo('2026-03-20T00:00');
  expect(numbers(notifier)).toEqual([
    ['voucher', 2, '2026-03-01T10:00:00Z'],
    ['voucher', 3, '2026-03-01T10:00:00Z'],
    ['reminder', 3, '2026-03-19T09:00:00Z'],
  ]);
});

test('a retry has the number of the first attempt, however much has happened since', async () => {
  const notifier = aNotifier();
  await notifier.handleTransition(visit, { created });
  notifier.transports.email.failNext(new RetryableDeliveryError('busy'));
  await notifier.handleTransition(visit, { subject: 'V-1', event: 'order.accept' });
  await notifier.advanceBy({ minutes: 0 });
  await notifier.refresh(visit, { ...created, status: 'accepted', startsAt: new Date('2026-03-21T13:00:00Z') });
  await notifier.advanceBy({ hours: 2 });
  expect(notifier.transports.email.attempts).toHaveLength(2);
  expect(numbers(notifier).map(([rule, sequence]) => [rule, sequence])).toEqual([['voucher', 2]]);
});

test.each([
  ['c3', 3],
  ['m12', 12],
  ['c3.r7', 7],
  ['2026-03-10.r7', 7],
  ['2026-03-10', undefined],
])('the occurrence %s tells of change %s', (occurrence, revision) => {
  expect(revisionOf({ occurrence })).toBe(revision);
});
