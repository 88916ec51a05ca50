/**
 * Does the size of a table cost anything? The same changes with a table of 10 rules and with one of 10,000, side by side.
 * @module
 */
import { createNotifier, defineLifecycle, defineMachine } from 'orderbell';
import { memory } from 'orderbell/memory';
import { defineTemplates } from 'orderbell/templates';
import { z } from 'zod';
import { atMost, median, type Row } from './row.js';

const now = Date.UTC(2026, 2, 2, 12);

/** A parcel goes through a hundred stations; rules wait at each of them. */
const stations = Array.from({ length: 100 }, (_, number) => `station-${number}`);
const scans = Array.from({ length: 100 }, (_, number) => `scanned.${number}`);

const station = defineMachine(
  Object.fromEntries(stations.map((name, index) => [name, index + 1 < stations.length ? { move: `station-${index + 1}` } : {}])),
);
const payment = defineMachine({ unpaid: { pay: 'paid' }, paid: { refund: 'refunded' }, refunded: {} });

const parcel = defineLifecycle('parcel', {
  schema: z.object({
    no: z.string(),
    station: z.enum(stations),
    payment: z.enum(['unpaid', 'paid', 'refunded']),
    arrives: z.date(),
    receiver: z.object({ name: z.string(), email: z.string() }),
  }),
  key: (p) => p.no,
  timeZone: 'Asia/Taipei',
  locale: () => 'en',
  machines: { station, payment },
  states: { station: 'station', payment: 'payment' },
  facts: Object.fromEntries(scans.map((name) => [name, z.object({}).optional()])),
  dates: { arrival: (p) => p.arrives },
  roles: { receiver: (p) => p.receiver },
  conditions: { 'is heavy': (p) => p.no.endsWith('7') },
});

type ParcelRow = Parameters<typeof parcel.rulesFromJson>[0];

/** Ten rules that the changes touch, or whose states they pass. */
const touched: Readonly<Record<string, ParcelRow>> = {
  'parcel-created': { on: 'station.station-0', ...email() },
  'parcel-moved': { on: 'station.station-1', from: 'station-0', ...email() },
  'heavy-parcel-moved': { on: 'station.station-1', if: 'is heavy', ...email() },
  'payment-received': { on: 'payment.paid', ...email() },
  'payment-refunded': { on: 'payment.refunded', ...email() },
  'payment-reminder': { due: { before: 'arrival', days: 1, at: '10:00' }, while: { payment: 'unpaid' }, ...email() },
  'arrival-soon': { due: { before: 'arrival', days: 2, at: '10:00' }, while: { payment: 'paid' }, ...email() },
  'feedback-wanted': { due: { after: 'arrival', hours: 2 }, while: { station: 'station-99' }, ...email() },
  'parcel-scanned': { on: 'scanned.0', ...email() },
  'parcel-arrived': { on: 'station.station-99', ...email() },
};

/** A table of this many rules; those beyond the first ten wait for other stations, for facts, or run at other stations. */
function tableOf(size: number) {
  const rows: Record<string, ParcelRow> = { ...touched };
  for (let number = Object.keys(touched).length; number < size; number++) {
    const place = `station-${2 + (number % 98)}`;
    const others = [
      { on: `station.${place}`, ...email() },
      { on: `scanned.${number % 100}`, if: 'is heavy', ...email() },
      { due: { before: 'arrival', days: 1 + (number % 9), at: '10:00' }, while: { station: place }, ...email() },
    ];
    rows[`rule-${number}`] = others[number % others.length];
  }
  // The rows are made in a loop, so their names are known at run time only.
  return parcel.rulesFromJson(rows);
}

function email() {
  return { to: 'receiver', by: ['email'], template: 'note' };
}

/** Times the same changes of other parcels with both tables; the passes of the two alternate. */
export async function run({ passes = 31, parcels = 400 } = {}): Promise<Row[]> {
  const notifiers = { small: notifierWith(10), large: notifierWith(10_000) };
  const times: Record<keyof typeof notifiers, number[]> = { small: [], large: [] };
  for (let pass = -warmUps; pass < passes; pass++) {
    const small = await microseconds(notifiers.small, pass, parcels);
    const large = await microseconds(notifiers.large, pass, parcels);
    if (pass < 0) continue;
    times.small.push(small);
    times.large.push(large);
  }
  const name = 'one change with a table of 10,000 rules, beside one of 10';
  return [atMost(1.2, { name, unit: 'µs', ours: median(times.large), theirs: median(times.small) })];
}

/** Passes that are not counted. */
const warmUps = 5;

function notifierWith(size: number) {
  return createNotifier({
    rules: [tableOf(size)],
    templates: [
      defineTemplates(parcel, {
        defaultLocale: 'en',
        locales: { en: { templates: { note: { email: { subject: 'Parcel {{no}}', text: 'It is at {{station}}.' } } } } },
      }),
    ],
    transports: { email: { name: 'none', send: async () => ({}) } },
    store: memory(),
    clock: { now: () => new Date(now) },
  });
}

/** Three changes of each parcel: it comes to be, moves, and is paid. */
async function microseconds(notifier: ReturnType<typeof notifierWith>, pass: number, parcels: number): Promise<number> {
  const subjects = Array.from({ length: parcels }, (_, index) => aParcel(pass * parcels + index));
  let decisions = 0;
  const start = performance.now();
  for (const created of subjects) {
    await notifier.handleTransition(parcel, { created });
    const moved = await notifier.handleTransition(parcel, { subject: created, event: 'station.move' });
    if (!moved.ok) throw new Error(moved.message);
    const paid = await notifier.handleTransition(parcel, { subject: moved.subject, event: 'payment.pay' });
    if (!paid.ok) throw new Error(paid.message);
    decisions += moved.decisions.length + paid.decisions.length;
  }
  const elapsed = performance.now() - start;
  // Three rules decide on each move and two on each payment, whatever the size of the table.
  if (decisions !== parcels * 5) throw new Error(`${decisions} decisions for ${parcels} parcels`);
  return (elapsed * 1000) / (parcels * 3);
}

function aParcel(number: number) {
  return {
    no: `P-${number}`,
    station: 'station-0',
    payment: 'unpaid' as const,
    arrives: new Date(now + (5 + (Math.abs(number) % 30)) * 86_400_000),
    receiver: { name: `Ann ${number}`, email: `ann${number}@example.com` },
  };
}
