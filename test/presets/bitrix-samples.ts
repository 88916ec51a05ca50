/**
 * Builders of sample orders of the bitrix preset.
 */
import type { OrderInput } from '../../src/presets/bitrix/index.js';

/** A shop with all of its contacts. */
export const aShop: OrderInput['shop'] = {
  name: 'Чайная лавка',
  url: 'https://chai.example',
  email: 'hello@chai.example',
  phone: '+7 495 123-45-67',
};

/** An order that was just placed. */
export function anOrder(given: Partial<OrderInput> = {}): OrderInput {
  return {
    no: '1042',
    status: 'N',
    placedAt: '2026-03-02T11:00:00+03:00',
    price: 2350,
    basket: [
      { name: 'Улун «Те Гуань Инь», 100 г', quantity: 2, price: 900 },
      { name: 'Гайвань, фарфор', price: 550 },
    ],
    delivery: 'СДЭК, до пункта выдачи',
    paySystem: 'Банковской картой',
    url: 'https://chai.example/order/1042',
    shop: aShop,
    properties: {
      FIO: 'Анна Смирнова',
      PHONE: '8 (916) 123-45-67',
      EMAIL: 'anna@example.com',
      ADDRESS: 'Москва, ул. Лесная, д. 5',
    },
    ...given,
  };
}
