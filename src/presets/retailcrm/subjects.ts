/**
 * The subject of the retailcrm preset: an order, in the words of retailCRM.
 *
 * In code instants are `Date`s, in files ISO texts with an offset. The schema accepts its own output. Fields that are not listed here
 * are dropped, the manager's comment among them: it is not for customers.
 * @module
 */
import { z } from 'zod';
import { isWallTime } from '../../core/calendar.js';
import { countryCode, currencyCode } from '../shared/contact.js';
import { day, instant } from '../shared/instants.js';

/** When a shop works, every day: `HH:mm`. Hours that end before they begin run past midnight. */
export interface Hours {
  readonly from: string;
  readonly to: string;
}

const identity = z.string().min(1);
const wallTime = z.string().refine(isWallTime, `Expected a local time such as '09:00'.`);
const named = z.object({ code: identity, name: z.string().optional() });

const customer = z.object({
  id: z.string().optional(),
  name: z.string().max(100),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
  locale: z.string().optional(),
});

/** A shop of the account. */
const siteSchema = (hours: Hours) =>
  z.object({
    code: identity,
    name: z.string(),
    timeZone: z.string().default('Europe/Moscow'),
    /** ISO 3166-1 alpha-2, in which phone numbers are read. */
    country: countryCode('RU').default('RU'),
    url: z.string().optional(),
    email: z.string().optional(),
    phone: z.string().optional(),
    /** Every day: outside of it a new order is told that the call comes later. */
    opensAt: wallTime.default(hours.from),
    closesAt: wallTime.default(hours.to),
    /** Closes the shop's mails, instead of 'Yours, the shop'. */
    signature: z.string().optional(),
  });

const item = z.object({ name: z.string(), quantity: z.number().positive().default(1), price: z.number().min(0).optional() });

/** An order whose status is one of these, of a site that works at these hours where it names none. */
export function orderSchema(statuses: readonly string[], hours: Hours) {
  return z.object({
    number: identity,
    createdAt: instant,
    site: siteSchema(hours),
    locale: z.string().default('ru'),
    status: z.string().refine((code) => statuses.includes(code), {
      error: (issue) => `there is no status '${String(issue.input)}'. Known: ${statuses.join(', ')}.`,
    }),
    customer,
    customerComment: z.string().nullish(),
    orderMethod: named.nullish(),
    items: z.array(item).default([]),
    totalSumm: z.number().min(0),
    /** ISO 4217. */
    currency: currencyCode('RUB').default('RUB'),
    payment: z.object({
      /** Whether it is paid before it is sent, or when it is handed over. */
      when: z.enum(['ahead', 'on-delivery']).default('on-delivery'),
      status: z.enum(['not-paid', 'paid']).default('not-paid'),
      url: z.string().optional(),
    }),
    deliveryType: named.nullish(),
    /** The day of delivery. */
    deliveryDate: day.nullish(),
    deliveryTime: z.object({ from: wallTime.optional(), to: wallTime.optional() }).nullish(),
    trackNumber: z.string().nullish(),
    courier: z.object({ name: z.string(), phone: z.string().optional() }).nullish(),
    pickupPoint: z.object({ address: z.string(), workTime: z.string().optional(), storedUntil: day.optional() }).nullish(),
    postOffice: z.object({ index: z.string(), address: z.string().optional() }).nullish(),
  });
}

/** An order as roles, conditions and templates see it. */
export type Order = z.output<ReturnType<typeof orderSchema>>;
/** An order as the host hands it over: instants may be ISO texts, defaults may be left out. */
export type OrderInput = z.input<ReturnType<typeof orderSchema>>;
