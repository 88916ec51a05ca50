import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineLifecycle } from '../../src/core/lifecycle.js';
import { bookingSchema } from '../builders/booking.js';
import { problemsOf } from '../builders/problems.js';
import { aSpa, aVisit, visit } from '../builders/visits.js';

test('a job carries the site of its subject, and a later site is that of later jobs', async () => {
  const { notifier } = aSpa();
  await notifier.handleTransition(visit, { created: aVisit() });
  await notifier.handleTransition(visit, { subject: aVisit({ branch: 'lake' }), event: 'visit.confirm' });
  await notifier.send(visit, 'V-1', { template: 'note', to: 'guest', by: ['sms'] });
  const sites = (await notifier.history(visit, 'V-1')).map(({ rule, site }) => [rule, site]);
  expect(sites).toEqual([
    ['reminder', 'hill'],
    ['confirmed', 'lake'],
    ['companion-confirmed', 'lake'],
    ['desk-told', 'lake'],
    ['prepare', 'lake'],
    ['note', 'lake'],
  ]);
});

test('a site that is no function is a mistake of the definition', () => {
  const define = () =>
    defineLifecycle('booking', {
      schema: bookingSchema,
      key: (b) => b.no,
      timeZone: 'UTC',
      machines: {},
      states: {},
      site: 'hill' as never,
    });
  expect(problemsOf(define)).toEqual([expect.stringContaining('site: expected a function (subject) => name of its site')]);
});

test('a site function that throws is named with the subject', async () => {
  const site = () => {
    throw new Error('no branch');
  };
  const broken = defineLifecycle('visit', {
    schema: z.object({ no: z.string() }),
    key: (v) => v.no,
    timeZone: 'UTC',
    site,
    machines: {},
    states: {},
  });
  const { notifier } = aSpa({ rules: broken.rules({}) });
  await expect(notifier.handleTransition(broken, { created: { no: 'V-1' } })).rejects.toMatchObject({
    code: 'handler-failed',
    message: expect.stringContaining("site of lifecycle 'visit' threw for 'V-1': no branch"),
  });
});
