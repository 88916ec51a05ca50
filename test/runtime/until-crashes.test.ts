/** A worker dies at each single call that it makes of its store and its transports, before or after the call has done its work. */
import { describe, expect, test } from 'vitest';
import { type MemoryStore, type MemoryTransaction, memory } from '../../src/adapters/memory/index.js';
import { PermanentDeliveryError } from '../../src/core/errors.js';
import type { Store } from '../../src/ports/store.js';
import type { EmailMessage, Message, Transport } from '../../src/ports/transport.js';
import { createNotifier } from '../../src/runtime/create-notifier.js';
import { fakeClock } from '../../src/testing/fake-clock.js';
import { recording } from '../../src/testing/recording.js';
import { aBooking, booking } from '../builders/booking.js';
import { bookingTemplates } from '../builders/studio.js';

const rules = booking.rules({
  'order-placed': {
    on: 'order.processing',
    to: 'booker',
    by: { firstOf: ['sms', 'email'], until: 'delivered', within: { hours: 1 } },
  },
});

type Death = 'before' | 'after';

/** Counts calls, and dies at one of them: from then on nothing is done, and nothing answered. */
function mortality(dieAt: number, death: Death) {
  let calls = 0;
  const isDead = () => calls >= dieAt;
  const never = () => new Promise<never>(() => {});
  const step = async <R>(work: () => Promise<R>): Promise<R> => {
    if (isDead()) return never();
    calls += 1;
    if (!isDead()) return work();
    if (death === 'after') await work();
    return never();
  };
  return { step, isDead };
}

type Step = ReturnType<typeof mortality>['step'];

function mortalStore(store: MemoryStore, step: Step): Store<MemoryTransaction> {
  return new Proxy<Store<MemoryTransaction>>(store, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...given: readonly unknown[]) => step(async () => value.apply(target, given));
    },
  });
}

function mortalTransport<M extends Message>(transport: Transport<M>, step: Step): Transport<M> {
  return { ...transport, send: (message) => step(() => transport.send(message)) };
}

/** One worker that dies, and another that does the rest of the day. */
async function day(dieAt: number, death: Death, during: { readonly isDelivered?: boolean; readonly isRefused?: boolean } = {}) {
  const clock = fakeClock('2026-03-01T11:00', { timeZone: 'Asia/Taipei' });
  const store = memory();
  const sms = recording('gateway');
  const email = recording<EmailMessage>('smtp');
  if (during.isRefused === true) sms.failFor(() => true, new PermanentDeliveryError('no such number'));
  const signals = { booking: { 'order.fail': () => undefined } };
  const parts = { rules: [rules], templates: [bookingTemplates], clock, signals, telemetry: false };
  const { step, isDead } = mortality(dieAt, death);
  const survivor = createNotifier({ ...parts, store, transports: { sms, email } });
  const mortal = createNotifier({
    ...parts,
    store: mortalStore(store, step),
    transports: { sms: mortalTransport(sms, step), email: mortalTransport(email, step) },
  });
  await survivor.handleTransition(booking, { created: aBooking({ no: 'B-1' }) });
  mortal.tick().catch(() => undefined);
  await clock.advanceBy({ minutes: 5 });
  for (let minutes = 5; minutes < 180; minutes += 5) {
    await survivor.tick();
    if (during.isDelivered === true && minutes === 30)
      await survivor.receipt(
        'gateway',
        sms.messages.map((_, at) => ({ id: `gateway-${at + 1}`, state: 'delivered' })),
      );
    await clock.advanceBy({ minutes: 5 });
  }
  const keysOf = (messages: readonly Message[]) => [...new Set(messages.map(({ key }) => key))];
  const open = store.allJobs().filter(({ status }) => status === 'scheduled' || status === 'in-flight');
  return { sms: sms.messages, email: email.messages, keysOf, open, isDead: isDead() };
}

// More than a worker makes of them in this story; the last ones let it live.
const points = Array.from({ length: 16 }, (_, at) => at + 1);

describe.each(['before', 'after'] as const)('a worker that dies %s a call', (death) => {
  test('loses nothing, and doubles no message, where nothing is heard of the first channel', async () => {
    let deaths = 0;
    for (const point of points) {
      const { sms, email, keysOf, open, isDead } = await day(point, death);
      if (isDead) deaths += 1;
      const place = `dead at call ${point}`;
      expect(keysOf(sms), place).toHaveLength(1);
      // Twice only where it died with the answer of the provider in its hands, and then under the same key.
      expect(sms.length, place).toBeLessThanOrEqual(2);
      expect(email, place).toHaveLength(1);
      expect(open, place).toEqual([]);
    }
    expect(deaths).toBeGreaterThan(4);
    expect(deaths).toBeLessThan(points.length);
  });

  test('sends nothing by the next channel where the first has delivered', async () => {
    for (const point of points) {
      const { sms, email, keysOf, open } = await day(point, death, { isDelivered: true });
      const place = `dead at call ${point}`;
      expect(keysOf(sms), place).toHaveLength(1);
      expect(email, place).toEqual([]);
      expect(open, place).toEqual([]);
    }
  });

  test('sends one message by the next channel where the first refuses it', async () => {
    for (const point of points) {
      const { sms, email, keysOf, open } = await day(point, death, { isRefused: true });
      const place = `dead at call ${point}`;
      expect(sms, place).toEqual([]);
      expect(keysOf(email), place).toHaveLength(1);
      expect(email.length, place).toBeLessThanOrEqual(2);
      expect(open, place).toEqual([]);
    }
  });
});
