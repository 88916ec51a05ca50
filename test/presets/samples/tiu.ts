import { tiu, tiuLocales } from '../../../src/presets/tiu/index.js';
import type { PresetSamples } from '../preset-messages.js';
import { anna, anOrder, aShop } from '../tiu-samples.js';

const item = { name: 'Шафран', quantity: 2, price: 900 };
const at = '2026-03-02T12:00:00+03:00';

/** Orders of the tiu preset, of a shop whose buyers get SMS as well. */
export const samples: PresetSamples = {
  preset: tiu({ buyerSms: true }),
  locales: tiuLocales,
  subjects: {
    order: {
      usual: anOrder(),
      'with everything': anOrder({
        discount: { percent: 5 },
        history: [
          { at, status: 'accepted', by: 'Ольга', note: 'Клиент просит позвонить заранее' },
          { at: '2026-03-03T15:00:00+03:00', note: 'Проверить срок годности' },
          { at: '2026-03-04T09:30:00+03:00', status: 'Собран', by: 'Игорь' },
        ],
        cancelReason: 'Нет на складе',
      }),
      'only what must be there': {
        no: '7',
        placedAt: at,
        shop: {
          name: 'Лавка',
          timeZone: 'Europe/Moscow',
          owner: { name: 'Ольга', phone: '+7 916 200-30-40' },
          statuses: [{ name: 'Собран' }],
        },
        orderStatus: 'Собран',
        buyer: { name: 'Анна', email: 'anna@example.com' },
        items: [item],
        total: 900,
      },
      'with a discount in money': anOrder({ discount: { amount: 150.5 }, total: 3149.5 }),
      'with five things': anOrder({ items: [item, item, item, item, item] }),
      'paid by hand': anOrder({ paymentStatus: 'paid', orderStatus: 'cancelled' }),
      accepted: anOrder({ orderStatus: 'accepted' }),
      'in a status of the shop’s own': anOrder({ orderStatus: 'Ожидает отправки со склада' }),
      'written down by the shop': anOrder({ placedBy: 'shop' }),
      'with long names': anOrder({
        no: '2026-03-0001024',
        orderStatus: 'Собран',
        shop: { ...aShop, name: 'Лавка пряностей, приправ и редких трав со всего света' },
        buyer: { ...anna, name: 'Екатерина Константиновна Рождественская-Преображенская' },
        total: 1_234_567.5,
      }),
    },
  },
  payloads: {
    'order-cancelled': [
      { reason: 'Нет на складе' },
      {
        reason: 'Поставщик снял товар с производства, и замены, которая подошла бы по цене и качеству, мы, к сожалению, не нашли',
      },
    ],
    message: [
      { text: 'Добавили в заказ пробник корицы.' },
      {
        text: 'Курьер приедет раньше: с 10 до 12. Если это неудобно, позвоните нам, и мы перенесём доставку на другой день и время.',
        subject: 'О доставке',
      },
    ],
    'note-added': [{ note: 'Позвонить после 18:00' }, { note: 'Постоянный клиент', by: 'Ольга' }],
  },
  counted: [['позиция', 'позиции', 'позиций']],
};
