/**
 * Builders of sample orders of the tiu preset.
 */
import type { OrderInput } from '../../src/presets/tiu/index.js';

export const aShop: OrderInput['shop'] = {
  name: 'Лавка пряностей',
  timeZone: 'Europe/Moscow',
  url: 'https://lavka.example',
  email: 'shop@lavka.example',
  phone: '+7 495 123-45-67',
  owner: { id: 'U-1', name: 'Ольга Петрова', email: 'olga@lavka.example', phone: '+7 916 200-30-40' },
  supervisor: { id: 'U-9', name: 'Пётр Ильин', email: 'petr@lavka.example', phone: '+7 916 200-30-99' },
  staff: [{ id: 'U-2', name: 'Игорь', email: 'igor@lavka.example' }],
  statuses: [
    { name: 'Ожидает отправки со склада' },
    { name: 'Собран', tells: 'accepted' },
    { name: 'Ждёт звонка', tells: 'nothing' },
  ],
};

export const anna = { id: 'C-7', name: 'Анна Смирнова', email: 'anna@example.com', phone: '+7 916 123-45-67' };

/** An order that came in on Monday, 2026-03-02, at 11:00 in Moscow. */
export function anOrder(changes: Partial<OrderInput> = {}): OrderInput {
  return {
    no: '1024',
    placedAt: '2026-03-02T11:00:00+03:00',
    shop: aShop,
    orderStatus: 'new',
    paymentStatus: 'unpaid',
    buyer: anna,
    items: [
      { name: 'Шафран', quantity: 2, unit: 'уп.', price: 900 },
      { name: 'Ваниль', quantity: 1, price: 1200 },
    ],
    delivery: { method: 'Курьер', address: 'Москва, Пречистенка, 10, кв. 3', price: 300 },
    payment: { method: 'Картой онлайн' },
    total: 3300,
    orderUrl: 'https://lavka.example/o/1024',
    manageUrl: 'https://my.lavka.example/orders/1024',
    ...changes,
  };
}
