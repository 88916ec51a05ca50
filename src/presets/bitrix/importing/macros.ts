/**
 * The macros of the SMS module, in Handlebars.
 * @module
 */

/** What a macro is in Handlebars. */
export interface Macro {
  /** As it is written into a text. */
  readonly shown: string;
  /** The path of its text, for conditions; undefined where it is no text. */
  readonly path?: string;
}

/** Macros by name, without the signs around them. */
export type Macros = ReadonlyMap<string, Macro>;

const text = (path: string): Macro => ({ shown: `{{${path}}}`, path });
const made = (call: string): Macro => ({ shown: `{{${call}}}` });

const ofOrder: Readonly<Record<string, Macro>> = {
  ID: text('no'),
  ORDER_ID: text('no'),
  ACCOUNT_NUMBER: text('no'),
  DATE_INSERT: made("date placedAt 'short'"),
  ORDER_DATE: made("date placedAt 'short'"),
  PRICE: made('number price'),
  PRICE_FORMAT: made('money price currency'),
  CURRENCY: text('currency'),
  STATUS_ID: text('status'),
  STATUS_NAME: made('statusTitle status statusName'),
  USER_DESCRIPTION: text('description'),
  COMMENTS: text('comments'),
  REASON_CANCELED: text('cancelReason'),
  TRACKING_NUMBER: text('tracking'),
  DELIVERY_NAME: text('delivery'),
  PAY_SYSTEM_NAME: text('paySystem'),
  ORDER_PUBLIC_URL: text('url'),
  USER_ID: text('userId'),
  SITE_ID: text('site'),
  LID: text('site'),
  SITE_NAME: text('shop.name'),
  SALE_EMAIL: text('shop.email'),
};

/** Properties that every order form has. */
export const usualProperties = ['FIO', 'PHONE', 'EMAIL', 'ADDRESS'] as const;

/** Fields that the e-mail events of orders carry. */
export const usualFields = [
  'ORDER_ID',
  'ORDER_REAL_ID',
  'ORDER_ACCOUNT_NUMBER_ENCODE',
  'ORDER_DATE',
  'ORDER_USER',
  'ORDER_LIST',
  'ORDER_STATUS',
  'ORDER_DESCRIPTION',
  'ORDER_CANCEL_DESCRIPTION',
  'ORDER_TRACKING_NUMBER',
  'ORDER_PUBLIC_URL',
  'PRICE',
  'DELIVERY_PRICE',
  'TEXT',
  'EMAIL',
  'PHONE',
  'SALE_EMAIL',
] as const;

/** The macros of an order. */
export function orderMacros(properties: readonly string[]): Macros {
  return new Map([
    ...Object.entries(ofOrder),
    ...properties.map((name) => [`PROPERTY_${name}`, text(`properties.${name}`)] as const),
  ]);
}

/** The macros of an event: its own fields, then those of the order. */
export function eventMacros(fields: readonly string[], properties: readonly string[]): Macros {
  return new Map([...orderMacros(properties), ...fields.map((name) => [name, text(`payload.fields.${name}`)] as const)]);
}
