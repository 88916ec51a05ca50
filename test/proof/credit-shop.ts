/** A shop of which each message costs one point. */
import { createNotifier, type Message, type Notifier, type Store, type Transport } from 'orderbell';
import { wacaBooking } from '../../src/presets/waca-booking/index.js';

const { lifecycles, rules, templates } = wacaBooking();

const site = { id: 'S-1', name: '小日子', timeZone: 'Asia/Taipei', email: 'owner@xiaorizi.example' };
const nowhere = { name: 'nowhere', send: async () => ({}) };

/** The notifier of one process. */
export function creditNotifier(
  store: Store<never>,
  sms: Transport<Message>,
  options: { readonly lease?: number } = {},
): Notifier<never> {
  return createNotifier({
    rules: [rules.member, rules.shop],
    templates: [templates.member, templates.shop],
    transports: { sms, email: nowhere },
    credits: { sms: { prices: { smartdove: { domestic: 1, international: 3, paidFrom: 'ledger' } } } },
    store,
    telemetry: false,
    ...options,
  });
}

/** Makes the shop known, whose merchant is told when little is left. */
export async function openShop(notifier: Notifier<never>): Promise<void> {
  await notifier.handleTransition(lifecycles.shop, { created: { shop: site } });
}

/** Has so many members wait for a message. */
export async function ask(notifier: Notifier<never>, count: number): Promise<void> {
  for (let no = 1; no <= count; no++) {
    const subject = { id: `M-${no}`, name: '林美玲', phone: `+88691200${String(no).padStart(4, '0')}`, shop: site };
    await notifier.handleTransition(lifecycles.member, { subject, fact: 'phone.verification', payload: { code: '482913' } });
  }
}
