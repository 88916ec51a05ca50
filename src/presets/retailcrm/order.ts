/**
 * The order of the retailcrm preset: its statuses, and the notices from the new order to the delivered one (domain 4).
 * @module
 */
import { defineLifecycle } from '../../core/lifecycle.js';
import { defineMachine } from '../../core/machine.js';
import type { OpeningHours } from '../../core/opening-hours.js';
import type { Shape } from '../../core/shape.js';
import { holds } from './order-condition.js';
import type { Settings } from './settings.js';
import { groupCodes, statusMachine } from './statuses.js';
import { type Order, type OrderInput, orderSchema } from './subjects.js';

const payment = defineMachine({ 'not-paid': { pay: 'paid' }, paid: { payBack: 'not-paid' } });

/** The lifecycle of an order. Its type knows the preset's own statuses and conditions; {@link OrderShape} adds those of a shop. */
export function orderLifecycle(settings: Settings) {
  const { statuses, excludedSites, excludedComments, orderMethods } = settings;
  const named = Object.entries(settings.conditions).map(([name, condition]) => [name, (o: Order) => holds(condition, o)]);
  return defineLifecycle('order', {
    schema: orderSchema(
      groupCodes.flatMap((group) => statuses[group]),
      settings.openingHours,
    ),
    key: (o) => o.number,
    timeZone: (o) => o.site.timeZone,
    locale: (o) => o.locale,
    country: (o) => o.site.country,
    site: (o) => o.site.code,
    machines: { status: statusMachine(statuses), payment },
    states: { status: 'status', payment: 'payment.status' },
    links: { 'status.prepayed': 'payment.pay' },
    fields: {
      status: (o) => o.status,
      trackNumber: (o) => o.trackNumber,
      deliveryDate: (o) => o.deliveryDate,
      deliveryType: (o) => o.deliveryType?.code,
      orderMethod: (o) => o.orderMethod?.code,
      totalSumm: (o) => o.totalSumm,
      customerComment: (o) => o.customerComment,
      /** The track number of a parcel that is on its way: false before it is, null while there is no number. */
      numberOnTheWay: (o) => isOnTheWay(o) && (o.trackNumber ?? null),
    },
    dates: { 'order.created': (o) => o.createdAt },
    roles: { customer: (o) => o.customer },
    conditions: {
      // Conditions they are; typed as none, so that the names below stay the only ones that this type knows.
      ...(Object.fromEntries(named) as Record<never, never>),
      'is not told of': (o) =>
        excludedSites.includes(o.site.code) || excludedComments.some((mark) => o.customerComment?.includes(mark) === true),
      'ordered by a method that is told of': (o) =>
        orderMethods === undefined || (o.orderMethod != null && orderMethods.includes(o.orderMethod.code)),
      'paid ahead': (o) => o.payment.when === 'ahead',
    },
    openingHours: (o) => everyDay(o.site.opensAt, o.site.closesAt),
  });
}

type PresetShape = NonNullable<ReturnType<typeof orderLifecycle>['shape']>;
type Machines = PresetShape['machines'];

/** The names of an order, those of a shop's own statuses and conditions among them. */
export interface OrderShape<Own extends string = never, Named extends string = never> extends Shape {
  readonly name: 'order';
  readonly subject: Order;
  readonly input: OrderInput;
  readonly machines: {
    readonly status: {
      readonly states: Machines['status']['states'] | Own;
      readonly groups: Machines['status']['groups'];
      readonly events: Machines['status']['events'] | `set-${Own}`;
    };
    readonly payment: Machines['payment'];
  };
  readonly payloads: PresetShape['payloads'];
  readonly events: PresetShape['events'] | `status.set-${Own}`;
  readonly facts: never;
  readonly fields: PresetShape['fields'];
  readonly triggers: PresetShape['triggers'] | `status.${Own}`;
  readonly left: PresetShape['left'] | Own;
  readonly dates: PresetShape['dates'];
  readonly roles: PresetShape['roles'];
  readonly conditions: PresetShape['conditions'] | Named;
  readonly owners: never;
  readonly items: PresetShape['items'];
}

/** Domain 4.2, in the order of an order's life. */
export function orderRules(order: ReturnType<typeof orderLifecycle>, { reminderAt }: Settings) {
  const told = { unless: 'is not told of', to: 'customer', by: ['email', 'sms'], parts: 3, fit: 'shorten' } as const;
  const created = { on: 'status.group-new', from: null, if: 'ordered by a method that is told of' } as const;
  const unpaid = {
    ...told,
    while: { status: ['group-new', 'availability-confirmed', 'offer-analog', 'client-confirmed'], payment: 'not-paid' },
    if: 'paid ahead',
  } as const;
  return order.rules({
    // Заказ принят, within working hours and outside of them: two texts.
    'order-accepted': { ...created, during: 'open', ...told },
    'order-accepted-after-hours': { ...created, during: 'closed', ...told },
    // Согласовано с клиентом, where money is now asked for; else the next notice says all there is to say.
    'order-agreed': { on: 'status.client-confirmed', while: { payment: 'not-paid' }, if: 'paid ahead', ...told },
    // The ladder of an order that is not paid: 6 h, 24 h, 3 d, 6 d.
    'unpaid-6h': { due: { after: 'order.created', hours: 6 }, template: 'payment-reminder', ...unpaid },
    'unpaid-24h': { due: { after: 'order.created', hours: 24 }, template: 'payment-reminder', ...unpaid },
    'unpaid-3d': { due: { after: 'order.created', days: 3, at: reminderAt }, template: 'payment-reminder', ...unpaid },
    'unpaid-6d': { due: { after: 'order.created', days: 6, at: reminderAt }, template: 'last-payment-reminder', ...unpaid },
    // Оплата поступила, by status or by gateway: once, however often the status is given. It says that the warehouse is next, so the
    // step there from here says nothing. Money that is taken at the door is not told of.
    prepaid: { on: 'payment.paid', from: 'not-paid', while: { status: ['group-new', 'group-approval'] }, ...told },
    'sent-to-assembling': { on: 'status.send-to-assembling', from: { not: 'prepayed' }, ...told },
    // Передан в доставку, with the carrier's link; and a number that comes later.
    'handed-to-delivery': { on: 'status.send-to-delivery', ...told },
    'track-number': { on: 'numberOnTheWay.changed', was: { not: false }, is: { not: [false, null] }, ...told },
    // Заказ передан курьеру.
    'handed-to-courier': { on: 'status.courier', ...told },
    // Посылка прибыла, на почту или в пункт выдачи.
    'at-post-office': { on: 'status.post-office', ...told },
    'at-pickup-point': { on: 'status.pickup-point', ...told },
    delivered: { on: 'status.complete', unless: 'is not told of', to: 'customer', by: ['email'] },
    cancelled: { on: 'status.group-cancel', from: { not: 'group-cancel' }, ...told },
  });
}

/** Whether a parcel is with the carrier and has not arrived. */
function isOnTheWay({ status }: Order): boolean {
  return status === 'send-to-delivery' || status === 'delivering';
}

function everyDay(from: string, to: string): OpeningHours {
  const span = [{ from, to }];
  return { mon: span, tue: span, wed: span, thu: span, fri: span, sat: span, sun: span };
}
