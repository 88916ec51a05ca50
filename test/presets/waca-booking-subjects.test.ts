import { describe, expect, it } from 'vitest';
import { wacaBooking } from '../../src/presets/waca-booking/index.js';
import { bookingSchema, couponSchema, memberSchema, shopSchema } from '../../src/presets/waca-booking/subjects.js';
import { aBooking, aCoupon, aMember, ann, aSession, aShop, mei } from './waca-booking-samples.js';

const { lifecycles } = wacaBooking();
const { root, items } = lifecycles.booking.model;

function dateOf(name: string, changes: Parameters<typeof aBooking>[0], model = lifecycles.booking.model): unknown {
  return model.root.dates.get(name)?.({ subject: bookingSchema.parse(aBooking(changes)), item: undefined, payload: undefined });
}

function holds(name: string, changes: Parameters<typeof aBooking>[0], payload?: unknown): boolean | undefined {
  const subject = bookingSchema.parse(aBooking(changes));
  return items.get('sessions')?.conditions.get(name)?.({ subject, item: subject.sessions[0], payload });
}

describe('subjects of waca-booking', () => {
  it.each([
    ['booking', bookingSchema, aBooking()],
    ['coupon', couponSchema, aCoupon({ usableFrom: '2026-03-05' })],
    ['member', memberSchema, aMember()],
    ['shop', shopSchema, { shop: aShop, merchant: mei }],
  ])('accept their own output: %s', (_name, schema, data) => {
    const once = schema.parse(data);
    expect(schema.parse(once)).toEqual(once);
  });

  it('fill in the defaults', () => {
    expect(bookingSchema.parse(aBooking())).toMatchObject({
      locale: 'zh-TW',
      payment: { currency: 'TWD' },
      shop: { smsEnabled: true },
    });
  });

  it.each(['2026-03-01T11:00:00+08:00', '2026-03-01T11:00+08:00', '2026-03-01T03:00:00Z', '2026-03-01T03:00:00.000+00:00'])(
    'take the instant %s',
    (placedAt) => expect(bookingSchema.parse(aBooking({ placedAt })).placedAt).toEqual(new Date(Date.UTC(2026, 2, 1, 3))),
  );

  it('take a Date for an instant', () => {
    const placedAt = new Date();
    expect(bookingSchema.parse(aBooking({ placedAt })).placedAt).toEqual(placedAt);
  });

  it.each(['2026-03-01T11:00:00', '2026-03-01', '2026-02-30T11:00:00+08:00', '2026-03-01T25:00:00+08:00', 'tomorrow', ''])(
    'refuse %j as an instant, saying what was expected',
    (placedAt) => {
      expect(bookingSchema.safeParse(aBooking({ placedAt })).error?.issues).toMatchObject([
        {
          path: ['placedAt'],
          message: `'${placedAt}' is not an instant. Expected a Date, or an ISO text with an offset such as '2026-03-01T11:00:00+08:00'.`,
        },
      ]);
    },
  );

  it.each(['2026-02-29', '2026-3-1', '2026-13-01', '2026-03-01T00:00:00Z', ''])('refuse %j as a day', (issuedOn) => {
    expect(couponSchema.safeParse(aCoupon({ issuedOn })).error?.issues).toMatchObject([
      { path: ['issuedOn'], message: `'${issuedOn}' is not a day of the calendar. Expected YYYY-MM-DD.` },
    ]);
  });

  it('refuse two sessions with one number, whose messages could not be told apart', () => {
    expect(bookingSchema.safeParse(aBooking({ sessions: [aSession(), aSession()] })).error?.issues).toMatchObject([
      { path: ['sessions', 1, 'no'], message: "two sessions have the number 'S1'." },
    ]);
  });

  it('drop what they do not know', () => {
    expect(bookingSchema.parse({ ...aBooking(), internalNote: 'x' })).not.toHaveProperty('internalNote');
  });
});

describe('payment dates of waca-booking', () => {
  it.each([
    ['bank-transfer', '2026-03-04', '2026-03-05'],
    ['paynow-atm', '2026-03-04', '2026-03-05'],
    ['cvs-barcode', '2026-03-05', '2026-03-06'],
    ['ibon', '2026-03-04', '2026-03-05'],
    ['famiport', '2026-03-04', '2026-03-05'],
    ['card', null, null],
    ['on-site', null, null],
  ] as const)('for %s, placed on 2026-03-02: reminder %s, deadline %s', (method, reminder, deadline) => {
    expect(dateOf('payment.reminder', { payment: { method } })).toBe(reminder);
    expect(dateOf('payment.deadline', { payment: { method } })).toBe(deadline);
  });

  it('count from the day in the zone of the shop', () => {
    const placedAt = '2026-03-02T00:30:00+08:00';
    expect(dateOf('payment.deadline', { placedAt })).toBe('2026-03-05');
    expect(dateOf('payment.deadline', { placedAt, shop: { ...aShop, timeZone: 'Europe/London' } })).toBe('2026-03-04');
  });

  it('follow the settings', () => {
    const { model } = wacaBooking({ deadlineDay: { 'bank-transfer': 2 } }).lifecycles.booking;
    expect(dateOf('payment.reminder', {}, model)).toBe('2026-03-03');
    expect(dateOf('payment.deadline', {}, model)).toBe('2026-03-04');
  });
});

describe('roles and conditions of waca-booking', () => {
  const participants = (changes: Parameters<typeof aBooking>[0]) =>
    root.roles.get('participant')?.({ subject: bookingSchema.parse(aBooking(changes)), item: undefined, payload: undefined });

  it('participant, of the order: everybody once whose session is accepted or cancelled', () => {
    const ben = { name: '王小明', phone: '0933-222-333' };
    const sessions = [
      aSession({ no: 'S1', status: 'accepted', participant: ann }),
      aSession({ no: 'S2', status: 'cancelled', participant: ben }),
      aSession({ no: 'S3', status: 'accepted', participant: ann }),
      aSession({ no: 'S4', status: 'pending', participant: { name: '還沒定' } }),
    ];
    expect(participants({ sessions })).toEqual([ann, ben]);
  });

  it('participant, of the order: nobody before the first acceptance', () => {
    expect(participants({ sessions: [aSession({ status: 'pending' })] })).toEqual([]);
  });

  it.each([
    ['2026-03-02T23:00:00+08:00', true],
    ['2026-03-03T23:59:00+08:00', true],
    ['2026-03-04T00:00:00+08:00', false],
  ])('a service at %s is within a day of an order on 2026-03-02: %s', (startsAt, expected) => {
    expect(holds('service within a day of the order', { sessions: [aSession({ startsAt })] })).toBe(expected);
  });

  it('days between order and service are those of the calendar of the shop, not of 24 hours', () => {
    const placedAt = '2026-03-02T23:30:00+08:00';
    expect(
      holds('service within a day of the order', { placedAt, sessions: [aSession({ startsAt: '2026-03-04T08:00:00+08:00' })] }),
    ).toBe(false);
  });

  it('a session is that of the payload when the numbers are equal', () => {
    expect(holds('session of the payload', {}, { session: 'S1' })).toBe(true);
    expect(holds('session of the payload', {}, { session: 'S2' })).toBe(false);
    expect(holds('session of the payload', {}, undefined)).toBe(false);
  });

  it.each([
    [{ expiresOn: '2026-03-08' }, true],
    [{ expiresOn: '2026-03-09' }, false],
    [{ expiresOn: '2026-03-16', usableFrom: '2026-03-10' }, true],
    [{ expiresOn: '2026-03-17', usableFrom: '2026-03-10' }, false],
  ])('a coupon of 2026-03-02 with %j is usable for less than 7 days: %s', (changes, expected) => {
    const view = { subject: couponSchema.parse(aCoupon(changes)), item: undefined, payload: undefined };
    expect(lifecycles.coupon.model.root.conditions.get('usable for too few days')?.(view)).toBe(expected);
  });
});
