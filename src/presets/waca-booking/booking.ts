/**
 * The booking of the waca-booking preset: an order with its sessions, and the nine notices (and one signal) about it.
 * @module
 */
import { z } from 'zod';
import { addDays, dayOf, daysBetween } from '../../core/calendar.js';
import { type Contact, identityOf } from '../../core/contact.js';
import { defineLifecycle } from '../../core/lifecycle.js';
import { defineMachine } from '../../core/machine.js';
import type { Settings } from './settings.js';
import { type Booking, bookingSchema, countryOf, type Session } from './subjects.js';

/** 訂單狀態: 處理中, 受理中 (some sessions accepted), 受理完成 (all accepted), 失敗, 取消. */
const order = defineMachine(
  {
    processing: { acceptSome: 'accepting', acceptAll: 'accepted', fail: 'failed', cancel: 'cancelled' },
    accepting: { acceptSome: 'accepting', acceptAll: 'accepted', cancelSome: 'accepting', cancel: 'cancelled' },
    accepted: { cancelSome: 'accepting', cancel: 'cancelled' },
    failed: {},
    cancelled: {},
  },
  { groups: { live: ['accepting', 'accepted'] } },
);

/** 付款狀態: 未付款, 已收款, 已退款. */
const payment = defineMachine({ unpaid: { pay: 'paid' }, paid: { refund: 'refunded' }, refunded: {} });

/** The lifecycle of a booking. */
export function bookingLifecycle(settings: Settings) {
  return defineLifecycle('booking', {
    schema: bookingSchema,
    key: (b) => b.no,
    timeZone: (b) => b.shop.timeZone,
    locale: (b) => b.locale,
    country: (b) => countryOf(b.shop),
    machines: { order, payment },
    states: { order: 'orderStatus', payment: 'paymentStatus' },
    links: { 'payment.refunded': 'order.cancel' },
    payloads: { 'order.cancel': z.object({ reason: z.string().optional() }).optional() },
    facts: { 'partner.assigned': z.object({ session: z.string() }) },
    dates: {
      'payment.reminder': (b) => dayOfPayment(b, settings.reminderDay),
      'payment.deadline': (b) => dayOfPayment(b, settings.deadlineDay),
    },
    roles: { booker: (b) => b.booker, participant: participantsOfVouchers },
    conditions: {
      'pays on site': (b) => b.payment.method === 'on-site',
      'pays through a third party': (b) => ['paynow-atm', 'cvs-barcode', 'ibon', 'famiport'].includes(b.payment.method),
    },
    items: {
      sessions: {
        key: (s) => s.no,
        dates: { 'service.start': (s) => s.startsAt },
        roles: { participant: (s) => s.participant, partner: (s) => s.partner },
        conditions: {
          'session accepted': (s) => s.status === 'accepted',
          'service within a day of the order': (s, b) => daysFromOrder(s, b) <= 1,
          'session of the payload': (s, _b, { payload }) => s.no === payload?.session,
        },
      },
    },
  });
}

/** Domain 1.a1 to 1.a9, in the order of the seed. */
export function bookingRules(booking: ReturnType<typeof bookingLifecycle>, settings: Settings) {
  return booking.rules({
    // 1.a1 訂購通知
    'order-placed': { on: 'order.processing', to: 'booker', by: ['email', 'sms'] },
    // 1.a2 訂購失敗通知
    'order-failed': { on: 'order.failed', to: 'booker', by: ['email', 'sms'] },
    // 1.a3 收款成功通知
    'payment-received': { on: 'payment.paid', to: 'booker', by: ['email', 'sms'] },
    // 1.a4 繳款提醒
    'payment-reminder': {
      due: { on: 'payment.reminder', at: settings.reminderAt },
      while: { order: ['processing', 'live'], payment: 'unpaid' },
      unless: 'pays on site',
      to: 'booker',
      by: ['email', 'sms'],
    },
    // 1.a2 未於付款期限內完成付款: the host is told, and fails the order.
    'payment-overdue': {
      due: { after: 'payment.deadline', days: 1, at: '00:00' },
      while: { order: 'processing', payment: 'unpaid' },
      if: 'pays through a third party',
      late: 'send',
      signal: 'order.fail',
    },
    // 1.a5 訂購取消通知
    'order-cancelled': { on: 'order.cancelled', to: 'booker', by: ['email', 'sms'] },
    // 1.a6 預約憑證通知
    'booking-voucher': { on: 'order.live', from: 'processing', to: 'participant', by: ['email'] },
    // 1.a7 預約憑證異動通知
    'voucher-changed': { on: 'order.live', from: 'live', to: 'participant', by: ['email'] },
    // 1.a8 預約行前通知
    'pre-visit': {
      each: 'sessions',
      due: { before: 'service.start', days: settings.preVisitDays, at: settings.preVisitAt },
      while: { order: 'live' },
      if: 'session accepted',
      unless: 'service within a day of the order',
      to: 'participant',
      by: ['email', 'sms'],
      // Two parts: a long service or location is cut where the text says so.
      parts: 2,
      fit: 'shorten',
    },
    // 1.a9 服務分派通知
    'partner-assigned': {
      each: 'sessions',
      on: 'partner.assigned',
      if: 'session of the payload',
      while: { order: 'live' },
      to: 'partner',
      by: ['email'],
    },
  });
}

/** A day counted from N, the shop's calendar day on which the order was placed; null where the method has no such day. */
function dayOfPayment(booking: Booking, days: Settings['deadlineDay']): string | null {
  const count = days[booking.payment.method];
  return count === undefined ? null : addDays(dayOf(booking.placedAt.getTime(), booking.shop.timeZone), count);
}

function daysFromOrder(session: Session, booking: Booking): number {
  const zone = booking.shop.timeZone;
  return daysBetween(dayOf(booking.placedAt.getTime(), zone), dayOf(session.startsAt.getTime(), zone));
}

/** Who holds a voucher: the distinct participants of the sessions that have been accepted or cancelled, in their order. */
function participantsOfVouchers(booking: Booking): readonly Contact[] {
  const told = new Map<string, Contact>();
  for (const { status, participant } of booking.sessions) {
    const identity = identityOf(participant) ?? '';
    if (status !== 'pending' && !told.has(identity)) told.set(identity, participant);
  }
  return [...told.values()];
}
