/** Turns that end without a settlement, because something beside the attempt throws. */
import { expect, test } from 'vitest';
import { createDelivery } from '../../src/runtime/delivery.js';
import { assemble } from '../../src/runtime/setup.js';
import type { Telemetry } from '../../src/runtime/telemetry/telemetry.js';
import { aBooking, booking } from '../builders/booking.js';
import { bookingTemplates, studio } from '../builders/studio.js';

const rules = booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by: ['email'] } });

/** Deliveries with a telemetry that breaks: the host's own code, of which orderbell knows nothing. */
async function withTelemetry(
  delivery: Telemetry['delivery'],
  { concurrency = 10, wake = () => {} }: { readonly concurrency?: number; readonly wake?: () => void } = {},
) {
  const shop = studio({ rules });
  await shop.notifier.handleTransition(booking, { created: aBooking() });
  await shop.notifier.handleTransition(booking, { created: aBooking({ no: 'B-2' }) });
  const { clock, email, sms, store } = shop;
  const errors: unknown[] = [];
  const parts = assemble({
    rules: [rules],
    templates: [bookingTemplates],
    transports: { email, sms },
    store,
    clock,
    concurrency,
  });
  const telemetry = {
    current: {
      isHeard: () => true,
      change: (_lifecycle: string, _kind: string, work) => work(),
      delivery,
      observeHealth: () => () => {},
    } as Telemetry,
  };
  const deliveries = createDelivery(parts, {
    emit: (_event, ...[value]) => void errors.push('error' in value ? value.error : value),
    hears: () => false,
    planned: async () => {},
    replan: async () => {},
    wake,
    settled: () => undefined,
    telemetry,
  });
  return { ...shop, deliveries, errors, telemetry };
}

const broken: readonly (readonly [string, Telemetry['delivery']])[] = [
  [
    'before the delivery',
    () => {
      throw new Error('no span');
    },
  ],
  [
    'when the delivery reports',
    (_job, work) =>
      work(() => {
        throw new Error('no span');
      }),
  ],
];

test.each(broken)('a job whose turn breaks off %s is not held for ever, and the error is told', async (_when, delivery) => {
  const { deliveries, errors, clock, store } = await withTelemetry((job, work) =>
    job.subject === 'B-1' ? delivery(job, work) : work(() => {}),
  );
  await expect(deliveries.drain()).rejects.toThrow('no span');
  await deliveries.idle();
  expect(errors).toMatchObject([{ message: 'no span' }]);
  expect(store.allJobs().map(({ status }) => status)).toEqual(['in-flight', 'sent']);
  expect(clock.pending()).toEqual([]);
  await clock.advanceBy({ minutes: 2 });
  const free = await store.claim({ now: clock.now().getTime(), limit: 9, leaseMs: 1 });
  expect(free.map(({ subject }) => subject)).toEqual(['B-1']);
});

test('telemetry that cannot be asked for breaks off each delivery by itself: nothing is held, and nobody waits for ever', async () => {
  const { deliveries, errors, clock, telemetry } = await withTelemetry((_job, work) => work(() => {}));
  Object.defineProperty(telemetry, 'current', {
    get: () => {
      throw new Error('no tracer');
    },
  });
  await expect(deliveries.drain()).rejects.toThrow('no tracer');
  expect(errors).toMatchObject([{ message: 'no tracer' }, { message: 'no tracer' }]);
  expect(clock.pending()).toEqual([]);
  await deliveries.idle();
});

test('a delivery that goes on although its span has broken off gives its place back once', async () => {
  let isBroken = true;
  const delivery: Telemetry['delivery'] = async (_job, work) => {
    const end = work(() => {});
    if (isBroken) throw new Error('no span');
    return end;
  };
  const { deliveries, clock, store, email, notifier } = await withTelemetry(delivery, { concurrency: 2 });
  await expect(deliveries.drain()).rejects.toThrow('no span');
  await clock.advanceBy({ minutes: 0 });
  expect(store.allJobs().map(({ status }) => status)).toEqual(['sent', 'sent']);
  isBroken = false;
  for (const no of ['B-3', 'B-4', 'B-5']) await notifier.handleTransition(booking, { created: aBooking({ no }) });
  const before = email.attempts.length;
  const release = email.hang();
  const drained = deliveries.drain();
  await clock.advanceBy({ minutes: 0 });
  expect(email.attempts.length - before).toBe(2);
  release();
  expect(await drained).toMatchObject({ sent: 3 });
});

test('an error after the settlement is told, and what was settled stays so', async () => {
  const { deliveries, errors, clock, store } = await withTelemetry(async (_job, work) => {
    await work(() => {});
    throw new Error('span not ended');
  });
  await expect(deliveries.drain()).rejects.toThrow('span not ended');
  expect(errors).toMatchObject([{ message: 'span not ended' }, { message: 'span not ended' }]);
  expect(store.allJobs().map(({ status }) => status)).toEqual(['sent', 'sent']);
  expect(clock.pending()).toEqual([]);
});

test('a scheduler that throws when it is woken costs no delivery, and keeps none waiting', async () => {
  const wake = () => {
    throw new Error('no queue');
  };
  const { deliveries, errors, clock, store, email } = await withTelemetry((_job, work) => work(() => {}), {
    concurrency: 1,
    wake,
  });
  const release = email.hang();
  await deliveries.run();
  // There is no room: it is woken when there is.
  await deliveries.run();
  release();
  await deliveries.idle();
  expect(errors).toMatchObject([{ message: 'no queue' }]);
  expect(await deliveries.drain()).toMatchObject({ sent: 1, failed: 0 });
  expect(store.allJobs().map(({ status }) => status)).toEqual(['sent', 'sent']);
  expect(clock.pending()).toEqual([]);
});
