/**
 * The subjects of the b2cpl preset: an order on its way from the shop to its receiver, and a return on its way back.
 *
 * In code instants are `Date`s, in files ISO texts with an offset; days are `YYYY-MM-DD` where the receiver lives. Every schema accepts
 * its own output. Fields that are not listed here are dropped.
 * @module
 */
import { z } from 'zod';
import { dayOf, isWallTime } from '../../core/calendar.js';
import { weekdayOf, weekdays } from '../../core/opening-hours.js';
import { isZone } from '../../core/zone.js';
import { contact, countryCode, currencyCode, identity } from '../shared/contact.js';
import { day, instant } from '../shared/instants.js';

const time = z.string().refine((text) => /^\d\d:\d\d$/.test(text) && isWallTime(text), "Expected a local time such as '10:00'.");

/** One stretch of a day in which the carrier comes. */
const interval = z
  .object({
    from: time,
    to: time,
    /** The days of the week on which it is offered; every day unless given. */
    days: z.array(z.enum(weekdays)).min(1).optional(),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], error: 'An interval ends after it begins.' });

/** The day and interval in which somebody comes. */
const slot = z.object({ day, from: time, to: time });

const shop = z.object({
  id: z.string().optional(),
  name: z.string(),
  url: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
  /** The shop's own switch for SMS, those of its carrier included. */
  smsEnabled: z.boolean().default(true),
});

const carrier = z.object({
  name: z.string(),
  phone: z.string().optional(),
  url: z.string().optional(),
  /**
   * What this carrier really offers at this address (5.5). A slot that is none of these is refused, so keep them with the order as they
   * were when its slot was agreed.
   */
  intervals: z.array(interval).default([]),
});

/** Пункт выдачи. */
const point = z.object({
  name: z.string().optional(),
  address: z.string(),
  hours: z.string().optional(),
});

const courier = z.object({ name: z.string(), phone: z.string().optional() });

/** How long before they come couriers call, in minutes: the call window of 5.3. */
const callAhead = z
  .object({ from: z.number().int().min(0).max(720), to: z.number().int().min(1).max(720) })
  .refine(({ from, to }) => from < to, { path: ['to'], error: `Expected the longer time, such as { from: 30, to: 60 }.` });

const delivery = z.object({
  /** To the door, or to a point where the receiver picks it up. */
  method: z.enum(['courier', 'pickup']),
  /** Whether it goes to another region: then the carrier agrees day and interval when the parcel has arrived (5.2). */
  region: z.boolean().default(false),
  address: z.string().min(1).optional(),
  /** When the courier comes; undefined while that is not agreed. */
  slot: slot.optional(),
  /** Where to pick it up, and until which day it is kept. */
  point: point.extend({ until: day.optional() }).optional(),
  /** Who brings it, known on the day. */
  courier: courier.optional(),
  callAhead: callAhead.default({ from: 30, to: 60 }),
});

/** What both subjects have. */
const common = {
  no: identity,
  /** Where the receiver lives: days, intervals and times of day are meant there. */
  timeZone: z.string().refine(isZone, { error: (issue) => `'${String(issue.input)}' is no IANA zone such as 'Europe/Moscow'.` }),
  /** ISO 3166-1 alpha-2, in which phone numbers are read: Russia, unless told otherwise. */
  country: countryCode('RU').default('RU'),
  locale: z.string().default('ru'),
  shop,
  carrier,
  /** Наименование заказа: what is in the parcel, in a few words. */
  name: z.string(),
  /** Получатель. */
  receiver: contact,
  /** The tracking page, where the receiver changes what is agreed. */
  trackUrl: z.string().optional(),
  /** ISO 4217. */
  currency: currencyCode('RUB').default('RUB'),
};

/** An order of a shop that a carrier brings. */
export const orderSchema = z
  .object({
    ...common,
    placedAt: instant,
    status: z.enum(['placed', 'handedOver', 'arrived', 'withCourier', 'atPickupPoint', 'delivered', 'sentBack', 'cancelled']),
    delivery,
    /** What is left to pay on delivery; 0 where all is paid. */
    amountDue: z.number().min(0).default(0),
    /** The day on which the parcel arrived where the receiver lives. */
    arrivedOn: day.optional(),
    cancelReason: z.string().optional(),
    /** Where a return is begun: to call a courier, or to find the nearest pickup point (5.6). */
    returnUrl: z.string().optional(),
  })
  .superRefine((order, context) => {
    const { method, slot: agreed, address, point: place } = order.delivery;
    const report = (path: readonly string[], message: string) =>
      context.addIssue({ code: 'custom', path: ['delivery', ...path], message });
    if (method === 'pickup' && place === undefined) report(['point'], 'A parcel that is picked up needs a pickup point.');
    if (method === 'courier' && agreed !== undefined && address === undefined)
      report(['address'], 'A day and an interval are agreed for an address. Give it.');
    if (agreed === undefined) return;
    const fault = slotFault(agreed, order.carrier.intervals);
    if (fault !== undefined) report(['slot'], fault);
    if (isZone(order.timeZone) && agreed.day < dayOf(order.placedAt.getTime(), order.timeZone))
      report(['slot', 'day'], `${agreed.day} is before the order was placed.`);
  });

/** Возврат: goods on their way back to the shop. */
export const returnSchema = z
  .object({
    ...common,
    /** Number of the order that the goods came with. */
    order: identity,
    status: z.enum(['requested', 'courierBooked', 'onTheWay', 'received', 'refunded', 'refused', 'cancelled']),
    /** When and where a courier collects it, once one is called. */
    collection: z.object({ slot, address: z.string().min(1), courier: courier.optional() }).optional(),
    callAhead: callAhead.default({ from: 30, to: 60 }),
    /** The nearest pickup point that takes returns. */
    point: point.optional(),
    /** Where a courier is called. */
    courierUrl: z.string().optional(),
    /** What is paid back. */
    refund: z.number().min(0).optional(),
    refusalReason: z.string().optional(),
  })
  .superRefine(({ collection, carrier: { intervals } }, context) => {
    const fault = collection && slotFault(collection.slot, intervals);
    if (fault !== undefined) context.addIssue({ code: 'custom', path: ['collection', 'slot'], message: fault });
  });

/** Why a slot is none that the carrier offers, or undefined where it is one. */
function slotFault(
  { day: on, from, to }: z.output<typeof slot>,
  intervals: readonly z.output<typeof interval>[],
): string | undefined {
  const offered = intervals.filter(({ days }) => days === undefined || days.includes(weekdayOf(on)));
  if (offered.some((one) => one.from === from && one.to === to)) return undefined;
  const known = offered.map((one) => `${one.from}-${one.to}`).join(', ') || 'none';
  return `The carrier does not come on ${on} from ${from} to ${to}. It offers that day: ${known}.`;
}

/** An order as roles, conditions and templates see it. */
export type Order = z.output<typeof orderSchema>;
/** An order as the host hands it over: instants may be ISO texts, defaults may be left out. */
export type OrderInput = z.input<typeof orderSchema>;
/** A return as roles, conditions and templates see it. */
export type Return = z.output<typeof returnSchema>;
/** A return as the host hands it over. */
export type ReturnInput = z.input<typeof returnSchema>;
