/**
 * The order of the tiu preset: its statuses, the shop's own included, its payment, and the notices about it.
 * @module
 */
import { z } from 'zod';
import { addDays, dayOf, instantOf, wallTimeOf } from '../../core/calendar.js';
import { defineLifecycle } from '../../core/lifecycle.js';
import { defineMachine } from '../../core/machine.js';
import type { Settings } from './settings.js';
import { type Order, orderSchema } from './subjects.js';

/**
 * Новый, Черновик, Принят, Выполнен, Отменён, and the shop's own (6.1), which the shop gives and takes by hand. A completed order may be
 * accepted again or cancelled (6.4).
 */
const order = defineMachine(
  {
    new: { accept: 'accepted', cancel: 'cancelled' },
    draft: { place: 'new', cancel: 'cancelled' },
    accepted: { complete: 'completed', cancel: 'cancelled' },
    completed: { accept: 'accepted', cancel: 'cancelled' },
    cancelled: { accept: 'accepted', complete: 'completed' },
  },
  {
    starts: ['draft'],
    unknown: { group: 'own' },
    fromUnknown: { accept: 'accepted', complete: 'completed', cancel: 'cancelled' },
    groups: { own: [], inWork: (status, subject) => status === 'accepted' || saysAccepted(status, subject) },
  },
);

/** Paid online, by the gateway alone and once, and paid as the shop has marked it by hand, are two states (6.5). */
const payment = defineMachine(
  {
    unpaid: { payOnline: 'paidOnline', markPaid: 'paid' },
    paid: { unmark: 'unpaid', refund: 'refunded' },
    paidOnline: { unmark: 'unpaid', refund: 'refunded' },
    refunded: { markPaid: 'paid' },
  },
  { actors: { payOnline: ['gateway'] }, once: ['paidOnline'] },
);

const text = z.string().trim().min(1);

/** The lifecycle of an order. */
export function orderLifecycle(settings: Settings) {
  return defineLifecycle('order', {
    schema: orderSchema,
    key: (o) => o.no,
    site: (o) => o.shop.id ?? o.shop.name,
    timeZone: (o) => o.shop.timeZone,
    locale: (o) => o.locale,
    country: (o) => o.shop.country,
    machines: { order, payment },
    states: { order: 'orderStatus', payment: 'paymentStatus' },
    payloads: { 'order.cancel': z.object({ reason: text, note: z.string().optional() }) },
    facts: {
      'message.written': z.object({ text, subject: z.string().optional() }),
      'note.added': z.object({ note: text, by: z.string().optional() }),
    },
    dates: { 'acceptance.deadline': (o) => acceptanceDeadline(o, settings) },
    roles: {
      buyer: (o) => o.buyer,
      owner: ({ shop }) => shop.owner ?? { name: shop.name, email: shop.email, phone: shop.phone },
      supervisor: (o) => o.shop.supervisor,
      staff: (o) => o.shop.staff,
    },
    conditions: {
      'written down by the shop': (o) => o.placedBy === 'shop',
      'a reason is given': (o, { payload }) => reasonOf(payload) !== undefined || Boolean(o.cancelReason?.trim()),
      'has a supervisor': (o) => o.shop.supervisor !== undefined,
      'has staff': (o) => o.shop.staff.length > 0,
    },
    silentAfter: ['order.completed'],
    internal: {
      paths: ['history.note', 'history.by', 'manageUrl', 'payload.note', 'payload.by'],
      for: ['owner', 'supervisor', 'staff'],
    },
  });
}

/** Domain 6.1 to 6.8. */
export function orderRules(lifecycle: ReturnType<typeof orderLifecycle>, settings: Settings) {
  const toBuyer = settings.buyerSms
    ? ({ to: 'buyer', by: ['email', 'sms'], parts: 2, fit: 'shorten' } as const)
    : ({ to: 'buyer', by: ['email'] } as const);
  // What somebody has written is not cut where a notice would be.
  const wholeText = settings.buyerSms ? ({ parts: 5 } as const) : {};
  const comingIntoWork = settings.acceptedEachTime ? {} : ({ from: { not: 'inWork' } } as const);
  const toOwner = { to: 'owner', by: ['email', 'sms'], parts: 2, fit: 'shorten' } as const;
  return lifecycle.rules({
    // 6.2 a draft sends nothing: it becomes new when it is placed
    'order-placed': { on: 'order.new', ...toBuyer },
    // 6.7 Уведомление о совершении заказа
    'owner-new-order': { on: 'order.new', unless: 'written down by the shop', ...toOwner },
    // 6.7 принимать или отклонять в течение 3-х дней
    'acceptance-reminder': {
      due: { before: 'acceptance.deadline', days: 1, at: settings.reminderAt },
      while: { order: 'new' },
      // With a single day it would come with the order itself.
      active: settings.acceptDays > 1,
      to: 'owner',
      by: ['email'],
    },
    'acceptance-last-call': {
      due: { before: 'acceptance.deadline', hours: settings.lastCallHours },
      while: { order: 'new' },
      ...toOwner,
    },
    'acceptance-overdue': {
      due: { after: 'acceptance.deadline', minutes: 0 },
      while: { order: 'new' },
      late: 'send',
      ...toOwner,
    },
    'acceptance-escalated': {
      due: { after: 'acceptance.deadline', minutes: 0 },
      while: { order: 'new' },
      if: 'has a supervisor',
      late: 'send',
      ...toOwner,
      to: 'supervisor',
    },
    // 6.1 Принят, and the shop's own statuses that say so
    'order-accepted': { on: 'order.inWork', ...comingIntoWork, ...toBuyer },
    // 6.4 the last message
    'order-completed': { on: 'order.completed', ...toBuyer },
    // 6.3 with its reason; of a draft nobody has heard (6.2)
    'order-cancelled': { on: 'order.cancelled', from: { not: 'draft' }, if: 'a reason is given', ...toBuyer },
    // 6.5 Оплачен онлайн, Оплаченный
    'payment-received': { on: ['payment.paidOnline', 'payment.paid'], active: settings.paymentNotices, ...toBuyer },
    'owner-paid-online': { on: 'payment.paidOnline', active: settings.paymentNotices, to: 'owner', by: ['email'] },
    // 6.6 Написать сообщение покупателю, не изменяя статус заказа
    message: { on: 'message.written', ...toBuyer, ...wholeText },
    // 6.8 Примечание о заказе
    'note-added': { on: 'note.added', if: 'has staff', to: 'staff', by: ['email'] },
  });
}

/** The end of the days that the shop has to accept an order, at the time of day at which it came in. */
export function acceptanceDeadline(
  { placedAt, shop: { timeZone } }: Pick<Order, 'placedAt'> & { readonly shop: Pick<Order['shop'], 'timeZone'> },
  { acceptDays }: Pick<Settings, 'acceptDays'>,
): Date {
  const at = placedAt.getTime();
  return new Date(instantOf(addDays(dayOf(at, timeZone), acceptDays), wallTimeOf(at, timeZone), timeZone));
}

/** Whether a status is one of the shop's own that tells the buyer that the order is accepted. */
function saysAccepted(status: string, subject: unknown): boolean {
  // The machine belongs to orders alone, which it gets as their schema yields them.
  const { shop } = subject as Order;
  return shop.statuses.some(({ name, tells }) => name === status && tells === 'accepted');
}

/** The reason that an event carries, whose payload was checked; undefined for orders that the host has moved itself. */
function reasonOf(payload: unknown): unknown {
  return payload instanceof Object && 'reason' in payload ? payload.reason : undefined;
}
