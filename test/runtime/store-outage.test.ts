import { expect, test } from 'vitest';
import { OrderbellError } from '../../src/core/errors.js';
import { aBooking, booking } from '../builders/booking.js';
import { type StudioOptions, storeWith, studio } from '../builders/studio.js';

const placed = { on: 'order.processing', to: 'booker', by: ['email'] } as const;
const gone = () => new OrderbellError('store-unavailable', 'postgres: reading: terminating connection. Nothing was stored.');

/** A studio whose store can be away for a while, for some of its methods. */
function shopWith(options: StudioOptions, methods: readonly ('claim' | 'subject' | 'nextRunAt')[], error: () => unknown = gone) {
  let isAway = false;
  const guard = () => {
    if (isAway) throw error();
  };
  const wrap: StudioOptions['wrap'] = (inner) => {
    const all: Partial<typeof inner> = {
      claim: async (request) => {
        guard();
        return inner.claim(request);
      },
      subject: async (ref) => {
        guard();
        return inner.subject(ref);
      },
      nextRunAt: async (lifecycles) => {
        guard();
        return inner.nextRunAt(lifecycles);
      },
    };
    return storeWith(inner, Object.fromEntries(methods.map((name) => [name, all[name]])));
  };
  const away = (is: boolean) => {
    isAway = is;
  };
  return { ...studio({ ...options, wrap }), away };
}

test('a database that goes away while a claimed message is checked costs no message: it is tried again', async () => {
  const rules = booking.rules({ 'order-placed': placed });
  const { notifier, email, advanceTo, store, away } = shopWith({ rules }, ['subject']);
  await notifier.handleTransition(booking, { created: aBooking() });
  away(true);
  await notifier.tick();
  expect(store.allJobs()).toMatchObject([{ status: 'scheduled', code: 'store-unavailable' }]);
  away(false);
  await advanceTo('2026-03-01T12:00');
  expect(email.messages).toHaveLength(1);
});

test('a message that must never be repeated is not unknown where its data could not be read: nothing was sent', async () => {
  const rules = booking.rules({ 'order-placed': { ...placed, delivery: 'at-most-once' } });
  const { notifier, email, advanceTo, away } = shopWith({ rules }, ['subject'], () => new Error('socket hang up'));
  await notifier.handleTransition(booking, { created: aBooking() });
  away(true);
  await notifier.tick();
  away(false);
  await advanceTo('2026-03-01T12:00');
  expect(email.messages).toHaveLength(1);
});

test('a signal whose handler finds the database away is raised again', async () => {
  let isAway = true;
  const rules = booking.rules({
    'payment-overdue': { due: { after: 'payment.deadline', days: 1, at: '00:00' }, late: 'send', signal: 'order.fail' },
  });
  const raised: string[] = [];
  const { notifier, advanceTo, store } = studio({
    rules,
    signals: {
      booking: {
        'order.fail': async ({ no }: { readonly no: string }) => {
          if (isAway) throw gone();
          raised.push(no);
        },
      },
    },
  });
  await notifier.handleTransition(booking, { created: aBooking({ deadline: '2026-03-04' }) });
  await advanceTo('2026-03-05T00:00');
  expect(store.allJobs()).toMatchObject([{ status: 'scheduled', code: 'store-unavailable' }]);
  isAway = false;
  await advanceTo('2026-03-05T01:00');
  expect(raised).toEqual([aBooking().no]);
});

test('deadlines that passed while the database was away are judged when it is back, each by its own column', async () => {
  const due = { before: 'payment.deadline', days: 1, at: '10:00' } as const;
  const story = booking.rules({
    'payment-reminder': { due, to: 'booker', by: ['email'] },
    'pre-visit': { due, late: 'skip', to: 'booker', by: ['email'] },
    note: { due, late: 'send', to: 'booker', by: ['email'] },
  });
  const { notifier, clock, lines, away } = shopWith({ rules: story }, ['claim', 'subject', 'nextRunAt']);
  await notifier.handleTransition(booking, { created: aBooking({ no: 'B-1', deadline: '2026-03-04' }) });
  await notifier.handleTransition(booking, { created: aBooking({ no: 'B-2', deadline: '2026-03-05' }) });
  notifier.start();
  away(true);
  // Those of the 3rd are a day late when it is back, those of the 4th some hours.
  await clock.advanceTo('2026-03-04T15:00');
  away(false);
  await clock.advanceTo('2026-03-04T15:10');
  const outcomes = lines.map((line) => line.slice(12).replace(' Ann email', '')).sort();
  expect(outcomes).toEqual([
    'sent note',
    'sent note',
    'sent payment-reminder',
    'skipped payment-reminder late',
    'skipped pre-visit late',
    'skipped pre-visit late',
  ]);
  await notifier.stop();
});
