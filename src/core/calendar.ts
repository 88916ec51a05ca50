/**
 * The calendar: days and wall clock times of a zone, and the instants they stand for, whatever the zone of the process.
 *
 * A day is a string `YYYY-MM-DD`, an instant is a number of epoch milliseconds. Days are calendar arithmetic in a zone, hours are
 * exact. Nothing is ever held in a local `Date`: that cannot hold the hours which the zone of the process skips.
 * @module
 */
import { millisecondsInDay, millisecondsInHour, millisecondsInMinute, millisecondsInSecond } from 'date-fns/constants';
import { OrderbellError } from './errors.js';
import { remembered } from './remembered.js';
import { offsetAt, offsetChange } from './zone.js';

/** A day of the calendar, `YYYY-MM-DD`, years 0001 to 9999. */
export type Day = string;

/** What a clock on the wall shows, `HH:mm` or `HH:mm:ss`, 00:00 to 23:59:59. */
export type WallTime = string;

/** Whether a value is a day that the calendar has: `2026-02-28` is one, `2026-02-30` and `2026-2-3` are not. */
export function isDay(value: unknown): value is Day {
  return typeof value === 'string' && !Number.isNaN(midnightOf(value));
}

/** Whether a value is a time of day: `09:00` and `23:59:59` are, `24:00` and `9:00` are not. */
export function isWallTime(value: unknown): value is WallTime {
  return typeof value === 'string' && !Number.isNaN(millisecondsOf(value));
}

/**
 * The day `days` calendar days after `day`, or before it where `days` is negative.
 *
 * @example addDays('2026-03-01', -1) // '2026-02-28'
 */
export function addDays(day: Day, days: number): Day {
  if (!Number.isInteger(days)) throw invalid(`days ${days} to add are not a whole number`, 'Expected days such as 7 or -1.');
  return dayNumbered(midnight(day) / millisecondsInDay + days);
}

/**
 * The calendar days from one day to another, negative where `to` is the earlier.
 *
 * @example daysBetween('2026-02-28', '2026-03-01') // 1
 */
export function daysBetween(from: Day, to: Day): number {
  return (midnight(to) - midnight(from)) / millisecondsInDay;
}

/** The day that a calendar in `zone` shows at an instant. */
export function dayOf(epochMs: number, zone: string): Day {
  return dayNumbered(Math.floor((epochMs + offsetAt(zone, epochMs)) / millisecondsInDay));
}

/** What a clock in `zone` shows at an instant, as `HH:mm:ss`. */
export function wallTimeOf(epochMs: number, zone: string): WallTime {
  return clockText(epochMs + offsetAt(zone, epochMs));
}

/**
 * The instant at which clocks in `zone` show `time` on `day`.
 *
 * The rule, which Temporal calls 'compatible': a time that is skipped when the clocks go forward (a gap) becomes the later
 * instant, the time moved forward by the length of the gap; a time that comes twice when they go back (an overlap) is the first of
 * the two. A day that a zone leaves out as a whole is a gap like any other.
 *
 * Throws `invalid-argument` for a day or a time that does not exist, `unknown-zone` for the zone.
 *
 * @example instantOf('2026-03-08', '02:30', 'America/New_York') // 2026-03-08T07:30:00Z, the clock shows 03:30
 */
export function instantOf(day: Day, time: WallTime, zone: string): number {
  const millis = millisecondsOf(time);
  if (Number.isNaN(millis)) throw invalid(`time '${time}' is not a time of day`, 'Expected HH:mm or HH:mm:ss up to 23:59:59.');
  const wall = midnight(day) + millis;
  const { before, after } = offsetsAround(wall, zone);
  // In an overlap both offsets lead back to `wall`, and `before` to the first of the two; in a gap neither does, and `before`
  // leads to the instant that is later by the length of the gap.
  if (before === after || offsetAt(zone, wall - before) === before) return wall - before;
  return offsetAt(zone, wall - after) === after ? wall - after : wall - before;
}

/**
 * The first instant of a calendar day in `zone`.
 *
 * The rule: the instant at which clocks show 00:00, the first one if they do so twice. Where 00:00 is skipped, it is the instant at
 * which the clocks jump over it; so a day that begins at 00:30 begins there, and for a day that is left out as a whole
 * (Pacific/Apia, 2011-12-30) it is the instant at which the next day starts.
 */
export function startOfDay(day: Day, zone: string): number {
  const wall = midnight(day);
  const instant = instantOf(day, '00:00', zone);
  if (instant + offsetAt(zone, instant) === wall) return instant;
  const { after } = offsetsAround(wall, zone);
  return offsetChange(zone, wall - after, instant);
}

/** The instant exactly `hours` hours later, whatever the clocks do meanwhile. */
export function addHours(epochMs: number, hours: number): number {
  return epochMs + hours * millisecondsInHour;
}

/** The instant exactly `minutes` minutes later, whatever the clocks do meanwhile. */
export function addMinutes(epochMs: number, minutes: number): number {
  return epochMs + minutes * millisecondsInMinute;
}

/**
 * An instant as ISO text with seconds, in the offset that `zone` has then.
 *
 * Milliseconds are left out. ISO offsets have no seconds: in the rare historical offset that does, the offset is rounded to the
 * minute and the time is written in the rounded offset, so that the text still names the same instant.
 *
 * @example isoWithOffset(Date.UTC(2026, 2, 1, 3), 'Asia/Taipei') // '2026-03-01T11:00:00+08:00'
 */
export function isoWithOffset(epochMs: number, zone: string): string {
  const minutes = Math.round(offsetAt(zone, epochMs) / millisecondsInMinute);
  const wall = epochMs + minutes * millisecondsInMinute;
  const offset = `${minutes < 0 ? '-' : '+'}${hoursAndMinutes(Math.abs(minutes))}`;
  return `${dayNumbered(Math.floor(wall / millisecondsInDay))}T${clockText(wall)}${offset}`;
}

/**
 * The offsets of `zone` well before and well after a wall clock time, which differ only near a change of the clocks.
 *
 * A day to either side is enough: no clock is further than that from UTC, and no zone has changed twice within two days.
 */
function offsetsAround(wall: number, zone: string): { readonly before: number; readonly after: number } {
  return { before: offsetAt(zone, wall - millisecondsInDay), after: offsetAt(zone, wall + millisecondsInDay) };
}

/** The instant of 00:00 UTC on a day; throws where there is no such day. */
function midnight(day: Day): number {
  const instant = midnightOf(day);
  if (Number.isNaN(instant)) throw invalid(`day '${day}' is not in the calendar`, 'Expected YYYY-MM-DD, years 0001 to 9999.');
  return instant;
}

/** Days and times that are remembered, about 0.4 MiB for each of the three ways to read them. */
const maxRemembered = 4096;

/** As {@link midnight}, NaN where there is no such day. */
const midnightOf = remembered(maxRemembered, (day: string): number => {
  const instant = /^(?!0000)\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00Z`) : Number.NaN;
  // Date.parse takes February 30th for March 2nd.
  return Number.isNaN(instant) || new Date(instant).toISOString().startsWith(day) ? instant : Number.NaN;
});

/** Milliseconds since midnight that a clock shows; NaN for a text that is not a time of day. */
const millisecondsOf = remembered(maxRemembered, (time: string): number => {
  return /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(time) ? Date.parse(`1970-01-01T${time}Z`) : Number.NaN;
});

/** The day that is so many days after 1970-01-01. */
const dayNumbered = remembered(maxRemembered, (number: number): Day => {
  const start = new Date(number * millisecondsInDay);
  const name = Number.isNaN(start.getTime()) ? '' : start.toISOString().slice(0, 10);
  if (!isDay(name)) throw invalid(`the day ${number} days after 1970-01-01 is out of range`, 'Expected years 0001 to 9999.');
  return name;
});

/** `HH:mm:ss` of the milliseconds that a wall clock is away from 00:00 of some day. */
function clockText(wall: number): WallTime {
  const day = Math.floor(wall / millisecondsInDay);
  const seconds = Math.floor((wall - day * millisecondsInDay) / millisecondsInSecond);
  return `${hoursAndMinutes(Math.floor(seconds / 60))}:${twoDigits(seconds % 60)}`;
}

/** `HH:mm` of a number of minutes. */
function hoursAndMinutes(minutes: number): string {
  return `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function invalid(what: string, expected: string): OrderbellError {
  return new OrderbellError('invalid-argument', `${what}. ${expected}`);
}
