import { ucoz, ucozLocales } from '../../../src/presets/ucoz/index.js';
import { statuses } from '../../../src/presets/ucoz/statuses.js';
import type { PresetSamples } from '../preset-messages.js';
import { anOrder, aShop } from '../ucoz-samples.js';

const endless = 'Рентгеноэлектрокардиографический-высокопревосходительствующий-магазинчик';

/** Subjects of the ucoz preset, of which every status is told by SMS. */
export const samples: PresetSamples = {
  preset: ucoz({ smsStatuses: [...statuses] }),
  locales: ucozLocales,
  subjects: {
    order: {
      'all fields': anOrder({
        statuses: ['new', 'awaiting-payment', 'processing'],
        cancelReason: 'Товара нет на складе',
        payment: { name: 'PayPal', due: 51.4, currency: 'USD' },
      }),
      'only the required fields': {
        no: '7',
        placedAt: '2026-03-02T11:05:00+03:00',
        shop: { name: 'Лавка' },
        status: 'new',
        total: 990,
        payment: { name: 'Наличные', due: 0 },
        buyer: { name: 'Анна', email: 'anna@example.com', phone: '+7 903 765-43-21' },
      },
      'collected by the buyer': anOrder({
        delivery: { name: 'Самовывоз', pickup: true },
        payment: { name: 'Наличными при получении', due: 3870, onDelivery: true },
      }),
      'of a shop with a long name': anOrder({
        no: '20260302-0042-0042',
        shop: { ...aShop, name: endless, url: `https://chaj.example/${'a'.repeat(120)}` },
        url: 'https://chaj.example/shop/order/20260302-0042-0042',
        delivery: { name: endless, price: 123456 },
        payment: { name: `Картой, ${endless}`, due: 1234567 },
        total: 1234567,
        cancelReason: endless,
        buyer: { name: endless, email: 'anna@example.com', phone: '+7 903 765-43-21' },
      }),
    },
  },
  payloads: { 'order-cancelled': [undefined, { reason: 'Покупатель передумал' }] },
  counted: [],
};
