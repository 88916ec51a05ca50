/**
 * The subjects of the waca-booking preset: what a booking, a coupon and a member look like.
 *
 * In code instants are `Date`s, in files ISO texts with an offset; days are `YYYY-MM-DD` in the shop's zone. Every schema accepts
 * its own output. Fields that are not listed here are dropped.
 * @module
 */
import { z } from 'zod';
import { contact, countryCode, currencyCode, identity } from '../shared/contact.js';
import { day, instant } from '../shared/instants.js';

/** How an order is paid; the first word a shop manager would use, not the gateway's. */
export const paymentMethods = ['card', 'bank-transfer', 'paynow-atm', 'cvs-barcode', 'ibon', 'famiport', 'on-site'] as const;

const shop = z.object({
  id: z.string().optional(),
  name: z.string(),
  timeZone: z.string(),
  /** ISO 3166-1 alpha-2, in which phone numbers are read: Taiwan for a shop in its zone, and none for any other, unless given. */
  country: countryCode('TW').optional(),
  url: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
  /** 行前注意事項: the only part of an e-mail that is the merchant's own (1.b1); no promotional words, they get mail judged as spam. */
  preVisitNotes: z.string().optional(),
  /** The shop's own switch for SMS (1.b3). */
  smsEnabled: z.boolean().default(true),
});

const payment = z.object({
  method: z.enum(paymentMethods),
  amount: z.number().min(0),
  /** ISO 4217. */
  currency: currencyCode('TWD').default('TWD'),
  /** What the customer needs at the bank, the machine or the counter: an account, a virtual account, a payment code. */
  account: z.string().optional(),
  /** Where the customer pays, or sees the barcode. */
  payUrl: z.string().optional(),
});

const session = z.object({
  no: identity,
  service: z.string(),
  startsAt: instant,
  location: z.string().optional(),
  /** For one, in the currency of the payment. */
  price: z.number().min(0).optional(),
  quantity: z.number().positive().optional(),
  status: z.enum(['pending', 'accepted', 'cancelled']),
  /** 體驗人: may be changed while the session is pending. */
  participant: contact,
  /** 服務夥伴. */
  partner: contact.optional(),
});

const sessions = z.array(session).superRefine((list, context) => {
  const seen = new Set<string>();
  list.forEach(({ no }, index) => {
    if (seen.has(no)) context.addIssue({ code: 'custom', path: [index, 'no'], message: `two sessions have the number '${no}'.` });
    seen.add(no);
  });
});

/** An order of a booking shop, with its sessions. */
export const bookingSchema = z.object({
  no: identity,
  placedAt: instant,
  shop,
  locale: z.string().default('zh-TW'),
  orderStatus: z.enum(['processing', 'accepting', 'accepted', 'failed', 'cancelled']),
  paymentStatus: z.enum(['unpaid', 'paid', 'refunded']),
  cancelReason: z.string().optional(),
  payment,
  /** 預訂人. */
  booker: contact,
  sessions,
});

/** One member's coupon. Its code tells it from every other coupon: the same campaign gives each member a code of their own. */
export const couponSchema = z.object({
  code: identity,
  name: z.string(),
  issuedOn: day,
  /** The first day of use, where that is not the day of issue. */
  usableFrom: day.optional(),
  /** The last day of use. */
  expiresOn: day,
  shop,
  member: contact,
});

/** 會員: a registered customer. */
export const memberSchema = z.object({
  id: identity,
  name: z.string(),
  phone: z.string(),
  shop,
  locale: z.string().optional(),
});

/** Where a shop's customers write their numbers without a country code. */
export function countryOf({ country, timeZone }: z.output<typeof shop>): string | undefined {
  return country ?? (timeZone === 'Asia/Taipei' ? 'TW' : undefined);
}

/** 商家: a shop as a subject of its own. */
export const shopSchema = z.object({
  shop,
  /** Whom to tell; without one, the shop's own addresses. */
  merchant: contact.optional(),
  locale: z.string().optional(),
});

/** A booking as roles, conditions and templates see it. */
export type Booking = z.output<typeof bookingSchema>;
/** A booking as the host hands it over: instants may be ISO texts, defaults may be left out. */
export type BookingInput = z.input<typeof bookingSchema>;
/** One session of a {@link Booking}. */
export type Session = Booking['sessions'][number];
/** A coupon as templates see it. */
export type Coupon = z.output<typeof couponSchema>;
/** A coupon as the host hands it over. */
export type CouponInput = z.input<typeof couponSchema>;
/** A member as templates see it. */
export type Member = z.output<typeof memberSchema>;
/** A member as the host hands it over. */
export type MemberInput = z.input<typeof memberSchema>;
/** A shop as templates see it. */
export type Shop = z.output<typeof shopSchema>;
/** A shop as the host hands it over. */
export type ShopInput = z.input<typeof shopSchema>;
/** One of {@link paymentMethods}. */
export type PaymentMethod = (typeof paymentMethods)[number];
