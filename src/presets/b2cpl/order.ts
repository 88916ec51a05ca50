/**
 * The order of the b2cpl preset: from the shop by way of the carrier to its receiver, with whoever owns the stage the only one to inform.
 * @module
 */
import { z } from 'zod';
import { dayOf, daysBetween } from '../../core/calendar.js';
import { defineLifecycle } from '../../core/lifecycle.js';
import { defineMachine } from '../../core/machine.js';
import { ownerOf, type Settings } from './settings.js';
import { type Order, orderSchema } from './subjects.js';
import { told } from './told.js';

/** Оформлен, передан в доставку, прибыл в город получателя, у курьера, в пункте выдачи; доставлен, отправлен обратно, отменён. */
const order = defineMachine(
  {
    placed: { handOver: 'handedOver', cancel: 'cancelled' },
    handedOver: { arrive: 'arrived', dispatch: 'withCourier', store: 'atPickupPoint', cancel: 'cancelled' },
    arrived: { dispatch: 'withCourier', store: 'atPickupPoint', sendBack: 'sentBack', cancel: 'cancelled' },
    withCourier: { deliver: 'delivered', miss: 'arrived', sendBack: 'sentBack' },
    atPickupPoint: { deliver: 'delivered', dispatch: 'withCourier', sendBack: 'sentBack' },
    delivered: {},
    sentBack: {},
    cancelled: {},
  },
  { groups: { open: ['placed', 'handedOver', 'arrived', 'withCourier', 'atPickupPoint'] } },
);

/** The lifecycle of an order. */
export function orderLifecycle(settings: Settings) {
  return defineLifecycle('order', {
    schema: orderSchema,
    key: (o) => o.no,
    timeZone: (o) => o.timeZone,
    locale: (o) => o.locale,
    country: (o) => o.country,
    site: (o) => o.shop.id ?? o.shop.name,
    machines: { order },
    states: { order: 'status' },
    payloads: { 'order.cancel': z.object({ reason: z.string().optional() }).optional() },
    // What the receiver may change (5.5). Each of them is a fact: `slot.changed`.
    fields: {
      slot: ({ delivery: { slot } }) => slot && [slot.day, slot.from, slot.to],
      address: ({ delivery }) => delivery.address,
      method: ({ delivery: { method, point } }) => [method, method === 'pickup' ? point?.address : undefined],
      phone: (o) => o.receiver.phone,
    },
    dates: {
      'delivery.day': ({ delivery: { method, slot } }) => (method === 'courier' ? slot?.day : null),
      'parcel.arrival': (o) => o.arrivedOn,
      'pickup.until': (o) => o.delivery.point?.until,
    },
    roles: { receiver: (o) => o.receiver },
    conditions: {
      'next-day delivery': isNextDay,
      'still to be agreed': ({ delivery: { method, slot } }) => method === 'courier' && slot === undefined,
    },
    // 5.1: whoever owns the present stage.
    owners: { carrier: (o) => ownerOf(o.status, settings) === 'carrier', shop: () => true },
  });
}

/** Domain 5.1 to 5.5. Everything is told once, on one channel: the next one has its turn only where the first does not take it. */
export function orderRules(lifecycle: ReturnType<typeof orderLifecycle>, settings: Settings) {
  const at = (stage: Order['status']) => told(ownerOf(stage, settings), settings);
  const { owner, active } = at('arrived');
  return lifecycle.rules({
    // 5.2: the shop has collected address and interval, and nobody calls to agree.
    'order-next-day': { on: 'order.placed', if: 'next-day delivery', ...at('placed') },
    // 5.2: the carrier will agree; the shop tells that the receiver may choose.
    'order-later': { on: 'order.placed', unless: 'next-day delivery', ...at('placed') },
    'handed-over': { on: 'order.handedOver', unless: 'next-day delivery', ...at('handedOver') },
    // 5.2: the parcel is there, and day, interval and address are to be agreed.
    'choose-delivery': { on: 'order.arrived', from: 'handedOver', if: 'still to be agreed', ...at('arrived') },
    // 5.2: who has not chosen by then is called, once. The host is told.
    'call-to-agree': {
      due: { after: 'parcel.arrival', days: settings.callAfterDays, at: settings.callAt },
      while: { order: 'arrived' },
      if: 'still to be agreed',
      owner,
      active,
      signal: 'call',
    },
    // 5.3: what comes, when, who brings it, what to pay, and when they call. It moves with the day.
    'delivery-day': {
      due: { on: 'delivery.day', at: settings.deliveryDayAt },
      while: { order: 'withCourier' },
      ...at('withCourier'),
    },
    'delivery-missed': { on: 'order.arrived', from: 'withCourier', ...at('arrived') },
    'at-pickup-point': { on: 'order.atPickupPoint', ...at('atPickupPoint') },
    'pickup-reminder': {
      due: { before: 'pickup.until', days: settings.pickupReminderDays, at: settings.pickupReminderAt },
      while: { order: 'atPickupPoint' },
      ...at('atPickupPoint'),
    },
    // 5.5: what the receiver has changed is confirmed by whoever owns the stage.
    'change-noted': {
      on: ['slot.changed', 'address.changed', 'method.changed', 'phone.changed'],
      while: { order: 'open' },
      ...told('shop', settings),
      active: true,
      owner: settings.informs === 'both' ? undefined : settings.informs,
    },
    // 5.6: how to return, for whoever may want to.
    'order-delivered': { on: 'order.delivered', ...at('delivered') },
    'order-sent-back': { on: 'order.sentBack', ...at('sentBack') },
    'order-cancelled': { on: 'order.cancelled', ...at('cancelled') },
  });
}

/** Whether it comes on the day after the order, or on the same one, within the region of the shop. */
function isNextDay({ placedAt, timeZone, delivery: { method, region, slot } }: Order): boolean {
  if (method !== 'courier' || region || slot === undefined) return false;
  return daysBetween(dayOf(placedAt.getTime(), timeZone), slot.day) <= 1;
}
