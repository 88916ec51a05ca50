/** A shop that verifies the phones of its members: the waca-booking preset, a store in memory, a fake clock. */
import { type MemoryTransaction, memory } from '../../../src/adapters/memory/index.js';
import type { Store } from '../../../src/ports/store.js';
import { wacaBooking } from '../../../src/presets/waca-booking/index.js';
import { createNotifier } from '../../../src/runtime/create-notifier.js';
import type { NotifierEvents } from '../../../src/runtime/events.js';
import type { VerificationOptions } from '../../../src/runtime/verification/verification.js';
import { fakeClock } from '../../../src/testing/fake-clock.js';
import { recording } from '../../../src/testing/recording.js';

const { lifecycles, rules, templates, enabled } = wacaBooking();

export { lifecycles };

export const aKey = 'a key of this shop, 32 characters or more';
const shopOfMembers = { name: 'Clay House', timeZone: 'Asia/Taipei' };

export function aMember(id = 'M-1', phone = '+886912345678') {
  return { id, name: 'Mei', phone, shop: shopOfMembers, locale: 'en' };
}

type Options = Partial<Omit<VerificationOptions, 'lifecycle' | 'fact' | 'phone'>>;
type Given = Options & {
  readonly store?: Store<MemoryTransaction>;
  readonly clock?: ReturnType<typeof fakeClock>;
  readonly keepContent?: boolean;
};

export function aMemberShop({
  store = memory(),
  clock = fakeClock('2026-03-02T12:00', { timeZone: 'Asia/Taipei' }),
  keepContent = false,
  ...options
}: Given = {}) {
  const sms = recording('sms');
  const notifier = createNotifier({
    rules: [rules.member],
    templates: [templates.member],
    enabled,
    transports: { sms },
    store,
    clock,
    keepContent,
    verification: {
      lifecycle: lifecycles.member,
      fact: 'phone.verification',
      phone: (m) => m.phone,
      keys: [aKey],
      ...options,
    },
  });
  const told: unknown[] = [];
  const names: (keyof NotifierEvents)[] = ['sent', 'skipped', 'withdrawn', 'retry', 'failed', 'unknown', 'error', 'breaker'];
  for (const name of names) notifier.on(name, (event) => told.push({ name, ...event }));
  const later = (ms: number) => clock.advanceTo(new Date(clock.now().getTime() + ms));
  /** The code in the last message. */
  const code = async () => {
    await notifier.tick();
    return /\d{6}/.exec(sms.attempts.at(-1)?.text ?? '')?.[0] ?? '';
  };
  return { notifier, sms, store, clock, told, later, code };
}

/** Another code than this one. */
export function wrong(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, '0');
}

/** A start that must have worked. */
export async function begun(started: Promise<{ readonly ok: boolean }>): Promise<string> {
  const result = await started;
  if (!('id' in result) || typeof result.id !== 'string') throw new Error(`refused: ${JSON.stringify(result)}`);
  return result.id;
}
