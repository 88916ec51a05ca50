import type { OrderInput } from '../../../src/presets/bitrix/index.js';
import { anOrder, aShop } from '../../presets/bitrix-samples.js';
import { mailsOf } from '../../presets/preset-messages.js';
import { samples } from '../../presets/samples/bitrix.js';
import type { Mail } from '../mail.js';

const endless = 'Превысокомногорассмотрительствующий'.repeat(4);
const address = `https://chai.example/${'a'.repeat(120)}?next=${'b'.repeat(60)}`;
const moved = { tracking: 'RA123456785RU', paid: true, cancelled: true };

/** Long words, long addresses, many things, everything filled in. */
const crowded: OrderInput = anOrder({
  ...moved,
  no: '1042-1042-1042-1042-1042-1042-1042-1042',
  status: 'GW',
  statusName: endless,
  price: 123_456_789.5,
  cancelReason: endless,
  tracking: 'RA123456785RU'.repeat(6),
  delivery: `СДЭК ${endless}`,
  paySystem: endless,
  url: address,
  basket: Array.from({ length: 12 }, (_, index) => ({
    name: index % 3 === 0 ? endless : 'Улун «Те Гуань Инь», весна прошлого года, в подарочной жестяной банке с крышкой',
    quantity: 1_234.5,
    price: 1_234_567.5,
  })),
  shop: { ...aShop, name: `Чайная лавка ${endless}`, url: address, email: `${'hello'.repeat(12)}@chai.example` },
  properties: {
    FIO: `Анна ${endless}`,
    PHONE: '+79161234567',
    EMAIL: `${'anna'.repeat(14)}@example.com`,
    ADDRESS: `Москва, ${endless}`,
  },
});

/** Nothing but what must be there. */
const bare: OrderInput = {
  ...moved,
  no: '7',
  status: 'N',
  placedAt: '2026-03-02T11:00:00+03:00',
  price: 300,
  shop: { name: 'Лавка' },
  properties: { EMAIL: 'anna@example.com' },
};

const orders: Readonly<Record<string, OrderInput>> = {
  usual: anOrder({ ...moved, cancelReason: 'нет на складе' }),
  crowded,
  bare,
};

/** What Bitrix has written itself is its own affair. */
export const mails: readonly Mail[] = mailsOf({ ...samples, subjects: { order: orders } }).filter(
  ({ name }) => !name.startsWith('order.mail-event.'),
);
