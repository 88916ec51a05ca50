/**
 * A shop of the preset whose SMS cost points.
 */
import { type MemoryStore, memory } from '../../src/adapters/memory/index.js';
import type { EmailMessage, Message, Transport } from '../../src/ports/transport.js';
import { type MemberInput, wacaBooking } from '../../src/presets/waca-booking/index.js';
import { createNotifier } from '../../src/runtime/create-notifier.js';
import type { CreditOptions, LowCreditEvent } from '../../src/runtime/credits/options.js';
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js';
import { recording } from '../../src/testing/recording.js';

const preset = wacaBooking();
export const { member, shop } = preset.lifecycles;

export const site = { id: 'S-1', name: '小日子', timeZone: 'Asia/Taipei', email: 'owner@xiaorizi.example' };

/** A member with a number in Taiwan, of that site. */
export function aMember(no: number, changes: Partial<MemberInput> = {}): MemberInput {
  return { id: `M-${no}`, name: '林美玲', phone: `+8869123456${String(no).padStart(2, '0')}`, shop: site, ...changes };
}

/** What a test may set. */
export interface CreditShopOptions {
  readonly credits?: CreditOptions;
  readonly sms?: readonly Transport<Message>[];
  readonly store?: MemoryStore;
  readonly clock?: FakeClock;
  readonly concurrency?: number;
}

/** A notifier of the preset with credits, and what became of it. */
export function aCreditShop(options: CreditShopOptions = {}) {
  const { store = memory(), clock = fakeClock('2026-03-02T10:00', { timeZone: 'Asia/Taipei' }) } = options;
  const email = recording<EmailMessage>('email');
  const sms = recording<Message>('smartdove');
  const notifier = createNotifier({
    rules: preset.rules,
    templates: preset.templates,
    enabled: preset.enabled,
    signals: { booking: { 'order.fail': () => undefined } },
    transports: { email, sms: options.sms ?? sms },
    credits: { sms: options.credits ?? {} },
    store,
    clock,
    concurrency: options.concurrency ?? 1,
    telemetry: false,
  });
  const low: LowCreditEvent[] = [];
  const errors: unknown[] = [];
  notifier.on('lowCredit', (event) => low.push(event));
  notifier.on('error', ({ error }) => errors.push(error));
  let asked = 0;
  return {
    notifier,
    store,
    clock,
    email,
    sms,
    low,
    errors,
    /** Has so many members asked for a code, each of whom is one message of one part. */
    async ask(count: number, changes: Partial<MemberInput> = {}) {
      for (let times = 0; times < count; times++) {
        asked += 1;
        const change = { subject: aMember(asked, changes), fact: 'phone.verification', payload: { code: '482913' } } as const;
        await notifier.handleTransition(member, change);
      }
      return notifier.tick();
    },
    /** What the ledger of the site says. */
    async account() {
      const [account] = await notifier.credits.of(site.id);
      if (account === undefined) throw new Error('the site has no account');
      return account;
    },
  };
}
