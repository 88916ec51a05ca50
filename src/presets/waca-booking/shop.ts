/**
 * The shop of the waca-booking preset as a subject of its own: the merchant is told when little SMS credit is left.
 * @module
 */
import { z } from 'zod';
import { defineLifecycle } from '../../core/lifecycle.js';
import { shopSchema } from './subjects.js';

/** What a shop is called where things are counted, paused and paid for by site: its id, or its name. */
export function siteOf({ shop }: { readonly shop: { readonly id?: string | undefined; readonly name: string } }): string {
  return shop.id ?? shop.name;
}

/** The lifecycle of a shop: no states; one fact, that its credit for a channel is nearly used up. The notifier tells it by itself. */
export function shopLifecycle() {
  return defineLifecycle('shop', {
    schema: shopSchema,
    key: siteOf,
    site: siteOf,
    timeZone: (s) => s.shop.timeZone,
    locale: (s) => s.locale ?? 'zh-TW',
    machines: {},
    states: {},
    facts: { 'credits.low': z.object({ channel: z.string(), messagesLeft: z.number(), line: z.number() }) },
    roles: { merchant: ({ shop, merchant }) => merchant ?? { name: shop.name, email: shop.email, phone: shop.phone } },
  });
}

/** Domain 1.b5. */
export function shopRules(shop: ReturnType<typeof shopLifecycle>) {
  return shop.rules({
    // 1.b5 簡訊點數即將使用完畢
    'credits-low': { on: 'credits.low', to: 'merchant', by: ['email'] },
  });
}
