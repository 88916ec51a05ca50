/**
 * The notices about an order that the bitrix preset starts with.
 * @module
 */
import type { Lifecycle } from '../../core/lifecycle.js';
import type { OrderShape } from './lifecycle.js';
import type { Settings } from './settings.js';

/** Domain 2.1 to 2.7: buyers and administrators, new orders, statuses, payment, cancellation, parcels, and whatever Bitrix mails. */
export function orderRules(order: Lifecycle<OrderShape<Settings>>, settings: Settings) {
  const both = ['sms', 'email'] as const;
  // 2.7: where the SMS went out, no e-mail follows.
  const by = settings.smsInsteadOfEmail ? ({ firstOf: both } as const) : both;
  const fitted = { parts: 2, fit: 'shorten' } as const;
  const active = settings.administrators.length > 0;
  return order.rules({
    // ISMS_NEWORDER
    'new-order': { on: 'order.placed', to: 'buyer', by, ...fitted },
    'new-order-admin': { on: 'order.placed', to: 'administrator', by: ['sms'], active, ...fitted },
    // ISMS_STATUSUPDATE; a new order has left no status
    'status-changed': { on: 'status.*', from: '*', to: 'buyer', by, ...fitted },
    'status-changed-admin': { on: 'status.*', from: '*', to: 'administrator', by: ['sms'], active, ...fitted },
    'order-paid': { on: 'paid.changed', is: true, to: 'buyer', by, ...fitted },
    'order-cancelled': { on: 'cancelled.changed', is: true, to: 'buyer', by, ...fitted },
    'tracking-number': { on: 'tracking.changed', is: { not: null }, to: 'buyer', by, ...fitted },
    // ISMS_BXEVENT
    'mail-event': { on: settings.mailEvents.map((event) => `mail.${event}` as const), to: 'buyer', by },
  });
}
