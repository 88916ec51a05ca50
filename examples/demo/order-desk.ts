/**
 * The studio's own order code: it keeps the orders, and tells orderbell what happens to them.
 * @module
 */
import type { ChangeOptions, ChangeResult, Notifier } from 'orderbell';
import type { Booking, WacaBooking } from 'orderbell/presets/waca-booking';
import { coupons, newMember, type OrderNo, orders, people } from './studio.js';

type BookingLifecycle = WacaBooking['lifecycles']['booking'];
type BookingResult = ChangeResult<NonNullable<BookingLifecycle['shape']>>;
type OrderEvent = 'payment.pay' | 'payment.refund' | 'order.acceptAll' | 'order.acceptSome' | 'order.cancel' | 'order.fail';

/** Where the orders are kept: the database of a real shop. */
export type Orders = Map<string, Booking>;

/** What happens at the studio. */
export class OrderDesk<Tx> {
  readonly #notifier: Notifier<Tx>;
  readonly #lifecycles: WacaBooking['lifecycles'];
  readonly #orders: Orders;

  constructor(notifier: Notifier<Tx>, lifecycles: WacaBooking['lifecycles'], kept: Orders) {
    this.#notifier = notifier;
    this.#lifecycles = lifecycles;
    this.#orders = kept;
  }

  async place(no: OrderNo): Promise<void> {
    this.#save(await this.#notifier.handleTransition(this.#lifecycles.booking, { created: orders[no] }));
  }

  /** An event; a gateway that calls back gives a key, so that the same call counts once. */
  async event(no: string, event: OrderEvent, options?: ChangeOptions<Tx>): Promise<void> {
    this.#save(await this.#notifier.handleTransition(this.#lifecycles.booking, { subject: no, event }, options));
  }

  async cancel(no: OrderNo, reason: string): Promise<void> {
    const change = { subject: no, event: 'order.cancel', payload: { reason } } as const;
    this.#save(await this.#notifier.handleTransition(this.#lifecycles.booking, change));
  }

  /** Accepts the named sessions, and with them the order: in part while others are pending. */
  async accept(no: OrderNo, ...sessions: readonly string[]): Promise<void> {
    const before = this.#order(no);
    const subject = {
      ...before,
      sessions: before.sessions.map((each) => (sessions.includes(each.no) ? { ...each, status: 'accepted' as const } : each)),
    };
    const event = subject.sessions.some(({ status }) => status === 'pending') ? 'order.acceptSome' : 'order.acceptAll';
    this.#save(await this.#notifier.handleTransition(this.#lifecycles.booking, { before, subject, event }));
  }

  async move(no: OrderNo, session: string, startsAt: string): Promise<void> {
    const before = this.#order(no);
    const after = {
      ...before,
      sessions: before.sessions.map((each) => (each.no === session ? { ...each, startsAt: new Date(startsAt) } : each)),
    };
    this.#save(await this.#notifier.handleTransition(this.#lifecycles.booking, { before, after }));
  }

  async assignHana(no: OrderNo, session: string): Promise<void> {
    const before = this.#order(no);
    const subject = {
      ...before,
      sessions: before.sessions.map((each) => (each.no === session ? { ...each, partner: people.hana } : each)),
    };
    const change = { before, subject, fact: 'partner.assigned', payload: { session } } as const;
    this.#save(await this.#notifier.handleTransition(this.#lifecycles.booking, change));
  }

  async issueCoupon(code: string): Promise<void> {
    const created = coupons[code];
    if (created === undefined) throw new Error(`there is no coupon ${code}`);
    await this.#notifier.handleTransition(this.#lifecycles.coupon, { created });
  }

  async signUp(code: string): Promise<void> {
    await this.#notifier.handleTransition(this.#lifecycles.member, { created: newMember });
    const change = { subject: newMember, fact: 'phone.verification', payload: { code } } as const;
    await this.#notifier.handleTransition(this.#lifecycles.member, change);
  }

  #order(no: string): Booking {
    const order = this.#orders.get(no);
    if (order === undefined) throw new Error(`there is no order ${no}`);
    return order;
  }

  /** What is answered is the order with its new statuses; a refusal changes nothing. */
  #save(result: BookingResult): void {
    if (result.ok) this.#orders.set(result.subject.no, result.subject);
  }
}
