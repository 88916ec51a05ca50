/**
 * The shop of the proofs: an order is placed and paid; its buyer is told by two channels, once by a message that must never be
 * repeated, and a moment later once more.
 */
import { createNotifier, defineLifecycle, defineMachine, type Notifier, type NotifierOptions, type RuleTable } from 'orderbell';
import { defineTemplates } from 'orderbell/templates';
import { z } from 'zod';

const instant = z.union([z.date(), z.iso.datetime({ offset: true }).transform((text) => new Date(text))]);

export const order = defineLifecycle('order', {
  schema: z.object({
    no: z.string(),
    payment: z.enum(['unpaid', 'paid', 'refunded']),
    followUpAt: instant.nullable(),
    buyer: z.object({ name: z.string(), email: z.string(), phone: z.string() }),
  }),
  key: ({ no }) => no,
  timeZone: 'UTC',
  machines: { payment: defineMachine({ unpaid: { pay: 'paid' }, paid: { refund: 'refunded' }, refunded: {} }) },
  states: { payment: 'payment' },
  dates: { 'follow-up': ({ followUpAt }) => followUpAt },
  roles: { buyer: ({ buyer }) => buyer },
});

export type Order = Parameters<typeof order.model.key>[0] & {
  readonly no: string;
  readonly payment: 'unpaid' | 'paid' | 'refunded';
  readonly followUpAt: Date | null;
  readonly buyer: { readonly name: string; readonly email: string; readonly phone: string };
};

export const rules = order.rules({
  'order-paid': { on: 'payment.paid', to: 'buyer', by: ['email', 'sms'] },
  'paid-once': { on: 'payment.paid', to: 'buyer', by: ['sms'], delivery: 'at-most-once' },
  'follow-up': {
    due: { after: 'follow-up', minutes: 0 },
    while: { payment: 'paid' },
    late: 'send',
    to: 'buyer',
    by: ['email'],
  },
});

/** Messages that a paid order leads to, as `rule channel`. */
export const expected = ['order-paid email', 'order-paid sms', 'paid-once sms', 'follow-up email'] as const;

const text = '{{rule.name}} {{no}}';
const templates = defineTemplates(order, {
  defaultLocale: 'en',
  locales: {
    en: {
      templates: {
        'order-paid': { email: { subject: text, text }, sms: text },
        'paid-once': { sms: text },
        'follow-up': { email: { subject: text, text } },
      },
    },
  },
});

export function anOrder(no: string, followUpAt: Date | null): Order {
  return { no, payment: 'unpaid', followUpAt, buyer: { name: 'Ann', email: 'ann@example.com', phone: '+886912345678' } };
}

/** Everything of a notifier that the proofs do not vary. */
export type ShopOptions<Tx> = Omit<NotifierOptions<readonly [typeof rules], Tx>, 'rules' | 'templates'>;

export function openShop<Tx>(options: ShopOptions<Tx>): Notifier<Tx> {
  return createNotifier<readonly [RuleTable], Tx>({ rules: [rules], templates: [templates], ...options } as never);
}
