/**
 * The properties of retailCRM's orders, and where each stands in the preset's own.
 * @module
 */
import type { Step } from './expression.js';

/** What a property holds. A dictionary entry is an object with `code` and `name`. */
export type FieldKind = 'text' | 'number' | 'instant' | 'day' | 'object' | 'list' | 'status' | 'group';

/** A property of an order, or of one of its products. */
export interface OrderField {
  /** Where it stands in the preset's order; for a product, in its item. */
  readonly path: string;
  readonly kind: FieldKind;
}

const texts = (paths: Readonly<Record<string, string>>): readonly (readonly [string, OrderField])[] =>
  Object.entries(paths).map(([name, path]) => [name, { path, kind: 'text' }]);

const entry = (name: string, path: string): readonly (readonly [string, OrderField])[] => [
  [name, { path, kind: 'object' }],
  ...texts({ [`${name}.code`]: `${path}.code`, [`${name}.name`]: `${path}.name` }),
];

/** By the path of properties from the order; getters are written as the property they get. */
export const orderFields: ReadonlyMap<string, OrderField> = new Map<string, OrderField>([
  ['status', { path: 'status', kind: 'object' }],
  ['status.code', { path: 'status', kind: 'status' }],
  ['status.groupCode', { path: 'status', kind: 'group' }],
  ['status.group.code', { path: 'status', kind: 'group' }],
  ['createdAt', { path: 'createdAt', kind: 'instant' }],
  ['deliveryDate', { path: 'deliveryDate', kind: 'day' }],
  ['totalSumm', { path: 'totalSumm', kind: 'number' }],
  ['availableOrderProducts', { path: 'items', kind: 'list' }],
  ['orderProducts', { path: 'items', kind: 'list' }],
  ['customer', { path: 'customer', kind: 'object' }],
  ['courier', { path: 'courier', kind: 'object' }],
  ...entry('site', 'site'),
  ...entry('orderMethod', 'orderMethod'),
  ...entry('deliveryType', 'deliveryType'),
  ...texts({
    number: 'number',
    customerComment: 'customerComment',
    firstName: 'customer.firstName',
    lastName: 'customer.lastName',
    email: 'customer.email',
    phone: 'customer.phone',
    'customer.name': 'customer.name',
    'customer.firstName': 'customer.firstName',
    'customer.lastName': 'customer.lastName',
    'customer.email': 'customer.email',
    'customer.phone': 'customer.phone',
    'site.url': 'site.url',
    'site.phone': 'site.phone',
    'site.email': 'site.email',
    'deliveryTime.from': 'deliveryTime.from',
    'deliveryTime.to': 'deliveryTime.to',
    trackNumber: 'trackNumber',
    'integrationDeliveryData.trackNumber': 'trackNumber',
    'integrationDeliveryData.pickuppointAddress': 'pickupPoint.address',
    'integrationDeliveryData.pickuppointSchedule': 'pickupPoint.workTime',
    'courier.name': 'courier.name',
    'courier.firstName': 'courier.name',
    'courier.phone': 'courier.phone',
  }),
]);

/** Of a product, in a loop over the products. */
export const productFields: ReadonlyMap<string, OrderField> = new Map<string, OrderField>([
  ...texts({ name: 'name', productName: 'name', 'offer.name': 'name', 'offer.product.name': 'name' }),
  ['quantity', { path: 'quantity', kind: 'number' }],
  ['price', { path: 'price', kind: 'number' }],
  ['initialPrice', { path: 'price', kind: 'number' }],
]);

/** Fields of change sets, as the lifecycle of an order calls them, and whether they are compared by their code. */
export const changeFields: ReadonlyMap<string, { readonly field: string; readonly byCode: boolean }> = new Map(
  [
    { field: 'status', byCode: true },
    { field: 'orderMethod', byCode: true },
    { field: 'deliveryType', byCode: true },
    { field: 'deliveryDate', byCode: false },
    { field: 'trackNumber', byCode: false },
    { field: 'totalSumm', byCode: false },
    { field: 'customerComment', byCode: false },
  ].map((one) => [one.field, one]),
);

/** The property that a step reads: `getCode()` reads `code`. Undefined for a method that is given something. */
export function propertyOf({ name, args }: Step): string | undefined {
  return args.length === 0 ? name.replace(/^get([A-Z])/, (_get, first: string) => first.toLowerCase()) : undefined;
}

/** `order.getSite().code` is `site.code`; undefined where a step is no property. */
export function pathOf(steps: readonly Step[]): string | undefined {
  const names = steps.map(propertyOf);
  return names.includes(undefined) ? undefined : names.join('.');
}
