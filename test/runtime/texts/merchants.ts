/** Shops whose merchants write their own texts: the waca-booking preset, a store in memory, a fake clock. */
import { memory } from '../../../src/adapters/memory/index.js';
import type { EmailMessage } from '../../../src/ports/transport.js';
import { wacaBooking } from '../../../src/presets/waca-booking/index.js';
import { createNotifier } from '../../../src/runtime/create-notifier.js';
import type { TextsOptions } from '../../../src/runtime/texts/texts.js';
import { fakeClock } from '../../../src/testing/fake-clock.js';
import { recording } from '../../../src/testing/recording.js';
import { aBooking, aShop } from '../../presets/waca-booking-samples.js';

export const preset = wacaBooking();
export const booking = preset.lifecycles.booking;

export function market({
  store = memory(),
  ...options
}: Omit<TextsOptions, 'store'> & { store?: ReturnType<typeof memory> } = {}) {
  const clock = fakeClock('2026-03-02T11:00', { timeZone: 'Asia/Taipei' });
  const email = recording<EmailMessage>('smtp');
  const sms = recording('sms');
  const errors: string[] = [];
  const make = () =>
    createNotifier({
      rules: preset.rules,
      templates: preset.templates,
      enabled: preset.enabled,
      transports: { email, sms },
      store,
      clock,
      signals: { booking: { 'order.fail': () => undefined } },
      texts: { allowedHosts: ['xiaorizi.example', '*.waca.example'], ...options },
    }).on('error', ({ error }) => errors.push(error instanceof Error ? error.message : String(error)));
  return { notifier: make(), make, clock, email, sms, store, errors };
}

export const placed = { lifecycle: booking, template: 'order-placed', channel: 'sms', locale: 'zh-TW' } as const;
export const notes = { lifecycle: booking, slot: 'preVisitNotes', locale: 'zh-TW' } as const;

export function ofShop(id: string, changes: Parameters<typeof aBooking>[0] = {}) {
  const { preVisitNotes: _, ...shop } = aShop;
  return aBooking({ no: `B-${id}`, shop: { ...shop, id }, ...changes });
}
