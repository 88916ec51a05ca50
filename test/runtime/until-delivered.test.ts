import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { play } from '../../src/cli/play.js';
import { PermanentDeliveryError, RetryableDeliveryError, UnknownOutcomeError } from '../../src/core/errors.js';
import { simulate } from '../../src/core/simulate.js';
import { timelineJson } from '../../src/core/timeline.js';
import type { DeliveryState } from '../../src/ports/transport.js';
import { aBooking, booking } from '../builders/booking.js';
import { enabled, isEmpty, limits, order, rules as shopRules, templates, windows } from '../builders/small-shop.js';
import { type StudioOptions, storeWith, studio } from '../builders/studio.js';
import { withoutTexts } from '../scenarios/stories.js';
import { livesOfOrders } from '../stories/lives.js';

const by = { firstOf: ['sms', 'email'], until: 'delivered', within: { hours: 1 } } as const;
const rules = booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by } });
const reminder = booking.rules({
  'payment-reminder': {
    due: { before: 'payment.deadline', days: 1, at: '10:00' },
    while: { payment: 'unpaid' },
    to: 'booker',
    by,
  },
});

/** A shop that has told a booker by SMS at 11:00. */
async function told(options: StudioOptions = {}) {
  const shop = studio({ rules, ...options });
  await shop.notifier.handleTransition(booking, { created: aBooking({ no: 'B-1' }) });
  await shop.notifier.tick();
  const hear = (state: DeliveryState) => shop.notifier.receipt('gateway', { id: 'gateway-1', state });
  return { ...shop, hear };
}

const bySms = '03-01 11:00 sent order-placed Ann sms';

describe('with until: delivered', () => {
  test('the next channel follows when nothing was heard within the time', async () => {
    const { lines, advanceTo, email } = await told();
    await advanceTo('2026-03-01T11:59');
    expect(lines).toEqual([bySms]);
    await advanceTo('2026-03-01T13:00');
    expect(lines).toEqual([bySms, '03-01 12:00 sent order-placed Ann email']);
    expect(email.messages).toHaveLength(1);
  });

  test('it is withdrawn when the message is delivered', async () => {
    const { lines, advanceTo, hear, clock, email, store } = await told();
    await clock.advanceBy({ minutes: 10 });
    await hear('delivered');
    await advanceTo('2026-03-01T13:00');
    expect(lines).toEqual([bySms, '03-01 11:10 withdrawn order-placed Ann email withdrawn']);
    expect(email.attempts).toHaveLength(0);
    expect(store.allJobs().map(({ why }) => why)).toEqual([undefined, 'the message by sms was delivered']);
  });

  test.each(['undelivered', 'expired', 'rejected'] as const)('it follows at once when the message is %s', async (state) => {
    const { lines, advanceTo, hear, clock } = await told();
    await clock.advanceBy({ minutes: 10 });
    await hear(state);
    await advanceTo('2026-03-01T13:00');
    expect(lines).toEqual([bySms, '03-01 11:10 sent order-placed Ann email']);
  });

  test.each(['underway', 'partly-delivered'] as const)('%s is not delivered', async (state) => {
    const { lines, advanceTo, hear } = await told();
    await hear(state);
    await advanceTo('2026-03-01T13:00');
    expect(lines).toEqual([bySms, '03-01 12:00 sent order-placed Ann email']);
  });

  test('what will follow is explained', async () => {
    const { notifier, hear } = await told();
    expect(await notifier.explain(booking, 'B-1')).toMatchObject([
      { outcome: 'sent', channel: 'sms', receipt: undefined },
      {
        outcome: 'scheduled',
        channel: 'email',
        at: new Date('2026-03-01T12:00+08:00'),
        why: 'follows by email unless the message by sms is delivered',
      },
    ]);
    await hear('underway');
    expect(await notifier.explain(booking, 'B-1')).toMatchObject([{ receipt: 'underway' }, { receipt: undefined }]);
  });

  test('a receipt whose follow-up could not be withdrawn is found when it is due', async () => {
    const shop = await told();
    const [first] = shop.store.allJobs();
    // As if the process had died between the two.
    await shop.store.writeReceipt({
      transport: 'gateway',
      providerId: 'gateway-1',
      expected: undefined,
      receipt: { state: 'delivered', word: 'DELIVRD', at: first?.runAt ?? 0 },
      askAt: undefined,
    });
    await shop.advanceTo('2026-03-01T13:00');
    expect(shop.lines).toEqual([bySms, '03-01 12:00 withdrawn order-placed Ann email withdrawn']);
  });

  test('a receipt that comes again mends what a dead process has left', async () => {
    const shop = await told();
    const receipt = { state: 'delivered', word: 'delivered', at: 1 } as const;
    await shop.store.writeReceipt({
      transport: 'gateway',
      providerId: 'gateway-1',
      expected: undefined,
      receipt,
      askAt: undefined,
    });
    expect(await shop.hear('delivered')).toMatchObject({ results: [{ outcome: 'already-known' }] });
    expect(shop.lines).toEqual([bySms, '03-01 11:00 withdrawn order-placed Ann email withdrawn']);
  });

  test('a channel that is refused is followed at once, and by nothing later', async () => {
    const shop = studio({ rules });
    shop.sms.failNext(new PermanentDeliveryError('no such number'));
    await shop.notifier.handleTransition(booking, { created: aBooking({ no: 'B-1' }) });
    await shop.advanceTo('2026-03-01T13:00');
    expect(shop.lines).toEqual(['03-01 11:00 sent order-placed Ann email']);
    expect(shop.email.messages).toHaveLength(1);
  });

  test('a message whose outcome is unknown is followed, too', async () => {
    const shop = studio({
      rules: booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by, delivery: 'at-most-once' } }),
    });
    shop.sms.failNext(new UnknownOutcomeError('no answer'));
    await shop.notifier.handleTransition(booking, { created: aBooking({ no: 'B-1' }) });
    await shop.advanceTo('2026-03-01T13:00');
    expect(shop.lines).toEqual([
      '03-01 11:00 unknown order-placed Ann sms delivery-unknown',
      '03-01 12:00 sent order-placed Ann email',
    ]);
  });

  test('the time begins when the message is handed over, however long that takes', async () => {
    const both = booking.rules({
      'order-placed': { on: 'order.processing', to: 'booker', by: { ...by, firstOf: ['sms', 'email'] } },
    });
    const shop = studio({ rules: both, breaker: false });
    shop.sms.failNext(new UnknownOutcomeError('no answer'), 3);
    await shop.notifier.handleTransition(booking, { created: aBooking({ no: 'B-1' }) });
    await shop.advanceTo('2026-03-01T11:59');
    const sent = shop.lines.findIndex((line) => line.includes('sent'));
    const at = shop.lines[sent]?.slice(6, 11);
    await shop.advanceTo('2026-03-01T15:00');
    const [hour = 0, minute = 0] = (at ?? '').split(':').map(Number);
    expect(shop.lines.at(-1)).toBe(`03-01 ${hour + 1}:${String(minute).padStart(2, '0')} sent order-placed Ann email`);
    expect(shop.email.messages).toHaveLength(1);
    expect(shop.sms.messages).toHaveLength(1);
  });

  test('the channels follow in the order of the rule', async () => {
    const shop = studio({
      rules: booking.rules({
        'order-placed': { on: 'order.processing', to: 'booker', by: { ...by, firstOf: ['email', 'sms'] } },
      }),
    });
    await shop.notifier.handleTransition(booking, { created: aBooking({ no: 'B-1' }) });
    await shop.advanceTo('2026-03-01T15:00');
    expect(shop.lines).toEqual(['03-01 11:00 sent order-placed Ann email', '03-01 12:00 sent order-placed Ann sms']);
  });

  test('nothing is sent where what follows cannot be stored, and it is tried again', async () => {
    let isDown = false;
    const shop = studio({
      rules,
      wrap: (store) =>
        storeWith(store, {
          change: (ref, tx, work) => (isDown ? Promise.reject(new Error('no room')) : store.change(ref, tx, work)),
        }),
    });
    await shop.notifier.handleTransition(booking, { created: aBooking({ no: 'B-1' }) });
    isDown = true;
    await shop.notifier.tick();
    expect([shop.sms.attempts.length, shop.email.attempts.length]).toEqual([0, 0]);
    expect(shop.lines).toEqual(['03-01 11:00 retry order-placed Ann sms store-unavailable']);
    isDown = false;
    await shop.advanceTo('2026-03-01T11:30');
    expect([shop.sms.messages.length, shop.email.messages.length]).toEqual([1, 0]);
  });
});

describe('a deadline with until: delivered', () => {
  const unpaid = () => aBooking({ no: 'B-1', deadline: '2026-03-05' });

  async function reminded() {
    const shop = studio({ rules: reminder });
    await shop.notifier.handleTransition(booking, { created: unpaid() });
    await shop.advanceTo('2026-03-04T10:30');
    expect(shop.lines).toEqual(['03-04 10:00 sent payment-reminder Ann sms']);
    return shop;
  }

  test('what follows stays wanted when the subject is planned anew', async () => {
    const shop = await reminded();
    await shop.notifier.refresh(booking, unpaid());
    await shop.notifier.replan();
    await shop.advanceTo('2026-03-04T12:00');
    expect(shop.lines.slice(1)).toEqual(['03-04 11:00 sent payment-reminder Ann email']);
  });

  test('what follows is withdrawn when the payment comes meanwhile', async () => {
    const shop = await reminded();
    await shop.notifier.handleTransition(booking, { subject: unpaid(), event: 'payment.pay' });
    await shop.advanceTo('2026-03-04T12:00');
    expect(shop.lines.slice(1)).toEqual(['03-04 10:30 withdrawn payment-reminder Ann email withdrawn']);
  });

  test('everything is checked again when it is due', async () => {
    const subject = { current: unpaid() };
    const shop = studio({ rules: reminder, load: { booking: async () => subject.current } });
    await shop.notifier.handleTransition(booking, { created: unpaid() });
    await shop.advanceTo('2026-03-04T10:30');
    subject.current = { ...unpaid(), paymentStatus: 'paid' };
    await shop.advanceTo('2026-03-04T12:00');
    expect(shop.lines.slice(1)).toEqual(['03-04 11:00 skipped payment-reminder Ann email state']);
  });

  test('a reminder that was sent is not sent again by its first channel', async () => {
    const shop = await reminded();
    await shop.advanceTo('2026-03-04T12:00');
    await shop.notifier.refresh(booking, unpaid());
    await shop.advanceTo('2026-03-06T12:00');
    expect([shop.sms.messages.length, shop.email.messages.length]).toEqual([1, 1]);
  });
});

describe('a table with until', () => {
  const row = { on: 'order.processing', to: 'booker' } as const;

  test.each([
    [{ firstOf: ['sms', 'email'], until: 'delivered' }, "how long is 'until' waited for"],
    [{ firstOf: ['sms', 'email'], within: { hours: 1 } }, "'within' goes with until"],
    [{ firstOf: ['sms'], until: 'delivered', within: { hours: 1 } }, "'until' needs a second channel"],
    [{ firstOf: ['sms', 'email'], until: 'read', within: { hours: 1 } }, "until: 'delivered', within: { hours: 1 }"],
    [{ firstOf: ['sms', 'email'], until: 'delivered', within: { days: 1 } }, "until: 'delivered', within: { hours: 1 }"],
    [{ firstOf: ['sms', 'email'], until: 'delivered', within: { hours: 0 } }, 'expected a whole number, 1 or more'],
  ])('is refused where it cannot work: %j', (wrong, message) => {
    // As it may come from JSON.
    expect(() => booking.rules({ note: { ...row, by: wrong } } as never)).toThrow(message);
  });

  test('needs receipts on every channel but the last', () => {
    const { notifier } = studio({ rules });
    expect(notifier).toBeDefined();
    const silent = { name: 'console', send: async () => ({}) };
    expect(() =>
      studio({ rules: booking.rules({ note: { ...row, by: { ...by, firstOf: ['email', 'sms'] } } }), spare: silent }),
    ).toThrow("transport 'console' never tells");
    expect(() => studio({ rules, spare: silent })).not.toThrow();
  });
});

describe('notifier and simulation tell the same story with until', () => {
  const untilRules = order.rules({
    ...shopRules.rows,
    shipped: { on: 'order.shipped', from: '*', to: ['customer', 'courier'], by: { ...by, within: { minutes: 50 } } },
    'accept-reminder': {
      due: { after: 'order.time', hours: 3 },
      while: { order: 'placed' },
      late: 'skip',
      to: { id: 'owner', name: 'Olga', email: 'olga@example.com', phone: '+15550100' },
      by: { ...by, within: { hours: 2 } },
    },
  });

  test('whatever happens to the orders of a small shop', async () => {
    let followed = 0;
    const property = fc.asyncProperty(livesOfOrders(), async (story) => {
      const told = (line: Parameters<typeof timelineJson>[0]) => timelineJson(withoutTexts(line), 'UTC');
      const lines = await play({ rules: [untilRules], templates: [templates], enabled, windows, limits }, story);
      const simulated = simulate([untilRules.compiled], story, { enabled, windows, limits, isEmpty });
      followed += lines.filter(
        ({ rule, channel, outcome }) => rule === 'accept-reminder' && channel === 'email' && outcome === 'sent',
      ).length;
      expect(simulated.map(told)).toEqual(lines.map(told));
    });
    await fc.assert(property, { seed: 20260302, numRuns: 40 });
    // Agreeing about nothing would prove nothing.
    expect(followed).toBeGreaterThan(0);
  });

  test.each(['delivered', 'undelivered', 'underway'] as const)('where receipts say %s at once', async (state) => {
    const shop = await told();
    await shop.hear(state);
    await shop.advanceTo('2026-03-01T14:00');
    const story = [
      { kind: 'created', at: Date.parse('2026-03-01T11:00+08:00'), lifecycle: 'booking', data: aBooking({ no: 'B-1' }) },
      { kind: 'until', at: Date.parse('2026-03-01T14:00+08:00') },
    ] as const;
    const simulated = simulate([rules.compiled], story, { receipt: () => state });
    const hour = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ');
    expect(
      simulated.map(({ at, outcome, rule, recipient, channel, code }) =>
        [hour(at), outcome, rule, recipient, channel, code].filter((part) => part !== undefined).join(' '),
      ),
    ).toEqual(shop.lines);
  });
});

test('a channel that is busy is tried again while nothing else is sent', async () => {
  const shop = studio({ rules: booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by } }) });
  shop.sms.failNext(new RetryableDeliveryError('busy'));
  shop.email.failNext(new RetryableDeliveryError('busy'));
  await shop.notifier.handleTransition(booking, { created: aBooking({ no: 'B-1' }) });
  await shop.advanceTo('2026-03-01T11:30');
  expect([shop.sms.messages.length, shop.email.messages.length]).toEqual([1, 0]);
  await shop.advanceTo('2026-03-01T14:00');
  expect([shop.sms.messages.length, shop.email.messages.length]).toEqual([1, 1]);
});
