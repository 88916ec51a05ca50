import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineLifecycle } from '../../src/core/lifecycle.js';
import { defineMachine } from '../../src/core/machine.js';
import { aBooking, booking, bookingSchema, order, payment } from '../builders/booking.js';
import { problemsOf } from '../builders/problems.js';

const parts = {
  schema: z.object({ no: z.string(), state: z.string(), sessions: z.array(z.object({ no: z.string() })) }),
  key: (b: { no: string }) => b.no,
  timeZone: 'Asia/Taipei',
  machines: { order },
  states: { order: 'state' },
} as const;

test('a state is read from its path and written on a copy', () => {
  const machine = booking.model.machines.get('order');
  const before = aBooking();
  const after = machine?.write(before, 'failed');
  expect(machine?.read(before)).toBe('processing');
  expect(after).toEqual({ ...before, orderStatus: 'failed' });
  expect(before.orderStatus).toBe('processing');
});

test('a state may stand deep in the data, or be read and written by functions', () => {
  const schema = z.object({ no: z.string(), order: z.object({ status: z.string(), note: z.string() }), paid: z.boolean() });
  const lifecycle = defineLifecycle('order', {
    schema,
    key: (o) => o.no,
    timeZone: 'UTC',
    machines: { order, money: defineMachine({ owed: { pay: 'settled' }, settled: {} }) },
    states: {
      order: 'order.status',
      money: { read: (o) => (o.paid ? 'settled' : 'owed'), write: (o, state) => ({ ...o, paid: state === 'settled' }) },
    },
  });
  const subject = { no: '1', order: { status: 'processing', note: 'x' }, paid: false };
  expect(lifecycle.model.machines.get('order')?.write(subject, 'failed')).toEqual({
    ...subject,
    order: { status: 'failed', note: 'x' },
  });
  expect(lifecycle.model.machines.get('money')?.read(subject)).toBe('owed');
  expect(lifecycle.model.machines.get('money')?.write(subject, 'settled')).toEqual({ ...subject, paid: true });
});

test('every mistake in a lifecycle is reported at once, with its place, what was expected and the nearest known name', () => {
  const wrong: never = {
    schema: z.object({
      no: z.string(),
      orderStatus: z.enum(['processing', 'failed']),
      item: z.string(),
      lines: z.array(z.string()),
    }),
    key: 'no',
    timeZone: 'Asia/Taipe',
    machines: { order, payment: {} },
    states: { order: 'orderStatus', ordr: 'x' },
    links: { 'order.faild': 'order.cancel', 'order.failed': 'order.cancle' },
    payloads: { 'order.cancell': z.string(), 'order.cancel': 'string' },
    facts: { assigned: z.string(), 'order.shipped': z.string(), 'tracking.changed': z.string() },
    fields: { tracking: (b: unknown) => b },
    dates: { deadline: 'tomorrow' },
    silentAfter: ['order.complete'],
    items: { line: { key: 3, dats: {} } },
    condition: {},
  } as never;
  expect(problemsOf(() => defineLifecycle('booking', wrong))).toMatchInlineSnapshot(`
    [
      "unknown-option | 'condition': unknown part 'condition'. Did you mean 'conditions'? Known: schema, key, timeZone, locale, country, site, machines, states, links, payloads, facts, fields, dates, roles, conditions, openingHours, holidays, owners, silentAfter, items.",
      "reserved-name | schema.item: templates use 'item' themselves; rename this field. Reserved: item, recipient, payload, due, rule, unsubscribeUrl.",
      "unknown-machine | states.ordr: unknown machine 'ordr'. Did you mean 'order'? Known: order, payment.",
      "invalid-value | states.order: the schema does not accept the states 'accepting', 'accepted', 'cancelled' at 'orderStatus'. Add them to the schema, or remove them from the machine.",
      "invalid-value | machines.payment: expected what defineMachine() returns, got an object.",
      "unknown-zone | timeZone: time zone 'Asia/Taipe' is not known to this runtime. Did you mean 'Asia/Taipei'? Use an IANA name such as 'Asia/Taipei' or 'UTC'.",
      "invalid-value | dates['deadline']: expected a function, got 'tomorrow'.",
      "invalid-value | key: expected a function (subject) => its identity, such as (b) => b.no, got 'no'.",
      "unknown-state | links['order.faild']: unknown state 'order.faild'. Did you mean 'order.failed'? Known: order.processing, order.accepting, order.accepted, order.failed, order.cancelled.",
      "unknown-event | links['order.failed']: unknown event 'order.cancle'. Did you mean 'order.cancel'? Known: order.acceptSome, order.acceptAll, order.fail, order.cancel, order.cancelSome.",
      "unknown-event | payloads['order.cancell']: unknown event 'order.cancell'. Did you mean 'order.cancel'? Known: order.acceptSome, order.acceptAll, order.fail, order.cancel, order.cancelSome.",
      "invalid-value | payloads['order.cancel']: expected a zod schema, got 'string'.",
      "invalid-value | facts['assigned']: a fact is named 'thing.happened', such as 'partner.assigned'.",
      "duplicate-name | facts['order.shipped']: 'order' is a machine, so 'order.shipped' would read as a state of it. Choose another name.",
      "duplicate-name | facts['tracking.changed']: the field 'tracking' gives this fact already.",
      "unknown-state | silentAfter: unknown state 'order.complete'. Known: order.processing, order.accepting, order.accepted, order.failed, order.cancelled.",
      "unknown-option | items.line.dats: unknown part 'dats'. Did you mean 'dates'? Known: of, key, dates, roles, conditions.",
      "invalid-value | items.line.key: expected a function (item) => its identity within the subject, got number 3.",
      "unknown-items | items.line: unknown array of the subject 'line'. Did you mean 'lines'? Known: lines. Or say where the items are with 'of'.",
    ]
  `);
});

test('links that set each other off for ever are refused', () => {
  const machines = {
    a: defineMachine({ on: { off: 'off' }, off: { on: 'on' } }),
    b: defineMachine({ on: { off: 'off' }, off: { on: 'on' } }),
  };
  const definition = {
    ...parts,
    schema: z.object({ no: z.string(), a: z.string(), b: z.string() }),
    machines,
    states: { a: 'a', b: 'b' },
  } as const;
  expect(problemsOf(() => defineLifecycle('lamp', { ...definition, links: { 'a.on': 'b.on', 'b.on': 'a.on' } }))).toEqual([
    'link-cycle | links: these set each other off for ever: a.on -> b.on -> a.on. Remove one of them.',
  ]);
  expect(defineLifecycle('lamp', { ...definition, links: { 'a.on': 'b.on' } }).name).toBe('lamp');
});

test('a linked event whose payload is required is refused, because a link carries none', () => {
  const definition = {
    schema: bookingSchema,
    key: () => '1',
    timeZone: 'UTC',
    machines: { order, payment },
    states: { order: 'orderStatus', payment: 'paymentStatus' },
  } as const;
  const problems = problemsOf(() =>
    defineLifecycle('booking', {
      ...definition,
      links: { 'payment.refunded': 'order.cancel' },
      payloads: { 'order.cancel': z.object({ reason: z.string() }) },
    }),
  );
  expect(problems).toEqual([
    "invalid-value | links['payment.refunded']: a linked event carries no payload, but 'order.cancel' requires one. Make its schema .optional().",
  ]);
});

test('a collection that is no array of the subject says where its items are', () => {
  expect(problemsOf(() => defineLifecycle('booking', { ...parts, items: { session: { key: () => '1' } } }))).toEqual([
    "unknown-items | items.session: unknown array of the subject 'session'. Did you mean 'sessions'? Known: sessions. Or say where the items are with 'of'.",
  ]);
  const lifecycle = defineLifecycle('booking', {
    ...parts,
    items: {
      slots: { of: (b: z.output<typeof parts.schema>) => b.sessions.map(({ no }) => ({ id: no })), key: (slot) => slot.id },
    },
  });
  expect(lifecycle.model.items.get('slots')?.of({ sessions: [{ no: 'a' }] })).toEqual([{ id: 'a' }]);
});
