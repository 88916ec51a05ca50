/** Changes that arrive while a worker judges a job by the data before them. */
import { expect, test } from 'vitest';
import { aBooking, aSession, type Booking, booking, bookingRules } from '../builders/booking.js';
import { type StudioOptions, storeWith, studio } from '../builders/studio.js';

const reminders = booking.rules({ 'payment-reminder': { ...bookingRules.rows['payment-reminder'], by: ['email'] } });
const due = '2026-03-03T10:00';
const onSite = aBooking({ method: 'on-site' });

type Work = () => Promise<unknown>;

/** A studio with what happens once a job is claimed, and once its data are read and nothing is settled yet. */
function raced(options: StudioOptions = {}) {
  const works: { claimed: Work[]; judged: Work[] } = { claimed: [], judged: [] };
  let reads = 0;
  const shop = studio({
    rules: reminders,
    ...options,
    wrap: (inner) =>
      storeWith(inner, {
        claim: async (request) => {
          const jobs = await inner.claim(request);
          if (jobs.length > 0) await works.claimed.shift()?.();
          return jobs;
        },
        subject: async (ref) => {
          reads += 1;
          return inner.subject(ref);
        },
        settle: async (settlements) => {
          await works.judged.shift()?.();
          return inner.settle(settlements);
        },
      }),
  });
  const errors: unknown[] = [];
  shop.notifier.on('error', ({ error }) => errors.push(error));
  return { ...shop, works, errors, reads: () => reads };
}

test('what was skipped on data that a change has replaced meanwhile is planned anew', async () => {
  const { notifier, works, advanceTo, lines, errors } = raced();
  await notifier.handleTransition(booking, { created: aBooking() });
  works.claimed.push(() => notifier.refresh(booking, onSite));
  works.judged.push(() => notifier.refresh(booking, aBooking()));
  await advanceTo('2026-03-03T12:00');
  expect([lines, errors]).toEqual([
    ['03-03 10:00 skipped payment-reminder Ann email unless', '03-03 10:00 sent payment-reminder Ann email'],
    [],
  ]);
});

test('the same with data that the host loads, even where nothing but the data says that they have changed', async () => {
  let data = aBooking();
  const { notifier, works, advanceTo, lines, errors } = raced({ load: { booking: async () => data } });
  await notifier.handleTransition(booking, { created: data });
  const change = (to: Booking) => async () => {
    data = to;
    await notifier.refresh(booking, 'B-1');
  };
  works.claimed.push(change(onSite));
  works.judged.push(change(aBooking()));
  await advanceTo('2026-03-03T12:00');
  expect([lines, errors]).toEqual([
    ['03-03 10:00 skipped payment-reminder Ann email unless', '03-03 10:00 sent payment-reminder Ann email'],
    [],
  ]);
});

test('a subject that was gone when its message was judged, and is back, is planned anew', async () => {
  let data: Booking | null = aBooking();
  const { notifier, works, advanceTo, lines } = raced({ load: { booking: async () => data } });
  await notifier.handleTransition(booking, { created: aBooking() });
  works.claimed.push(async () => {
    data = null;
  });
  works.judged.push(async () => {
    data = aBooking();
    await notifier.refresh(booking, 'B-1');
  });
  await advanceTo('2026-03-03T12:00');
  expect(lines.at(-1)).toBe('03-03 10:00 sent payment-reminder Ann email');
});

test('what was put back for a later instant of the day goes out at the earlier one that a change has brought meanwhile', async () => {
  const soon = { each: 'sessions', due: { before: 'service.start', hours: 2 }, to: 'participant', by: ['email'] } as const;
  const at = (time: string) => aBooking({ sessions: [aSession({ startsAt: new Date(`2026-03-10T${time}:00+08:00`) })] });
  const { notifier, works, advanceTo, lines } = raced({ rules: booking.rules({ soon: { ...soon, template: 'note' } }) });
  await notifier.handleTransition(booking, { created: at('16:00') });
  works.claimed.push(() => notifier.refresh(booking, at('20:00')));
  works.judged.push(() => notifier.refresh(booking, at('17:00')));
  await advanceTo('2026-03-11T00:00');
  expect(lines).toEqual(['03-10 15:00 sent soon Ben email']);
});

test('that a subject cannot be planned anew is told of, and stops nothing', async () => {
  let isBroken = false;
  let data = aBooking();
  const load = async () => (isBroken ? Promise.reject(new Error('orders are away')) : data);
  const { notifier, works, clock, lines, errors } = raced({ load: { booking: load } });
  await notifier.handleTransition(booking, { created: data });
  works.claimed.push(async () => {
    data = onSite;
  });
  works.judged.push(async () => {
    data = aBooking();
    await notifier.handleTransition(booking, { subject: data, fact: 'partner.assigned', payload: { session: 'S-1' } });
    isBroken = true;
  });
  await clock.advanceTo(due);
  expect(await notifier.tick()).toMatchObject({ skipped: 1 });
  expect(lines).toEqual(['03-03 10:00 skipped payment-reminder Ann email unless']);
  expect(errors).toMatchObject([{ message: expect.stringContaining('orders are away') }]);
});

test('a change that leaves the data as they were judged plans nothing anew: two that are skipped do not set each other off', async () => {
  const row = reminders.rows['payment-reminder'];
  const rules = booking.rules({ 'payment-reminder': row, note: row });
  const { notifier, works, clock, store, lines } = raced({ rules, enabled: { email: () => false } });
  await notifier.handleTransition(booking, { created: aBooking() });
  const noted = () =>
    notifier.handleTransition(booking, { subject: aBooking(), fact: 'partner.assigned', payload: { session: 'S-1' } });
  works.judged.push(noted);
  await clock.advanceTo(due);
  expect(await notifier.tick()).toMatchObject({ skipped: 2 });
  expect(lines).toHaveLength(2);
  expect(store.allJobs().map(({ status }) => status)).toEqual(['skipped', 'skipped']);
});

test('a message that is sent costs one reading of its subject, and one that is skipped a second', async () => {
  const { notifier, clock, reads, works } = raced();
  await notifier.handleTransition(booking, { created: aBooking() });
  await notifier.handleTransition(booking, { created: aBooking({ no: 'B-2', deadline: '2026-03-05' }) });
  await clock.advanceTo(due);
  await notifier.tick();
  expect(reads()).toBe(1);
  works.claimed.push(() => notifier.refresh(booking, { ...onSite, no: 'B-2', deadline: '2026-03-05' }));
  await clock.advanceTo('2026-03-04T10:00');
  await notifier.tick();
  expect(reads()).toBe(3);
});
