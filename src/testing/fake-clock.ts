/**
 * A clock that stands still until a test advances it.
 * @module
 */
// A notifier loads its delivery with the first job, and what that needs to read phone numbers. Loaded beforehand, it begins at once, and no fake instant passes meanwhile.
import '../phones/read-phone.js';
import '../runtime/delivery.js';
import { addDays, addHours, addMinutes, dayOf, instantOf, isoWithOffset, wallTimeOf } from '../core/calendar.js';
import { OrderbellError } from '../core/errors.js';
import { parseLocalOrInstant } from '../core/instant-text.js';
import type { Clock, Timer } from '../ports/clock.js';
import { turn } from './turn.js';

/** A length of time: calendar days in the clock's zone, then exact hours and minutes. */
export interface Step {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
}

/** A {@link Clock} that a test holds in its hand. */
export interface FakeClock extends Clock {
  timer(at: Date, wake: () => void): Timer;
  /**
   * Goes to an instant by way of every timer that is due until then, each at its own instant, in order. What a timer sets off has
   * run as far as it can before the clock goes on, and a timer that is set meanwhile gets its turn too.
   *
   * Throws `invalid-argument` for an instant in the past, and where another advance has not been awaited.
   */
  advanceTo(instant: Date | string): Promise<void>;
  /** Goes on by a length of time in the same way. */
  advanceBy(step: Step): Promise<void>;
  /** The instant that a length of time leads to: `{ days: 1 }` is the same time of day on the next day, however long the day is. */
  after(step: Step): Date;
  /** Instants of the timers that wait, in order; empty when nothing was left behind. */
  pending(): readonly Date[];
}

/** Options of a {@link fakeClock}. */
export interface FakeClockOptions {
  /** IANA zone in which texts without offset, and days, are meant: `UTC` unless given. */
  readonly timeZone?: string;
}

interface Waiting {
  readonly at: number;
  readonly wake: () => void;
}

/**
 * A clock that shows `start` until it is advanced. Clocks know nothing of each other, nor of the real time.
 *
 * @example
 * const clock = fakeClock('2026-03-01T11:00', { timeZone: 'Asia/Taipei' });
 * clock.timer(new Date('2026-03-01T12:00+08:00'), () => console.log('noon'));
 * await clock.advanceBy({ days: 1 }); // prints 'noon' when the clock shows noon
 */
export function fakeClock(start: Date | string, { timeZone = 'UTC' }: FakeClockOptions = {}): FakeClock {
  let now = instantFrom(start, timeZone);
  let isAdvancing = false;
  const waiting = new Set<Waiting>();
  const next = (until: number) => inOrder(waiting).find(({ at }) => at <= until);

  const ring = (timer: Waiting) => {
    waiting.delete(timer);
    now = Math.max(now, timer.at);
    timer.wake();
  };

  const advance = async (target: number) => {
    // What was set off before the advance may be about to set a timer.
    await turn();
    for (let timer = next(target); timer !== undefined; timer = next(target)) {
      ring(timer);
      await turn();
    }
    now = target;
    await turn();
  };

  const advanceTo = async (instant: Date | string) => {
    const target = instantFrom(instant, timeZone);
    if (isAdvancing)
      throw new OrderbellError('invalid-argument', 'the fake clock is being advanced already. Await the first advance.');
    if (target < now) throw goesBack(now, target, timeZone);
    isAdvancing = true;
    try {
      await advance(target);
    } finally {
      isAdvancing = false;
    }
  };

  const after = (step: Step) => new Date(stepFrom(now, step, timeZone));

  return {
    now: () => new Date(now),
    timer: (at, wake) => {
      const timer = { at: at.getTime(), wake };
      waiting.add(timer);
      // A timer for the present or the past needs no advance, as it would need no waiting.
      if (timer.at <= now) queueMicrotask(() => waiting.has(timer) && ring(timer));
      return { cancel: () => void waiting.delete(timer) };
    },
    advanceTo,
    advanceBy: async (step) => advanceTo(after(step)),
    after,
    pending: () => inOrder(waiting).map(({ at }) => new Date(at)),
  };
}

/** Timers by instant; those of one instant in the order they were set. */
function inOrder(waiting: ReadonlySet<Waiting>): Waiting[] {
  return [...waiting].sort((one, other) => one.at - other.at);
}

function stepFrom(now: number, { days = 0, hours = 0, minutes = 0 }: Step, timeZone: string): number {
  const day = days === 0 ? now : instantOf(addDays(dayOf(now, timeZone), days), wallTimeOf(now, timeZone), timeZone);
  return addMinutes(addHours(day, hours), minutes);
}

/** The instant that a `Date` or a text means; a text without offset is local to the zone. */
export function instantFrom(value: Date | string, timeZone: string): number {
  const instant = typeof value === 'string' ? parseLocalOrInstant(value, timeZone) : value.getTime();
  if (instant !== undefined && !Number.isNaN(instant)) return instant;
  const expected = "Expected a Date or a text such as '2026-03-01T11:00' or '2026-03-01T11:00+08:00'.";
  throw new OrderbellError('invalid-argument', `the fake clock cannot be set to '${String(value)}'. ${expected}`);
}

function goesBack(now: number, target: number, timeZone: string): OrderbellError {
  const [at, to] = [isoWithOffset(now, timeZone), isoWithOffset(target, timeZone)];
  return new OrderbellError('invalid-argument', `the fake clock shows ${at} and cannot go back to ${to}. Start another one.`);
}
