/**
 * The subject of the ucoz preset: what an order looks like.
 *
 * In code instants are `Date`s, in files ISO texts with an offset. The schema accepts its own output. Fields that are not listed here
 * are dropped.
 * @module
 */
import { z } from 'zod';
import { contact, currencyCode, identity } from '../shared/contact.js';
import { instant } from '../shared/instants.js';
import { statuses } from './statuses.js';

const currency = currencyCode('RUB');

const shop = z.object({
  id: z.string().optional(),
  /** `$SHOP_NAME$`. */
  name: z.string(),
  timeZone: z.string().default('Europe/Moscow'),
  url: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
});

const delivery = z.object({
  /** `$DELIVERY$`: what the way of delivery is called. */
  name: z.string(),
  /** In the currency of the order. */
  price: z.number().min(0).optional(),
  /** Whether the buyer comes for the order: it is then never being shipped. */
  pickup: z.boolean().default(false),
});

const payment = z.object({
  /** `$PAYMENT$`: what the way of payment is called. */
  name: z.string(),
  /** `$ORDER_TOPAY_CURR$`: the amount due in this way of payment, which may have a currency of its own. */
  due: z.number().min(0),
  currency: currency.optional(),
  /** Whether the order is paid when it is handed over: it then does not wait for a payment first. */
  onDelivery: z.boolean().default(false),
});

/** An order of a uCoz shop. */
export const orderSchema = z.object({
  /** `$ORDER_CODE$`. */
  no: identity,
  /** `$ADD_DATE$ $ADD_TIME$`. */
  placedAt: instant,
  shop,
  locale: z.string().default('ru'),
  /** `$NEW_STATUS$`. */
  status: z.enum(statuses),
  /** The statuses it has had, in any order; without them, all stages before the present one are shown as passed. */
  statuses: z.array(z.enum(statuses)).optional(),
  cancelReason: z.string().optional(),
  /** The page of the order. */
  url: z.string().optional(),
  currency: currency.default('RUB'),
  /** `$ORDER_TOTAL$`. */
  total: z.number().min(0),
  /** `$ORDER_DISCOUNT$`: what the discount takes off. */
  discount: z.number().min(0).optional(),
  delivery: delivery.optional(),
  payment,
  buyer: contact,
});

/** An order as roles, conditions and templates see it. */
export type Order = z.output<typeof orderSchema>;
/** An order as the host hands it over: instants may be ISO texts, defaults may be left out. */
export type OrderInput = z.input<typeof orderSchema>;
