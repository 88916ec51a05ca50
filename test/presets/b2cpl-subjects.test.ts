import { describe, expect, it, test } from 'vitest';
import type { OrderInput } from '../../src/presets/b2cpl/index.js';
import { orderSchema, returnSchema } from '../../src/presets/b2cpl/subjects.js';
import { address, anOpenOrder, anOrder, aPickup, aReturn, carrier } from './b2cpl-samples.js';

const problemsOf = (order: unknown) =>
  (orderSchema.safeParse(order).error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);

const slotOf = (day: string, from: string, to: string): OrderInput =>
  anOrder({ delivery: { method: 'courier', address, slot: { day, from, to } } });

describe('subjects of b2cpl', () => {
  test.each([anOrder(), anOpenOrder(), aPickup()])('an order is the same when it is parsed again', (order) => {
    const once = orderSchema.parse(order);
    expect(orderSchema.parse(once)).toEqual(once);
  });

  test('a return is the same when it is parsed again', () => {
    const once = returnSchema.parse(aReturn());
    expect(returnSchema.parse(once)).toEqual(once);
  });

  it('couriers call 30 to 60 minutes ahead unless told otherwise (5.3)', () => {
    expect(orderSchema.parse(anOrder()).delivery.callAhead).toEqual({ from: 30, to: 60 });
    expect(returnSchema.parse(aReturn()).callAhead).toEqual({ from: 30, to: 60 });
    expect(problemsOf(anOrder({ delivery: { method: 'courier', callAhead: { from: 60, to: 30 } } }))).toEqual([
      'delivery.callAhead.to: Expected the longer time, such as { from: 30, to: 60 }.',
    ]);
  });
});

describe('only real intervals (5.5)', () => {
  it('those that the carrier offers are taken', () => {
    expect(problemsOf(slotOf('2026-03-04', '14:00', '18:00'))).toEqual([]);
    expect(problemsOf(slotOf('2026-03-06', '18:00', '22:00'))).toEqual([]);
  });

  it('an average of two is refused, with those that there are', () => {
    expect(problemsOf(slotOf('2026-03-04', '12:00', '16:00'))).toEqual([
      'delivery.slot: The carrier does not come on 2026-03-04 from 12:00 to 16:00. It offers that day: 10:00-14:00, 14:00-18:00, 18:00-22:00.',
    ]);
  });

  it('an interval of working days is refused on a Saturday', () => {
    expect(problemsOf(slotOf('2026-03-07', '18:00', '22:00'))).toEqual([
      'delivery.slot: The carrier does not come on 2026-03-07 from 18:00 to 22:00. It offers that day: 10:00-14:00, 14:00-18:00.',
    ]);
  });

  it('without intervals of the carrier no slot can be agreed', () => {
    const order = anOrder({ carrier: { name: 'Почта' } });
    expect(problemsOf(order)).toEqual([
      'delivery.slot: The carrier does not come on 2026-03-04 from 10:00 to 14:00. It offers that day: none.',
    ]);
    expect(problemsOf(anOpenOrder({ carrier: { name: 'Почта' } }))).toEqual([]);
  });

  it('holds for the collection of a return', () => {
    const collection = { address, slot: { day: '2026-03-10', from: '09:00', to: '18:00' } };
    expect(returnSchema.safeParse(aReturn({ collection })).error?.issues.map(({ path }) => path)).toEqual([
      ['collection', 'slot'],
    ]);
  });

  it.each([
    [
      'a day before the order',
      slotOf('2026-03-02', '10:00', '14:00'),
      'delivery.slot.day: 2026-03-02 is before the order was placed.',
    ],
    [
      'an interval that ends before it begins',
      anOpenOrder({ carrier: { ...carrier, intervals: [{ from: '14:00', to: '10:00' }] } }),
      'carrier.intervals.0.to: An interval ends after it begins.',
    ],
    [
      'a time that is none',
      anOpenOrder({ carrier: { ...carrier, intervals: [{ from: '10:00', to: '14.00' }] } }),
      "carrier.intervals.0.to: Expected a local time such as '10:00'.",
    ],
    [
      'a pickup without its point',
      anOrder({ delivery: { method: 'pickup', slot: undefined } }),
      'delivery.point: A parcel that is picked up needs a pickup point.',
    ],
    [
      'a slot without an address',
      anOrder({ delivery: { method: 'courier', address: undefined } }),
      'delivery.address: A day and an interval are agreed for an address. Give it.',
    ],
    [
      'a zone that is none',
      anOpenOrder({ timeZone: 'Europe/Moskow' }),
      "timeZone: 'Europe/Moskow' is no IANA zone such as 'Europe/Moscow'.",
    ],
  ])('%s is refused', (_what, order, problem) => {
    expect(problemsOf(order)).toEqual([problem]);
  });
});
