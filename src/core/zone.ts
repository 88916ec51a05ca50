/**
 * Time zones: how far the clocks of a zone stand from UTC at an instant, whatever the zone of the process.
 * @module
 */
import { maxTime, millisecondsInDay, millisecondsInHour, millisecondsInMinute, millisecondsInSecond } from 'date-fns/constants';
import { getTimezoneOffset } from 'date-fns-tz/getTimezoneOffset';
import { OrderbellError } from './errors.js';
import { nearest } from './nearest.js';
import { remembered } from './remembered.js';

/** Zones that are remembered, about 27 KiB each for the formatter. */
const maxZones = 128;

/** Days that are remembered of each zone, a power of two, about 84 bytes each: with the zones 9 MB at the very most. */
const maxDays = 512;

/** The offsets of one UTC day: `before` until the instant `change`, `after` from then on. */
interface DayOffsets {
  readonly day: number;
  readonly before: number;
  /** Epoch milliseconds; infinite on a day without a change. */
  readonly change: number;
  readonly after: number;
}

interface Zone {
  readonly name: string;
  /** The offset at an instant, asked of the source: exact and slow. */
  readonly lookUp: (epochMs: number) => number;
  /** Day `d` is kept at `d` modulo {@link maxDays}, where a later day of the same remainder takes its place. */
  readonly days: DayOffsets[];
}

let latest: Zone | undefined;

/**
 * The milliseconds by which clocks in `zone` are ahead of UTC at an instant; negative west of Greenwich.
 *
 * `zone` is an IANA name (`Asia/Taipei`, `UTC`) or a fixed offset (`+08:00`, `-0330`, `Z`). Exact to the second, for historical
 * offsets too, and the same in every process zone. The rules come from the runtime (`process.versions.tz`).
 * Throws `unknown-zone`, or `invalid-argument` for an instant that a `Date` cannot hold.
 *
 * What was asked is remembered for up to 512 days of each of up to 128 zones; that changes the speed and never the answer.
 *
 * @example offsetAt('Asia/Taipei', 0) // 28_800_000
 */
export function offsetAt(zone: string, epochMs: number): number {
  const known = latest?.name === zone ? latest : zoneNamed(zone);
  latest = known;
  const day = Math.floor(epochMs / millisecondsInDay);
  const kept = known.days[day & (maxDays - 1)];
  const offsets = kept?.day === day ? kept : learn(known, day, epochMs);
  return epochMs < offsets.change ? offsets.before : offsets.after;
}

/**
 * The instant in (`from`, `to`] at which the clocks of `zone` are changed to the offset that holds at `to`.
 *
 * For stretches of up to three days whose two ends differ: no zone has ever changed twice so fast (see {@link learn}).
 */
export function offsetChange(zone: string, from: number, to: number): number {
  return changeWithin((epochMs) => offsetAt(zone, epochMs), from, to);
}

/**
 * Throws `unknown-zone`, naming the nearest known zone, unless `zone` is one that this runtime knows.
 *
 * A zone that was seen before costs one look-up in a map.
 *
 * @example assertZone('Asia/Taipe') // throws: ... Did you mean 'Asia/Taipei'? ...
 */
export function assertZone(zone: string): void {
  zoneNamed(zone);
}

/** Whether this runtime knows a zone. */
export function isZone(zone: string): boolean {
  try {
    assertZone(zone);
    return true;
  } catch {
    return false;
  }
}

const zoneNamed = remembered(maxZones, (name: string): Zone => ({ name, lookUp: sourceOf(name), days: [] }));

/**
 * Where the offsets of a zone come from.
 *
 * Why not `getTimezoneOffset` of date-fns-tz for all: given an IANA name it reads the local fields of the Date it gets, so its
 * answer near a change depends on the zone of the process (and a name such as 'constructor' makes it throw a TypeError).
 * Fixed offsets it reads exactly, and answers NaN for impossible ones.
 */
function sourceOf(name: string): (epochMs: number) => number {
  // A caller without types may pass undefined, which Intl would take as 'the zone of the process'.
  if (typeof name !== 'string') throw unknownZone(String(name));
  if (name === 'Z' || /^[+-]/.test(name)) {
    const offset = getTimezoneOffset(name, new Date(millisecondsInDay));
    if (Number.isNaN(offset)) throw unknownZone(name);
    return () => offset + 0;
  }
  const formatter = formatterOf(name);
  return (epochMs) => parseOffset(formatter.format(epochMs));
}

/** One formatter for each zone is kept: making one costs twenty times as much as asking it. */
function formatterOf(name: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  } catch (cause) {
    throw unknownZone(name, cause);
  }
}

/** Milliseconds of a text that ends in `GMT`, `GMT+08:00` or, for local mean times, `GMT+00:17:30`. */
function parseOffset(text: string): number {
  const match = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text);
  if (match === null) throw new OrderbellError('unknown-zone', `the runtime names an offset '${text}', not as GMT+hh:mm.`);
  const [, sign, hours = 0, minutes = 0, seconds = 0] = match;
  const size =
    Number(hours) * millisecondsInHour + Number(minutes) * millisecondsInMinute + Number(seconds) * millisecondsInSecond;
  return sign === '-' ? -size : size;
}

/**
 * Looks up both ends of a UTC day and remembers what lies between.
 *
 * Ends that agree mean a day without a change, ends that differ exactly one, found by bisection. This holds because a zone never
 * changes twice within a day: the shortest stretch between two changes in the whole tz database is four days less twenty
 * minutes (Africa/Freetown, September 1939).
 */
function learn(zone: Zone, day: number, epochMs: number): DayOffsets {
  if (!(Math.abs(epochMs) <= maxTime)) {
    throw new OrderbellError(
      'invalid-argument',
      `instant ${epochMs} is not a time. Expected epoch milliseconds that a Date can hold.`,
    );
  }
  const start = Math.max(day * millisecondsInDay, -maxTime);
  const end = Math.min((day + 1) * millisecondsInDay, maxTime);
  const before = zone.lookUp(start);
  const after = zone.lookUp(end);
  const change = before === after ? Number.POSITIVE_INFINITY : changeWithin(zone.lookUp, start, end);
  const offsets = { day, before, change, after };
  zone.days[day & (maxDays - 1)] = offsets;
  return offsets;
}

/** The first instant in (from, to] at which the offset is that of `to`. */
function changeWithin(lookUp: (epochMs: number) => number, from: number, to: number): number {
  const after = lookUp(to);
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (lookUp(middle) === after) high = middle;
    else low = middle;
  }
  return high;
}

function unknownZone(name: string, cause?: unknown): OrderbellError {
  const known = ['UTC', ...Intl.supportedValuesOf('timeZone')];
  const city = `/${name.toLowerCase()}`;
  const guess = known.find((zone) => zone.toLowerCase().endsWith(city)) ?? nearest(name, known);
  const hint = guess === undefined ? '' : ` Did you mean '${guess}'?`;
  const message = `time zone '${name}' is not known to this runtime.${hint} Use an IANA name such as 'Asia/Taipei' or 'UTC'.`;
  return new OrderbellError('unknown-zone', message, { cause });
}
