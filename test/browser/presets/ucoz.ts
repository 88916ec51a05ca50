import { mailsOf } from '../../presets/preset-messages.js';
import { samples } from '../../presets/samples/ucoz.js';
import { anOrder, aShop } from '../../presets/ucoz-samples.js';
import type { Mail } from '../mail.js';

const endless = 'Рентгеноэлектрокардиографическивысокопревосходительствующийпереосвидетельствующий';

/** Long words, long addresses, everything filled in, and a stage that was skipped. */
const crowded = anOrder({
  no: `20260302-${'0042-'.repeat(12)}`,
  statuses: ['new', 'paid'],
  shop: { ...aShop, name: endless, url: `https://chaj.example/${'a'.repeat(160)}`, email: `${'info'.repeat(15)}@chaj.example` },
  url: `https://chaj.example/${'b'.repeat(200)}`,
  cancelReason: endless,
  total: 123_456_789,
  delivery: { name: `Курьер ${endless}`, price: 1_234_567 },
  payment: { name: endless, due: 123_456_789 },
  buyer: { name: endless, email: 'anna@example.com' },
});

export const mails: readonly Mail[] = mailsOf({
  ...samples,
  subjects: { order: { usual: anOrder({ statuses: ['new', 'processing'] }), crowded } },
});
