import { b2cpl, b2cplLocales, type OrderInput, type ReturnInput } from '../../../src/presets/b2cpl/index.js';
import { address, anna, anOpenOrder, anOrder, aPickup, aReturn, carrier, courier, point } from '../b2cpl-samples.js';
import type { PresetSamples } from '../preset-messages.js';

const bareShop = { name: 'Лавка' };
const bareCarrier = { name: 'Почта', intervals: carrier.intervals };
const nowhere = { trackUrl: undefined, returnUrl: undefined };

const orders: Readonly<Record<string, OrderInput>> = {
  agreed: anOrder({ delivery: { method: 'courier', courier } }),
  'open, with an arrival': anOpenOrder({ arrivedOn: '2026-03-07' }),
  'picked up': aPickup(),
  paid: anOrder({ amountDue: 0, delivery: { method: 'courier', courier: { name: 'Илья' } } }),
  'with an amount in kopecks': anOrder({ amountDue: 1234.5 }),
  'agreed for later, in a region': anOrder({ delivery: { method: 'courier', region: true } }),
  'called 20 to 41 minutes ahead': anOrder({ delivery: { method: 'courier', callAhead: { from: 20, to: 41 } } }),
  'called 20 to 42 minutes ahead': anOrder({ delivery: { method: 'courier', callAhead: { from: 20, to: 42 } } }),
  'with a long name': anOrder({
    name: 'Очень длинное название заказа '.repeat(8).trim(),
    delivery: { method: 'courier', courier },
  }),
  bare: anOrder({ shop: bareShop, carrier: bareCarrier, receiver: { name: '', email: 'a@example.com' }, ...nowhere }),
  'bare and open': anOpenOrder({ shop: bareShop, carrier: bareCarrier, ...nowhere }),
  'picked up at a bare point': { ...aPickup({ delivery: { method: 'pickup', point: { address } } }), ...nowhere },
  'picked up, and paid': aPickup({ amountDue: 0, delivery: { method: 'pickup', point: { ...point, hours: undefined } } }),
};

const returns: Readonly<Record<string, ReturnInput>> = {
  complete: aReturn(),
  bare: aReturn({ shop: bareShop, point: undefined, courierUrl: undefined, trackUrl: undefined, refund: undefined }),
  'to a point without a name': aReturn({ point: { address }, receiver: anna }),
  refused: aReturn({ refusalReason: 'нет упаковки' }),
};

/** Each subject at each of the stages that it can be at. */
function atStages<T extends object>(subjects: Readonly<Record<string, T>>, stagesOf: (subject: T) => readonly string[]) {
  const entries = Object.entries(subjects).flatMap(([name, subject]) =>
    stagesOf(subject).map((status) => [`${name}, ${status}`, { ...subject, status }]),
  );
  return Object.fromEntries(entries);
}

/** A courier comes only where a day and an interval are agreed. */
const stagesOfOrder = ({ delivery }: OrderInput) => ['placed', delivery.slot === undefined ? 'atPickupPoint' : 'withCourier'];
const stagesOfReturn = ({ collection }: ReturnInput) =>
  collection === undefined ? ['requested'] : ['requested', 'courierBooked'];

/** Subjects of the b2cpl preset. */
export const samples: PresetSamples = {
  preset: b2cpl(),
  locales: b2cplLocales,
  subjects: {
    order: atStages(orders, stagesOfOrder),
    return: atStages(returns, stagesOfReturn),
  },
  payloads: {
    'order-cancelled': [undefined, { reason: 'нет в наличии' }],
    'return-refused': [undefined, { reason: 'следы носки' }],
  },
  counted: [['минуту', 'минуты', 'минут']],
};
