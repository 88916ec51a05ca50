import type { OrderInput } from '../../../src/presets/retailcrm/index.js';
import { mailsOf } from '../../presets/preset-messages.js';
import { anna, anOrder, aSite, bareOrder, fullOrder } from '../../presets/retailcrm-samples.js';
import { samples } from '../../presets/samples/retailcrm.js';
import type { Mail } from '../mail.js';

const endless = 'Превысокомногорассмотрительствующий'.repeat(4);
const address = `https://lampa.example/${'a'.repeat(120)}?next=${'b'.repeat(60)}`;

/** Long words, long addresses, many items, everything filled in. */
const crowded: OrderInput = {
  ...fullOrder,
  number: '1001C-1001C-1001C-1001C-1001C-1001C',
  status: 'delivering',
  site: { ...aSite, name: `Лавка ламп ${endless}`, url: address, email: `${'hello'.repeat(12)}@lampa.example` },
  customer: { ...anna, name: `Анна ${endless}`.slice(0, 100) },
  items: Array.from({ length: 12 }, (_, index) => ({
    name: index % 3 === 0 ? endless : 'Настольная лампа «Север» с регулируемой высотой, тёплым светом и абажуром из льна',
    quantity: 1_234.5,
    price: 1_234_567.5,
  })),
  totalSumm: 123_456_789.5,
  payment: { when: 'ahead', url: address },
  deliveryType: { code: 'sdek-to-door', name: endless },
  trackNumber: '1'.repeat(60),
  courier: { name: endless, phone: '+7 903 000-11-22' },
  pickupPoint: { address: `Москва, ${endless}`, workTime: endless, storedUntil: '2026-03-12' },
  postOffice: { index: '101000', address: endless },
};

/** Placed at night, so that the notice of closed hours is seen, and on its way, so that the number is. */
const night = anOrder({ site: { ...aSite, opensAt: '00:00', closesAt: '00:01', signature: 'Ваша Лавка ламп, с теплом' } });

export const mails: readonly Mail[] = mailsOf({
  ...samples,
  subjects: { order: { usual: { ...fullOrder, status: 'delivering' }, crowded, bare: bareOrder, night } },
});
