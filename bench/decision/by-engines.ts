/**
 * The same decisions by engines: an XState machine for the states, json-rules-engine for the table.
 *
 * As fast as the two allow: the engines are made once, the facts are flat, the state is resolved rather than replayed.
 * @module
 */
import { Engine, type TopLevelCondition } from 'json-rules-engine';
import type { Booking } from 'orderbell/presets/waca-booking';
import { createMachine, stateIn, transition } from 'xstate';
import type { ChangeName } from './bookings.js';
import { both, emailOnly, isThirdParty, type Kept, Notices, type Send, type Shop, voucherHolders } from './rival-shop.js';
import type { Render } from './texts.js';

const refund = { 'payment.refund': { target: 'cancelled', guard: stateIn({ payment: 'paid' }) } };

const machine = createMachine({
  type: 'parallel',
  states: {
    order: {
      initial: 'processing',
      states: {
        processing: {
          on: {
            'order.acceptSome': 'accepting',
            'order.acceptAll': 'accepted',
            'order.fail': 'failed',
            'order.cancel': 'cancelled',
            ...refund,
          },
        },
        accepting: {
          on: {
            'order.acceptSome': 'accepting',
            'order.acceptAll': 'accepted',
            'order.cancelSome': 'accepting',
            'order.cancel': 'cancelled',
            ...refund,
          },
        },
        accepted: { on: { 'order.cancelSome': 'accepting', 'order.cancel': 'cancelled', ...refund } },
        failed: {},
        cancelled: {},
      },
    },
    payment: {
      initial: 'unpaid',
      states: { unpaid: { on: { 'payment.pay': 'paid' } }, paid: { on: { 'payment.refund': 'refunded' } }, refunded: {} },
    },
  },
});

const is = (fact: string, value: unknown) => ({ fact, operator: 'equal', value });
const isOneOf = (fact: string, value: readonly string[]) => ({ fact, operator: 'in', value });
const entered = (state: string) => ({ fact: 'entered', operator: 'contains', value: state });
const all = (...conditions: readonly object[]): TopLevelCondition => {
  // The conditions above have the three parts that the engine asks for.
  return { all: conditions } as unknown as TopLevelCondition;
};

/** Rules of a booking as a whole, in the order of the preset's table. */
const bookingTable: Readonly<Record<string, TopLevelCondition>> = {
  'order-placed': all(entered('order.processing')),
  'order-failed': all(entered('order.failed')),
  'payment-received': all(entered('payment.paid')),
  'payment-reminder': all(
    isOneOf('order', ['processing', 'accepting', 'accepted']),
    is('payment', 'unpaid'),
    is('paysOnSite', false),
  ),
  'payment-overdue': all(is('order', 'processing'), is('payment', 'unpaid'), is('paysThirdParty', true)),
  'order-cancelled': all(entered('order.cancelled')),
  'booking-voucher': all(is('enteredLive', true), is('left', 'processing')),
  'voucher-changed': all(is('enteredLive', true), isOneOf('left', ['accepting', 'accepted'])),
};

/** Rules of each session. The visit's distance from the order is judged where its day is known. */
const sessionTable: Readonly<Record<string, TopLevelCondition>> = {
  'pre-visit': all(isOneOf('order', ['accepting', 'accepted']), is('status', 'accepted')),
  'partner-assigned': all(is('fact', 'partner.assigned'), isOneOf('order', ['accepting', 'accepted']), is('isOfPayload', true)),
};

function engineFor(table: Readonly<Record<string, TopLevelCondition>>): Engine {
  const engine = new Engine();
  for (const [type, conditions] of Object.entries(table)) engine.addRule({ conditions, event: { type } });
  return engine;
}

/** The notices of a booking shop by engines. `parse` is that of the schema. */
export class ByEngines implements Shop {
  readonly #notices: Notices;
  readonly #parse: (data: unknown) => Booking;
  readonly #bookingRules = engineFor(bookingTable);
  readonly #sessionRules = engineFor(sessionTable);
  readonly #answers = new Map<string, boolean>();

  constructor(now: number, parse: (data: unknown) => Booking, render: Render, send: Send) {
    this.#notices = new Notices(now, render, send);
    this.#parse = parse;
  }

  async handle(event: ChangeName, data: unknown, key?: string): Promise<boolean> {
    const earlier = key === undefined ? undefined : this.#answers.get(key);
    if (earlier !== undefined) return earlier;
    const booking = this.#parse(data);
    const before = { order: booking.orderStatus, payment: booking.paymentStatus };
    const after = event === 'created' ? before : moved(before, event);
    if (after === undefined || (event === 'created' && this.#notices.bookings.has(booking.no))) return false;
    booking.orderStatus = after.order;
    booking.paymentStatus = after.payment;
    const kept = this.#notices.keep(booking);
    this.#plan(kept, await this.rulesFor(booking, event === 'created' ? undefined : before));
    if (key !== undefined) this.#answers.set(key, true);
    return true;
  }

  deliver(): Promise<void> {
    return this.#notices.deliver();
  }

  /** The rules that apply, of the booking and of each session in turn, after a step from these states. */
  async rulesFor(booking: Booking, before: States | undefined): Promise<readonly ReadonlySet<string>[]> {
    const [order, payment] = [booking.orderStatus, booking.paymentStatus];
    const orderMoved = before?.order !== order;
    const states = [...(orderMoved ? [`order.${order}`] : []), ...(before?.payment !== payment ? [`payment.${payment}`] : [])];
    const { events } = await this.#bookingRules.run({
      order,
      payment,
      entered: states,
      enteredLive: orderMoved && (order === 'accepting' || order === 'accepted'),
      left: orderMoved ? (before?.order ?? '') : '',
      paysOnSite: booking.payment.method === 'on-site',
      paysThirdParty: isThirdParty(booking),
    });
    const applying = [new Set(events.map(({ type }) => type))];
    for (const { status } of booking.sessions) {
      const ofSession = await this.#sessionRules.run({ order, status, fact: '', isOfPayload: false });
      applying.push(new Set(ofSession.events.map(({ type }) => type)));
    }
    return applying;
  }

  #plan(kept: Kept, [ofBooking = new Set(), ...ofSessions]: readonly ReadonlySet<string>[]): void {
    this.#notices.withdraw(kept, 'pre-visit', ...deadlines.filter((rule) => !ofBooking.has(rule)));
    for (const rule of ofBooking) this.#tell(kept, rule);
    for (const [index, session] of kept.booking.sessions.entries()) {
      for (const rule of ofSessions[index] ?? []) {
        if (rule === 'pre-visit') this.#notices.remindOfVisit(kept, session);
        else this.#notices.tell(kept, rule, session.partner, emailOnly, session);
      }
    }
  }

  #tell(kept: Kept, rule: string): void {
    if (rule === 'payment-reminder') this.#notices.remindOfPayment(kept);
    else if (rule === 'payment-overdue') this.#notices.failWhenOverdue(kept);
    else if (rule === 'booking-voucher' || rule === 'voucher-changed')
      for (const holder of voucherHolders(kept.booking)) this.#notices.tell(kept, rule, holder, emailOnly);
    else this.#notices.tell(kept, rule, kept.booking.booker, both);
  }
}

const deadlines = ['payment-reminder', 'payment-overdue'];

/** The two statuses of a booking. */
export type States = { readonly order: Booking['orderStatus']; readonly payment: Booking['paymentStatus'] };

/** Where an event leads; undefined where it is not allowed. */
export function moved(before: States, event: string): States | undefined {
  const [next] = transition(machine, machine.resolveState({ value: before }), { type: event });
  // The machine has these two regions, with the states of the schema.
  const after = next.value as unknown as States;
  return after.order === before.order && after.payment === before.payment ? undefined : after;
}
