import type { OrderInput } from '../../../src/presets/tiu/index.js';
import { mailsOf } from '../../presets/preset-messages.js';
import { samples } from '../../presets/samples/tiu.js';
import { anna, anOrder, aShop } from '../../presets/tiu-samples.js';
import type { Mail } from '../mail.js';

const endless = 'Превысокомногорассмотрительствующий'.repeat(4);
const address = `https://lavka.example/${'a'.repeat(120)}?next=${'b'.repeat(60)}`;
const at = '2026-03-02T12:00:00+03:00';

/** Long words, long addresses, many things, everything filled in. */
const crowded: OrderInput = anOrder({
  no: '1024-1024-1024-1024-1024-1024-1024-1024',
  shop: {
    ...aShop,
    name: `Лавка пряностей ${endless}`,
    url: address,
    email: `${'shop'.repeat(14)}@lavka.example`,
    statuses: [{ name: endless }],
  },
  orderStatus: endless,
  buyer: { ...anna, name: `Анна ${endless}`, email: `${'anna'.repeat(14)}@example.com` },
  items: Array.from({ length: 12 }, (_, index) => ({
    name: index % 3 === 0 ? endless : 'Шафран имеретинский, урожай прошлого года, в стеклянной банке с пробковой крышкой',
    quantity: 1_234.5,
    unit: 'уп.',
    price: 1_234_567.5,
  })),
  delivery: { method: `Курьер ${endless}`, address: `Москва, ${endless}`, price: 123_456 },
  payment: { method: endless },
  discount: { amount: 1_234_567.5 },
  total: 123_456_789.5,
  orderUrl: address,
  manageUrl: address,
  history: Array.from({ length: 6 }, () => ({ at, status: endless, by: endless, note: `${endless} ${address}` })),
});

/** Nothing but what must be there. */
const bare: OrderInput = {
  no: '7',
  placedAt: at,
  shop: {
    name: 'Лавка',
    timeZone: 'Europe/Moscow',
    owner: { name: 'Ольга', email: 'olga@lavka.example' },
    supervisor: anna,
    staff: [anna],
  },
  orderStatus: 'new',
  buyer: { name: 'Анна', email: 'anna@example.com' },
  items: [],
  total: 0,
};

const usual = anOrder({
  history: [
    { at, status: 'accepted', by: 'Ольга', note: 'Позвонить заранее' },
    { at, status: 'Собран' },
  ],
});

export const mails: readonly Mail[] = mailsOf({ ...samples, subjects: { order: { usual, crowded, bare } } });
