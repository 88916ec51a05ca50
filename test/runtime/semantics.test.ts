/** The eight sentences of the design's 'semantics that must hold', a group each. */
import { describe, expect, test } from 'vitest';
import { memory } from '../../src/adapters/memory/index.js';
import { PermanentDeliveryError, RetryableDeliveryError, UnknownOutcomeError } from '../../src/core/errors.js';
import { defineTemplates } from '../../src/templates/define-templates.js';
import { aBooking, aSession, booking, bookingRules } from '../builders/booking.js';
import { studio } from '../builders/studio.js';

const reminders = booking.rules({ 'payment-reminder': bookingRules.rows['payment-reminder'] });
const visits = booking.rules({ 'pre-visit': { ...bookingRules.rows['pre-visit'], by: ['email'] } });
const accepted = aBooking({ orderStatus: 'accepted', sessions: [aSession({ status: 'accepted' })] });

describe('1. deadlines are reconciled, never cancelled by hand', () => {
  test('a reminder is withdrawn, with the reason, when the payment arrives first', async () => {
    const { notifier, lines, advanceTo } = studio({ rules: reminders });
    await notifier.handleTransition(booking, { created: aBooking() });
    await advanceTo('2026-03-02T09:00');
    await notifier.handleTransition(booking, { subject: 'B-1', event: 'payment.pay' });
    await advanceTo('2026-04-01T00:00');
    expect(lines).toEqual([
      '03-02 09:00 withdrawn payment-reminder Ann email withdrawn',
      '03-02 09:00 withdrawn payment-reminder Ann sms withdrawn',
    ]);
    const [job] = await notifier.history(booking, 'B-1');
    expect(job?.why).toBe("payment is 'paid', not 'unpaid'");
  });

  test('a reminder is moved with its deadline, and sent once', async () => {
    const { notifier, lines, advanceTo } = studio({ rules: reminders });
    await notifier.handleTransition(booking, { created: aBooking() });
    await notifier.refresh(booking, aBooking({ deadline: '2026-03-06' }));
    await advanceTo('2026-04-01T00:00');
    expect(lines).toEqual([
      '03-01 11:00 withdrawn payment-reminder Ann email superseded',
      '03-01 11:00 withdrawn payment-reminder Ann sms superseded',
      '03-05 10:00 sent payment-reminder Ann email',
      '03-05 10:00 sent payment-reminder Ann sms',
    ]);
  });

  test('a move within one local day moves the job and tells nobody', async () => {
    const rules = booking.rules({
      soon: {
        each: 'sessions',
        due: { before: 'service.start', hours: 2 },
        to: 'participant',
        by: ['email'],
        template: 'pre-visit',
      },
    });
    const { notifier, lines, advanceTo } = studio({ rules });
    await notifier.handleTransition(booking, { created: aBooking() });
    await notifier.refresh(booking, aBooking({ sessions: [aSession({ startsAt: new Date('2026-03-10T16:30:00+08:00') })] }));
    await advanceTo('2026-04-01T00:00');
    expect(lines).toEqual(['03-10 14:30 sent soon Ben email']);
    expect(await notifier.history(booking, 'B-1')).toHaveLength(1);
  });

  test('what the host rolls back never happened, and what it commits is one with its order', async () => {
    const { notifier, lines, store, advanceTo } = studio({ rules: reminders });
    const rolledBack = store.transaction(async (tx) => {
      await notifier.handleTransition(booking, { created: aBooking() }, { tx });
      throw new Error('the order could not be saved');
    });
    await expect(rolledBack).rejects.toThrow('could not be saved');
    expect(await notifier.history(booking, 'B-1')).toEqual([]);
    await store.transaction(async (tx) => {
      await notifier.handleTransition(booking, { created: aBooking() }, { tx });
      expect(await notifier.history(booking, 'B-1')).toEqual([]);
    });
    await advanceTo('2026-03-04T00:00');
    expect(lines).toEqual(['03-03 10:00 sent payment-reminder Ann email', '03-03 10:00 sent payment-reminder Ann sms']);
  });

  test('a move within one local day to an instant that is missed already is skipped at once, not sent at the old instant', async () => {
    const soon = { each: 'sessions', due: { before: 'service.start', hours: 2 }, to: 'participant', by: ['email'] } as const;
    const rules = booking.rules({
      skips: { ...soon, late: 'skip', template: 'note' },
      expires: { ...soon, expires: { minutes: 30 }, template: 'note' },
    });
    const at = (time: string) => aBooking({ sessions: [aSession({ startsAt: new Date(`2026-03-10T${time}:00+08:00`) })] });
    const { notifier, lines, advanceTo } = studio({ rules });
    await notifier.handleTransition(booking, { created: at('16:00') });
    await advanceTo('2026-03-10T12:00');
    await notifier.refresh(booking, at('13:00'));
    await notifier.refresh(booking, at('13:00'));
    await advanceTo('2026-03-11T00:00');
    expect(lines).toEqual(['03-10 12:00 skipped skips Ben email late', '03-10 12:00 skipped expires Ben email expired']);
  });

  test('the reason of a withdrawal is the one that holds: opening hours, or a channel that the rule has no more', async () => {
    const rule = { due: { before: 'payment.deadline', days: 1, at: '10:00' }, to: 'booker', by: ['email'] } as const;
    const { notifier } = studio({ rules: booking.rules({ reminder: { ...rule, during: 'open', template: 'note' } }) });
    await notifier.handleTransition(booking, { created: aBooking({ deadline: '2026-03-11' }) });
    await notifier.refresh(booking, aBooking({ deadline: '2026-03-12' }));
    expect((await notifier.history(booking, 'B-1'))[0]?.why).toBe('the shop is closed then');
    const before = studio({ rules: reminders });
    await before.notifier.handleTransition(booking, { created: aBooking() });
    const after = studio({ rules: booking.rules({ 'payment-reminder': { ...rule } }), wrap: () => before.store });
    await after.notifier.refresh(booking, aBooking());
    expect((await after.notifier.history(booking, 'B-1'))[1]?.why).toBe(
      "the rule 'payment-reminder' does not send by sms any more",
    );
  });
});

describe('2. everything is checked again at fire time, against fresh data', () => {
  test.each([
    ['the state has moved on without a word', { paymentStatus: 'paid' as const }, 'skipped payment-reminder Ann email state'],
    ['a condition has changed', { method: 'on-site' as const }, 'skipped payment-reminder Ann email unless'],
    [
      'the role is somebody else now',
      { booker: { name: 'Bea', email: 'bea@example.com' } },
      'withdrawn payment-reminder Ann email superseded',
    ],
    ['nobody has the role any more', { booker: null }, 'skipped payment-reminder Ann email no-recipient'],
    ['the date is gone', { deadline: null }, 'skipped payment-reminder Ann email no-date'],
  ])('a reminder is not sent when %s', async (_what, change, expected) => {
    let data = aBooking();
    const rules = booking.rules({ 'payment-reminder': { ...bookingRules.rows['payment-reminder'], by: ['email'] } });
    const { notifier, lines, advanceTo } = studio({ rules, load: { booking: async () => data } });
    await notifier.handleTransition(booking, { created: data });
    data = aBooking(change);
    await advanceTo('2026-03-03T10:00');
    expect(lines[0]).toBe(`03-03 10:00 ${expected}`);
  });

  test('a reminder whose recipient has another address under the same id goes to the new one', async () => {
    let data = aBooking({ booker: { id: 'c1', name: 'Ann', email: 'old@example.com' } });
    const { notifier, email, advanceTo } = studio({ rules: reminders, load: { booking: async () => data } });
    await notifier.handleTransition(booking, { created: data });
    data = aBooking({ booker: { id: 'c1', name: 'Ann', email: 'new@example.com' } });
    await advanceTo('2026-03-03T12:00');
    expect(email.last?.address).toBe('new@example.com');
  });

  test('a deadline that has moved to another day without a word is withdrawn and planned anew', async () => {
    let data = accepted;
    const { notifier, lines, advanceTo } = studio({ rules: visits, load: { booking: async () => data } });
    await notifier.handleTransition(booking, { created: data });
    data = { ...data, sessions: [aSession({ status: 'accepted', startsAt: new Date('2026-03-12T14:00:00+08:00') })] };
    await advanceTo('2026-03-20T00:00');
    expect(lines).toEqual(['03-08 10:00 withdrawn pre-visit Ben email superseded', '03-10 10:00 sent pre-visit Ben email']);
  });

  test('for a rule with on, the state that was entered is not itself a condition', async () => {
    const { notifier, lines, advanceTo } = studio({
      rules: booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by: ['email'] } }),
    });
    await notifier.handleTransition(booking, { created: aBooking() });
    await notifier.handleTransition(booking, { subject: 'B-1', event: 'order.cancel' });
    await advanceTo('2026-03-02T00:00');
    expect(lines).toEqual(['03-01 11:00 sent order-placed Ann email']);
  });

  test('a switch, a missing address and a limit skip, each with its code', async () => {
    const off = studio({ rules: reminders, enabled: { sms: () => false } });
    await off.notifier.handleTransition(booking, { created: aBooking({ booker: { name: 'Ann', phone: '+886912345678' } }) });
    await off.advanceTo('2026-03-04T00:00');
    expect(off.lines).toEqual([
      '03-03 10:00 skipped payment-reminder Ann email no-address',
      '03-03 10:00 skipped payment-reminder Ann sms channel-off',
    ]);
    const capped = studio({
      limits: { email: { max: 1, per: { days: 7 } } },
      rules: booking.rules({
        'order-placed': { on: 'order.processing', to: 'booker', by: ['email'] },
        'payment-reminder': { ...bookingRules.rows['payment-reminder'], by: ['email'] },
      }),
    });
    await capped.notifier.handleTransition(booking, { created: aBooking() });
    await capped.advanceTo('2026-03-04T00:00');
    expect(capped.lines).toEqual([
      '03-01 11:00 sent order-placed Ann email',
      '03-03 10:00 skipped payment-reminder Ann email limit',
    ]);
  });

  test('a message outside its window waits for the next opening, and is not late then', async () => {
    const { notifier, lines, advanceTo } = studio({
      rules: booking.rules({
        'payment-reminder': {
          due: { before: 'payment.deadline', days: 1, at: '22:00' },
          while: { payment: 'unpaid' },
          to: 'booker',
          by: ['email', 'sms'],
        },
      }),
      windows: { sms: { from: '09:00', to: '21:00' } },
    });
    await notifier.handleTransition(booking, { created: aBooking() });
    await advanceTo('2026-03-05T00:00');
    expect(lines).toEqual(['03-03 22:00 sent payment-reminder Ann email', '03-04 09:00 sent payment-reminder Ann sms']);
  });

  test('a job claimed within five minutes of its instant is not late, and later on another day it is', async () => {
    const rules = booking.rules({
      'payment-reminder': {
        due: { before: 'payment.deadline', days: 1, at: '23:58' },
        while: { payment: 'unpaid' },
        to: 'booker',
        by: ['email'],
      },
    });
    const onTime = studio({ rules });
    await onTime.notifier.handleTransition(booking, { created: aBooking() });
    await onTime.clock.advanceTo('2026-03-04T00:03');
    await onTime.notifier.tick();
    expect(onTime.lines).toEqual(['03-04 00:03 sent payment-reminder Ann email']);
    const late = studio({ rules });
    await late.notifier.handleTransition(booking, { created: aBooking() });
    await late.clock.advanceTo('2026-03-04T00:04');
    await late.notifier.tick();
    expect(late.lines).toEqual(['03-04 00:04 skipped payment-reminder Ann email late']);
  });

  test('what was planned for a channel that the rule has no more is withdrawn, and the rest is sent', async () => {
    const before = studio({ rules: reminders });
    await before.notifier.handleTransition(booking, { created: aBooking() });
    const rules = booking.rules({ 'payment-reminder': { ...bookingRules.rows['payment-reminder'], by: ['email'] } });
    const { notifier, clock, lines } = studio({ rules, wrap: () => before.store });
    await clock.advanceTo('2026-03-03T10:00');
    await notifier.tick();
    expect([...lines].sort()).toEqual([
      '03-03 10:00 sent payment-reminder Ann email',
      '03-03 10:00 withdrawn payment-reminder Ann sms withdrawn',
    ]);
  });

  test('a message that waited for one before it is checked against what has happened meanwhile', async () => {
    const to = { to: 'booker', by: ['email'], template: 'note' } as const;
    const { notifier, email, lines, clock } = studio({
      rules: booking.rules({
        first: { on: 'order.processing', ...to },
        second: { on: 'order.processing', while: { order: 'processing' }, ...to },
      }),
    });
    const release = email.hang();
    await notifier.handleTransition(booking, { created: aBooking() });
    const tick = notifier.tick();
    await clock.advanceBy({ minutes: 0 });
    await notifier.handleTransition(booking, { subject: 'B-1', event: 'order.cancel' });
    release();
    await tick;
    expect(lines).toEqual(['03-01 11:00 sent first Ann email', '03-01 11:00 skipped second Ann email state']);
  });

  test('a limit holds for messages of two subjects to one person that are due together', async () => {
    const { notifier, lines } = studio({
      limits: { email: { max: 1, per: { days: 1 } } },
      rules: booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by: ['email'] } }),
    });
    for (const no of ['B-1', 'B-2']) await notifier.handleTransition(booking, { created: aBooking({ no }) });
    await notifier.tick();
    expect(lines).toEqual(['03-01 11:00 sent order-placed Ann email', '03-01 11:00 skipped order-placed Ann email limit']);
  });
});

describe('3. a job is rule, recipient, channel and occurrence', () => {
  test('a sent occurrence is never repeated, however often the subject is planned again', async () => {
    const { notifier, email, advanceTo } = studio({ rules: reminders });
    await notifier.handleTransition(booking, { created: aBooking() });
    await advanceTo('2026-03-03T12:00');
    await notifier.refresh(booking, aBooking({ deadline: '2026-03-09' }));
    await notifier.refresh(booking, aBooking());
    await advanceTo('2026-03-05T12:00');
    expect(email.messages).toHaveLength(1);
  });

  test('a service that is moved is a new occurrence', async () => {
    const { notifier, lines, advanceTo } = studio({ rules: visits });
    await notifier.handleTransition(booking, { created: accepted });
    await advanceTo('2026-03-09T00:00');
    await notifier.refresh(booking, {
      ...accepted,
      sessions: [aSession({ status: 'accepted', startsAt: new Date('2026-03-20T14:00:00+08:00') })],
    });
    await advanceTo('2026-03-30T00:00');
    expect(lines).toEqual(['03-08 10:00 sent pre-visit Ben email', '03-18 10:00 sent pre-visit Ben email']);
  });

  test('a withdrawn job is planned anew when it is wanted again', async () => {
    const { notifier, lines, advanceTo } = studio({ rules: visits });
    await notifier.handleTransition(booking, { created: accepted });
    await notifier.refresh(booking, { ...accepted, sessions: [aSession({ status: 'pending' })] });
    await notifier.refresh(booking, accepted);
    await advanceTo('2026-03-30T00:00');
    expect(lines).toEqual(['03-01 11:00 withdrawn pre-visit Ben email withdrawn', '03-08 10:00 sent pre-visit Ben email']);
  });

  test('two roles of one person are one recipient', async () => {
    const ann = { name: 'Ann', email: 'Ann@Example.com' };
    const rules = booking.rules({
      placed: { each: 'sessions', on: 'order.processing', to: ['booker', 'participant'], by: ['email'], template: 'note' },
    });
    const { notifier, email } = studio({ rules });
    await notifier.handleTransition(booking, {
      created: aBooking({ booker: ann, sessions: [aSession({ participant: { name: 'Ann W.', email: 'ann@example.com' } })] }),
    });
    await notifier.tick();
    expect(email.messages).toHaveLength(1);
  });

  test('the key names lifecycle, subject, rule, item, recipient, channel and local due day', async () => {
    const { notifier } = studio({ rules: visits });
    await notifier.handleTransition(booking, { created: accepted });
    const [job] = await notifier.history(booking, 'B-1');
    expect(job?.key).toBe('booking/B-1/pre-visit/S-1/ben@example.com/email/2026-03-08');
    expect(job).toMatchObject({ zone: 'Asia/Taipei', wallTime: '2026-03-08T10:00', occurrence: '2026-03-08' });
  });

  test('two items that share a key are each told, and neither is planned over and over', async () => {
    const cy = { name: 'Cy', email: 'cy@example.com' };
    const sessions = [aSession({ status: 'accepted' }), aSession({ status: 'accepted', participant: cy })];
    const { notifier, lines, advanceTo } = studio({ rules: visits });
    await notifier.handleTransition(booking, { created: { ...accepted, sessions } });
    await advanceTo('2026-03-09T00:00');
    expect(lines).toEqual(['03-08 10:00 sent pre-visit Ben email', '03-08 10:00 sent pre-visit Cy email']);
  });

  test('a name that was cut in the middle of an emoji makes a key, too', async () => {
    const { notifier } = studio({ rules: booking.rules({ 'order-placed': bookingRules.rows['order-placed'] }) });
    await notifier.handleTransition(booking, { created: aBooking({ booker: { name: 'Ann \ud83d' } }) });
    expect((await notifier.history(booking, 'B-1'))[0]?.key).toBe('booking/B-1/order-placed/-/Ann%20%EF%BF%BD/email/c1');
  });
});

describe('4. nothing lost, nothing doubled', () => {
  test('the job key goes to the provider, the same on every attempt', async () => {
    const { notifier, email, advanceTo, lines } = studio({
      rules: booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by: ['email'] } }),
    });
    email.failNext(new RetryableDeliveryError('busy'), 2);
    await notifier.handleTransition(booking, { created: aBooking() });
    await advanceTo('2026-03-01T12:00');
    expect(new Set(email.attempts.map(({ key }) => key)).size).toBe(1);
    expect(email.attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(lines).toEqual([
      '03-01 11:00 retry order-placed Ann email delivery-retryable',
      '03-01 11:00 retry order-placed Ann email delivery-retryable',
      '03-01 11:01 sent order-placed Ann email',
    ]);
  });

  test('an unclear outcome is repeated for at-least-once, and is unknown for ever for at-most-once', async () => {
    for (const [delivery, expected] of [
      ['at-least-once', 'sent'],
      ['at-most-once', 'unknown'],
    ] as const) {
      const { notifier, email, advanceTo } = studio({
        rules: booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by: ['email'], delivery } }),
      });
      email.failNext(new UnknownOutcomeError('the answer was lost'));
      await notifier.handleTransition(booking, { created: aBooking() });
      await advanceTo('2026-03-02T12:00');
      expect((await notifier.history(booking, 'B-1'))[0]?.status).toBe(expected);
    }
  });

  test('what else a transport throws may come after the message was accepted: at-most-once is unknown, and a failed fetch is tried again', async () => {
    for (const [error, delivery, expected] of [
      [new Error('socket hang up'), 'at-most-once', 'unknown'],
      [new Error('socket hang up'), 'at-least-once', 'sent'],
      [new RetryableDeliveryError('busy'), 'at-most-once', 'sent'],
      [new TypeError('fetch failed', { cause: new Error('ECONNRESET') }), 'at-least-once', 'sent'],
      [new TypeError('x is not a function'), 'at-least-once', 'failed'],
    ] as const) {
      const { notifier, email, advanceTo } = studio({
        rules: booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by: ['email'], delivery } }),
      });
      email.failNext(error);
      await notifier.handleTransition(booking, { created: aBooking() });
      await advanceTo('2026-03-02T12:00');
      expect((await notifier.history(booking, 'B-1'))[0]?.status).toBe(expected);
    }
  });

  test('a job whose worker died is delivered by another once its lease has run out, and at-most-once is then unknown', async () => {
    for (const [delivery, expected] of [
      ['at-least-once', 'sent'],
      ['at-most-once', 'unknown'],
    ] as const) {
      const { notifier, store, advanceTo } = studio({
        rules: booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by: ['email'], delivery } }),
      });
      await notifier.handleTransition(booking, { created: aBooking() });
      await store.claim({ now: new Date('2026-03-01T11:00:00+08:00').getTime(), limit: 10, leaseMs: 60_000 });
      await notifier.tick();
      expect((await notifier.history(booking, 'B-1'))[0]?.status).toBe('in-flight');
      await advanceTo('2026-03-01T11:02');
      expect((await notifier.history(booking, 'B-1'))[0]?.status).toBe(expected);
    }
  });

  test('at-most-once is unknown once its worker died, also where it was held back before it could be checked', async () => {
    const { notifier, store, email, advanceTo } = studio({
      rules: booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by: ['email'], delivery: 'at-most-once' } }),
    });
    await notifier.handleTransition(booking, { created: aBooking() });
    await store.claim({ now: new Date('2026-03-01T11:00:00+08:00').getTime(), limit: 10, leaseMs: 60_000 });
    await notifier.pause({ channel: 'email' });
    await advanceTo('2026-03-01T11:02');
    await notifier.resume({ channel: 'email' });
    await advanceTo('2026-03-01T11:05');
    expect((await notifier.history(booking, 'B-1'))[0]?.status).toBe('unknown');
    expect(email.attempts).toEqual([]);
  });

  test('a call that is repeated with its key gets the first answer and sends nothing more', async () => {
    const { notifier, email } = studio();
    await notifier.handleTransition(booking, { created: aBooking() });
    const first = await notifier.handleTransition(booking, { subject: 'B-1', event: 'payment.pay' }, { key: 'gateway-77' });
    const second = await notifier.handleTransition(booking, { subject: 'B-1', event: 'payment.pay' }, { key: 'gateway-77' });
    await notifier.tick();
    expect(second).toEqual(first);
    expect(second.ok && second.entered).toEqual(['payment.paid']);
    expect(email.messages.map(({ rule }) => rule)).toEqual(['order-placed', 'payment-received']);
  });

  test('a provider that asks to wait until no instant at all is asked again after the usual delay', async () => {
    const { notifier, email, advanceTo } = studio({
      rules: booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by: ['email'] } }),
    });
    email.failNext(new RetryableDeliveryError('busy', { retryAfter: Number('Wed, 21 Oct 2026 07:28:00 GMT') }));
    email.failNext(new RetryableDeliveryError('busy', { retryAfter: new Date('soon') }));
    await notifier.handleTransition(booking, { created: aBooking() });
    await notifier.tick();
    expect(email.attempts).toHaveLength(1);
    await advanceTo('2026-03-01T12:00');
    expect(email.messages).toHaveLength(1);
  });
});

describe('5. one step, one cause', () => {
  test('a refund that pulls the order to cancelled is one chain and one notice', async () => {
    const { notifier, email } = studio();
    const result = await notifier.handleTransition(booking, {
      before: aBooking({ paymentStatus: 'paid' }),
      after: aBooking({ paymentStatus: 'refunded' }),
    });
    expect(result).toMatchObject({
      ok: true,
      entered: ['payment.refunded', 'order.cancelled'],
      left: ['payment.paid', 'order.processing'],
      ignored: [],
    });
    expect(result.ok && result.subject.orderStatus).toBe('cancelled');
    await notifier.tick();
    expect(email.messages.map(({ rule }) => rule)).toEqual(['order-cancelled']);
  });

  test('a linked event that its machine does not allow is ignored, and the step succeeds', async () => {
    const { notifier } = studio();
    const result = await notifier.handleTransition(booking, {
      subject: aBooking({ orderStatus: 'failed', paymentStatus: 'paid' }),
      event: 'payment.refund',
    });
    expect(result).toMatchObject({ ok: true, entered: ['payment.refunded'], ignored: ['order.cancel'] });
  });
});

describe('6. a skip is a record', () => {
  test('a wanted job that is not sent is stored once, with rule, recipient and channel', async () => {
    const { notifier, lines, advanceTo } = studio({ rules: reminders, enabled: { sms: () => false }, start: '2026-03-03T09:00' });
    await notifier.handleTransition(booking, { created: aBooking() });
    await advanceTo('2026-03-03T10:30');
    await notifier.refresh(booking, aBooking({ tracking: 'x' }));
    await advanceTo('2026-03-03T12:00');
    expect([...lines].sort()).toEqual([
      '03-03 10:00 sent payment-reminder Ann email',
      '03-03 10:00 skipped payment-reminder Ann sms channel-off',
    ]);
    expect(await notifier.history(booking, 'B-1')).toHaveLength(2);
  });

  test('a deadline that is missed already when it is planned is skipped as late, once', async () => {
    const { notifier, lines } = studio({ rules: reminders, start: '2026-03-04T09:00' });
    await notifier.handleTransition(booking, { created: aBooking() });
    await notifier.refresh(booking, aBooking());
    expect(lines).toEqual([
      '03-04 09:00 skipped payment-reminder Ann email late',
      '03-04 09:00 skipped payment-reminder Ann sms late',
    ]);
  });

  test('a rule that does not apply is only explained', async () => {
    const { notifier, lines } = studio({ rules: reminders });
    await notifier.handleTransition(booking, { created: aBooking({ method: 'on-site' }) });
    expect(lines).toEqual([]);
    expect(await notifier.history(booking, 'B-1')).toEqual([]);
    expect(await notifier.explain(booking, 'B-1')).toMatchObject([
      { rule: 'payment-reminder', outcome: 'not-planned', code: 'unless', why: "'pays on site'" },
    ]);
  });

  test('nobody to tell is a record for each channel', async () => {
    const { notifier, lines } = studio({ rules: booking.rules({ 'order-placed': bookingRules.rows['order-placed'] }) });
    await notifier.handleTransition(booking, { created: aBooking({ booker: null }) });
    expect(lines).toEqual([
      '03-01 11:00 skipped order-placed email no-recipient',
      '03-01 11:00 skipped order-placed sms no-recipient',
    ]);
  });

  test('a template that renders to nothing is a record', async () => {
    const { notifier, lines } = studio({
      rules: booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by: ['sms'], template: 'empty' } }),
      templates: [
        defineTemplates(booking, {
          defaultLocale: 'en',
          locales: { en: { templates: { empty: { sms: '{{#if tracking}}x{{/if}} ', email: { subject: 's', text: 't' } } } } },
        }),
      ],
    });
    await notifier.handleTransition(booking, { created: aBooking() });
    await notifier.tick();
    expect(lines).toEqual(['03-01 11:00 skipped order-placed Ann sms empty']);
  });

  test('a deadline that was given up is explained as that, and no other plan is promised', async () => {
    const rules = booking.rules({ 'payment-reminder': { ...bookingRules.rows['payment-reminder'], by: ['email'] } });
    const { notifier, email, advanceTo } = studio({ rules });
    email.failNext(new PermanentDeliveryError('mailbox is closed'));
    await notifier.handleTransition(booking, { created: aBooking() });
    await advanceTo('2026-03-03T10:00');
    expect(await notifier.explain(booking, 'B-1')).toMatchObject([{ outcome: 'failed', why: 'mailbox is closed' }]);
  });

  test('the payload of a message that is skipped when it is planned is not stored', async () => {
    const { notifier, store } = studio({ rules: booking.rules({ 'partner-assigned': bookingRules.rows['partner-assigned'] }) });
    await notifier.handleTransition(booking, { created: aBooking({ sessions: [aSession({ participant: null })] }) });
    await notifier.handleTransition(booking, { subject: 'B-1', fact: 'partner.assigned', payload: { session: 'S-1' } });
    expect(store.allJobs()).toMatchObject([{ status: 'skipped', code: 'no-recipient', payload: undefined }]);
  });
});

// Sentence 7 (days are calendar arithmetic, hours are exact) is core/calendar*.test.ts in five process zones.
describe('7. days are calendar arithmetic in a zone; hours are exact', () => {
  test('a notice two days before a visit keeps its local time over a change of the clocks, one 48 hours before does not', async () => {
    const startsAt = new Date('2026-03-09T10:00:00-04:00');
    const rules = booking.rules({
      days: {
        each: 'sessions',
        due: { before: 'service.start', days: 2, at: '10:00' },
        to: 'participant',
        by: ['email'],
        template: 'note',
      },
      hours: {
        each: 'sessions',
        due: { before: 'service.start', hours: 48 },
        to: 'participant',
        by: ['email'],
        template: 'note',
      },
    });
    const { notifier } = studio({ rules });
    await notifier.handleTransition(booking, {
      created: aBooking({ zone: 'America/New_York', sessions: [aSession({ startsAt })] }),
    });
    const instants = (await notifier.history(booking, 'B-1')).map(
      ({ rule, dueAt }) => `${rule} ${new Date(dueAt).toISOString()}`,
    );
    expect(instants).toEqual(['days 2026-03-07T15:00:00.000Z', 'hours 2026-03-07T14:00:00.000Z']);
  });
});

describe('8. a poison job stops nobody', () => {
  test('a failing transport, a failing render and a bad address delay no other job', async () => {
    const { notifier, email, lines } = studio({
      rules: booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by: ['email'] } }),
    });
    email.failFor(({ subject }) => subject === 'B-1', new PermanentDeliveryError('mailbox is closed'));
    email.failFor(({ subject }) => subject === 'B-2', new TypeError('a bug'));
    for (const no of ['B-1', 'B-2', 'B-3']) await notifier.handleTransition(booking, { created: aBooking({ no }) });
    await notifier.handleTransition(booking, {
      created: aBooking({ no: 'B-4', booker: { name: 'Eve', email: 'eve@example.com\r\nBcc: all@example.com' } }),
    });
    await notifier.handleTransition(booking, { created: aBooking({ no: 'B-5' }) });
    await notifier.tick();
    expect([...lines].sort()).toEqual([
      '03-01 11:00 failed order-placed Ann email delivery-permanent',
      '03-01 11:00 failed order-placed Ann email handler-failed',
      '03-01 11:00 sent order-placed Ann email',
      '03-01 11:00 sent order-placed Ann email',
      '03-01 11:00 skipped order-placed Eve email no-address',
    ]);
  });

  test('a transport that never answers holds up nobody else, and counts as unknown after its time', async () => {
    const { notifier, email, sms, clock, lines } = studio({
      rules: booking.rules({ 'order-placed': bookingRules.rows['order-placed'] }),
    });
    const release = email.hang();
    await notifier.handleTransition(booking, { created: aBooking() });
    const tick = notifier.tick();
    await clock.advanceBy({ minutes: 1 });
    await tick;
    expect(sms.messages).toHaveLength(1);
    expect(lines[0]).toBe('03-01 11:00 sent order-placed Ann sms');
    expect(lines[1]).toMatch(/retry order-placed Ann email delivery-unknown/);
    release();
  });

  test('a transport that never answers takes one place, and the others wait for nobody', async () => {
    const rules = booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by: ['email'] } });
    const { notifier, email, clock } = studio({ rules, concurrency: 2 });
    const answer = email.send;
    let release = () => {};
    const never = new Promise<void>((resolve) => {
      release = resolve;
    });
    Object.assign(email, {
      send: (message: Parameters<typeof answer>[0]) =>
        message.subject === 'B-1' ? never.then(() => answer(message)) : answer(message),
    });
    for (const no of ['B-1', 'B-2', 'B-3', 'B-4', 'B-5']) await notifier.handleTransition(booking, { created: aBooking({ no }) });
    const tick = notifier.tick();
    await clock.advanceBy({ minutes: 0 });
    await clock.advanceBy({ minutes: 0 });
    expect(email.messages.map(({ subject }) => subject)).toEqual(['B-2', 'B-3', 'B-4', 'B-5']);
    release();
    await tick;
  });

  test('a job that waited in its lane until its claim is nearly over goes back untried, so that nobody sends it twice', async () => {
    const rules = booking.rules({
      a: { on: 'order.processing', to: 'booker', by: ['email'], template: 'note' },
      b: { on: 'order.processing', to: 'booker', by: ['email'], template: 'note' },
      c: { on: 'order.processing', to: 'booker', by: ['email'], template: 'note' },
    });
    const { notifier, email, clock } = studio({ rules });
    const release = email.hang();
    await notifier.handleTransition(booking, { created: aBooking() });
    const tick = notifier.tick();
    await clock.advanceBy({ minutes: 1 });
    release();
    await tick;
    expect(email.attempts.filter(({ rule }) => rule === 'c')).toHaveLength(1);
    expect((await notifier.history(booking, 'B-1')).map(({ rule, attempts }) => `${rule} ${attempts}`)).toContain('c 1');
    expect(email.messages.filter(({ rule }) => rule === 'c')).toHaveLength(1);
  });

  test('many messages of one subject that hang in a row leave places for others', async () => {
    const sessions = Array.from({ length: 12 }, (_, index) => aSession({ no: `S-${index}` }));
    const rules = booking.rules({
      placed: { each: 'sessions', on: 'order.processing', to: 'participant', by: ['email'], template: 'note' },
    });
    const { notifier, email, clock } = studio({ rules, concurrency: 2 });
    const release = email.hang();
    await notifier.handleTransition(booking, { created: aBooking({ sessions }) });
    await notifier.handleTransition(booking, { created: aBooking({ no: 'B-2' }) });
    const tick = notifier.tick();
    await clock.advanceBy({ minutes: 0 });
    await clock.advanceBy({ minutes: 0 });
    expect(email.attempts.map(({ subject }) => subject)).toEqual(['B-1', 'B-2']);
    release();
    await tick;
  });

  test('data that cannot be loaded delay only their own subject', async () => {
    const { notifier, lines } = studio({
      rules: booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by: ['email'] } }),
      load: {
        booking: async (key: string) => {
          if (key === 'B-1') throw new Error('database is away');
          return aBooking({ no: key });
        },
      },
    });
    for (const no of ['B-1', 'B-2']) await notifier.handleTransition(booking, { created: aBooking({ no }) });
    await notifier.tick();
    expect([...lines].sort()).toEqual([
      '03-01 11:00 retry order-placed Ann email handler-failed',
      '03-01 11:00 sent order-placed Ann email',
    ]);
  });

  test('of several channels, one whose text cannot be rendered leaves the next its chance', async () => {
    const fail = () => {
      throw new Error('no such thing');
    };
    const templates = defineTemplates(booking, {
      defaultLocale: 'en',
      locales: { en: { templates: { placed: { sms: '{{fail no}}', email: { subject: 's', text: 't' } } } } },
      helpers: { fail },
    });
    const { notifier, lines } = studio({
      rules: booking.rules({ placed: { on: 'order.processing', to: 'booker', by: { firstOf: ['sms', 'email'] } } }),
      templates: [templates],
    });
    await notifier.handleTransition(booking, { created: aBooking() });
    await notifier.tick();
    expect(lines).toEqual(['03-01 11:00 sent placed Ann email']);
  });

  test('of several channels, that one has failed is told rather than that the other has no address', async () => {
    const { notifier, sms, lines } = studio({
      rules: booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by: { firstOf: ['sms', 'email'] } } }),
    });
    sms.failNext(new PermanentDeliveryError('number is gone'));
    await notifier.handleTransition(booking, { created: aBooking({ booker: { name: 'Ann', phone: '+886912345678' } }) });
    await notifier.tick();
    expect(lines).toEqual(['03-01 11:00 failed order-placed Ann sms delivery-permanent']);
  });

  test('a message whose end cannot be stored keeps none behind it from being tried', async () => {
    const store = memory();
    const settle: typeof store.settle = async (settlements) =>
      settlements.some(({ key }) => key.includes('S-1'))
        ? Promise.reject(new Error('database is away'))
        : store.settle(settlements);
    const { notifier, email, clock } = studio({
      rules: booking.rules({
        placed: { each: 'sessions', on: 'order.processing', to: 'participant', by: ['email'], template: 'note' },
      }),
      wrap: () => withSettle(store, settle),
    });
    await notifier.handleTransition(booking, { created: aBooking({ sessions: [aSession(), aSession({ no: 'S-2' })] }) });
    const tick = expect(notifier.tick()).rejects.toThrow('database is away');
    await clock.advanceBy({ minutes: 2 });
    await tick;
    await notifier.stop();
    expect(email.attempts).toHaveLength(2);
  });

  test('a load that never answers takes one place for its time, and is tried again', async () => {
    let hangs = false;
    const never = new Promise<never>(() => {});
    const { notifier, clock, lines } = studio({
      rules: booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by: ['email'] } }),
      concurrency: 1,
      load: { booking: async (no: string) => (hangs && no === 'B-1' ? never : aBooking({ no })) },
    });
    for (const no of ['B-1', 'B-2']) await notifier.handleTransition(booking, { created: aBooking({ no }) });
    hangs = true;
    const tick = notifier.tick();
    await clock.advanceBy({ minutes: 1 });
    expect(lines.slice(0, 2)).toEqual([
      '03-01 11:00 retry order-placed Ann email handler-failed',
      '03-01 11:00 sent order-placed Ann email',
    ]);
    await tick;
  });
});

/** A memory store that settles in another way. */
function withSettle(store: ReturnType<typeof memory>, settle: typeof store.settle): typeof store {
  return new Proxy(store, {
    get: (target, name) => {
      const value: unknown = name === 'settle' ? settle : Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
