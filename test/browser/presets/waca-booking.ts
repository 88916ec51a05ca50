import { type BookingInput, wacaBookingLocales } from '../../../src/presets/waca-booking/index.js';
import { rendered, texts } from '../../presets/waca-booking-rendering.js';
import { aBooking, ann, aSession, aShop, mei } from '../../presets/waca-booking-samples.js';
import type { Mail } from '../mail.js';

const endless = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
const longName = `${endless} 王小明`;

/** Long words, long addresses, many sessions, everything filled in. */
const crowded: BookingInput = aBooking({
  no: 'WB20260302-0042-0042-0042-0042-0042-0042-0042',
  shop: {
    ...aShop,
    name: `小日子陶藝工作室・${endless}`,
    url: `https://xiaorizi.example/${'a'.repeat(120)}?next=${'b'.repeat(60)}`,
    email: `${'hello'.repeat(12)}@xiaorizi.example`,
    preVisitNotes: `請穿著方便活動的衣服。\n${endless}\nhttps://xiaorizi.example/${'c'.repeat(140)}`,
  },
  cancelReason: endless,
  booker: { ...mei, name: longName },
  payment: {
    amount: 123_456_789,
    account: '玉山銀行808012345678901208080123456789012080801234567890120',
    payUrl: `https://pay.example/${'d'.repeat(200)}`,
  },
  sessions: Array.from({ length: 12 }, (_, index) =>
    aSession({
      no: `S${index + 1}`,
      service: index % 3 === 0 ? endless : '手拉坯體驗與釉下彩繪進階課程（親子同樂、含材料與燒製費用）',
      location: index % 2 === 0 ? `台北市大同區迪化街一段 10 號 ${endless}` : '台北市',
      price: 1_234_567,
      status: (['accepted', 'cancelled', 'pending'] as const)[index % 3] ?? 'accepted',
      participant: { ...ann, name: longName },
    }),
  ),
});

/** Nothing but what must be there. */
const bare: BookingInput = {
  ...aBooking({ shop: { name: '小店', timeZone: 'Asia/Taipei' }, booker: { name: '林美玲' } }),
  payment: { method: 'cvs-barcode', amount: 300 },
  sessions: [
    { no: 'S1', service: '試作', startsAt: '2026-03-14T14:00:00+08:00', status: 'accepted', participant: { name: '陳安安' } },
  ],
};

const samples: Readonly<Record<string, BookingInput>> = {
  usual: aBooking({
    payment: { payUrl: 'https://pay.example/1' },
    sessions: [
      aSession(),
      aSession({ no: 'S2', service: '釉下彩繪', startsAt: '2026-03-15T10:00:00+08:00', status: 'cancelled' }),
    ],
  }),
  crowded,
  bare,
};

export const mails: readonly Mail[] = texts
  .filter(({ channel }) => channel === 'email')
  .flatMap(({ rule }) =>
    wacaBookingLocales.flatMap((locale) =>
      Object.entries(samples).map(([sample, booking]) => {
        const { html = '' } = rendered(rule, 'email', locale, { booking });
        return { name: `${rule}.${locale}.${sample}`, locale, html };
      }),
    ),
  );
