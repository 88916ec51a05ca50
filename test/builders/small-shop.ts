/**
 * A small shop with a little of everything: windows, limits, fallback channels, opening hours, items, links, signals, a state that
 * silences, and a text that may be empty. Also a config module for `orderbell`.
 */
import { z } from 'zod';
import { defineLifecycle, type Lifecycle } from '../../src/core/lifecycle.js';
import { defineMachine } from '../../src/core/machine.js';
import type { Shape } from '../../src/core/shape.js';
import { defineTemplates } from '../../src/templates/define-templates.js';
import type { LocaleTemplates } from '../../src/templates/template-set.js';

const instant = z.union([z.date(), z.iso.datetime({ offset: true }).transform((text) => new Date(text))]);
const contact = z.object({
  id: z.string().optional(),
  name: z.string(),
  email: z.string().optional(),
  phone: z.string().optional(),
});

const orderSchema = z.object({
  no: z.string(),
  zone: z.string(),
  orderStatus: z.enum(['placed', 'accepted', 'shipped', 'delivered', 'rejected', 'cancelled']),
  paymentStatus: z.enum(['unpaid', 'paid', 'refunded']),
  placedAt: instant,
  slot: instant.nullable(),
  tracking: z.string().nullable(),
  smsOn: z.boolean(),
  customer: contact.nullable(),
  courier: contact.nullable(),
  parcels: z.array(z.object({ no: z.string(), readyAt: instant.nullable(), fragile: z.boolean() })),
});

export type Order = z.output<typeof orderSchema>;

export const order = defineLifecycle('order', {
  schema: orderSchema,
  key: (o) => o.no,
  timeZone: (o) => o.zone,
  machines: {
    order: defineMachine(
      {
        placed: { accept: 'accepted', reject: 'rejected', cancel: 'cancelled' },
        accepted: { ship: 'shipped', cancel: 'cancelled' },
        shipped: { ship: 'shipped', deliver: 'delivered', turnBack: 'accepted' },
        delivered: { turnBack: 'accepted' },
        rejected: {},
        cancelled: {},
      },
      { groups: { open: ['placed', 'accepted', 'shipped'] } },
    ),
    payment: defineMachine(
      { unpaid: { pay: 'paid' }, paid: { refund: 'refunded', bounce: 'unpaid' }, refunded: {} },
      { once: ['paid'], actors: { refund: ['owner'] } },
    ),
  },
  states: { order: 'orderStatus', payment: 'paymentStatus' },
  links: { 'payment.refunded': 'order.cancel' },
  payloads: { 'order.reject': z.object({ reason: z.string() }) },
  facts: { 'courier.called': z.object({ parcel: z.string() }) },
  fields: { tracking: (o) => o.tracking },
  dates: { 'order.time': (o) => o.placedAt, 'delivery.slot': (o) => o.slot },
  roles: { customer: (o) => o.customer, courier: (o) => o.courier },
  conditions: { 'nobody waits': (o) => o.customer === null },
  openingHours: () => ({
    mon: [{ from: '09:00', to: '18:00' }],
    wed: [{ from: '09:00', to: '18:00' }],
    sun: [{ from: '22:00', to: '02:00' }],
  }),
  // The fifth of each month.
  holidays: (day) => day.endsWith('-05'),
  owners: { carrier: (o) => o.orderStatus === 'shipped', shop: () => true },
  silentAfter: ['order.delivered'],
  items: {
    parcels: {
      key: (p) => p.no,
      dates: { 'parcel.ready': (p) => p.readyAt },
      conditions: { fragile: (p) => p.fragile, 'parcel of the payload': (p, _o, { payload }) => p.no === payload?.parcel },
    },
  },
});

const owner = { id: 'owner', name: 'Olga', email: 'olga@example.com', phone: '+15550100' };

export const rules = order.rules({
  received: { on: 'order.placed', to: ['customer', owner], by: ['email', 'sms'], during: 'open' },
  'received-at-night': { on: 'order.placed', to: 'customer', by: ['email'], during: 'closed' },
  'accept-reminder': {
    due: { after: 'order.time', hours: 3 },
    while: { order: 'placed' },
    late: 'skip',
    to: owner,
    by: { firstOf: ['sms', 'email'] },
  },
  'accept-overdue': {
    due: { after: 'order.time', days: 3, at: '09:00' },
    while: { order: 'placed', payment: { not: 'refunded' } },
    late: 'send',
    signal: 'order.cancel',
  },
  'stock-check': { due: { after: 'order.time', minutes: 90 }, signal: 'stock' },
  shipped: { on: 'order.shipped', from: '*', to: ['customer', 'courier'], by: { firstOf: ['sms', 'email'] } },
  tracking: { on: 'tracking.changed', to: 'customer', by: ['sms', 'email'], expires: { hours: 2 } },
  'slot-soon': { due: { before: 'delivery.slot', days: 1, at: '18:30' }, while: { order: 'open' }, to: 'customer', by: ['sms'] },
  'hour-before': {
    due: { before: 'delivery.slot', minutes: 60 },
    while: { order: 'shipped' },
    late: 'skip',
    to: ['customer', 'courier'],
    by: ['sms'],
  },
  'how-was-it': { due: { on: 'delivery.slot', at: '20:00' }, unless: 'nobody waits', to: 'customer', by: ['email'] },
  ended: { on: ['order.cancelled', 'order.rejected'], from: { not: 'shipped' }, to: ['customer', owner], by: ['email'] },
  'parcel-ready': {
    each: 'parcels',
    due: { before: 'parcel.ready', hours: 2 },
    while: { order: ['accepted', 'shipped'] },
    unless: 'fragile',
    to: 'courier',
    by: ['sms', 'email'],
  },
  'courier-called': { each: 'parcels', on: 'courier.called', if: 'parcel of the payload', to: 'customer', by: ['sms'] },
  paused: { on: 'payment.paid', to: 'customer', by: ['email'], active: false },
});

const plain = (name: string) => ({ email: { subject: name, text: name }, sms: name });

/** Texts that say nothing but the name of their rule: quick to check and to render. */
export function plainTexts<S extends Shape>(
  lifecycle: Lifecycle<S>,
  names: readonly string[],
  others: LocaleTemplates['templates'] = {},
) {
  const texts = Object.fromEntries(names.map((name) => [name, plain(name)]));
  return defineTemplates(lifecycle, { defaultLocale: 'en', locales: { en: { templates: { ...texts, ...others } } } });
}

export const templates = plainTexts(order, Object.keys(rules.rows), {
  // Nothing to say where there is no number: the message is dropped.
  tracking: {
    email: { subject: 'Tracking', text: 'Your parcel {{tracking}}' },
    sms: '{{#if tracking}}Parcel {{tracking}}{{/if}}',
  },
  shipped: { email: { subject: 'Shipped', text: 'On its way' }, sms: '{{#if tracking}}On its way: {{tracking}}{{/if}}' },
});

/** Whether a message of this shop renders to nothing. */
export function isEmpty(job: { readonly rule: string }, channel: string, subject: unknown): boolean {
  // Every subject of this shop is an order.
  const { tracking } = subject as Order;
  return channel === 'sms' && !tracking && (job.rule === 'tracking' || job.rule === 'shipped');
}

export const enabled = { sms: (o: Order) => o.smsOn };
export const windows = { sms: { from: '09:00', to: '21:00' } };
export const limits = { sms: { max: 2, per: { days: 2 } } };
