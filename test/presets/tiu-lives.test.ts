/** Random lives of orders: whatever a shop does, and in whatever order, what the preset promises holds. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type OrderInput, tiu } from '../../src/presets/tiu/index.js';
import { createTestNotifier } from '../../src/testing/test-notifier.js';
import { anOrder } from './tiu-samples.js';

const secret = 'ТАЙНА';
const { lifecycles, rules, templates } = tiu({ buyerSms: true });
const inWork = ['accepted', 'Собран', 'Ожидает отправки со склада'];
const statuses = [
  'new',
  'draft',
  'accepted',
  'completed',
  'cancelled',
  'Собран',
  'Ожидает отправки со склада',
  'Ждёт звонка',
  'Чужой',
];

const step = fc.oneof(
  fc.record({ event: fc.constantFrom('order.place', 'order.accept', 'order.complete') }),
  fc.record({
    event: fc.constant('order.cancel'),
    payload: fc.record({ reason: fc.constantFrom('Нет', ' '), note: fc.constant(secret) }),
  }),
  fc.record({
    event: fc.constantFrom('payment.payOnline', 'payment.markPaid', 'payment.unmark', 'payment.refund'),
    actor: fc.constantFrom(undefined, 'gateway', 'manager'),
  }),
  fc.record({ fact: fc.constant('note.added'), payload: fc.record({ note: fc.constant(secret), by: fc.constant(secret) }) }),
  fc.record({ fact: fc.constant('message.written'), payload: fc.record({ text: fc.constant('Здравствуйте') }) }),
  fc.record({ orderStatus: fc.constantFrom(...statuses), cancelReason: fc.constantFrom(undefined, 'Нет') }),
  fc.record({ paymentStatus: fc.constantFrom('unpaid', 'paid', 'paidOnline', 'refunded') }),
);

/** What the order was before and after each step that was accepted, and what was sent of it. */
async function lived(steps: readonly Readonly<Record<string, unknown>>[], orderStatus: string) {
  const shop = createTestNotifier({ rules, templates, start: '2026-03-02T11:00', timeZone: 'Europe/Moscow' });
  const history = [{ at: '2026-03-02T11:00:00+03:00', status: 'new', by: secret, note: secret }];
  let now: OrderInput = anOrder({ orderStatus, history });
  const life: { before: string; after: string; online: boolean; sent: readonly string[]; actor: unknown }[] = [];
  const count = () => shop.transports.email.messages.length;
  const handle = async (request: object, actor: string | undefined, from: number) => {
    const before = now;
    // The steps are made at random, beyond what types can say; what does not fit is refused.
    const result = await shop.handleTransition(
      lifecycles.order,
      request as { created: OrderInput },
      actor === undefined ? {} : { actor },
    );
    if (result.ok) now = result.subject;
    await shop.advanceBy({ minutes: 1 });
    const told = shop.transports.email.messages.slice(from).filter(({ role }) => role === 'buyer');
    if (!result.ok) expect(told).toEqual([]);
    for (const { rule, text } of told) if (rule === 'order-cancelled') expect(text).toContain('Причина: Нет\n');
    const online = before.paymentStatus !== 'paidOnline' && now.paymentStatus === 'paidOnline';
    const sent = told.map(({ rule }) => rule);
    if (result.ok) life.push({ before: before.orderStatus, after: now.orderStatus, online, sent, actor });
  };
  await handle({ created: now }, undefined, 0);
  for (const { actor, orderStatus: given, paymentStatus, cancelReason, ...happening } of steps) {
    const by = typeof actor === 'string' ? actor : undefined;
    const after = {
      ...now,
      ...(given !== undefined && { orderStatus: given, cancelReason }),
      ...(paymentStatus !== undefined && { paymentStatus }),
    };
    const moved = given !== undefined || paymentStatus !== undefined;
    await handle(moved ? { before: now, after } : { ...happening, subject: now }, by, count());
  }
  await shop.advanceBy({ days: 5 });
  const everything = [...shop.transports.email.messages, ...shop.transports.sms.messages];
  return { life, toBuyer: everything.filter(({ role }) => role === 'buyer') };
}

test('drafts are silent, completion is the end, a reason is told, notes are not, and the gateway pays once', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 16 }), fc.constantFrom('new', 'draft'), async (steps, first) => {
      const { life, toBuyer } = await lived(steps, first);
      for (const { text } of toBuyer) expect(text).not.toContain(secret);
      for (const { before, after, sent } of life) if (before === 'draft' && after === 'cancelled') expect(sent).toEqual([]);
      const end = life.findIndex(({ after }) => after === 'completed');
      if (end >= 0) for (const { sent } of life.slice(end + 1)) expect(sent).toEqual([]);
      for (const { before, after, sent } of end < 0 ? life : life.slice(0, end)) {
        const comes = inWork.includes(after) && !inWork.includes(before);
        expect(sent.includes('order-accepted'), `${before} -> ${after}`).toBe(comes);
      }
      const paid = life.filter(({ online }) => online);
      expect(paid.length).toBeLessThanOrEqual(1);
      for (const { actor } of paid) expect(actor).toBe('gateway');
      for (const { rule } of toBuyer) seen.add(rule);
    }),
    { seed: 20260306, numRuns: 40 },
  );
  // Control: the lives were long enough for every message to occur.
  expect([...seen].sort()).toEqual([
    'message',
    'order-accepted',
    'order-cancelled',
    'order-completed',
    'order-placed',
    'payment-received',
  ]);
});
