import { expect, test } from 'vitest';
import { type BookingInput, wacaBooking } from '../../src/presets/waca-booking/index.js';
import { createTestNotifier } from '../../src/testing/test-notifier.js';
import { readAppointment } from '../templates/calendar/reading.js';
import { aBooking, ann, aSession, mei } from './waca-booking-samples.js';

/** A shop, and what has come to the calendars of its customers: rule, recipient, method, UID, number and start. */
function aShop(options: Parameters<typeof wacaBooking>[0] = {}) {
  const { lifecycles, rules, templates, enabled } = wacaBooking(options);
  const shop = createTestNotifier({
    rules: [rules.booking],
    templates: [templates.booking],
    enabled,
    start: '2026-03-02T11:00',
    timeZone: 'Asia/Taipei',
  });
  const invitations = () =>
    shop.transports.email.messages.flatMap(({ rule, address, calendar = [] }) =>
      calendar.map(({ content }) => {
        const read = readAppointment(content);
        const minutes = (read.end - read.start) / 60_000;
        return {
          rule,
          address,
          method: read.method,
          uid: read.value('uid'),
          sequence: Number(read.value('sequence')),
          start: read.start,
          minutes,
        };
      }),
    );
  return { shop, booking: lifecycles.booking, invitations };
}

const ready = (changes: Partial<BookingInput>) => aBooking({ orderStatus: 'processing', ...changes });

test('a session keeps its UID from the voucher to the cancellation, and its number grows with each change', async () => {
  const { shop, booking, invitations } = aShop();
  const session = aSession({ participant: mei });
  const first = ready({ sessions: [{ ...session, status: 'pending' }, aSession({ no: 'S2', status: 'pending' })] });
  await shop.handleTransition(booking, { created: first });
  const accepted = {
    ...first,
    orderStatus: 'accepting' as const,
    sessions: [session, aSession({ no: 'S2', status: 'pending' })],
  };
  await shop.handleTransition(booking, { before: first, after: accepted });
  await shop.advanceBy({ hours: 1 });
  const moved = {
    ...accepted,
    orderStatus: 'accepted' as const,
    sessions: [aSession({ participant: mei, startsAt: '2026-03-15T16:00+08:00' }), aSession({ no: 'S2' })],
  };
  await shop.handleTransition(booking, { before: accepted, after: moved });
  await shop.advanceBy({ hours: 1 });
  const fewer = {
    ...moved,
    orderStatus: 'accepting' as const,
    sessions: [moved.sessions[0] ?? session, aSession({ no: 'S2', status: 'cancelled' as const })],
  };
  await shop.handleTransition(booking, { before: moved, after: fewer });
  await shop.advanceBy({ hours: 1 });
  await shop.handleTransition(booking, { subject: fewer.no, event: 'order.cancel' });
  await shop.advanceBy({ hours: 1 });

  const told = invitations();
  const lines = told.map(({ rule, address, method, uid }) => [rule, address, method, uid]);
  const uid = (no: string) => `booking/WB20260302-0042/${no}@${encodeURIComponent('小日子陶藝工作室')}`;
  expect(lines).toEqual([
    ['booking-voucher', mei.email, 'REQUEST', uid('S1')],
    ['voucher-changed', mei.email, 'REQUEST', uid('S1')],
    ['voucher-changed', ann.email, 'REQUEST', uid('S2')],
    ['voucher-changed', mei.email, 'REQUEST', uid('S1')],
    ['voucher-changed', ann.email, 'CANCEL', uid('S2')],
    ['order-cancelled', mei.email, 'CANCEL', uid('S1')],
  ]);
  const ofMei = told.filter(({ address }) => address === mei.email).map(({ sequence }) => sequence);
  expect(ofMei).toEqual([...new Set(ofMei)].sort((a, b) => a - b));
  expect(told[1]?.start).toBe(Date.parse('2026-03-15T16:00+08:00'));
});

test('a voucher that is sent late has the number of its own change, so that it undoes none of the later ones', async () => {
  const { shop, booking, invitations } = aShop();
  const created = ready({ sessions: [aSession({ participant: mei, status: 'pending' })] });
  await shop.handleTransition(booking, { created });
  const accepted = { ...created, orderStatus: 'accepted' as const, sessions: [aSession({ participant: mei })] };
  await shop.handleTransition(booking, { before: created, after: accepted });
  await shop.handleTransition(booking, { subject: created.no, event: 'order.cancel' });
  await shop.advanceBy({ hours: 1 });
  const numbers = Object.fromEntries(invitations().map(({ method, sequence }) => [String(method), sequence]));
  expect(Object.keys(numbers).sort()).toEqual(['CANCEL', 'REQUEST']);
  expect(numbers['REQUEST']).toBeLessThan(Number(numbers['CANCEL']));
});

test('somebody who was never invited is told of no cancellation, and a shop without an address invites nobody', async () => {
  const { shop, booking, invitations } = aShop();
  await shop.handleTransition(booking, { created: ready({ sessions: [aSession({ participant: mei, status: 'pending' })] }) });
  await shop.handleTransition(booking, { subject: 'WB20260302-0042', event: 'order.cancel' });
  const { email: _, ...withoutAddress } = aBooking().shop;
  const other = ready({ no: 'B-2', shop: withoutAddress });
  await shop.handleTransition(booking, { created: other });
  await shop.handleTransition(booking, { subject: 'B-2', event: 'order.acceptAll' });
  await shop.advanceBy({ hours: 1 });
  expect(shop.transports.email.messages.map(({ rule }) => rule)).toContain('booking-voucher');
  expect(shop.transports.email.messages.map(({ rule }) => rule)).toContain('order-cancelled');
  expect(invitations()).toEqual([]);
});

test('a session takes as long as the shop says', async () => {
  const { shop, booking, invitations } = aShop({ sessionMinutes: 150 });
  await shop.handleTransition(booking, { created: ready({ no: 'B-3' }) });
  await shop.handleTransition(booking, { subject: 'B-3', event: 'order.acceptAll' });
  await shop.advanceBy({ hours: 1 });
  expect(invitations()).toMatchObject([{ minutes: 150, start: Date.parse('2026-03-14T14:00+08:00') }]);
});
