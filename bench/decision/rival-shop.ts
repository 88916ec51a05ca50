/**
 * What both rivals have in common: bookings and jobs in Maps, and the delivery of what is due.
 * @module
 */
import { type Contact, identityOf } from 'orderbell';
import type { Booking } from 'orderbell/presets/waca-booking';
import type { ChangeName } from './bookings.js';
import type { Render } from './texts.js';
import { dayAt, daysFrom, instantAt, plusDays } from './wall-clock.js';

/** A session of a booking. */
export type Session = Booking['sessions'][number];

/** A message on its way, or the deadline at which the order fails. */
export interface Job {
  readonly key: string;
  readonly no: string;
  readonly rule: string;
  readonly session: Session | undefined;
  readonly to: Contact | undefined;
  readonly channel: string | undefined;
  readonly dueAt: number;
  status: 'scheduled' | 'sent' | 'skipped' | 'withdrawn';
  settledAt: number | undefined;
}

/** What a transport is given. */
export interface Sent {
  readonly key: string;
  readonly rule: string;
  readonly channel: string;
  readonly address: string;
  readonly subjectLine: string | undefined;
  readonly text: string;
  readonly html: string | undefined;
}

/** Hands a message on. */
export type Send = (message: Sent) => Promise<unknown>;

/** A booking with its jobs by key. */
export interface Kept {
  booking: Booking;
  revision: number;
  readonly jobs: Map<string, Job>;
}

/** The shop's notices, told of changes and asked to deliver. */
export interface Shop {
  handle(change: ChangeName, data: unknown, key?: string): Promise<unknown> | unknown;
  deliver(): Promise<void>;
}

/** What the two rivals do in the same way. Everything happens at one instant, `now`. */
export class Notices {
  readonly bookings = new Map<string, Kept>();
  readonly #due: Job[] = [];
  readonly #now: number;
  readonly #render: Render;
  readonly #send: Send;

  constructor(now: number, render: Render, send: Send) {
    this.#now = now;
    this.#render = render;
    this.#send = send;
  }

  /** The booking as it is now, kept in place of what was known of it. */
  keep(booking: Booking): Kept {
    const known = this.bookings.get(booking.no);
    if (known === undefined) {
      const kept = { booking, revision: 1, jobs: new Map<string, Job>() };
      this.bookings.set(booking.no, kept);
      return kept;
    }
    known.booking = booking;
    known.revision += 1;
    return known;
  }

  /** To be sent at once. */
  tell(kept: Kept, rule: string, to: Contact | undefined, channels: readonly string[], session?: Session): void {
    for (const channel of channels) this.#add(kept, rule, to, channel, this.#now, `c${kept.revision}`, session);
  }

  /** 1.a4: the day before the last day of payment, at 10:00. */
  remindOfPayment(kept: Kept): void {
    const { booking } = kept;
    const days = reminderDays[booking.payment.method];
    if (days === undefined) return;
    const { timeZone } = booking.shop;
    const day = plusDays(dayAt(booking.placedAt.getTime(), timeZone), days);
    this.#schedule(kept, 'payment-reminder', booking.booker, both, day, '10:00');
  }

  /** The order fails at the end of the last day of payment, where a third party takes the money. */
  failWhenOverdue(kept: Kept): void {
    const { booking } = kept;
    const days = reminderDays[booking.payment.method];
    if (days === undefined || !isThirdParty(booking)) return;
    const day = plusDays(dayAt(booking.placedAt.getTime(), booking.shop.timeZone), days + 2);
    this.#schedule(kept, 'payment-overdue', undefined, [undefined], day, '00:00');
  }

  /** 1.a8: two days before an accepted session, unless it is on the day after the order. */
  remindOfVisit(kept: Kept, session: Session): void {
    const { placedAt, shop } = kept.booking;
    const day = dayAt(session.startsAt.getTime(), shop.timeZone);
    if (session.status !== 'accepted' || daysFrom(dayAt(placedAt.getTime(), shop.timeZone), day) <= 1) return;
    this.#schedule(kept, 'pre-visit', session.participant, both, plusDays(day, -2), '10:00', session);
  }

  /** Deadlines that no longer make sense. */
  withdraw(kept: Kept, ...rules: readonly string[]): void {
    for (const job of kept.jobs.values()) {
      if (job.status !== 'scheduled' || !rules.includes(job.rule)) continue;
      job.status = 'withdrawn';
      job.settledAt = this.#now;
    }
  }

  /** Sends what is due. Deadlines wait in their Map; none of them is due in this bench. */
  async deliver(): Promise<void> {
    for (const job of this.#due.splice(0)) {
      const message = this.#messageOf(job);
      if (message !== undefined) await this.#send(message);
      job.status = message === undefined ? 'skipped' : 'sent';
      job.settledAt = this.#now;
    }
  }

  #messageOf({ key, no, rule, to, channel, session, dueAt }: Job): Sent | undefined {
    const booking = this.bookings.get(no)?.booking;
    const address = channel === 'email' ? to?.email : to?.phone;
    if (booking === undefined || to === undefined || channel === undefined || address === undefined) return undefined;
    if (channel === 'sms' && !booking.shop.smsEnabled) return undefined;
    const { timeZone } = booking.shop;
    const due = { at: new Date(dueAt), day: dayAt(dueAt, timeZone) };
    const root = { ...booking, item: session, recipient: to, due };
    const rendered = this.#render(rule, channel, to.locale ?? booking.locale, timeZone, root);
    return { key, rule, channel, address, ...rendered };
  }

  #schedule(
    kept: Kept,
    rule: string,
    to: Contact | undefined,
    channels: readonly (string | undefined)[],
    day: string,
    time: string,
    session?: Session,
  ): void {
    const { timeZone } = kept.booking.shop;
    const dueAt = instantAt(day, time, timeZone);
    // Too late: still sent on the same day, and not at all later.
    if (dueAt < this.#now && dayAt(this.#now, timeZone) !== day) return;
    for (const channel of channels) this.#add(kept, rule, to, channel, dueAt, day, session);
  }

  #add(
    kept: Kept,
    rule: string,
    to: Contact | undefined,
    channel: string | undefined,
    dueAt: number,
    occurrence: string,
    session: Session | undefined,
  ): void {
    const { no } = kept.booking;
    const key = [no, rule, session?.no, to && identityOf(to), channel, occurrence].join('/');
    const known = kept.jobs.get(key);
    if (known !== undefined && known.status !== 'withdrawn') return;
    const job: Job = { key, no, rule, session, to, channel, dueAt, status: 'scheduled', settledAt: undefined };
    kept.jobs.set(key, job);
    if (dueAt <= this.#now) this.#due.push(job);
  }
}

/** The channels of most notices. */
export const both = ['email', 'sms'] as const;
/** The channel of vouchers. */
export const emailOnly = ['email'] as const;

const reminderDays: Readonly<Record<string, number>> = {
  'bank-transfer': 2,
  'paynow-atm': 2,
  'cvs-barcode': 3,
  ibon: 2,
  famiport: 2,
};

/** Whether a payment that does not come in time fails the order. */
export function isThirdParty({ payment }: Booking): boolean {
  return ['paynow-atm', 'cvs-barcode', 'ibon', 'famiport'].includes(payment.method);
}

/** Everybody who takes part in a session that is no longer pending, each once. */
export function voucherHolders({ sessions }: Booking): readonly Contact[] {
  const holders = new Map<string | undefined, Contact>();
  for (const { status, participant } of sessions) {
    const identity = identityOf(participant);
    if (status !== 'pending' && !holders.has(identity)) holders.set(identity, participant);
  }
  return [...holders.values()];
}
