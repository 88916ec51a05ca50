import { expect, test } from 'vitest';
import { UnknownOutcomeError } from '../../src/core/errors.js';
import { pauseName, type Settlement } from '../../src/ports/store.js';
import type { Message } from '../../src/ports/transport.js';
import { aBooking, booking } from '../builders/booking.js';
import { type StudioOptions, storeWith, studio } from '../builders/studio.js';

const rules = booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by: ['email'] } });

async function shopWith(count: number, options: StudioOptions = {}) {
  const shop = studio({ rules, ...options });
  for (let index = 0; index < count; index++) {
    await shop.notifier.handleTransition(booking, { created: aBooking({ no: `B-${index}` }) });
  }
  return shop;
}

test('what ends together is written together', async () => {
  const sizes: number[] = [];
  const { notifier, email } = await shopWith(40, {
    concurrency: 100,
    wrap: (store) =>
      storeWith(store, {
        settle: async (settlements) => {
          sizes.push(settlements.length);
          return store.settle(settlements);
        },
      }),
  });
  expect(await notifier.tick()).toMatchObject({ sent: 40 });
  expect(email.messages).toHaveLength(40);
  expect(sizes.length).toBeLessThan(5);
});

test('a backlog is claimed many at a time, and one job alone at once', async () => {
  const limits: number[] = [];
  const { notifier, clock } = await shopWith(200, {
    concurrency: 16,
    wrap: (store) =>
      storeWith(store, {
        claim: async (request) => {
          const jobs = await store.claim(request);
          limits.push(jobs.length);
          return jobs;
        },
      }),
  });
  notifier.start();
  await clock.advanceBy({ minutes: 1 });
  expect(limits.reduce((sum, size) => sum + size, 0)).toBe(200);
  expect(limits.filter((size) => size > 0).length).toBeLessThan(60);
  await notifier.handleTransition(booking, { created: aBooking({ no: 'one' }) });
  await clock.advanceBy({ minutes: 0 });
  expect(limits).toContain(1);
  await notifier.stop();
  expect(clock.pending()).toEqual([]);
});

test('a database that goes away under load loses nothing and doubles nothing', async () => {
  let isAway = false;
  const away = async () => Promise.reject(new Error('terminating connection'));
  const errors: unknown[] = [];
  const { notifier, clock, email, store } = await shopWith(60, {
    concurrency: 10,
    wrap: (inner) =>
      storeWith(inner, {
        settle: (given) => (isAway ? away() : inner.settle(given)),
        claim: (given) => (isAway ? away() : inner.claim(given)),
        extend: (...given) => (isAway ? away() : inner.extend(...given)),
        nextRunAt: () => (isAway ? away() : inner.nextRunAt()),
      }),
  });
  notifier.on('error', ({ error }) => errors.push(error));
  const release = email.hang();
  notifier.start();
  await clock.advanceBy({ minutes: 0 });
  isAway = true;
  release();
  await clock.advanceBy({ minutes: 0.5 });
  expect(errors.length).toBeGreaterThan(0);
  isAway = false;
  await clock.advanceBy({ minutes: 2 });
  expect(email.messages).toHaveLength(60);
  expect(new Set(store.allJobs().map(({ status, attempts }) => `${status} ${attempts}`))).toEqual(new Set(['sent 1']));
  await notifier.stop();
});

test('one settlement that the store cannot take keeps no other from being written', async () => {
  const { notifier, clock, store } = await shopWith(30, {
    concurrency: 30,
    wrap: (inner) =>
      storeWith(inner, {
        settle: async (settlements) =>
          settlements.some(({ key }) => key.includes('B-7/'))
            ? Promise.reject(new Error('no such character'))
            : inner.settle(settlements),
      }),
  });
  const ticked = expect(notifier.tick()).rejects.toThrow('no such character');
  await clock.advanceBy({ minutes: 0.9 });
  expect(store.allJobs().filter(({ status }) => status === 'sent')).toHaveLength(29);
  await clock.advanceBy({ minutes: 1 });
  await ticked;
});

test.each<[string, unknown, string | undefined]>([
  ['nothing', undefined, undefined],
  ['null', null, undefined],
  ['a text', '250 OK', undefined],
  ['an id that is no text', { id: { deep: true } }, undefined],
  ['a number as id', { id: 42 }, '42'],
  ['an empty id', { id: ' ' }, undefined],
  ['an id with control characters', { id: 'a\u0000b' }, 'a b'],
  ['an id of ten thousand characters', { id: 'x'.repeat(10_000) }, 'x'.repeat(255)],
  [
    'an answer that throws when it is read',
    Object.defineProperty({}, 'id', {
      get: () => {
        throw new Error('no');
      },
    }),
    undefined,
  ],
])('a provider that answers %s has accepted', async (_what, answer, providerId) => {
  const { notifier, email, store } = await shopWith(1);
  Object.assign(email, { send: async () => answer });
  expect(await notifier.tick()).toMatchObject({ sent: 1 });
  expect(store.allJobs()).toMatchObject([{ status: 'sent', providerId }]);
});

test.each<[string, unknown, string]>([
  ['a text', 'busy', 'busy'],
  ['null', null, 'null was thrown, which is no error'],
  ['nothing', undefined, 'undefined was thrown, which is no error'],
  ['what cannot be read', Object.create(null), 'something was thrown that cannot be read'],
  ['an error without words', new Error(), 'Error'],
  ['an error of many lines and strange characters', new Error('450\r\n\u0000greylisted \ud83d'), '450 greylisted'],
  ['an error as long as a book', new Error('x'.repeat(1_000_000)), 'x'.repeat(1_000)],
])('a transport that throws %s is tried again, and the loop goes on', async (_what, thrown, why) => {
  const { notifier, email, store } = await shopWith(2);
  const answer = email.send;
  Object.assign(email, {
    send: async (message: Parameters<typeof answer>[0]) => {
      if (message.subject === 'B-0') throw thrown;
      return answer(message);
    },
  });
  expect(await notifier.tick()).toMatchObject({ sent: 1, postponed: 1 });
  expect(store.allJobs()[0]).toMatchObject({ status: 'scheduled', attempts: 1, code: 'delivery-retryable', why });
});

test('content is kept only where it is asked for, and what counts against a limit says so', async () => {
  const settled: Settlement[] = [];
  const watch = (options: StudioOptions) =>
    shopWith(1, {
      ...options,
      wrap: (store) =>
        storeWith(store, {
          settle: async (given) => {
            settled.push(...given);
            return store.settle(given);
          },
        }),
    });
  const plain = await watch({});
  await plain.notifier.tick();
  const keeping = await watch({ keepContent: true, limits: { email: { max: 3, per: { days: 1 } } } });
  const events: unknown[] = [];
  keeping.notifier.on('sent', ({ job }) => events.push(job.content));
  await keeping.notifier.tick();
  const content = {
    address: 'ann@example.com',
    locale: 'en',
    subjectLine: 'order-placed B-0',
    text: 'Hello Ann, order-placed for B-0',
    html: undefined,
  };
  expect(settled.map((one) => [one.content, one.counts])).toEqual([
    [undefined, false],
    [content, true],
  ]);
  expect((await keeping.notifier.history(booking, 'B-0'))[0]?.content).toEqual(content);
  expect(events).toEqual([content]);
});

test('a scheduler is told of every job that was put back or has ended', async () => {
  const plans: string[] = [];
  const scheduler = {
    start: () => undefined,
    wake: () => undefined,
    stop: async () => undefined,
    plan: async ({ wake, forget }: { wake: readonly { key: string; at: Date }[]; forget: readonly string[] }) => {
      plans.push(...wake.map(({ key, at }) => `wake ${key.split('/')[1]} ${at.toISOString() > '2026-03-01T03:00:20'}`));
      plans.push(...forget.map((key) => `forget ${key.split('/')[1]}`));
      if (plans.length > 3) throw new Error('the queue is away');
    },
  };
  const { notifier, email, store } = await shopWith(3, { scheduler });
  const errors: unknown[] = [];
  notifier.on('error', ({ error }) => errors.push(error));
  plans.length = 0;
  await store.pause({ kind: 'rule', name: 'booking/none', since: 0, note: undefined });
  email.failFor(({ subject }: Message) => subject === 'B-1', new UnknownOutcomeError('lost'));
  await notifier.tick();
  expect(plans.sort()).toEqual(['forget B-0', 'forget B-2', 'wake B-1 true']);
  await store.pause({ kind: 'channel', name: 'email', since: 0, note: undefined });
  await notifier.handleTransition(booking, { created: aBooking({ no: 'B-9' }) });
  errors.length = 0;
  await notifier.tick();
  expect(plans).toContain('forget B-9');
  expect(store.allJobs().at(-1)).toMatchObject({ parkedBy: pauseName({ kind: 'channel', name: 'email' }) });
  expect(errors).toHaveLength(1);
});

test('a single job that a scheduler wakes is delivered, whatever else is being delivered', async () => {
  const { notifier, email, store, clock } = await shopWith(2, {
    concurrency: 1,
    scheduler: {
      start: (worker) => Object.assign(workers, { worker }),
      wake: () => undefined,
      stop: async () => undefined,
    },
  });
  notifier.start();
  const release = email.hang();
  const keys = store.allJobs().map(({ key }) => key);
  const deliveries = [...keys, keys[0] ?? '', 'no/such/job'].map((key) => workers.worker?.deliver(key));
  await clock.advanceBy({ minutes: 0 });
  expect(email.attempts).toHaveLength(2);
  release();
  await Promise.all(deliveries);
  expect(store.allJobs().map(({ status }) => status)).toEqual(['sent', 'sent']);
  await notifier.stop();
});

const workers: { worker?: { deliver(key: string): Promise<void> } } = {};

test('stop gives back what has been claimed and not begun, with its attempts', async () => {
  const { notifier, email, store, clock } = studio({
    rules: booking.rules({
      a: { on: 'order.processing', to: 'booker', by: ['email'], template: 'note' },
      b: { on: 'order.processing', to: 'booker', by: ['email'], template: 'note' },
    }),
  });
  const release = email.hang();
  await notifier.handleTransition(booking, { created: aBooking() });
  notifier.start();
  await clock.advanceBy({ minutes: 0 });
  const stopped = notifier.stop();
  await clock.advanceBy({ minutes: 0 });
  release();
  await stopped;
  expect(store.allJobs()).toMatchObject([
    { rule: 'a', status: 'sent', attempts: 1 },
    { rule: 'b', status: 'scheduled', attempts: 0 },
  ]);
  expect(clock.pending()).toEqual([]);
});
