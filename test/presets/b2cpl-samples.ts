/**
 * Builders of sample subjects of the b2cpl preset.
 */
import type { OrderInput, ReturnInput } from '../../src/presets/b2cpl/index.js';

export const shop = {
  id: 'kofe',
  name: 'Кофейня дома',
  url: 'https://kofe.example',
  email: 'hello@kofe.example',
  phone: '+7 495 000-11-22',
};

export const carrier = {
  name: 'Быстрая доставка',
  phone: '+7 800 000-33-44',
  intervals: [
    { from: '10:00', to: '14:00' },
    { from: '14:00', to: '18:00' },
    { from: '18:00', to: '22:00', days: ['mon' as const, 'tue' as const, 'wed' as const, 'thu' as const, 'fri' as const] },
  ],
};

export const anna = { id: 'R-1', name: 'Анна Смирнова', email: 'anna@example.com', phone: '+79261234567' };

export const courier = { name: 'Илья', phone: '+79031112233' };

export const address = 'Москва, ул. Лесная, д. 5, кв. 12';

/** An order of Tuesday 3 March 2026 at noon in Moscow, to be brought on the next day between 10 and 14. */
export function anOrder({ delivery, ...changes }: Partial<OrderInput> = {}): OrderInput {
  return {
    no: 'A-1042',
    placedAt: '2026-03-03T12:00:00+03:00',
    timeZone: 'Europe/Moscow',
    status: 'placed',
    shop,
    carrier,
    name: 'Кофемолка ручная',
    receiver: anna,
    amountDue: 4990,
    trackUrl: 'https://track.example/A-1042',
    returnUrl: 'https://kofe.example/return',
    delivery: { method: 'courier', address, slot: { day: '2026-03-04', from: '10:00', to: '14:00' }, ...delivery },
    ...changes,
  };
}

/** An order for which nothing is agreed yet. */
export function anOpenOrder({ delivery, ...changes }: Partial<OrderInput> = {}): OrderInput {
  return anOrder({ ...changes, delivery: { method: 'courier', address, slot: undefined, ...delivery } });
}

export const point = {
  name: 'Пункт на Лесной',
  address: 'Москва, ул. Лесная, д. 20',
  hours: '10:00-21:00',
  until: '2026-03-12',
};

/** An order that is picked up. */
export function aPickup({ delivery, ...changes }: Partial<OrderInput> = {}): OrderInput {
  return anOrder({ ...changes, delivery: { method: 'pickup', address: undefined, slot: undefined, point, ...delivery } });
}

/** A return of that order. */
export function aReturn(changes: Partial<ReturnInput> = {}): ReturnInput {
  return {
    no: 'V-77',
    order: 'A-1042',
    timeZone: 'Europe/Moscow',
    status: 'requested',
    shop,
    carrier,
    name: 'Кофемолка ручная',
    receiver: anna,
    trackUrl: 'https://track.example/V-77',
    courierUrl: 'https://track.example/V-77/courier',
    point: { name: point.name, address: point.address, hours: point.hours },
    collection: {
      slot: { day: '2026-03-10', from: '14:00', to: '18:00' },
      address,
      courier,
    },
    refund: 4990,
    ...changes,
  };
}
