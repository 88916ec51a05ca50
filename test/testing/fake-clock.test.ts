import { describe, expect, test } from 'vitest';
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js';

const hour = 3_600_000;

function logOf(clock: FakeClock): { readonly log: string[]; readonly note: (name: string) => void } {
  const log: string[] = [];
  return { log, note: (name) => log.push(`${name} ${clock.now().toISOString().slice(0, 16)}`) };
}

test('the clock stands still until it is advanced', async () => {
  const clock = fakeClock('2026-03-01T11:00:00Z');
  expect(clock.now()).toEqual(new Date('2026-03-01T11:00:00Z'));
  await clock.advanceTo('2026-03-02T00:00:00Z');
  expect(clock.now()).toEqual(new Date('2026-03-02T00:00:00Z'));
});

test('a timer fires at its own instant, not at the end of the advance', async () => {
  const clock = fakeClock('2026-03-01T00:00');
  const { log, note } = logOf(clock);
  clock.timer(new Date('2026-03-01T02:00Z'), () => note('two'));
  clock.timer(new Date('2026-03-01T01:00Z'), () => note('one'));
  await clock.advanceTo('2026-03-01T05:00');
  expect(log).toEqual(['one 2026-03-01T01:00', 'two 2026-03-01T02:00']);
});

test('a timer of one hour that sets another fires both in an advance of two hours', async () => {
  const clock = fakeClock('2026-03-01T00:00');
  const { log, note } = logOf(clock);
  const inOneHour = (wake: () => void) => clock.timer(new Date(clock.now().getTime() + hour), wake);
  inOneHour(() => {
    note('first');
    inOneHour(() => note('second'));
  });
  await clock.advanceBy({ hours: 2 });
  expect(log).toEqual(['first 2026-03-01T01:00', 'second 2026-03-01T02:00']);
});

test('what a timer sets off has run before the next one fires', async () => {
  const clock = fakeClock('2026-03-01T00:00');
  const { log, note } = logOf(clock);
  const slow = async () => {
    for (let i = 0; i < 50; i++) await Promise.resolve();
    note('slow');
    clock.timer(new Date('2026-03-01T01:30Z'), () => note('set by slow'));
  };
  clock.timer(new Date('2026-03-01T01:00Z'), () => void slow());
  clock.timer(new Date('2026-03-01T02:00Z'), () => note('two'));
  await clock.advanceTo('2026-03-01T03:00');
  expect(log).toEqual(['slow 2026-03-01T01:00', 'set by slow 2026-03-01T01:30', 'two 2026-03-01T02:00']);
});

test('timers of one instant fire in the order they were set', async () => {
  const clock = fakeClock('2026-03-01T00:00');
  const { log, note } = logOf(clock);
  for (const name of ['b', 'a', 'c']) clock.timer(new Date('2026-03-01T01:00Z'), () => note(name));
  await clock.advanceBy({ hours: 1 });
  expect(log.map((line) => line[0])).toEqual(['b', 'a', 'c']);
});

test('a timer that was called off does not fire, even by one of the same instant', async () => {
  const clock = fakeClock('2026-03-01T00:00');
  const { log, note } = logOf(clock);
  const timers = ['one', 'two'].map((name) => clock.timer(new Date('2026-03-01T01:00Z'), () => note(name)));
  clock.timer(new Date('2026-03-01T00:30Z'), () => timers[0]?.cancel());
  await clock.advanceBy({ hours: 1 });
  expect(log).toEqual(['two 2026-03-01T01:00']);
  expect(clock.pending()).toEqual([]);
});

test('a timer for an instant that has passed fires without an advance', async () => {
  const clock = fakeClock('2026-03-01T00:00');
  const { log, note } = logOf(clock);
  clock.timer(new Date('2026-02-01T00:00Z'), () => note('past'));
  const called = clock.timer(clock.now(), () => note('called off'));
  called.cancel();
  expect(log).toEqual([]);
  await Promise.resolve();
  expect(log).toEqual(['past 2026-03-01T00:00']);
});

test('a timer beyond the advance waits, and shows as pending', async () => {
  const clock = fakeClock('2026-03-01T00:00');
  clock.timer(new Date('2026-03-01T03:00Z'), () => {});
  clock.timer(new Date('2026-03-01T02:00Z'), () => {});
  await clock.advanceBy({ minutes: 119 });
  expect(clock.pending()).toEqual([new Date('2026-03-01T02:00Z'), new Date('2026-03-01T03:00Z')]);
});

test('a day is the same time on the next day, hours are exact', async () => {
  const clock = fakeClock('2026-03-07T12:00', { timeZone: 'America/New_York' });
  await clock.advanceBy({ days: 1 });
  expect(clock.now()).toEqual(new Date('2026-03-08T12:00-04:00'));
  await clock.advanceBy({ days: 1, hours: 1, minutes: 30 });
  expect(clock.now()).toEqual(new Date('2026-03-09T13:30-04:00'));
});

test('where a length of time leads to can be asked without going there', () => {
  const clock = fakeClock('2026-03-07T12:00', { timeZone: 'America/New_York' });
  expect(clock.after({ days: 1, minutes: 5 })).toEqual(new Date('2026-03-08T12:05-04:00'));
  expect(clock.now()).toEqual(new Date('2026-03-07T12:00-05:00'));
});

test('a text without offset is local to the zone of the clock', () => {
  expect(fakeClock('2026-03-01T11:00', { timeZone: 'Asia/Taipei' }).now()).toEqual(new Date('2026-03-01T03:00Z'));
});

test('clocks are independent of each other', async () => {
  const [one, other] = [fakeClock('2026-03-01T00:00'), fakeClock('2026-03-01T00:00')];
  await one.advanceBy({ days: 9 });
  expect(other.now()).toEqual(new Date('2026-03-01T00:00Z'));
});

test('a date that is handed out cannot move the clock', () => {
  const clock = fakeClock('2026-03-01T00:00');
  clock.now().setUTCFullYear(2000);
  expect(clock.now()).toEqual(new Date('2026-03-01T00:00Z'));
});

describe('is refused:', () => {
  test('going back', async () => {
    const clock = fakeClock('2026-03-01T11:00', { timeZone: 'Asia/Taipei' });
    const back = clock.advanceTo('2026-03-01T10:59');
    await expect(back).rejects.toThrow('shows 2026-03-01T11:00:00+08:00 and cannot go back to 2026-03-01T10:59:00+08:00');
    await expect(clock.advanceBy({ minutes: -1 })).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  test('a second advance while the first is under way', async () => {
    const clock = fakeClock('2026-03-01T00:00');
    const first = clock.advanceBy({ hours: 1 });
    await expect(clock.advanceBy({ hours: 1 })).rejects.toThrow('Await the first advance');
    await first;
    await clock.advanceBy({ hours: 1 });
    expect(clock.now()).toEqual(new Date('2026-03-01T02:00Z'));
  });

  test('what is not an instant', async () => {
    expect(() => fakeClock('tomorrow')).toThrow("cannot be set to 'tomorrow'");
    expect(() => fakeClock(new Date(Number.NaN))).toThrow('Expected a Date or a text');
    expect(() => fakeClock('2026-03-01T11:00', { timeZone: 'Asia/Taipe' })).toThrow("Did you mean 'Asia/Taipei'?");
  });
});

test('an error of a timer reaches the test, and the clock can go on', async () => {
  const clock = fakeClock('2026-03-01T00:00');
  clock.timer(new Date('2026-03-01T01:00Z'), () => {
    throw new Error('of the timer');
  });
  await expect(clock.advanceBy({ hours: 2 })).rejects.toThrow('of the timer');
  expect(clock.now()).toEqual(new Date('2026-03-01T01:00Z'));
  await clock.advanceBy({ hours: 1 });
});
