import { expect, test } from 'vitest';
import { type SimulateOptions, simulate } from '../../src/core/simulate.js';
import { mergedData, type StoryStep } from '../../src/core/story.js';
import { enabled, limits, rules, windows } from '../builders/small-shop.js';

const start = Date.parse('2026-03-02T10:00Z');
const hours = (count: number) => start + count * 3_600_000;
const order = {
  no: 'A-1',
  zone: 'Europe/London',
  orderStatus: 'placed',
  paymentStatus: 'unpaid',
  placedAt: new Date(start),
  slot: null,
  tracking: null,
  smsOn: true,
  customer: { id: 'C-1', name: 'Ann', email: 'ann@example.com', phone: '+15550101' },
  courier: null,
  parcels: [],
};
const placed: StoryStep = { kind: 'created', at: start, lifecycle: 'order', data: order };
const change = (at: number, step: object): StoryStep => ({ kind: 'change', at, lifecycle: 'order', subject: 'A-1', ...step });

/** The story of the small shop, a line as `rule channel recipient outcome code`. */
function told(story: readonly StoryStep[], options: SimulateOptions = {}): readonly string[] {
  return simulate([rules.compiled], story, { enabled, windows, limits, ...options })
    .filter(({ rule }) => rule !== 'stock-check')
    .map(({ rule, channel, recipient, outcome, code }) =>
      [rule, channel, recipient, outcome, code].filter((part) => part !== undefined).join(' '),
    );
}

const received = ['received email Ann sent', 'received email Olga sent', 'received sms Ann sent', 'received sms Olga sent'];

test('what a step causes at once is delivered, even by the last step', () => {
  expect(told([placed])).toEqual(received);
});

test('what is due at the instant of a step is delivered before it', () => {
  expect(told([placed, change(hours(3), { event: 'order.accept' })])).toContain('accept-reminder sms Olga sent');
  expect(told([placed, change(hours(3) - 1, { event: 'order.accept' })])).toContain(
    'accept-reminder sms Olga withdrawn withdrawn',
  );
});

test('the limit is counted over all messages to a person on a channel', () => {
  const story = [placed, ...[1, 2].map((day) => change(hours(day), { change: { tracking: `T-${day}` } }))];
  expect(told(story).filter((line) => line.startsWith('tracking sms'))).toEqual([
    'tracking sms Ann sent',
    'tracking sms Ann skipped limit',
  ]);
  expect(told(story, { limits: {} }).filter((line) => line.startsWith('tracking sms'))).toHaveLength(2);
});

test('outside of its window a message waits, or expires', () => {
  const story = [placed, change(hours(12), { change: { tracking: 'T-1' } }), { kind: 'until', at: hours(24) } as const];
  expect(told(story).filter((line) => line.startsWith('tracking'))).toEqual([
    'tracking email Ann sent',
    'tracking sms Ann skipped expired',
  ]);
});

test('an empty message leaves the way to the next channel', () => {
  const story = [placed, change(hours(1), { event: 'order.accept' }), change(hours(2), { event: 'order.ship' })];
  const shipped = (lines: readonly string[]) => lines.filter((line) => line.startsWith('shipped'));
  expect(shipped(told(story))).toEqual(['shipped sms Ann sent']);
  expect(shipped(told(story, { isEmpty: ({ rule }, channel) => rule === 'shipped' && channel === 'sms' }))).toEqual([
    'shipped email Ann sent',
  ]);
  expect(shipped(told(story, { isEmpty: () => true }))).toEqual(['shipped email Ann skipped empty']);
});

test('a signal that is named after an event is applied as that event; any other is only told', () => {
  const lines = simulate([rules.compiled], [placed, { kind: 'until', at: start + 4 * 86_400_000 }], { enabled, windows, limits });
  expect(lines.filter(({ outcome }) => outcome === 'signal').map(({ rule, signal }) => [rule, signal])).toEqual([
    ['stock-check', 'stock'],
    ['accept-overdue', 'order.cancel'],
  ]);
  expect(lines.filter(({ rule }) => rule === 'ended').map(({ outcome, recipient }) => [outcome, recipient])).toEqual([
    ['sent', 'Ann'],
    ['sent', 'Olga'],
  ]);
});

test('after a state that silences nothing is sent, not even a deadline that was planned', () => {
  const slot = new Date(start + 3 * 86_400_000);
  const events = ['order.accept', 'order.ship', 'order.deliver', 'order.turnBack', 'order.cancel'];
  const story = [
    { ...placed, data: { ...order, slot } } as const,
    ...events.map((event, index) => change(hours(index + 4), { event })),
  ];
  const later = told([...story, { kind: 'until', at: hours(200) }]).slice(received.length);
  expect(later).toEqual([
    'accept-reminder sms Olga sent',
    'accept-overdue withdrawn withdrawn',
    'shipped sms Ann sent',
    'slot-soon sms Ann withdrawn withdrawn',
    'hour-before sms Ann withdrawn withdrawn',
    'how-was-it email Ann withdrawn withdrawn',
  ]);
});

test.each([
  ['a step for a subject that has not come to be', [change(start, { event: 'order.accept' })], 'unknown-subject'],
  ['a lifecycle without a table', [{ ...placed, lifecycle: 'ordr' }], 'unknown-lifecycle'],
  ['data that do not fit', [{ ...placed, data: { ...order, zone: 1 } }], 'invalid-data'],
  ['an event that does not exist', [placed, change(start, { event: 'order.acept' })], 'unknown-event'],
  ['a step that says nothing', [placed, change(start, {})], 'invalid-argument'],
] as const)('%s is an error', (_, story, code) => {
  expect(() => simulate([rules.compiled], story)).toThrow(expect.objectContaining({ code }));
});

test('a change is merged into objects deeply; lists, dates and null replace', () => {
  const day = new Date(0);
  const data = { a: { b: 1, c: [1, 2], d: { e: 1 } }, f: day };
  expect(mergedData(data, { a: { c: [3], d: { g: 2 } } })).toEqual({ a: { b: 1, c: [3], d: { e: 1, g: 2 } }, f: day });
  expect(mergedData(data, { a: null, f: new Date(1) })).toEqual({ a: null, f: new Date(1) });
  expect(mergedData(data, {})).toEqual(data);
  expect(data.a.c).toEqual([1, 2]);
});

test('a change cannot reach the prototype of anything', () => {
  const merged = mergedData({ a: 1 }, JSON.parse('{"__proto__": {"polluted": true}}'));
  expect(Object.keys(merged as object)).toEqual(['a', '__proto__']);
  expect({}).not.toHaveProperty('polluted');
});
