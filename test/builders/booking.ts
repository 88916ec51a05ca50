/** A small booking shop as in the README: what the tests of core and runtime tell their stories with. */
import { z } from 'zod';
import { defineLifecycle } from '../../src/core/lifecycle.js';
import { defineMachine } from '../../src/core/machine.js';

export const order = defineMachine(
  {
    processing: { acceptSome: 'accepting', acceptAll: 'accepted', fail: 'failed', cancel: 'cancelled' },
    accepting: { acceptSome: 'accepting', acceptAll: 'accepted', cancelSome: 'accepting', cancel: 'cancelled' },
    accepted: { cancelSome: 'accepting', cancel: 'cancelled' },
    failed: {},
    cancelled: {},
  },
  { groups: { live: ['accepting', 'accepted'] } },
);
export const payment = defineMachine({ unpaid: { pay: 'paid' }, paid: { refund: 'refunded' }, refunded: {} });

const contact = z.object({
  id: z.string().optional(),
  name: z.string(),
  email: z.string().optional(),
  phone: z.string().optional(),
  locale: z.string().optional(),
});

export const bookingSchema = z.object({
  no: z.string(),
  zone: z.string(),
  locale: z.string().optional(),
  orderStatus: z.enum(order.states),
  paymentStatus: z.enum(payment.states),
  method: z.enum(['card', 'transfer', 'on-site']),
  deadline: z.union([z.string(), z.date()]).nullable(),
  tracking: z.string().optional(),
  sms: z.boolean(),
  booker: contact.nullable(),
  sessions: z.array(
    z.object({
      no: z.string(),
      startsAt: z.date(),
      status: z.enum(['pending', 'accepted', 'cancelled']),
      participant: contact.nullable(),
    }),
  ),
});

export type Booking = z.output<typeof bookingSchema>;

export const booking = defineLifecycle('booking', {
  schema: bookingSchema,
  key: (b) => b.no,
  timeZone: (b) => b.zone,
  locale: (b) => b.locale,
  machines: { order, payment },
  states: { order: 'orderStatus', payment: 'paymentStatus' },
  links: { 'payment.refunded': 'order.cancel' },
  payloads: { 'order.cancel': z.object({ reason: z.string().optional() }).optional() },
  facts: { 'partner.assigned': z.object({ session: z.string() }) },
  fields: { tracking: (b) => b.tracking },
  dates: { 'payment.deadline': (b) => b.deadline },
  roles: { booker: (b) => b.booker },
  conditions: { 'pays on site': (b) => b.method === 'on-site' },
  openingHours: () => ({ mon: [{ from: '09:00', to: '18:00' }], tue: [{ from: '09:00', to: '18:00' }] }),
  items: {
    sessions: {
      key: (s) => s.no,
      dates: { 'service.start': (s) => s.startsAt },
      roles: { participant: (s) => s.participant },
      conditions: {
        'session accepted': (s) => s.status === 'accepted',
        'session of the payload': (s, _b, { payload }) => s.no === payload?.session,
      },
    },
  },
});

export const bookingRules = booking.rules({
  'order-placed': { on: 'order.processing', to: 'booker', by: ['email', 'sms'] },
  'payment-received': { on: 'payment.paid', to: 'booker', by: ['email'] },
  'payment-reminder': {
    due: { before: 'payment.deadline', days: 1, at: '10:00' },
    while: { order: ['processing', 'live'], payment: 'unpaid' },
    unless: 'pays on site',
    to: 'booker',
    by: ['email', 'sms'],
  },
  'payment-overdue': {
    due: { after: 'payment.deadline', days: 1, at: '00:00' },
    while: { order: 'processing', payment: 'unpaid' },
    late: 'send',
    signal: 'order.fail',
  },
  'order-failed': { on: 'order.failed', to: 'booker', by: ['email'] },
  'order-cancelled': { on: 'order.cancelled', to: 'booker', by: ['email'] },
  'pre-visit': {
    each: 'sessions',
    due: { before: 'service.start', days: 2, at: '10:00' },
    while: { order: 'live' },
    if: 'session accepted',
    to: 'participant',
    by: ['email', 'sms'],
  },
  'partner-assigned': {
    on: 'partner.assigned',
    each: 'sessions',
    if: 'session of the payload',
    to: 'participant',
    by: ['email'],
  },
});

/** A booking placed in Taipei, unpaid, due on 4 March 2026, with one pending session on 10 March at 14:00. */
export function aBooking(changes: Partial<Booking> = {}): Booking {
  return {
    no: 'B-1',
    zone: 'Asia/Taipei',
    orderStatus: 'processing',
    paymentStatus: 'unpaid',
    method: 'transfer',
    deadline: '2026-03-04',
    sms: true,
    booker: { name: 'Ann', email: 'ann@example.com', phone: '+886912345678' },
    sessions: [aSession()],
    ...changes,
  };
}

export function aSession(changes: Partial<Booking['sessions'][number]> = {}): Booking['sessions'][number] {
  return {
    no: 'S-1',
    startsAt: new Date('2026-03-10T14:00:00+08:00'),
    status: 'pending',
    participant: { name: 'Ben', email: 'ben@example.com', phone: '+886987654321' },
    ...changes,
  };
}
