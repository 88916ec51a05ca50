/**
 * Orders of the ucoz preset, to be varied by each test.
 */
import type { OrderInput } from '../../src/presets/ucoz/index.js';

export const aShop = {
  id: 'chajnik',
  name: 'Чайная лавка',
  url: 'https://chaj.example',
  email: 'info@chaj.example',
  phone: '+7 495 123-45-67',
};

/** A prepaid order that a courier brings. */
export function anOrder(more: Partial<OrderInput> = {}): OrderInput {
  return {
    no: '1042',
    placedAt: '2026-03-02T11:05:00+03:00',
    shop: aShop,
    status: 'new',
    url: 'https://chaj.example/shop/order/1042',
    total: 4300,
    discount: 430,
    delivery: { name: 'Курьер', price: 300 },
    payment: { name: 'Банковская карта', due: 4170 },
    buyer: { id: 'b7', name: 'Анна Петрова', email: 'anna@example.com', phone: '+7 903 765-43-21' },
    ...more,
  };
}
