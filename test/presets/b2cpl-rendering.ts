/**
 * Renders the texts of the b2cpl preset for sample subjects.
 */
import { type B2cpl, b2cpl, type OrderInput, type ReturnInput } from '../../src/presets/b2cpl/index.js';
import { orderSchema, returnSchema } from '../../src/presets/b2cpl/subjects.js';
import type { RenderedMessage } from '../../src/templates/engine.js';
import { createRenderer } from '../../src/templates/renderer.js';
import { anOrder, aReturn } from './b2cpl-samples.js';

const usual = b2cpl();
const usualRenderer = createRenderer(Object.values(usual.templates));

/** Every text that the rules send. */
export const texts: readonly { readonly lifecycle: 'order' | 'return'; readonly rule: string; readonly channel: string }[] = (
  ['order', 'return'] as const
).flatMap((lifecycle) =>
  Object.entries<{ readonly signal?: unknown }>(usual.rules[lifecycle].rows)
    .filter(([, { signal }]) => signal === undefined)
    .flatMap(([rule]) => ['email', 'sms'].map((channel) => ({ lifecycle, rule, channel }))),
);

/** The stage at which each rule informs; a change may be noted at any that is open. */
const stages: Readonly<Record<string, OrderInput['status'] | ReturnInput['status']>> = {
  'order-next-day': 'placed',
  'order-later': 'placed',
  'handed-over': 'handedOver',
  'choose-delivery': 'arrived',
  'delivery-day': 'withCourier',
  'delivery-missed': 'arrived',
  'at-pickup-point': 'atPickupPoint',
  'pickup-reminder': 'atPickupPoint',
  'change-noted': 'placed',
  'order-delivered': 'delivered',
  'order-sent-back': 'sentBack',
  'order-cancelled': 'cancelled',
  'return-how-to': 'requested',
  'collection-day': 'courierBooked',
  'return-on-the-way': 'onTheWay',
  'return-received': 'received',
  'return-refunded': 'refunded',
  'return-refused': 'refused',
};

/** What a text is rendered for; samples stand for what is left out. The stage is that of the rule unless given here. */
export interface Occasion {
  readonly order?: OrderInput;
  readonly return?: ReturnInput;
  readonly payload?: unknown;
  readonly status?: OrderInput['status'];
  /** The preset with other options. */
  readonly preset?: B2cpl;
}

/** Renders one text as the notifier would, an SMS fitted to its three parts. Throws where it is empty, missing or too long. */
export function rendered(rule: string, channel: string, locale: string, occasion: Occasion = {}): RenderedMessage {
  const lifecycle = texts.find((text) => text.rule === rule)?.lifecycle ?? 'order';
  const status = occasion.status ?? stages[rule];
  const data =
    lifecycle === 'order'
      ? orderSchema.parse({ ...(occasion.order ?? anOrder()), status })
      : returnSchema.parse({ ...(occasion.return ?? aReturn()), status });
  const renderer = occasion.preset === undefined ? usualRenderer : createRenderer(Object.values(occasion.preset.templates));
  const result = renderer.render({
    lifecycle,
    template: rule,
    channel,
    locales: [locale],
    timeZone: data.timeZone,
    data,
    extra: {
      item: undefined,
      recipient: data.receiver,
      payload: occasion.payload,
      due: { at: new Date('2026-03-04T05:00:00Z'), day: '2026-03-04' },
      rule: { name: rule },
    },
    fitting: channel === 'sms' ? { parts: 3, fit: 'shorten' } : undefined,
  });
  if (result.kind !== 'message') throw new Error(`${rule} by ${channel} in ${locale} is ${JSON.stringify(result)}`);
  return result;
}
