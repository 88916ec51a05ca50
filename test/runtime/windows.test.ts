/** Quiet hours, holidays, caps, addresses that are shared, and stages that somebody else informs about. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineLifecycle } from '../../src/core/lifecycle.js';
import { defineMachine } from '../../src/core/machine.js';
import type { TestNotifierOptions } from '../../src/testing/test-notifier.js';
import { createTestNotifier } from '../../src/testing/test-notifier.js';
import { plainTexts } from '../builders/small-shop.js';

const person = z.object({ id: z.string(), name: z.string(), email: z.string().optional(), phone: z.string().optional() });
const schema = z.object({
  no: z.string(),
  status: z.enum(['new', 'handed', 'delivered']),
  day: z.string(),
  buyer: person,
  guest: person.nullable(),
  quiet: z.boolean(),
});
type Parcel = z.output<typeof schema>;

const parcel = defineLifecycle('parcel', {
  schema,
  key: (p) => p.no,
  timeZone: 'Asia/Taipei',
  machines: {
    status: defineMachine({ new: { hand: 'handed' }, handed: { deliver: 'delivered', repeat: 'handed' }, delivered: {} }),
  },
  states: { status: 'status' },
  facts: { 'code.asked': z.object({ code: z.string() }) },
  dates: { day: (p) => p.day },
  roles: { buyer: (p) => p.buyer, guest: (p) => p.guest },
  openingHours: () => ({ mon: [{ from: '09:00', to: '18:00' }], tue: [{ from: '09:00', to: '18:00' }] }),
  // The days of the lunar new year, as the host's calendar has them.
  holidays: (day) => ['2026-02-17', '2026-02-18'].includes(day),
  owners: { carrier: (p) => p.status === 'handed', shop: () => true },
});

const ann = { id: 'ann', name: 'Ann', email: 'ann@example.com', phone: '+886912345678' };
const aParcel = (given: Partial<Parcel> = {}): Parcel => ({
  no: 'P-1',
  status: 'new',
  day: '2026-02-16',
  buyer: ann,
  guest: null,
  quiet: false,
  ...given,
});

type Rows = Parameters<typeof parcel.rules>[0];
type Settings = Pick<TestNotifierOptions<readonly never[]>, 'windows' | 'limits'>;

// 16 February 2026 is a Monday.
function shopWith(rows: Rows, settings: object, start = '2026-02-16T10:00') {
  const rules = parcel.rulesFromJson(rows);
  const shop = createTestNotifier({
    rules: [rules],
    templates: [plainTexts(parcel, Object.keys(rows))],
    start,
    timeZone: 'Asia/Taipei',
    // Any channel will do for rules from outside.
    ...(settings as Settings),
  });
  const lines = () =>
    shop
      .timeline()
      .map(({ at, outcome, rule, recipient, code }) =>
        [at.slice(5, 16), outcome, rule, recipient, code].filter(Boolean).join(' '),
      );
  return { shop, lines };
}

const late = { due: { on: 'day', at: '22:00' }, to: 'buyer', by: ['sms'] } as const;

test('what is due in quiet hours waits for the morning, and says so before and after', async () => {
  const { shop, lines } = shopWith({ late }, { windows: { sms: { from: '09:00', to: '21:00' } } });
  await shop.handleTransition(parcel, { created: aParcel() });
  const told = {
    outcome: 'scheduled',
    code: 'window',
    at: new Date('2026-02-17T09:00:00+08:00'),
    why: 'sms is for 09:00 to 21:00',
  };
  expect(await shop.explain(parcel, 'P-1')).toMatchObject([told]);
  await shop.advanceTo('2026-02-16T23:00');
  expect(await shop.explain(parcel, 'P-1')).toMatchObject([told]);
  expect(await shop.history(parcel, 'P-1')).toMatchObject([{ status: 'scheduled', code: 'window', why: told.why, attempts: 0 }]);
  await shop.advanceTo('2026-02-17T12:00');
  expect(lines()).toEqual(['02-17T09:00 sent late Ann']);
  expect(await shop.history(parcel, 'P-1')).toMatchObject([{ status: 'sent', code: undefined, why: undefined }]);
});

test('a window may skip what is due outside', async () => {
  const { shop, lines } = shopWith({ late }, { windows: { sms: { from: '09:00', to: '21:00', outside: 'skip' } } });
  await shop.handleTransition(parcel, { created: aParcel() });
  await shop.advanceTo('2026-02-17T12:00');
  expect(lines()).toEqual(['02-16T22:00 skipped late Ann channel-off']);
  expect(await shop.history(parcel, 'P-1')).toMatchObject([{ why: 'sms is for 09:00 to 21:00 only' }]);
});

test("a window may open on some days of the week, and not on the holidays of the host's calendar", async () => {
  const weekdays = { from: '09:00', to: '21:00', days: ['mon', 'tue', 'wed', 'thu', 'fri'], holidays: false };
  const { shop, lines } = shopWith({ late }, { windows: { sms: weekdays } });
  await shop.handleTransition(parcel, { created: aParcel() });
  await shop.handleTransition(parcel, { created: aParcel({ no: 'P-2', day: '2026-02-20' }) });
  await shop.advanceTo('2026-02-28T00:00');
  // From Monday night over two holidays to Thursday; from Friday night over the weekend to Monday.
  expect(lines()).toEqual(['02-19T09:00 sent late Ann', '02-23T09:00 sent late Ann']);
});

test('a window is as the subject says, and null is at any time', async () => {
  const sms = (p: Parcel) => (p.quiet ? { from: '09:00', to: '21:00' } : null);
  const { shop, lines } = shopWith({ late }, { windows: { sms } });
  await shop.handleTransition(parcel, { created: aParcel({ quiet: true }) });
  await shop.handleTransition(parcel, { created: aParcel({ no: 'P-2' }) });
  await shop.advanceTo('2026-02-18T00:00');
  expect(lines()).toEqual(['02-16T22:00 sent late Ann', '02-17T09:00 sent late Ann']);
});

test('a window that never opens is told instead of waited for', async () => {
  const never = { from: '09:00', to: '21:00', days: [] };
  const { shop, lines } = shopWith({ late }, { windows: { sms: never } });
  await shop.handleTransition(parcel, { created: aParcel() });
  await shop.advanceTo('2026-02-18T00:00');
  expect(lines()).toEqual(['02-16T22:00 skipped late Ann channel-off']);
});

test('a one-time code goes out in the middle of the night, and nothing else does', async () => {
  const rows = {
    code: { on: 'code.asked', urgent: true, to: 'buyer', by: ['sms'], expires: { minutes: 10 } },
    other: { on: 'code.asked', to: 'buyer', by: ['sms'] },
  } as const;
  const { shop, lines } = shopWith(rows, { windows: { sms: { from: '09:00', to: '21:00' } } }, '2026-02-16T23:30');
  await shop.handleTransition(parcel, { created: aParcel() });
  await shop.handleTransition(parcel, { subject: 'P-1', fact: 'code.asked', payload: { code: '123456' } });
  await shop.advanceTo('2026-02-17T12:00');
  expect(lines()).toEqual(['02-16T23:30 sent code Ann', '02-17T09:00 sent other Ann']);
});

test('a shop is closed on holidays', async () => {
  const told = { on: 'status.handed', to: 'buyer', by: ['email'] } as const;
  const rows = { open: { ...told, during: 'open' }, closed: { ...told, during: 'closed' } } as const;
  const { shop, lines } = shopWith(rows, {});
  await shop.handleTransition(parcel, { created: aParcel() });
  await shop.handleTransition(parcel, { subject: 'P-1', event: 'status.hand' });
  await shop.advanceTo('2026-02-17T10:00');
  await shop.handleTransition(parcel, { subject: 'P-1', event: 'status.repeat' });
  await shop.advanceBy({ hours: 1 });
  expect(lines()).toEqual(['02-16T10:00 sent open Ann', '02-17T10:00 sent closed Ann']);
});

// The complaint of a customer: 4 calls, 7 SMS and 10 e-mails for one order.
test('however many rules there are, nobody gets more than the caps of a channel allow (5.1)', async () => {
  const many = (channel: string, count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, n) => [`${channel}-${n}`, { on: 'status.*', to: 'buyer', by: [channel] }]),
    );
  const rows = { ...many('sms', 7), ...many('email', 10) } as Rows;
  const caps = {
    sms: [
      { max: 2, per: { hours: 1 } },
      { max: 3, per: { days: 7 } },
    ],
    email: { max: 4, per: { days: 7 } },
  };
  const { shop, lines } = shopWith(rows, { limits: caps });
  const sentBy = (channel: string) => lines().filter((line) => line.includes(` sent ${channel}`)).length;
  await shop.handleTransition(parcel, { created: aParcel() });
  await shop.advanceBy({ minutes: 10 });
  expect([sentBy('sms'), sentBy('email')]).toEqual([2, 4]);
  await shop.advanceBy({ hours: 2 });
  await shop.handleTransition(parcel, { subject: 'P-1', event: 'status.hand' });
  await shop.advanceBy({ hours: 2 });
  await shop.handleTransition(parcel, { created: aParcel({ no: 'P-2' }) });
  await shop.advanceBy({ hours: 2 });
  expect([sentBy('sms'), sentBy('email')]).toEqual([3, 4]);
  expect(lines().filter((line) => line.endsWith(' limit'))).toHaveLength(3 * 17 - 7);
});

test('two roles at one address are told once, and the other one is a record', async () => {
  const rows = { told: { on: 'status.new', to: ['buyer', 'guest'], by: ['email', 'sms'] } } as const;
  const { shop, lines } = shopWith(rows, {});
  const guest = { id: 'bo', name: 'Bo', email: 'ANN@example.com', phone: '+886 912-000-000' };
  await shop.handleTransition(parcel, { created: aParcel({ guest }) });
  await shop.advanceBy({ hours: 1 });
  expect(lines()).toEqual([
    '02-16T10:00 skipped told Bo duplicate',
    '02-16T10:00 sent told Ann',
    '02-16T10:00 sent told Ann',
    '02-16T10:00 sent told Bo',
  ]);
  const twin = (await shop.history(parcel, 'P-1')).find(({ code }) => code === 'duplicate');
  expect(twin?.why).toBe("Ann is told at the same address, as 'buyer'");
});

test('with a fallback, two roles are told once only where all channels lead to one address', async () => {
  const rows = { told: { on: 'status.new', to: ['buyer', 'guest'], by: { firstOf: ['email', 'sms'] } } } as const;
  const one = shopWith(rows, {});
  await one.shop.handleTransition(parcel, { created: aParcel({ guest: { ...ann, id: 'bo', phone: '+886 912 345 678' } }) });
  await one.shop.handleTransition(parcel, { created: aParcel({ no: 'P-2', guest: { ...ann, id: 'bo', phone: '+886911' } }) });
  await one.shop.advanceBy({ hours: 1 });
  expect(one.lines().filter((line) => line.includes('duplicate'))).toHaveLength(1);
});

test('only who owns a stage informs about it: shop until the carrier has the parcel (5.1)', async () => {
  const told = { on: 'status.*', to: 'buyer', by: ['email'] } as const;
  const rows = { shop: { ...told, owner: 'shop' }, carrier: { ...told, owner: 'carrier' } } as const;
  const { shop, lines } = shopWith(rows, {});
  await shop.handleTransition(parcel, { created: aParcel() });
  await shop.advanceBy({ hours: 1 });
  await shop.handleTransition(parcel, { subject: 'P-1', event: 'status.hand' });
  await shop.advanceBy({ hours: 1 });
  expect(lines()).toEqual(['02-16T10:00 sent shop Ann', '02-16T11:00 sent carrier Ann']);
  // A deadline of the shop's does not outlive the stage, nor come before it.
  const due = shopWith({ visit: { ...late, owner: 'shop' } }, {});
  await due.shop.handleTransition(parcel, { created: aParcel() });
  await due.shop.handleTransition(parcel, { subject: 'P-1', event: 'status.hand' });
  expect(await due.shop.history(parcel, 'P-1')).toMatchObject([
    { status: 'withdrawn', why: "'carrier' informs at this stage, not 'shop'" },
  ]);
  const before = due.shop.timeline().length;
  await due.shop.advanceTo('2026-02-18T00:00');
  expect(due.shop.timeline()).toHaveLength(before);
});

test('an owner that the lifecycle does not have is a mistake with a suggestion', () => {
  expect(() => parcel.rulesFromJson({ told: { ...late, owner: 'carier' } })).toThrow(
    "rule 'told', 'owner': unknown owner 'carier'. Did you mean 'carrier'? Known: carrier, shop.",
  );
});

test('a window of days or ways that there are not is refused', () => {
  const wrong = { sms: { from: '09:00', to: '21:00', days: ['monday'], outside: 'wait' } };
  expect(() => shopWith({ late }, { windows: wrong })).toThrow(/windows\.sms\.days: unknown day 'monday'/);
  expect(() => shopWith({ late }, { windows: wrong })).toThrow(/windows\.sms\.outside: expected 'defer' or 'skip', got 'wait'/);
});
