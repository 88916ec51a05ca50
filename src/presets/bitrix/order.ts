/**
 * The order of the bitrix preset: what an order of a 1C-Bitrix shop looks like.
 *
 * Beside each field stands the name that Bitrix has for it. In code instants are `Date`s, in files ISO texts with an offset. The schema
 * accepts its own output; fields that are not listed here are dropped.
 * @module
 */
import { z } from 'zod';
import { currencyCode } from '../shared/contact.js';
import { instant } from '../shared/instants.js';

const shop = z.object({
  name: z.string(),
  url: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
});

/** A line of the basket. */
const line = z.object({
  name: z.string(),
  quantity: z.number().positive().default(1),
  /** For one, in the currency of the order. */
  price: z.number().min(0),
});

/** `PROPERTY_*`: what the order form of the shop asks for. Which there are is the shop's own affair; values are texts. */
const properties = z
  .object({
    FIO: z.string().optional(),
    PHONE: z.string().optional(),
    EMAIL: z.string().optional(),
    ADDRESS: z.string().optional(),
  })
  .catchall(z.string());

/** An order of a shop made with 1C-Bitrix. */
export const orderSchema = z.object({
  /** `ACCOUNT_NUMBER`. */
  no: z.string().min(1),
  /** `LID`: which shop of the installation it belongs to (2.3). */
  site: z.string().min(1).default('s1'),
  /** `STATUS_ID`: one of the preset's statuses, or one that was added since. */
  status: z.string().min(1),
  /** The name of the status, for one that the preset does not know. */
  statusName: z.string().optional(),
  /** `DATE_INSERT`. */
  placedAt: instant,
  /** `PRICE`: what the buyer pays in all. */
  price: z.number().min(0),
  /** `CURRENCY`, ISO 4217. */
  currency: currencyCode('RUB').default('RUB'),
  /** `PAYED`. */
  paid: z.boolean().default(false),
  /** `CANCELED`: in Bitrix a mark of the order, whatever its status. */
  cancelled: z.boolean().default(false),
  /** `REASON_CANCELED`. */
  cancelReason: z.string().optional(),
  /** `USER_DESCRIPTION`: what the buyer wrote (2.4). */
  description: z.string().optional(),
  /** `COMMENTS`: what managers wrote. Buyers never see it. */
  comments: z.string().optional(),
  /** `TRACKING_NUMBER`. */
  tracking: z.string().optional(),
  /** `DELIVERY_NAME`. */
  delivery: z.string().optional(),
  /** `PAY_SYSTEM_NAME`. */
  paySystem: z.string().optional(),
  /** `ORDER_PUBLIC_URL`: the page of the order. */
  url: z.string().optional(),
  /** `BASKET_ITEMS`. */
  basket: z.array(line).default([]),
  shop,
  properties,
  /** `USER_ID`, where the buyer is registered: the same person, whatever the address. */
  userId: z.string().optional(),
  locale: z.string().optional(),
});

/**
 * What an e-mail event, or an event of the shop's own, carries (2.7): the id of the e-mail template, the fields of the event, and the
 * e-mail that Bitrix has made of them. With `sms`, that is what the SMS says.
 */
export const eventSchema = z.object({
  /** The id of the e-mail template. */
  template: z.number().int().positive().optional(),
  fields: z.record(z.string(), z.string()).optional(),
  subject: z.string().optional(),
  text: z.string().optional(),
  html: z.string().optional(),
  sms: z.string().optional(),
});

/** An order as roles, conditions and templates see it. */
export type Order = z.output<typeof orderSchema>;
/** An order as the host hands it over: instants may be ISO texts, defaults may be left out. */
export type OrderInput = z.input<typeof orderSchema>;
/** What an event carries, as the host hands it over. */
export type EventInput = z.input<typeof eventSchema>;
