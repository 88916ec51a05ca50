/**
 * Builders of sample orders of the retailcrm preset.
 */
import type { OrderInput } from '../../src/presets/retailcrm/index.js';

export const aSite: OrderInput['site'] = {
  code: 'lampa',
  name: 'Лавка ламп',
  url: 'https://lampa.example',
  email: 'hello@lampa.example',
  phone: '+7 495 123-45-67',
};

export const anna = { id: 'C-7', name: 'Анна Смирнова', email: 'anna@example.com', phone: '+7 912 345-67-89' };

/** An order that was placed on Monday, 2026-03-02, at 10:00 in Moscow. */
export function anOrder(changes: Partial<OrderInput> = {}): OrderInput {
  return {
    number: '1001C',
    createdAt: '2026-03-02T10:00:00+03:00',
    site: aSite,
    status: 'new',
    customer: anna,
    orderMethod: { code: 'shopping-cart', name: 'Корзина' },
    items: [
      { name: 'Настольная лампа «Север»', quantity: 1, price: 3490 },
      { name: 'Лампочка E27', quantity: 2, price: 190 },
      { name: 'Батарейка', quantity: 5, price: 45.5 },
    ],
    totalSumm: 4097.5,
    payment: {},
    ...changes,
  };
}

/** Nothing but what must stand in an order. */
export const bareOrder: OrderInput = {
  number: '7',
  createdAt: '2026-03-02T10:00:00+03:00',
  site: { code: 'lampa', name: 'Лавка' },
  status: 'new',
  customer: { name: '', email: 'anna@example.com' },
  totalSumm: 900,
  payment: { when: 'ahead' },
};

/** Everything that may stand in an order. */
export const fullOrder: OrderInput = anOrder({
  payment: { when: 'ahead', url: 'https://lampa.example/pay/1001C' },
  deliveryType: { code: 'sdek-to-door', name: 'СДЭК до двери' },
  deliveryDate: '2026-03-06',
  deliveryTime: { from: '10:00', to: '18:00' },
  trackNumber: '10042518843',
  courier: { name: 'Илья', phone: '+7 903 000-11-22' },
  pickupPoint: { address: 'Москва, ул. Лесная, 5', workTime: '10:00–21:00', storedUntil: '2026-03-12' },
  postOffice: { index: '101000', address: 'ул. Мясницкая, 26' },
});
