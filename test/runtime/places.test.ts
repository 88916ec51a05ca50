import { expect, test } from 'vitest';
import { Places } from '../../src/runtime/places.js';
import { fakeClock } from '../../src/testing/fake-clock.js';

/** A hundred places, all but some of them taken, while more is due. */
function busyPlaces(free: number) {
  const clock = fakeClock('2026-03-01T11:00');
  const start = clock.now().getTime();
  let changes = 0;
  const places = new Places({ concurrency: 100, clock }, () => {
    changes += 1;
  });
  places.active = 100 - free;
  places.hasBacklog = true;
  const waits = () => clock.pending().map((at) => at.getTime() - start);
  return { clock, places, waits, toClaim: () => places.toClaim(places.active), changes: () => changes };
}

test('a quarter of the places is filled at once', () => {
  const { toClaim, waits } = busyPlaces(25);
  expect([toClaim(), waits()]).toEqual([25, []]);
});

test.each([
  ['a claim of a millisecond', 1, 1],
  ['a claim of 4 ms', 4, 4],
  ['a claim of a second', 1_000, 10],
])('fewer free places wait for others, after %s for %d ms: %d ms', async (_, took, expected) => {
  const { clock, places, toClaim, waits, changes } = busyPlaces(24);
  places.claimTook = took;
  expect([toClaim(), toClaim(), waits()]).toEqual([0, 0, [expected]]);
  await clock.advanceTo(clock.pending()[0] ?? clock.now());
  expect([changes(), toClaim(), waits()]).toEqual([1, 24, []]);
});

test('a free place waits for nobody where a claim takes less than a millisecond', () => {
  const { places, toClaim, waits } = busyPlaces(1);
  places.claimTook = 0;
  expect([toClaim(), waits()]).toEqual([1, []]);
});

test('a free place waits for nobody where nothing more is known to be due', () => {
  const { places, toClaim, waits } = busyPlaces(1);
  places.hasBacklog = false;
  expect([toClaim(), waits()]).toEqual([1, []]);
});

test('places that a claim under way may fill are not free', () => {
  const { places, toClaim } = busyPlaces(30);
  places.claiming = 30;
  expect(toClaim()).toBe(0);
});
