/** What the compiler promises about machines and lifecycles. Checked by `tsc`. */
import { expectTypeOf } from 'vitest';
import { z } from 'zod';
import { defineLifecycle } from '../../src/core/lifecycle.js';
import { defineMachine } from '../../src/core/machine.js';
import { order, payment } from '../builders/booking.js';

expectTypeOf(order.initial).toEqualTypeOf<'processing' | 'accepting' | 'accepted' | 'failed' | 'cancelled'>();

// @ts-expect-error no such state to go to
defineMachine({ open: { close: 'closd' }, closed: {} });
// @ts-expect-error no such state for a group
defineMachine({ open: { close: 'closed' }, closed: {} }, { groups: { any: ['open', 'closd'] } });
// @ts-expect-error no such event to restrict
defineMachine({ open: { close: 'closed' }, closed: {} }, { actors: { clos: ['shop'] } });
// @ts-expect-error no such state to enter once
defineMachine({ open: { close: 'closed' }, closed: {} }, { once: ['closd'] });

const schema = z.object({
  no: z.string(),
  order: z.enum(order.states),
  payment: z.enum(payment.states),
  at: z.date(),
  lines: z.array(z.object({ sku: z.string() })),
});
const parts = { schema, key: (o: z.output<typeof schema>) => o.no, timeZone: 'UTC', machines: { order, payment } } as const;
const states = { order: 'order', payment: 'payment' } as const;

defineLifecycle('order', {
  ...parts,
  states,
  links: { 'payment.refunded': ['order.cancel'] },
  dates: { placed: (o) => o.at },
  silentAfter: ['order.failed'],
  facts: { 'line.packed': z.object({ sku: z.string() }), 'note.added': z.object({ text: z.string() }) },
  items: {
    lines: {
      key: (line) => line.sku,
      conditions: { packed: (line, o, { payload }) => line.sku === payload?.sku && o.no !== payload.text },
    },
  },
});
defineLifecycle('order', {
  ...parts,
  states,
  items: {
    parcels: {
      of: (o: z.output<typeof schema>) => [{ id: o.no }],
      key: (parcel) => parcel.id,
      dates: { sent: (_parcel, o) => o.at },
    },
  },
});

// @ts-expect-error every machine needs its state
defineLifecycle('order', { ...parts, states: { order: 'order' } });
// @ts-expect-error the subject has no such field
defineLifecycle('order', { ...parts, states: { order: 'ordr', payment: 'payment' } });
// @ts-expect-error no such state to link
defineLifecycle('order', { ...parts, states, links: { 'payment.refundd': 'order.cancel' } });
// @ts-expect-error no such event to apply
defineLifecycle('order', { ...parts, states, links: { 'payment.refunded': 'order.cancle' } });
// @ts-expect-error no such event to carry a payload
defineLifecycle('order', { ...parts, states, payloads: { 'order.cancle': z.string() } });
// @ts-expect-error no such state to be silent after
defineLifecycle('order', { ...parts, states, silentAfter: ['order.faild'] });
// @ts-expect-error the subject has no such field
defineLifecycle('order', { ...parts, states, dates: { placed: (o) => o.placedAt } });
// @ts-expect-error a date is an instant, a day or nothing
defineLifecycle('order', { ...parts, states, dates: { placed: () => 7 } });
// @ts-expect-error a condition holds or not
defineLifecycle('order', { ...parts, states, conditions: { late: () => 'yes' } });
// @ts-expect-error a role is a contact
defineLifecycle('order', { ...parts, states, roles: { buyer: () => 'Ann' } });
// @ts-expect-error the item has no such field
defineLifecycle('order', { ...parts, states, items: { lines: { key: (line) => line.id } } });

const open = { new: { cancel: 'cancelled' }, cancelled: {} } as const;
defineMachine(open, {
  groups: { own: [], old: (state) => state.endsWith('-old') },
  unknown: { group: 'own' },
  fromUnknown: { cancel: 'new' },
});
// @ts-expect-error unknown states count as a group that there is
defineMachine(open, { groups: { own: [] }, unknown: { group: 'onw' } });
// @ts-expect-error there is no such way to treat them
defineMachine(open, { unknown: 'skip' });
// @ts-expect-error an event leads to a state of the machine
defineMachine(open, { unknown: 'ignore', fromUnknown: { cancel: 'gone' } });
