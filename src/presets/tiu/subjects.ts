/**
 * The subject of the tiu preset: an order of a shop on tiu.ru, as its cabinet shows it (domain 6).
 *
 * In code instants are `Date`s, in files ISO texts with an offset. The schema accepts its own output. Fields that are not listed here
 * are dropped.
 * @module
 */
import { z } from 'zod';
import { contact, countryCode, currencyCode, identity } from '../shared/contact.js';
import { instant } from '../shared/instants.js';

/** The statuses that every cabinet has: Новый, Черновик, Принят, Выполнен, Отменён (6.1). */
const standardStatuses = ['new', 'draft', 'accepted', 'completed', 'cancelled'] as const;

/** Не оплачен, Оплаченный (marked by hand), Оплачен онлайн (by the gateway alone), and money that went back (6.5). */
const paymentStatuses = ['unpaid', 'paid', 'paidOnline', 'refunded'] as const;

/** Мои статусы: statuses that the shop has added at run time, by the names that it gave them (6.1). */
const ownStatuses = z
  .array(
    z.object({
      name: identity,
      /** What a buyer is told when their order gets it: that it is accepted, unless the shop has marked it otherwise. */
      tells: z.enum(['accepted', 'nothing']).default('accepted'),
    }),
  )
  .superRefine((list, context) => {
    const seen = new Set<string>(standardStatuses);
    list.forEach(({ name }, index) => {
      const message = `there is a status '${name}' already. Give each of the shop's own another name.`;
      if (seen.has(name)) context.addIssue({ code: 'custom', path: [index, 'name'], message });
      seen.add(name);
    });
  });

const shop = z.object({
  id: z.string().optional(),
  name: z.string(),
  timeZone: z.string(),
  /** ISO 3166-1 alpha-2, in which phone numbers are read. */
  country: countryCode('RU').default('RU'),
  url: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
  /** Whether the shop has the service of SMS (6.7). */
  smsEnabled: z.boolean().default(true),
  statuses: ownStatuses.default([]),
  /** Whom new orders and reminders go to; without one, the shop's own addresses (6.7). */
  owner: contact.optional(),
  /** Who is told when the owner has let an order lie for three days (6.7). */
  supervisor: contact.optional(),
  /** Others who work in the cabinet, and are told of notes (6.8). */
  staff: z.array(contact).default([]),
});

const item = z.object({
  name: z.string(),
  quantity: z.number().positive(),
  /** шт., м, кг. */
  unit: z.string().optional(),
  /** For one, in the currency of the order. */
  price: z.number().min(0).optional(),
});

/** What was done with an order, and what the shop's people wrote about it: история обработки заказа (6.8). */
const entry = z.object({
  at: instant,
  /** The status that the order got; none where the entry is only a note. */
  status: z.string().optional(),
  /** Who did it. Buyers never see this. */
  by: z.string().optional(),
  /** Примечание о заказе. Buyers never see this. */
  note: z.string().optional(),
});

/** An order. */
export const orderSchema = z.object({
  no: identity,
  /** When it came in: the three days are counted from here. */
  placedAt: instant,
  /** A buyer placed it, or the shop wrote it down for one, after a call for instance. */
  placedBy: z.enum(['buyer', 'shop']).default('buyer'),
  shop,
  locale: z.string().default('ru'),
  /** One of {@link standardStatuses}, or one of the shop's own. */
  orderStatus: identity,
  paymentStatus: z.enum(paymentStatuses).default('unpaid'),
  /** Its e-mail may be missing: nothing is e-mailed then (6.2). */
  buyer: contact.extend({ name: identity }),
  items: z.array(item),
  delivery: z.object({ method: z.string(), address: z.string().optional(), price: z.number().min(0).optional() }).optional(),
  payment: z.object({ method: z.string() }).optional(),
  /** In money, or in per cent of the whole order. */
  discount: z
    .union([z.object({ amount: z.number().positive() }), z.object({ percent: z.number().positive().max(100) })])
    .optional(),
  /** What is to be paid, discount and delivery included. */
  total: z.number().min(0),
  /** ISO 4217. */
  currency: currencyCode('RUB').default('RUB'),
  /** For orders that were cancelled without the event `order.cancel`, which carries its reason itself (6.3). */
  cancelReason: z.string().optional(),
  /** Where the buyer sees the order. */
  orderUrl: z.string().optional(),
  /** Where the shop works on it, in the cabinet. Buyers never see this. */
  manageUrl: z.string().optional(),
  history: z.array(entry).default([]),
});

/** An order as roles, conditions and templates see it. */
export type Order = z.output<typeof orderSchema>;
/** An order as the host hands it over: instants may be ISO texts, defaults may be left out. */
export type OrderInput = z.input<typeof orderSchema>;
