/**
 * Instants as people write them: ISO text, with an offset or local to a zone.
 * @module
 */
import { parseISO } from 'date-fns/parseISO';
import { instantOf, isDay, isWallTime } from './calendar.js';

/**
 * The instant that an ISO text names, or undefined where it is not the text of an instant.
 *
 * With an offset or `Z` it is that instant; without one the text is local to `zone` and gaps and overlaps are settled as in
 * {@link instantOf}. Seconds and their fraction may be missing; digits beyond milliseconds are dropped. A day alone, a day or time
 * that does not exist and an offset of 24 hours or more are not instants.
 *
 * @example parseLocalOrInstant('2026-03-01T11:00', 'Asia/Taipei') // 2026-03-01T03:00:00Z
 */
export function parseLocalOrInstant(text: string, zone: string): number | undefined {
  const match = isoText.exec(text);
  const [, day, clock = '', offset] = match ?? [];
  const time = clock.slice(0, 8);
  if (!isDay(day) || !isWallTime(time)) return undefined;
  // Why apart: parseISO reads seconds as a floating point number, and near 1970 the millisecond of some is lost.
  const millis = Number(clock.slice(9, 12).padEnd(3, '0'));
  // With an offset parseISO never looks at the zone of the process; without one it would.
  const instant = offset === undefined ? instantOf(day, time, zone) : parseISO(`${day}T${time}${offset}`).getTime();
  return instant + millis;
}

const isoText = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)(Z|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)?$/;
