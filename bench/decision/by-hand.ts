/**
 * The same decisions written by hand: a switch, template functions that are compiled once, and Maps.
 * @module
 */
import type { Booking } from 'orderbell/presets/waca-booking';
import type { ChangeName } from './bookings.js';
import { both, emailOnly, type Kept, Notices, type Send, type Shop, voucherHolders } from './rival-shop.js';
import type { Render } from './texts.js';

/** Everything that can happen to a booking. */
export type Event = ChangeName | 'payment.refund' | 'order.acceptSome' | 'order.cancelSome' | 'order.cancel' | 'order.fail';

type Answer = { readonly ok: true; readonly booking: Booking } | { readonly ok: false };

/** The notices of a booking shop, as a competent developer writes them into the order code. `parse` is that of the schema. */
export class ByHand implements Shop {
  readonly #notices: Notices;
  readonly #parse: (data: unknown) => Booking;
  readonly #answers = new Map<string, Answer>();

  constructor(now: number, parse: (data: unknown) => Booking, render: Render, send: Send) {
    this.#notices = new Notices(now, render, send);
    this.#parse = parse;
  }

  /** A change that comes again with the same key gets the first answer and does nothing. */
  handle(event: Event, data: unknown, key?: string): Answer {
    const earlier = key === undefined ? undefined : this.#answers.get(key);
    if (earlier !== undefined) return earlier;
    const booking = this.#parse(data);
    const answer: Answer = this.#apply(event, booking) ? { ok: true, booking } : { ok: false };
    if (key !== undefined && answer.ok) this.#answers.set(key, answer);
    return answer;
  }

  deliver(): Promise<void> {
    return this.#notices.deliver();
  }

  /** Moves the booking, which was parsed for this call alone, and plans its messages. Yields whether the event was allowed. */
  #apply(event: Event, booking: Booking): boolean {
    const { orderStatus, paymentStatus } = booking;
    const isLive = orderStatus === 'accepting' || orderStatus === 'accepted';
    switch (event) {
      case 'created':
        if (this.#notices.bookings.has(booking.no)) return false;
        return this.#created(this.#notices.keep(booking));
      case 'payment.pay':
        if (paymentStatus !== 'unpaid') return false;
        booking.paymentStatus = 'paid';
        return this.#paid(this.#notices.keep(booking));
      case 'payment.refund':
        if (paymentStatus !== 'paid') return false;
        booking.paymentStatus = 'refunded';
        if (orderStatus === 'failed' || orderStatus === 'cancelled') return true;
        booking.orderStatus = 'cancelled';
        return this.#cancelled(this.#notices.keep(booking));
      case 'order.acceptSome':
      case 'order.acceptAll':
        if (orderStatus !== 'processing' && orderStatus !== 'accepting') return false;
        booking.orderStatus = event === 'order.acceptAll' ? 'accepted' : 'accepting';
        return this.#accepted(this.#notices.keep(booking), isLive ? 'voucher-changed' : 'booking-voucher');
      case 'order.cancelSome':
        if (!isLive) return false;
        booking.orderStatus = 'accepting';
        return this.#accepted(this.#notices.keep(booking), 'voucher-changed');
      case 'order.cancel':
        if (orderStatus !== 'processing' && !isLive) return false;
        booking.orderStatus = 'cancelled';
        return this.#cancelled(this.#notices.keep(booking));
      case 'order.fail':
        if (orderStatus !== 'processing') return false;
        booking.orderStatus = 'failed';
        return this.#failed(this.#notices.keep(booking));
      default:
        return event satisfies never;
    }
  }

  #created(kept: Kept): boolean {
    this.#notices.tell(kept, 'order-placed', kept.booking.booker, both);
    this.#notices.remindOfPayment(kept);
    this.#notices.failWhenOverdue(kept);
    return true;
  }

  #paid(kept: Kept): boolean {
    this.#notices.tell(kept, 'payment-received', kept.booking.booker, both);
    this.#notices.withdraw(kept, 'payment-reminder', 'payment-overdue');
    return true;
  }

  /** Sessions may have been accepted, cancelled or moved: their deadlines are planned from scratch. */
  #accepted(kept: Kept, voucher: string): boolean {
    for (const holder of voucherHolders(kept.booking)) this.#notices.tell(kept, voucher, holder, emailOnly);
    this.#notices.withdraw(kept, 'pre-visit', 'payment-overdue');
    for (const session of kept.booking.sessions) this.#notices.remindOfVisit(kept, session);
    return true;
  }

  #cancelled(kept: Kept): boolean {
    this.#notices.tell(kept, 'order-cancelled', kept.booking.booker, both);
    this.#notices.withdraw(kept, 'payment-reminder', 'payment-overdue', 'pre-visit');
    return true;
  }

  #failed(kept: Kept): boolean {
    this.#notices.tell(kept, 'order-failed', kept.booking.booker, both);
    this.#notices.withdraw(kept, 'payment-reminder', 'payment-overdue');
    return true;
  }
}
