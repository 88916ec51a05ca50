import { b2cplLocales, type OrderInput, type ReturnInput } from '../../../src/presets/b2cpl/index.js';
import { rendered, texts } from '../../presets/b2cpl-rendering.js';
import { address, anOrder, aPickup, aReturn, carrier, courier, point } from '../../presets/b2cpl-samples.js';
import type { Mail } from '../mail.js';

const endless = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
const longUrl = `https://track.example/${'a'.repeat(160)}`;

/** Long words, long addresses, everything filled in. */
const crowded = {
  no: 'KD-20260302-0042-0042-0042-0042-0042',
  name: `Кофемолка ручная с регулируемым помолом и набор из двенадцати чашек, ${endless}`,
  shop: { name: `Кофейня дома ${endless}`, url: longUrl, email: `${'hello'.repeat(12)}@kofe.example`, phone: '+7 495 000-11-22' },
  carrier: { ...carrier, name: endless },
  receiver: { name: `${endless} Смирнова`, email: 'anna@example.com', phone: '+79261234567' },
  trackUrl: longUrl,
};
const far = `Республика Саха (Якутия), ${endless}, ул. Лесная, д. 5`;
const away = { name: endless, phone: '+7 903 111-22-33' };

/** Nothing but what must be there. */
const bare = {
  shop: { name: 'Лавка' },
  carrier: { name: 'Почта', intervals: carrier.intervals },
  receiver: { name: '' },
  trackUrl: undefined,
};

const orders: Readonly<Record<string, (isPickup: boolean) => OrderInput>> = {
  usual: (isPickup) => (isPickup ? aPickup() : anOrder({ delivery: { method: 'courier', courier } })),
  crowded: (isPickup) =>
    isPickup
      ? aPickup({
          ...crowded,
          cancelReason: endless,
          delivery: { method: 'pickup', point: { ...point, name: endless, address: far } },
        })
      : anOrder({
          ...crowded,
          cancelReason: endless,
          returnUrl: longUrl,
          delivery: { method: 'courier', address: far, courier: away },
        }),
  bare: (isPickup) =>
    isPickup
      ? aPickup({ ...bare, returnUrl: undefined, delivery: { method: 'pickup', point: { address } } })
      : anOrder({ ...bare, returnUrl: undefined, amountDue: 0 }),
};

const returns: Readonly<Record<string, ReturnInput>> = {
  usual: aReturn(),
  crowded: aReturn({
    ...crowded,
    refusalReason: endless,
    courierUrl: longUrl,
    point: { name: endless, address: far, hours: endless },
    collection: { slot: { day: '2026-03-10', from: '14:00', to: '18:00' }, address: far, courier: away },
  }),
  bare: aReturn({ ...bare, point: undefined, courierUrl: undefined, refund: undefined }),
};

/** The layout is the same in every language: long words are looked at in one of them, and bare data in another. */
const looks = [...b2cplLocales.map((locale) => [locale, 'usual'] as const), ['ru', 'crowded'] as const, ['en', 'bare'] as const];

export const mails: readonly Mail[] = texts
  .filter(({ channel }) => channel === 'email')
  .flatMap(({ rule }) =>
    looks.map(([locale, sample]) => {
      const isPickup = ['at-pickup-point', 'pickup-reminder'].includes(rule);
      const occasion = { order: orders[sample]?.(isPickup) ?? anOrder(), return: returns[sample] ?? aReturn() };
      const { html = '' } = rendered(rule, 'email', locale, occasion);
      return { name: `${rule}.${locale}.${sample}`, locale, html };
    }),
  );
