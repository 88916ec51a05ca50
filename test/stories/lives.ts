/** Random lives of orders and bookings, as stories. */
import fc from 'fast-check';
import type { ChangeStep, StoryStep } from '../../src/core/story.js';
import { aBooking, ann, aSession, mei } from '../presets/waca-booking-samples.js';

const minute = 60_000;
/** Instants at which the clocks of some zone are about to change, and one at which they are not. */
const starts = ['2026-03-06T20:00Z', '2026-03-27T07:30Z', '2026-10-30T12:00Z', '2026-06-10T23:00Z'].map((text) =>
  Date.parse(text),
);
const zones = ['Asia/Taipei', 'America/New_York', 'Europe/London', 'Australia/Lord_Howe'];

/** Gaps between steps: often none, often so long that deadlines pass, in half hours so that some steps meet a due instant. */
const gap = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 12 }).map((n) => n * 30 * minute),
  fc.integer({ min: 1, max: 100 }).map((n) => n * 60 * minute),
);

type Happening = Omit<ChangeStep, 'kind' | 'at' | 'lifecycle'>;

/** Some subjects that come to be, and then what happens to them. */
function stories(
  lifecycle: string,
  data: (subject: string, start: number) => fc.Arbitrary<unknown>,
  happening: (start: number) => fc.Arbitrary<Happening>,
) {
  return fc.constantFrom(...starts).chain((start) =>
    fc
      .record({
        first: data('A', start),
        second: data('B', start),
        rest: fc.array(fc.tuple(gap, happening(start)), { minLength: 4, maxLength: 20 }),
      })
      .map(({ first, second, rest }) => {
        const story: StoryStep[] = [
          { kind: 'created', at: start, lifecycle, data: first },
          { kind: 'created', at: start, lifecycle, data: second },
        ];
        let at = start;
        for (const [wait, step] of rest) {
          at += wait;
          story.push({ kind: 'change', at, lifecycle, ...step });
        }
        return [...story, { kind: 'until', at: at + 15 * 24 * 60 * minute } satisfies StoryStep];
      }),
  );
}

const subject = fc.constantFrom('A', 'B');
const soon = (start: number) => fc.integer({ min: -4, max: 400 }).map((n) => new Date(start + n * 30 * minute));
const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

/** Lives of orders of the small shop. */
export function livesOfOrders(): fc.Arbitrary<readonly StoryStep[]> {
  const person = fc.constantFrom(
    { id: 'C-1', name: 'Ann', email: 'ann@example.com', phone: '+15550101' },
    { id: 'C-1', name: 'Ann Other', phone: '+15550102' },
    { name: 'Ben', email: 'ben@example.com' },
    { name: 'Cy', phone: '+15550\n103' },
  );
  const parts = (start: number) => ({
    slot: some(soon(start)),
    placedAt: soon(start),
    tracking: some(fc.constantFrom('T-1', 'T-2')),
    smsOn: fc.boolean(),
    customer: some(person),
    courier: some(person),
    parcels: fc.uniqueArray(fc.record({ no: fc.constantFrom('P1', 'P2'), readyAt: some(soon(start)), fragile: fc.boolean() }), {
      selector: ({ no }) => no,
      maxLength: 2,
    }),
  });
  const orders = (no: string, start: number) =>
    fc.record({
      no: fc.constant(no),
      zone: fc.constantFrom(...zones),
      orderStatus: fc.constant('placed'),
      paymentStatus: fc.constantFrom('unpaid', 'paid'),
      ...parts(start),
    });
  const event = fc.constantFrom('order.accept', 'order.ship', 'order.deliver', 'order.turnBack', 'order.cancel');
  const payment = fc.constantFrom('payment.pay', 'payment.bounce');
  const happening = (start: number) => {
    const change = fc.record(parts(start), { requiredKeys: [] });
    return fc.oneof(
      fc.record({ subject, event }),
      fc.record({ subject, event: payment }),
      fc.record({ subject, event, change }),
      fc.record({ subject, event: fc.constant('payment.refund'), actor: fc.constantFrom('owner', 'customer') }),
      fc.record({ subject, event: fc.constant('order.reject'), payload: fc.constantFrom({ reason: 'sold out' }, {}) }),
      fc.record({ subject, change }),
      fc.record({ subject, fact: fc.constant('courier.called'), payload: fc.constantFrom({ parcel: 'P1' }, { parcel: 'P2' }) }),
    );
  };
  return stories('order', orders, happening);
}

/** Lives of bookings of the waca-booking preset. */
export function livesOfBookings(): fc.Arbitrary<readonly StoryStep[]> {
  const ben = { name: '王小明', email: 'ben@example.com' };
  const participant = fc.constantFrom(ann, mei, ben);
  const sessions = (start: number) =>
    fc.uniqueArray(
      fc
        .record({
          no: fc.constantFrom('S1', 'S2'),
          startsAt: soon(start),
          status: fc.constantFrom('pending', 'accepted', 'cancelled'),
          participant,
        })
        .map((session) => aSession(session as Parameters<typeof aSession>[0])),
      { selector: ({ no }) => no, minLength: 1, maxLength: 2 },
    );
  const payment = fc.record({ method: fc.constantFrom('card', 'bank-transfer', 'cvs-barcode', 'ibon', 'on-site') });
  const shop = (zone: string, smsEnabled: boolean) => ({ ...aBooking().shop, timeZone: zone, smsEnabled });
  const bookings = (no: string, start: number) =>
    fc
      .record({ zone: fc.constantFrom(...zones), smsEnabled: fc.boolean(), sessions: sessions(start), payment })
      .map(({ zone, smsEnabled, ...rest }) => ({
        ...aBooking(rest),
        no,
        placedAt: new Date(start),
        shop: shop(zone, smsEnabled),
      }));
  const event = fc.constantFrom(
    'order.acceptSome',
    'order.acceptAll',
    'order.cancelSome',
    'order.cancel',
    'order.fail',
    'payment.pay',
    'payment.refund',
  );
  const happening = (start: number) => {
    const change = fc.oneof(
      fc.record({ sessions: sessions(start) }),
      fc.record({ payment }),
      fc.record({ shop: fc.record({ smsEnabled: fc.boolean() }) }),
    );
    return fc.oneof(
      fc.record({ subject, event }),
      fc.record({ subject, event, change }),
      fc.record({ subject, change }),
      fc.record({
        subject,
        fact: fc.constant('partner.assigned'),
        payload: fc.constantFrom({ session: 'S1' }, { session: 'S9' }),
      }),
    );
  };
  return stories('booking', bookings, happening);
}
