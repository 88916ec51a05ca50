import fc from 'fast-check';
import { expect, test } from 'vitest';
import { play } from '../../src/cli/play.js';
import type { Setup } from '../../src/cli/setup.js';
import type { Window } from '../../src/core/settings.js';
import { type SimulateOptions, simulate } from '../../src/core/simulate.js';
import type { StoryStep } from '../../src/core/story.js';
import { type TimelineLine, timelineJson } from '../../src/core/timeline.js';
import { wacaBooking } from '../../src/presets/waca-booking/index.js';
import { enabled, isEmpty, limits, type Order, order, plainTexts, rules, templates, windows } from '../builders/small-shop.js';
import { withoutTexts } from '../scenarios/stories.js';
import { livesOfBookings, livesOfOrders } from './lives.js';

/** The story as the notifier tells it and as the simulation does, line by line. */
async function bothTell(setup: Setup, story: readonly StoryStep[], options: SimulateOptions = {}) {
  const { enabled, windows, limits } = setup;
  const tables = setup.rules.map(({ compiled }) => compiled);
  const told = (line: TimelineLine) => timelineJson(withoutTexts(line), 'UTC');
  const lines = await play(setup, story);
  const simulated = simulate(tables, story, { enabled, windows, limits, ...options });
  return { lines, played: lines.map(told), simulated: simulated.map(told) };
}

const smallShop: Setup = { rules: [rules], templates: [templates], enabled, windows, limits };

test('whatever happens to the orders of a small shop, notifier and simulation tell the same story', async () => {
  const met = new Set<string>();
  const property = fc.asyncProperty(livesOfOrders(), async (story) => {
    const { lines, played, simulated } = await bothTell(smallShop, story, { isEmpty });
    for (const { outcome, code } of lines) met.add(`${outcome} ${code ?? ''}`.trim());
    expect(simulated).toEqual(played);
  });
  await fc.assert(property, { seed: 20260301, numRuns: 60 });
  // Agreeing about little would prove little.
  expect([...met].sort()).toEqual([
    'refused entered-once',
    'refused invalid-payload',
    'refused no-transition',
    'refused wrong-actor',
    'sent',
    'signal',
    'skipped channel-off',
    'skipped empty',
    'skipped expired',
    'skipped late',
    'skipped limit',
    'skipped no-address',
    'skipped no-recipient',
    'withdrawn superseded',
    'withdrawn withdrawn',
  ]);
});

test('whatever happens to the orders of a shop that keeps strict hours, notifier and simulation tell the same story', async () => {
  const told = { to: ['customer', 'courier'], by: ['sms'] } as const;
  const strict = order.rules({
    urgent: { due: { after: 'order.time', hours: 1 }, urgent: true, ...told },
    patient: { due: { after: 'order.time', hours: 1 }, ...told },
    carrier: { due: { before: 'delivery.slot', hours: 5 }, owner: 'carrier', to: 'customer', by: ['email'] },
    shop: { on: 'order.*', owner: 'shop', to: ['courier', 'customer'], by: { firstOf: ['email', 'sms'] } },
    closed: { on: 'order.*', during: 'closed', to: 'customer', by: ['email'] },
  });
  const email = (o: Order): Window | null => (o.smsOn ? { from: '05:00', to: '20:00', outside: 'skip' } : null);
  const setup: Setup = {
    rules: [strict],
    templates: [plainTexts(order, Object.keys(strict.rows))],
    windows: { sms: { from: '09:00', to: '21:00', days: ['mon', 'tue', 'wed', 'thu', 'fri'], holidays: false }, email },
    limits: {
      sms: [
        { max: 1, per: { hours: 1 } },
        { max: 3, per: { days: 2 } },
      ],
    },
  };
  const met = new Set<string>();
  const property = fc.asyncProperty(livesOfOrders(), async (story) => {
    const { lines, played, simulated } = await bothTell(setup, story);
    for (const { outcome, code } of lines) met.add(`${outcome} ${code ?? ''}`.trim());
    expect(simulated).toEqual(played);
  });
  await fc.assert(property, { seed: 20260304, numRuns: 60 });
  expect([...met]).toEqual(
    expect.arrayContaining(['sent', 'skipped channel-off', 'skipped limit', 'withdrawn withdrawn', 'skipped duplicate']),
  );
});

test('whatever happens to the bookings of a studio, notifier and simulation tell the same story', async () => {
  const { lifecycles, rules, enabled } = wacaBooking();
  const setup: Setup = {
    rules: [rules.booking],
    templates: [plainTexts(lifecycles.booking, Object.keys(rules.booking.rows))],
    enabled,
  };
  const property = fc.asyncProperty(livesOfBookings(), async (story) => {
    const { played, simulated } = await bothTell(setup, story);
    expect(simulated).toEqual(played);
  });
  await fc.assert(property, { seed: 20260302, numRuns: 40 });
});

test('control: a simulation that knows less of the shop tells another story', async () => {
  const stories = fc.sample(livesOfOrders(), { seed: 20260303, numRuns: 15 });
  const agree: boolean[] = [];
  for (const story of stories) {
    const { played, simulated } = await bothTell(smallShop, story, { windows: {} });
    agree.push(played.join() === simulated.join());
  }
  expect(agree).toContain(false);
});
