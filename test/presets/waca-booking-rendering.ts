/**
 * Renders the texts of the waca-booking preset for sample subjects.
 */
import type { Contact } from '../../src/core/contact.js';
import type { Fitting } from '../../src/core/rule.js';
import { type BookingInput, wacaBooking } from '../../src/presets/waca-booking/index.js';
import { bookingSchema, couponSchema, memberSchema } from '../../src/presets/waca-booking/subjects.js';
import type { RenderedMessage } from '../../src/templates/engine.js';
import { createRenderer } from '../../src/templates/renderer.js';
import { aBooking, aCoupon, aMember } from './waca-booking-samples.js';

const preset = wacaBooking();
const renderer = createRenderer(Object.values(preset.templates));

/** Every text that the rules send: rule, lifecycle and channel. */
export const texts: readonly {
  readonly lifecycle: 'booking' | 'coupon' | 'member';
  readonly rule: string;
  readonly channel: string;
}[] = (['booking', 'coupon', 'member'] as const).flatMap((lifecycle) =>
  Object.entries<{ readonly by?: unknown }>(preset.rules[lifecycle].rows).flatMap(([rule, { by }]) =>
    Array.isArray(by) ? by.map((channel) => ({ lifecycle, rule, channel: String(channel) })) : [],
  ),
);

/** What a text is rendered for; samples stand for what is left out. */
export interface Occasion {
  readonly booking?: BookingInput;
  readonly coupon?: Parameters<typeof aCoupon>[0];
  readonly member?: Parameters<typeof aMember>[0];
  readonly recipient?: Contact;
  readonly payload?: unknown;
  readonly fitting?: Fitting;
}

/** Renders one text as the notifier would. Throws where it is empty or missing. */
export function rendered(rule: string, channel: string, locale: string, occasion: Occasion = {}): RenderedMessage {
  const lifecycle = texts.find((text) => text.rule === rule)?.lifecycle ?? 'booking';
  const booking = bookingSchema.parse(occasion.booking ?? aBooking());
  const [session] = booking.sessions;
  const data = {
    booking,
    coupon: couponSchema.parse(aCoupon(occasion.coupon)),
    member: memberSchema.parse(aMember(occasion.member)),
  }[lifecycle];
  const told = ['booking-voucher', 'voucher-changed', 'pre-visit'].includes(rule) ? session?.participant : booking.booker;
  const result = renderer.render({
    lifecycle,
    template: rule,
    channel,
    locales: [locale],
    timeZone: booking.shop.timeZone,
    data,
    extra: {
      item: session,
      recipient: occasion.recipient ?? told ?? {},
      payload: 'payload' in occasion ? occasion.payload : { code: '482913' },
      due: { at: new Date('2026-03-04T02:00:00Z'), day: '2026-03-04' },
      rule: { name: rule },
    },
    fitting: occasion.fitting,
  });
  if (result.kind !== 'message') throw new Error(`${rule} by ${channel} in ${locale} is ${result.kind}`);
  return result;
}
