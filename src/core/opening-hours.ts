/**
 * Opening hours of a week and daily windows, as stretches of time in a zone.
 * @module
 */
import { addDays, type Day, dayOf, instantOf, type WallTime } from './calendar.js';

/**
 * A stretch of a day by the clock on the wall: `from` is in it, `to` is not.
 *
 * A `to` that is not later than `from` is a time of the next day: 22:00 to 06:00 runs past midnight, and 09:00 to 09:00 lasts until
 * the next morning. `to` may be `24:00`, the end of the day.
 */
export interface TimeSpan {
  readonly from: WallTime;
  readonly to: WallTime;
}

/** The days of a week as {@link OpeningHours} name them. */
export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/**
 * When something is open: the spans that begin on each day of the week, in any order. A day that is missing is closed, though a
 * span of the day before may run into it.
 *
 * @example const hours: OpeningHours = { fri: [{ from: '10:00', to: '14:00' }, { from: '18:00', to: '02:00' }] };
 */
export type OpeningHours = { readonly [D in Weekday]?: readonly TimeSpan[] };

/**
 * Whether it is open at an instant.
 *
 * The rule: a span of a day is the stretch from the instant of `from` to the instant of `to`, by the rule of
 * {@link instantOf}. So where clocks go forward a span may be shorter, and one that would end before it begins is left out that
 * day; where they go back a time that comes twice opens and closes at its first coming, and nothing opens twice. Nothing opens on a
 * holiday, though a span of the day before may run into it.
 */
export function isOpen(hours: OpeningHours, epochMs: number, zone: string, isHoliday: (day: Day) => boolean = never): boolean {
  return daysAround(epochMs, zone).some((day) =>
    (hours[weekdayOf(day)] ?? []).some((span) => {
      const { opens, closes } = stretchOf(span, day, zone);
      return opens <= epochMs && epochMs < closes && !isHoliday(day);
    }),
  );
}

function never(): boolean {
  return false;
}

/**
 * The first instant, not before `epochMs`, that lies in a window which opens every day, or on the days for which `opensOn` answers
 * true: `epochMs` itself inside the window, else the instant at which it opens next; undefined where it does not open within a year. The
 * rule for changes of the clocks is that of {@link isOpen}.
 *
 * @example nextWithin({ from: '09:00', to: '21:00' }, Date.parse('2026-03-01T22:00:00+08:00'), 'Asia/Taipei') // 09:00 next morning
 */
export function nextWithin(
  window: TimeSpan,
  epochMs: number,
  zone: string,
  opensOn: (day: Day) => boolean = () => true,
): number | undefined {
  const first = addDays(dayOf(epochMs, zone), -2);
  for (let days = 0; days < 370; days++) {
    const day = addDays(first, days);
    const { opens, closes } = stretchOf(window, day, zone);
    if (opens < closes && epochMs < closes && opensOn(day)) return Math.max(opens, epochMs);
  }
  return undefined;
}

/**
 * The days whose spans can hold an instant. The day itself and the one before, for spans past midnight; one more before that,
 * because a zone may leave out a day as a whole; and the next, because clocks that go back just after midnight show the
 * evening of the old day again when the new one has already begun.
 */
function daysAround(epochMs: number, zone: string): readonly Day[] {
  const day = dayOf(epochMs, zone);
  return [-2, -1, 0, 1].map((days) => addDays(day, days));
}

function stretchOf({ from, to }: TimeSpan, day: Day, zone: string): { readonly opens: number; readonly closes: number } {
  const opens = instantOf(day, from, zone);
  const isNextDay = to === '24:00' || withSeconds(to) <= withSeconds(from);
  const closes = instantOf(isNextDay ? addDays(day, 1) : day, to === '24:00' ? '00:00' : to, zone);
  return { opens, closes };
}

/** A time that can be compared as text with other times. */
function withSeconds(time: WallTime): string {
  return time.length === 5 ? `${time}:00` : time;
}

/** In the order in which they are counted from Sunday. */
export const weekdays: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** The day of the week of a calendar day. */
export function weekdayOf(day: Day): Weekday {
  // True because getUTCDay answers 0 to 6.
  return weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()] as Weekday;
}
