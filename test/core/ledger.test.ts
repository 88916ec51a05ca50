import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyLedger, hold, type Ledger, type LedgerTerms, mark, observe, release, topUp, unit } from '../../src/core/ledger.js';

const point = (points: number) => Math.round(points * unit);
const at = (now = 0): LedgerTerms => ({ domestic: point(0.85), lines: [100, 50], now });
const filled = (points: number): Ledger => topUp(emptyLedger, 'first', point(points), at()).ledger;
const message = (key: string, attempt = 1) => ({ key, attempt, cost: point(0.85) });
const held = (ledger: Ledger, key: string, attempt = 1) => hold(ledger, message(key, attempt), 1000, at());

test('what is held is taken at once, and what is given back is there again', () => {
  const { ledger, isHeld } = held(filled(1), 'a');
  expect([isHeld, ledger.points]).toEqual([true, point(0.15)]);
  expect(held(ledger, 'b').isHeld).toBe(false);
  expect(release(ledger, message('a'), false, at()).points).toBe(point(1));
  expect(release(ledger, message('a'), true, at())).toMatchObject({ points: point(0.15), held: {} });
});

test('a job whose worker died takes over what it held, and costs once', () => {
  const first = held(filled(1), 'a').ledger;
  const second = held(first, 'a', 2);
  expect([second.isHeld, second.ledger.points]).toEqual([true, point(0.15)]);
  // The first worker was only slow: what it says last changes nothing, unless it has sent.
  expect(release(second.ledger, message('a', 1), false, at())).toBe(second.ledger);
  expect(release(second.ledger, message('a', 1), true, at()).points).toBe(point(0.15) - point(0.85));
});

test('what nobody ends is given back when it has run out, and paid for where it was sent nevertheless', () => {
  const dead = held(filled(1), 'a').ledger;
  expect(hold(dead, message('b'), 5000, at(999)).isHeld).toBe(false);
  const { ledger, isHeld } = hold(dead, message('b'), 5000, at(1000));
  expect([isHeld, Object.keys(ledger.held), ledger.points]).toEqual([true, ['b'], point(0.15)]);
  expect(release(ledger, message('a'), true, at(1001)).points).toBe(point(0.15) - point(0.85));
});

test('a line is crossed once, however often credit is given back above it, until the account is topped up above it (1.b5)', () => {
  const lines = ({ crossings }: Ledger) => crossings.map(({ line }) => line);
  let ledger = filled(0.85 * 100);
  expect(lines(ledger)).toEqual([]);
  ledger = held(ledger, 'a').ledger;
  expect(ledger.crossings).toEqual([{ line: 100, number: 1, at: 0, messagesLeft: 99, isTold: false, isSeen: false }]);
  ledger = held(release(ledger, message('a'), false, at()), 'b').ledger;
  expect([lines(ledger), ledger.crossed]).toEqual([[100], 1]);
  ledger = topUp(ledger, 'little', point(0.01), at()).ledger;
  expect(lines(ledger)).toEqual([100]);
  ledger = held(topUp(ledger, 'enough', point(0.85), at()).ledger, 'c').ledger;
  expect([lines(ledger), ledger.crossed]).toEqual([[100], 2]);
});

test('a message that cannot be paid for crosses line 0, once', () => {
  const empty = held(emptyLedger, 'a').ledger;
  expect(empty.crossings.map(({ line }) => line)).toEqual([0]);
  expect(held(empty, 'b').ledger.crossings).toEqual(empty.crossings);
  expect(topUp(empty, 'k', point(200), at()).ledger.crossings).toEqual([]);
});

test('what a provider says is left crosses lines, and takes them back when it was topped up there', () => {
  const low = observe(emptyLedger, point(0.85 * 49), at());
  expect(low.crossings.map(({ line }) => line)).toEqual([100, 50]);
  expect(observe(low, point(0.85 * 60), at()).crossings.map(({ line }) => line)).toEqual([100]);
  expect(mark(low, [1], 'isTold').crossings.map(({ isTold }) => isTold)).toEqual([true, false]);
  expect(mark(mark(low, [1], 'isTold'), [1], 'isTold')).toEqual(mark(low, [1], 'isTold'));
});

test('whatever happens in whatever order, what is spent, held and left is what was topped up, and nothing is spent twice', () => {
  const step = fc.record({
    what: fc.constantFrom('hold', 'spend', 'back', 'topUp'),
    job: fc.integer({ min: 0, max: 3 }),
    cost: fc.constantFrom(0.85, 1.7, 3),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      let ledger = emptyLedger;
      let added = 0;
      let spent = 0;
      const open = new Map<string, { key: string; attempt: number; cost: number }>();
      steps.forEach(({ what, job, cost }, index) => {
        const key = `job ${job}`;
        const own = open.get(key);
        if (what === 'topUp') {
          ledger = topUp(ledger, `top-up ${index}`, point(cost), at()).ledger;
          added += point(cost);
        } else if (what === 'hold') {
          const expense = { key, attempt: index, cost: point(cost) };
          const asked = hold(ledger, expense, 1000, at());
          ledger = asked.ledger;
          if (asked.isHeld) open.set(key, expense);
          else open.delete(key);
        } else if (own !== undefined) {
          ledger = release(ledger, own, what === 'spend', at());
          if (what === 'spend') spent += own.cost;
          open.delete(key);
        }
        const inHand = Object.values(ledger.held).reduce((sum, one) => sum + one.cost, 0);
        expect(ledger.points + inHand + spent).toBe(added);
        expect(ledger.points).toBeGreaterThanOrEqual(0);
      });
    }),
  );
});
