/**
 * What the stores are measured with: a shop that reminds its customers, with templates and without a provider.
 * @module
 */
import { createNotifier, defineLifecycle, defineMachine, type Store } from 'orderbell';
import { defineTemplates } from 'orderbell/templates';
import { z } from 'zod';

export const order = defineLifecycle('order', {
  schema: z.object({
    no: z.string(),
    status: z.enum(['placed', 'paid']),
    visit: z.date(),
    customer: z.object({ name: z.string(), email: z.string() }),
  }),
  key: (o) => o.no,
  timeZone: 'Asia/Taipei',
  locale: () => 'en',
  machines: { order: defineMachine({ placed: { pay: 'paid' }, paid: {} }) },
  states: { order: 'status' },
  dates: { visit: (o) => o.visit },
  roles: { customer: (o) => o.customer },
});

/** An order as the lifecycle has it. */
export type Order = ReturnType<typeof anOrder>;

/** An order whose first reminder is due at an instant, in epoch milliseconds; the others are a minute and two later. */
export function anOrder(no: string, dueAt: number) {
  const customer = { name: 'Ann Lee', email: `ann.${no}@example.com` };
  return { no, status: 'placed' as const, visit: new Date(dueAt - minute), customer };
}

const minute = 60_000;

const templates = defineTemplates(order, {
  defaultLocale: 'en',
  locales: {
    en: {
      templates: { reminder: { email: { subject: 'Order {{no}}', text: 'Dear {{recipient.name}}, we see you soon.' } } },
    },
  },
});

/** What {@link notifierOn} may be told. */
export interface NotifierSettings {
  /** Reminders of an order, once it is paid. */
  readonly reminders: 1 | 3;
  /** Told of each message; what nobody is told of is gone. */
  readonly sent?: (key: string) => void;
  readonly concurrency?: number;
}

/** A notifier on a store, with a transport that accepts everything at once. */
export function notifierOn<Tx>(store: Store<Tx>, { reminders, sent, concurrency = 1000 }: NotifierSettings) {
  const rows = Array.from({ length: reminders }, (_, index) => {
    const due = { after: 'visit', minutes: index + 1 };
    const row = { due, while: { order: 'paid' }, late: 'send', to: 'customer', by: ['email'], template: 'reminder' };
    return [`reminder-${index + 1}`, row];
  });
  return createNotifier({
    // The rows are made in a loop, so their names are known at run time only.
    rules: [order.rulesFromJson(Object.fromEntries(rows))],
    templates: [templates],
    transports: {
      email: {
        name: 'none',
        send: async ({ key }: { readonly key: string }) => {
          sent?.(key);
          return {};
        },
      },
    },
    store,
    concurrency,
  });
}

/** Has an order placed and paid, which plans its reminders. */
export async function placeAndPay<Tx>(notifier: ReturnType<typeof notifierOn<Tx>>, no: string, dueAt: number): Promise<void> {
  const created = anOrder(no, dueAt);
  await notifier.handleTransition(order, { created });
  const paid = await notifier.handleTransition(order, { subject: created, event: 'order.pay' });
  if (!paid.ok) throw new Error(paid.message);
}
