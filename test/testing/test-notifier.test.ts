import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { PermanentDeliveryError } from '../../src/core/errors.js';
import { defineLifecycle } from '../../src/core/lifecycle.js';
import { defineMachine } from '../../src/core/machine.js';
import { defineTemplates } from '../../src/templates/define-templates.js';
import { assertStableSchema, createTestNotifier } from '../../src/testing/index.js';
import { aBooking, aSession, booking, bookingRules } from '../builders/booking.js';
import { bookingTemplates } from '../builders/studio.js';

type Given = Omit<Parameters<typeof createTestNotifier<[typeof bookingRules]>>[0], 'rules' | 'templates' | 'start'>;

function aShop(given: Given = {}) {
  return createTestNotifier({
    rules: [bookingRules],
    templates: [bookingTemplates],
    start: '2026-03-01T11:00',
    timeZone: 'Asia/Taipei',
    ...given,
  });
}

test('a story is told by its timeline', async () => {
  const shop = aShop();
  await shop.handleTransition(booking, { created: aBooking() });
  await shop.advanceTo('2026-03-02T09:00');
  await shop.handleTransition(booking, { subject: 'B-1', event: 'order.acceptAll' });
  await shop.handleTransition(booking, { subject: 'B-1', event: 'payment.pay' });
  await shop.advanceBy({ days: 1 });
  const before = aBooking({ orderStatus: 'accepted', paymentStatus: 'paid' });
  await shop.handleTransition(booking, { before, after: { ...before, sessions: [aSession({ status: 'accepted' })] } });
  await shop.advanceTo('2026-03-12T00:00');
  const lines = shop
    .timeline()
    .map(({ at, outcome, rule, recipient, channel }) => [at.slice(5, 16), outcome, rule, recipient, channel]);
  expect(lines).toEqual([
    ['03-01T11:00', 'sent', 'order-placed', 'Ann', 'email'],
    ['03-01T11:00', 'sent', 'order-placed', 'Ann', 'sms'],
    ['03-02T09:00', 'sent', 'payment-received', 'Ann', 'email'],
    ['03-02T09:00', 'withdrawn', 'payment-reminder', 'Ann', 'email'],
    ['03-02T09:00', 'withdrawn', 'payment-reminder', 'Ann', 'sms'],
    ['03-02T09:00', 'withdrawn', 'payment-overdue', undefined, undefined],
    ['03-08T10:00', 'sent', 'pre-visit', 'Ben', 'email'],
    ['03-08T10:00', 'sent', 'pre-visit', 'Ben', 'sms'],
  ]);
});

test('the timeline can be read as the table that simulate prints', async () => {
  const shop = aShop();
  await shop.handleTransition(booking, { created: aBooking() });
  await shop.advanceBy({ minutes: 1 });
  expect(shop.timelineText()).toBe(
    [
      'All times are those of Asia/Taipei.',
      '',
      'Sunday 2026-03-01 (+08:00)',
      '  11:00  B-1  sent  order-placed  email  Ann (booker)  ann@example.com  order-placed B-1',
      '  11:00  B-1  sent  order-placed  sms    Ann (booker)  +886912345678    order-placed B-1',
      '',
      '2 sent.',
      '',
    ].join('\n'),
  );
});

test('a line of the timeline has the shape that simulate prints', async () => {
  const shop = aShop();
  await shop.handleTransition(booking, { created: aBooking() });
  await shop.advanceBy({ minutes: 0 });
  expect(shop.timeline()[0]).toEqual({
    at: '2026-03-01T11:00:00+08:00',
    subject: 'B-1',
    rule: 'order-placed',
    outcome: 'sent',
    role: 'booker',
    recipient: 'Ann',
    address: 'ann@example.com',
    channel: 'email',
    subjectLine: 'order-placed B-1',
    text: 'Hello Ann, order-placed for B-1',
  });
  expect(shop.timeline()[1]).not.toHaveProperty('subjectLine');
});

test('what is scheduled can be read before it is due', async () => {
  const shop = aShop();
  await shop.handleTransition(booking, { created: aBooking() });
  await shop.advanceBy({ minutes: 1 });
  expect(shop.scheduled().map(({ at, rule, channel, outcome }) => [at, rule, channel, outcome])).toEqual([
    ['2026-03-03T10:00:00+08:00', 'payment-reminder', 'email', 'scheduled'],
    ['2026-03-03T10:00:00+08:00', 'payment-reminder', 'sms', 'scheduled'],
    ['2026-03-05T00:00:00+08:00', 'payment-overdue', undefined, 'scheduled'],
  ]);
});

test('every instant on the way is stopped at, and what is caused there is delivered', async () => {
  const shop = aShop();
  await shop.handleTransition(booking, { created: aBooking() });
  await shop.advanceBy({ days: 30 });
  const lines = shop.timeline().map(({ at, outcome, rule, channel }) => [at.slice(0, 16), outcome, rule, channel]);
  expect(lines).toEqual([
    ['2026-03-01T11:00', 'sent', 'order-placed', 'email'],
    ['2026-03-01T11:00', 'sent', 'order-placed', 'sms'],
    ['2026-03-03T10:00', 'sent', 'payment-reminder', 'email'],
    ['2026-03-03T10:00', 'sent', 'payment-reminder', 'sms'],
    ['2026-03-05T00:00', 'signal', 'payment-overdue', undefined],
    ['2026-03-05T00:00', 'sent', 'order-failed', 'email'],
  ]);
  expect(shop.clock.now()).toEqual(new Date('2026-03-31T11:00+08:00'));
});

describe('a signal', () => {
  test('is applied as the event it is named after', async () => {
    const shop = aShop();
    await shop.handleTransition(booking, { created: aBooking() });
    await shop.advanceTo('2026-03-05T00:00');
    const result = await shop.handleTransition(booking, { subject: 'B-1', event: 'order.cancel' });
    expect(result).toMatchObject({ ok: false });
  });

  test('goes to the handler that the test gives', async () => {
    const signalled: string[] = [];
    const shop = aShop({ signals: { booking: { 'order.fail': ({ no }) => signalled.push(no) } } });
    await shop.handleTransition(booking, { created: aBooking() });
    await shop.advanceTo('2026-03-06T00:00');
    expect(signalled).toEqual(['B-1']);
    expect(shop.timeline().map(({ rule }) => rule)).not.toContain('order-failed');
  });

  test('needs a handler of the test where the data are loaded from elsewhere', () => {
    expect(() => aShop({ load: { booking: async () => aBooking() } })).toThrow('nobody listens');
  });
});

test('a refusal is a line', async () => {
  const shop = aShop();
  await shop.handleTransition(booking, { created: aBooking() });
  await shop.handleTransition(booking, { subject: 'B-1', event: 'payment.refund' });
  expect(shop.timeline()).toMatchObject([{ outcome: 'refused', subject: 'B-1', at: '2026-03-01T11:00:00+08:00' }]);
});

test('transports can be told to fail, and to hang until the notifier gives up waiting', async () => {
  const shop = aShop({ concurrency: 2 });
  shop.transports.sms.failNext(new PermanentDeliveryError('no such number'));
  const release = shop.transports.email.hang();
  await shop.handleTransition(booking, { created: aBooking() });
  await shop.advanceBy({ minutes: 1 });
  expect(shop.timeline()).toMatchObject([{ outcome: 'failed', channel: 'sms', why: 'no such number' }]);
  expect(shop.transports.email.attempts.length).toBeGreaterThan(0);
  release();
  await shop.advanceBy({ hours: 1 });
  expect(shop.timeline().filter(({ outcome }) => outcome === 'sent')).toMatchObject([{ channel: 'email' }]);
});

test('e-mail transports record subject lines, others record texts', async () => {
  const shop = aShop();
  await shop.handleTransition(booking, { created: aBooking() });
  await shop.tick();
  expect(shop.transports.email.last?.subjectLine).toBe('order-placed B-1');
  expect(shop.transports.sms.last?.text).toBe('order-placed B-1');
});

test('the loop of a started notifier is driven by the same clock', async () => {
  const shop = aShop();
  shop.start();
  await shop.handleTransition(booking, { created: aBooking() });
  await shop.clock.advanceTo('2026-03-03T10:00');
  expect(shop.timeline().filter(({ rule }) => rule === 'payment-reminder')).toHaveLength(2);
  await shop.stop();
  expect(shop.clock.pending()).toEqual([]);
  expect(shop.transports.email.isClosed).toBe(true);
});

test('two notifiers of one process know nothing of each other', async () => {
  const [one, other] = [aShop(), aShop()];
  await one.handleTransition(booking, { created: aBooking() });
  await one.advanceBy({ days: 1 });
  expect(other.timeline()).toEqual([]);
  expect(other.clock.now()).toEqual(new Date('2026-03-01T11:00+08:00'));
});

test('a listener is still told, and chaining still yields the test notifier', () => {
  const shop = aShop();
  expect(shop.on('sent', () => {})).toBe(shop);
});

describe('a schema that does not accept its own output', () => {
  const at = z.string().transform((text) => new Date(text));
  const ticket = defineLifecycle('ticket', {
    schema: z.object({ no: z.string(), state: z.string(), at }),
    key: (t) => t.no,
    timeZone: 'UTC',
    machines: { state: defineMachine({ open: { close: 'closed' }, closed: {} }) },
    states: { state: 'state' },
    roles: { owner: () => ({ name: 'Ann', email: 'ann@example.com' }) },
  });
  const sample = { no: 'T-1', state: 'open', at: '2026-03-01T00:00Z' };

  test('is found by the assertion', () => {
    expect(() => assertStableSchema(ticket, sample)).toThrow("lifecycle 'ticket': its schema refuses its own output");
    expect(() => assertStableSchema(ticket, { no: 'T-1' })).toThrow('refuses the sample');
    expect(() => assertStableSchema(booking, aBooking())).not.toThrow();
  });

  test('that yields something else the second time is found, too', () => {
    const growing = { name: 'growing', schema: z.string().transform((text) => `${text}!`) };
    expect(() => assertStableSchema({ model: growing }, 'a')).toThrow("makes 'a!!' of its own output 'a!'");
  });

  test('fails the first change of the test that meets it', async () => {
    const rules = ticket.rules({ opened: { on: 'state.open', to: 'owner', by: ['email'] } });
    const texts = { opened: { email: { subject: 'opened', text: 'opened' } } };
    const templates = defineTemplates(ticket, { defaultLocale: 'en', locales: { en: { templates: texts } } });
    const desk = createTestNotifier({ rules: [rules], templates: [templates], start: '2026-03-01T11:00' });
    await expect(desk.handleTransition(ticket, { created: sample })).rejects.toMatchObject({ code: 'assertion-failed' });
  });
});
