import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { memory } from '../../src/adapters/memory/index.js';
import { UnknownOutcomeError } from '../../src/core/errors.js';
import { defineLifecycle } from '../../src/core/lifecycle.js';
import { defineMachine } from '../../src/core/machine.js';
import { createNotifier } from '../../src/runtime/create-notifier.js';
import { templatesOf } from '../../src/templates/define-templates.js';
import { fakeClock } from '../../src/testing/fake-clock.js';
import { aBooking, aSession, type Booking, booking, bookingRules } from '../builders/booking.js';
import { studio } from '../builders/studio.js';

describe('handleTransition', () => {
  test('answers a new subject with its states and decisions, and enters them', async () => {
    const { notifier } = studio();
    const result = await notifier.handleTransition(booking, { created: aBooking() });
    expect(result).toMatchObject({
      ok: true,
      entered: ['order.processing', 'payment.unpaid'],
      left: [],
      states: { order: 'processing', payment: 'unpaid' },
    });
    const kinds = result.ok
      ? result.decisions.filter(({ job }) => job !== undefined).map(({ kind, rule }) => `${kind} ${rule}`)
      : [];
    expect(kinds).toEqual([
      'send order-placed',
      'send order-placed',
      'schedule payment-reminder',
      'schedule payment-reminder',
      'signal payment-overdue',
    ]);
  });

  test('keeps the order of changes that are asked for at once, the first of a process among them', async () => {
    const { notifier } = studio();
    const results = await Promise.all([
      notifier.handleTransition(booking, { created: aBooking() }),
      notifier.handleTransition(booking, { subject: 'B-1', event: 'order.acceptAll' }),
      notifier.handleTransition(booking, { subject: 'B-1', event: 'order.cancelSome' }),
    ]);
    expect(results.map((result) => result.ok && result.states['order'])).toEqual(['processing', 'accepted', 'accepting']);
  });

  test('applies an event to the data that it is given, and leaves them as they are', async () => {
    const { notifier } = studio();
    const before = aBooking();
    const result = await notifier.handleTransition(booking, { subject: before, event: 'order.acceptAll' });
    expect(result.ok && result.subject.orderStatus).toBe('accepted');
    expect(before.orderStatus).toBe('processing');
  });

  test('applies an event to the last snapshot, or to what load finds, when it is given a key', async () => {
    const { notifier } = studio();
    await notifier.handleTransition(booking, { created: aBooking() });
    await notifier.handleTransition(booking, { subject: 'B-1', event: 'order.acceptAll' });
    const result = await notifier.handleTransition(booking, { subject: 'B-1', event: 'order.cancelSome' });
    expect(result).toMatchObject({ ok: true, left: ['order.accepted'], entered: ['order.accepting'] });
    const loading = studio({ load: { booking: async (key: string) => aBooking({ no: key, orderStatus: 'accepting' }) } });
    expect(await loading.notifier.handleTransition(booking, { subject: 'B-9', event: 'order.cancelSome' })).toMatchObject({
      ok: true,
      entered: ['order.accepting'],
    });
  });

  test('a self-transition leaves and enters its state', async () => {
    const rules = booking.rules({ again: { on: 'order.live', from: 'live', to: 'booker', by: ['email'], template: 'note' } });
    const { notifier, email } = studio({ rules });
    const result = await notifier.handleTransition(booking, {
      subject: aBooking({ orderStatus: 'accepting' }),
      event: 'order.acceptSome',
    });
    expect(result).toMatchObject({ left: ['order.accepting'], entered: ['order.accepting'] });
    await notifier.tick();
    expect(email.messages).toHaveLength(1);
  });

  test('a new subject leaves nothing, so no from matches it, not even any', async () => {
    const rules = booking.rules({ moved: { on: 'order.*', from: '*', to: 'booker', by: ['email'], template: 'note' } });
    const { notifier, email } = studio({ rules });
    await notifier.handleTransition(booking, { created: aBooking() });
    await notifier.handleTransition(booking, { subject: 'B-1', event: 'order.fail' });
    await notifier.tick();
    expect(email.messages).toHaveLength(1);
  });

  test('a fact reaches the item it names in its payload, and its payload is kept for the check at fire time', async () => {
    const { notifier, email } = studio({ rules: booking.rules({ 'partner-assigned': bookingRules.rows['partner-assigned'] }) });
    const sessions = [aSession(), aSession({ no: 'S-2', participant: { name: 'Cy', email: 'cy@example.com' } })];
    await notifier.handleTransition(booking, { created: aBooking({ sessions }) });
    await notifier.handleTransition(booking, { subject: 'B-1', fact: 'partner.assigned', payload: { session: 'S-2' } });
    await notifier.tick();
    expect(email.messages.map(({ address }) => address)).toEqual(['cy@example.com']);
  });

  test('the change of a field is a fact: against before where given, else against the last value kept', async () => {
    const rules = booking.rules({ tracked: { on: 'tracking.changed', to: 'booker', by: ['email'], template: 'note' } });
    const { notifier, email } = studio({ rules });
    await notifier.handleTransition(booking, { created: aBooking() });
    await notifier.handleTransition(booking, { before: aBooking(), after: aBooking({ tracking: 'T1' }) });
    await notifier.refresh(booking, aBooking({ tracking: 'T1' }));
    await notifier.refresh(booking, aBooking({ tracking: 'T2' }));
    await notifier.tick();
    expect(email.messages).toHaveLength(2);
  });

  test('changed data and an event are one step', async () => {
    const rules = booking.rules({
      tracked: { on: 'tracking.changed', to: 'booker', by: ['email'], template: 'note' },
      cancelled: { on: 'order.cancelled', to: 'booker', by: ['email'], template: 'note' },
    });
    const { notifier } = studio({ rules });
    const before = aBooking();
    const result = await notifier.handleTransition(booking, {
      subject: { ...before, tracking: 'T1' },
      before,
      event: 'order.cancel',
      payload: { reason: 'ill' },
    });
    expect(result.ok && result.decisions.map(({ rule }) => rule)).toEqual(['tracked', 'cancelled']);
  });

  test('changes of one subject happen one after the other', async () => {
    const { notifier } = studio();
    await notifier.handleTransition(booking, { created: aBooking() });
    const results = await Promise.all(
      Array.from({ length: 5 }, () => notifier.handleTransition(booking, { subject: 'B-1', event: 'payment.pay' })),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  });
});

describe('a refusal is a value, and has stored nothing', () => {
  test('an event that the state does not allow', async () => {
    const { notifier } = studio();
    await notifier.handleTransition(booking, { created: aBooking() });
    const history = await notifier.history(booking, 'B-1');
    expect(await notifier.handleTransition(booking, { subject: 'B-1', event: 'payment.refund' })).toEqual({
      ok: false,
      code: 'no-transition',
      message:
        "'payment.refund' is not allowed while payment is 'unpaid'. Allowed now: order.acceptSome, order.acceptAll, order.fail, order.cancel, payment.pay.",
      allowed: ['order.acceptSome', 'order.acceptAll', 'order.fail', 'order.cancel', 'payment.pay'],
    });
    expect(await notifier.history(booking, 'B-1')).toEqual(history);
  });

  test('a move of the host that no event explains', async () => {
    const { notifier } = studio();
    const result = await notifier.handleTransition(booking, {
      before: aBooking({ orderStatus: 'failed' }),
      after: aBooking({ orderStatus: 'accepted' }),
    });
    expect(result).toMatchObject({
      ok: false,
      code: 'no-transition',
      message: "no event leads order from 'failed' to 'accepted'. Allowed now: payment.pay.",
    });
  });

  test('a payload that its schema refuses, or that nothing declares', async () => {
    const { notifier } = studio();
    const wrong = { subject: aBooking(), event: 'order.cancel', payload: { reason: 7 } } as never;
    expect(await notifier.handleTransition(booking, wrong)).toMatchObject({
      ok: false,
      code: 'invalid-payload',
      message: expect.stringContaining("the payload of 'order.cancel' is not valid: reason:"),
    });
    const none = { subject: aBooking(), event: 'payment.pay', payload: { amount: 1 } } as never;
    expect(await notifier.handleTransition(booking, none)).toMatchObject({ ok: false, code: 'invalid-payload' });
  });

  test('a subject that has come to be before', async () => {
    const { notifier, email } = studio();
    await notifier.handleTransition(booking, { created: aBooking() });
    expect(await notifier.handleTransition(booking, { created: aBooking() })).toMatchObject({
      ok: false,
      code: 'already-created',
    });
    await notifier.tick();
    expect(email.messages).toHaveLength(1);
  });

  test('a message or a refresh before the subject has come to be is no birth: it may still come to be, once', async () => {
    const { notifier, email } = studio();
    await notifier.send(booking, aBooking(), { template: 'note', to: 'booker', by: ['email'] });
    await notifier.refresh(booking, aBooking());
    expect(await notifier.handleTransition(booking, { created: aBooking() })).toMatchObject({ ok: true });
    expect(await notifier.handleTransition(booking, { created: aBooking() })).toMatchObject({
      ok: false,
      code: 'already-created',
    });
    await notifier.tick();
    expect(email.messages.map(({ rule }) => rule)).toEqual(['note', 'order-placed']);
  });

  test('a wrong actor, or a state that may be entered only once', async () => {
    const money = defineMachine(
      { unpaid: { payOnline: 'paidOnline', payByHand: 'paid' }, paidOnline: { reopen: 'unpaid' }, paid: { reopen: 'unpaid' } },
      { actors: { payOnline: ['gateway'] }, once: ['paidOnline'] },
    );
    const order = defineLifecycle('order', {
      schema: z.object({ no: z.string(), state: z.enum(money.states) }),
      key: (o) => o.no,
      timeZone: 'UTC',
      machines: { money },
      states: { money: 'state' },
    });
    const notifier = createNotifier({
      rules: [order.rules({})],
      templates: [],
      transports: {},
      store: memory(),
      clock: fakeClock('2026-03-01T00:00'),
    });
    await notifier.handleTransition(order, { created: { no: '1', state: 'unpaid' } });
    const pay = (actor?: string) =>
      notifier.handleTransition(order, { subject: '1', event: 'money.payOnline' }, actor === undefined ? {} : { actor });
    expect(await pay()).toMatchObject({
      ok: false,
      code: 'wrong-actor',
      message: expect.stringContaining('may only be caused by gateway; no actor was given'),
    });
    expect(await pay('shop')).toMatchObject({ ok: false, code: 'wrong-actor' });
    expect(await pay('gateway')).toMatchObject({ ok: true });
    await notifier.handleTransition(order, { subject: '1', event: 'money.reopen' });
    expect(await pay('gateway')).toMatchObject({
      ok: false,
      code: 'entered-once',
      message: expect.stringContaining("money has been 'paidOnline' before"),
    });
    expect(await notifier.handleTransition(order, { subject: '1', event: 'money.payByHand' })).toMatchObject({ ok: true });
  });
});

test('a lifecycle that is silent after a state sends the messages of the step that enters it, and nothing later', async () => {
  const machine = defineMachine({
    open: { complete: 'completed', cancel: 'cancelled' },
    completed: { reopen: 'open', cancel: 'cancelled' },
    cancelled: {},
  });
  const order = defineLifecycle('order', {
    schema: z.object({ no: z.string(), state: z.enum(machine.states), deadline: z.string() }),
    key: (o) => o.no,
    timeZone: 'UTC',
    machines: { order: machine },
    states: { order: 'state' },
    dates: { due: (o) => o.deadline },
    roles: { buyer: () => ({ name: 'Ann', email: 'ann@example.com' }) },
    silentAfter: ['order.completed'],
  });
  const rules = order.rules({
    completed: { on: 'order.completed', to: 'buyer', by: ['email'] },
    cancelled: { on: 'order.cancelled', to: 'buyer', by: ['email'] },
    reminder: { due: { on: 'due', at: '10:00' }, to: 'buyer', by: ['email'] },
  });
  const text = (name: string) => ({ email: { subject: name, text: name } });
  const templates = templatesOf({
    lifecycle: 'order',
    defaultLocale: 'en',
    locales: { en: { templates: { completed: text('completed'), cancelled: text('cancelled'), reminder: text('reminder') } } },
  });
  const sent: string[] = [];
  const transport = { name: 'test', send: async ({ rule }: { rule: string }) => ({ id: String(sent.push(rule)) }) };
  const notifier = createNotifier({
    rules: [rules],
    templates: [templates],
    transports: { email: transport },
    store: memory(),
    clock: fakeClock('2026-03-01T00:00'),
  });
  await notifier.handleTransition(order, { created: { no: '1', state: 'open', deadline: '2026-03-05' } });
  await notifier.handleTransition(order, { subject: '1', event: 'order.complete' });
  await notifier.handleTransition(order, { subject: '1', event: 'order.reopen' });
  await notifier.handleTransition(order, { subject: '1', event: 'order.cancel' });
  await notifier.tick();
  expect(sent).toEqual(['completed']);
  expect(await notifier.explain(order, '1')).toMatchObject([
    { rule: 'completed', outcome: 'sent' },
    { rule: 'cancelled', outcome: 'not-planned', code: 'state', why: 'nothing is sent after order.completed' },
    { rule: 'reminder', outcome: 'withdrawn', why: 'nothing is sent after order.completed' },
  ]);
});

describe('bad calls throw, with a code and the nearest known name', () => {
  test.each([
    [
      'data that do not fit the schema',
      { created: { ...aBooking(), deadline: 7 } },
      'invalid-data',
      /data do not fit the schema of 'booking': deadline:/,
    ],
    [
      'an unknown event',
      { subject: aBooking(), event: 'order.cancle' },
      'unknown-event',
      /unknown event 'order.cancle'. Did you mean 'order.cancel'\?/,
    ],
    ['an unknown fact', { subject: aBooking(), fact: 'partner.asigned' }, 'unknown-fact', /Did you mean 'partner.assigned'\?/],
    [
      'the change of a field told as a fact',
      { subject: aBooking(), fact: 'tracking.changed' },
      'unknown-fact',
      /'tracking.changed' happens by itself when the field changes/,
    ],
    [
      'an unknown subject',
      { subject: 'B-404', event: 'order.cancel' },
      'unknown-subject',
      /booking 'B-404' is not known. Nothing is stored under this key, and no load.booking is given/,
    ],
    [
      'two different subjects',
      { before: aBooking({ no: 'B-2' }), after: aBooking() },
      'invalid-argument',
      /'before' is booking 'B-2' and 'after' is 'B-1'/,
    ],
    ['nothing', null, 'invalid-argument', /the change is null. Expected \{ created \}/],
    ['no form of a change', { subjct: 'B-1' }, 'invalid-argument', /Expected \{ created \}, \{ subject, event \}/],
    [
      'a zone that does not exist',
      { created: aBooking({ zone: 'Asia/Taipe' }) },
      'unknown-zone',
      /Did you mean 'Asia\/Taipei'\?/,
    ],
    [
      'a due date that is no date',
      { created: aBooking({ deadline: '2026-02-30' }) },
      'invalid-date',
      /date 'payment.deadline' is '2026-02-30'. Expected a valid Date/,
    ],
  ])('%s', async (_what, change, code, message) => {
    const { notifier } = studio();
    await expect(notifier.handleTransition(booking, change as never)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
    await expect(notifier.history(booking, 'B-1')).resolves.toEqual([]);
  });

  test('a lifecycle that the notifier has no rules for', async () => {
    const { notifier } = studio();
    await expect(notifier.history({ ...booking, name: 'boking' as never }, '1')).rejects.toMatchObject({
      code: 'unknown-lifecycle',
      message: expect.stringContaining("Did you mean 'booking'?"),
    });
  });
});

test('a text channel is handed no subject line, so that a transport can tell it from e-mail', async () => {
  const { notifier, email, sms } = studio();
  await notifier.handleTransition(booking, { created: aBooking() });
  await notifier.tick();
  expect(Object.keys(email.last ?? {})).toContain('subjectLine');
  expect(Object.keys(sms.last ?? {})).not.toContain('subjectLine');
});

test('what is due beside a signal is checked after it, against what the signal has changed', async () => {
  const rules = booking.rules({
    overdue: { due: { after: 'payment.deadline', days: 1, at: '00:00' }, while: { order: 'processing' }, signal: 'order.fail' },
    nudge: {
      due: { after: 'payment.deadline', days: 1, at: '00:00' },
      while: { order: 'processing' },
      to: 'booker',
      by: ['email'],
      template: 'note',
    },
  });
  const { notifier, lines, advanceTo } = studio({
    rules,
    signals: {
      booking: { 'order.fail': (subject: Booking) => notifier.handleTransition(booking, { subject, event: 'order.fail' }) },
    },
  });
  await notifier.handleTransition(booking, { created: aBooking() });
  await advanceTo('2026-03-06T00:00');
  expect(lines).toEqual(['03-05 00:00 signal overdue', '03-05 00:00 skipped nudge Ann email state']);
});

test('names that every object has are names like any other', async () => {
  const machine = defineMachine({ open: { close: 'closed' }, closed: {} });
  const door = defineLifecycle('door', {
    schema: z.object({ no: z.string(), state: z.enum(machine.states) }),
    key: (d) => d.no,
    timeZone: 'UTC',
    machines: { door: machine },
    states: { door: 'state' },
    fields: { constructor: (d) => d.state },
    roles: { owner: () => ({ name: 'Owner', addresses: {} }) },
  });
  const rules = door.rules({ told: { on: 'constructor.changed', to: 'owner', by: ['toString'] } });
  const notifier = createNotifier({
    rules: [rules],
    templates: [
      templatesOf({ lifecycle: 'door', defaultLocale: 'en', locales: { en: { templates: { told: { toString: 'moved' } } } } }),
    ],
    transports: { toString: { name: 'none', send: async () => ({}) } },
    store: memory(),
    clock: fakeClock('2026-03-01T00:00'),
  });
  const created = await notifier.handleTransition(door, { created: { no: '__proto__', state: 'open' } });
  expect(created.ok && created.decisions).toEqual([]);
  await notifier.handleTransition(door, { subject: '__proto__', event: 'door.close' }, { key: '__proto__' });
  await notifier.tick();
  expect(await notifier.history(door, '__proto__')).toMatchObject([{ status: 'skipped', code: 'no-address' }]);
});

test('a listener that throws keeps nobody else from being told, and delivery goes on', async () => {
  const { notifier, email } = studio();
  const surfaced: unknown[] = [];
  const [uncaught] = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.once('uncaughtException', (error) => surfaced.push(error));
  const heard: string[] = [];
  const hear = ({ job }: { readonly job: { readonly rule: string } }) => heard.push(job.rule);
  notifier.once('sent', () => {
    throw new Error('a bug of the host');
  });
  notifier.on('sent', hear);
  await notifier.handleTransition(booking, { created: aBooking() });
  await notifier.tick();
  await new Promise((resolve) => setImmediate(resolve));
  if (uncaught !== undefined) process.on('uncaughtException', uncaught);
  expect(heard).toEqual(['order-placed', 'order-placed']);
  expect(email.messages).toHaveLength(1);
  expect(surfaced).toEqual([new Error('a bug of the host')]);
  notifier.off('sent', hear);
  await notifier.send(booking, 'B-1', { template: 'note', to: 'booker', by: ['email'] });
  await notifier.tick();
  expect(heard).toHaveLength(2);
});

describe('send', () => {
  test('sends a template to a role, or the text of a rule to its own recipients, without a change', async () => {
    const { notifier, email, sms } = studio();
    await notifier.handleTransition(booking, { created: aBooking({ paymentStatus: 'paid', orderStatus: 'failed' }) });
    await notifier.tick();
    email.clear();
    await notifier.send(booking, 'B-1', { template: 'note', to: 'booker', by: ['email'] });
    await notifier.send(booking, 'B-1', { template: 'note', to: { name: 'Owner', phone: '+886900000000' }, by: ['sms'] });
    await notifier.send(booking, 'B-1', { rule: 'order-cancelled' });
    await notifier.tick();
    expect(email.messages.map(({ rule, address, subjectLine }) => [rule, address, subjectLine])).toEqual([
      ['note', 'ann@example.com', 'note B-1'],
      ['order-cancelled', 'ann@example.com', 'order-cancelled B-1'],
    ]);
    expect(sms.last).toMatchObject({ address: '+886900000000', recipient: { name: 'Owner' } });
  });

  test('twice is two messages, and a key makes it one', async () => {
    const { notifier, email } = studio();
    const note = { template: 'note', to: 'booker', by: ['email'] } as const;
    await notifier.send(booking, aBooking(), note);
    await notifier.send(booking, aBooking(), note, { key: 'k' });
    await notifier.send(booking, aBooking(), note, { key: 'k' });
    await notifier.tick();
    expect(email.messages).toHaveLength(2);
  });

  test.each([
    [{ rule: 'order-canceled' }, 'unknown-rule', /Did you mean 'order-cancelled'\?/],
    [{ template: 'nota', to: 'booker', by: ['email'] }, 'missing-template', /no template 'nota'/],
    [{ template: 'note', to: 'boker', by: ['email'] }, 'unknown-role', /Did you mean 'booker'\?/],
    [{ template: 'note', to: 'booker', by: ['emial'] }, 'missing-transport', /Did you mean 'email'\?/],
    [{ template: 'note', to: 'booker' }, 'invalid-argument', /by which channel\?/],
    [{ rule: 'pre-visit' }, 'invalid-argument', /to whom\? Add to: a role \(booker\)/],
  ])('refuses %j with the fix', async (request, code, message) => {
    const { notifier } = studio();
    await expect(notifier.send(booking, aBooking(), request as never)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  test('the text of a rule is sent as what the rule is: by its name, category and delivery', async () => {
    const rules = booking.rules({
      offer: {
        on: 'payment.paid',
        to: 'booker',
        by: ['email'],
        template: 'note',
        category: 'promotional',
        delivery: 'at-most-once',
      },
    });
    const { notifier, email } = studio({ rules });
    email.failNext(new UnknownOutcomeError('the answer was lost'));
    await notifier.send(booking, aBooking(), { rule: 'offer' });
    await notifier.tick();
    expect(email.attempts).toMatchObject([{ rule: 'offer', category: 'promotional' }]);
    expect(await notifier.history(booking, 'B-1')).toMatchObject([{ rule: 'offer', status: 'unknown' }]);
  });
});
