/**
 * The return of the b2cpl preset: goods on their way back, with a lifecycle and notices of their own (5.6).
 * @module
 */
import { z } from 'zod';
import { defineLifecycle } from '../../core/lifecycle.js';
import { defineMachine } from '../../core/machine.js';
import { ownerOf, type Settings } from './settings.js';
import { type Return, returnSchema } from './subjects.js';
import { told } from './told.js';

/** Заявлен, вызван курьер, в пути; получен магазином, деньги возвращены, отказ; отменён. */
const back = defineMachine({
  requested: { bookCourier: 'courierBooked', handIn: 'onTheWay', cancel: 'cancelled' },
  courierBooked: { handIn: 'onTheWay', cancel: 'cancelled' },
  onTheWay: { receive: 'received' },
  received: { refund: 'refunded', refuse: 'refused' },
  refunded: {},
  refused: {},
  cancelled: {},
});

/** The lifecycle of a return. */
export function returnLifecycle(settings: Settings) {
  return defineLifecycle('return', {
    schema: returnSchema,
    key: (r) => r.no,
    timeZone: (r) => r.timeZone,
    locale: (r) => r.locale,
    country: (r) => r.country,
    site: (r) => r.shop.id ?? r.shop.name,
    machines: { return: back },
    states: { return: 'status' },
    payloads: { 'return.refuse': z.object({ reason: z.string().optional() }).optional() },
    dates: { 'collection.day': (r) => r.collection?.slot.day },
    roles: { receiver: (r) => r.receiver },
    owners: { carrier: (r) => ownerOf(r.status, settings) === 'carrier', shop: () => true },
  });
}

/** Domain 5.6. */
export function returnRules(lifecycle: ReturnType<typeof returnLifecycle>, settings: Settings) {
  const at = (stage: Return['status']) => told(ownerOf(stage, settings), settings);
  return lifecycle.rules({
    // Call the courier, or bring it to the nearest pickup point.
    'return-how-to': { on: 'return.requested', ...at('requested') },
    'collection-day': {
      due: { on: 'collection.day', at: settings.deliveryDayAt },
      while: { return: 'courierBooked' },
      ...at('courierBooked'),
    },
    'return-on-the-way': { on: 'return.onTheWay', ...at('onTheWay') },
    'return-received': { on: 'return.received', ...at('received') },
    'return-refunded': { on: 'return.refunded', ...at('refunded') },
    'return-refused': { on: 'return.refused', ...at('refused') },
  });
}
