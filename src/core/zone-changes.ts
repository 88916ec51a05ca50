/**
 * Changes of the clocks of a zone, and the hours that come twice with them.
 * @module
 */
import { millisecondsInDay } from 'date-fns/constants';
import { offsetAt, offsetChange } from './zone.js';

/** A change of the clocks: offsets in milliseconds ahead of UTC, until the instant `at` and from then on. */
export interface ZoneChange {
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/** Every change of the clocks of a zone between two instants, in order. */
export function zoneChanges(zone: string, from: number, to: number): readonly ZoneChange[] {
  const changes: ZoneChange[] = [];
  // No zone changes twice within a day.
  for (let start = from; start < to; start += millisecondsInDay) {
    const end = Math.min(start + millisecondsInDay, to);
    const [before, after] = [offsetAt(zone, start), offsetAt(zone, end)];
    if (before !== after) changes.push({ at: offsetChange(zone, start, end), before, after });
  }
  return changes;
}

/** Whether the wall clock of a zone shows twice what it shows at an instant. */
export function comesTwice(epochMs: number, zone: string): boolean {
  const offset = offsetAt(zone, epochMs);
  // No clock has ever been put back by more than a day.
  return [-millisecondsInDay, millisecondsInDay].some((distance) => {
    const other = offsetAt(zone, epochMs + distance);
    return other !== offset && offsetAt(zone, epochMs + offset - other) === other;
  });
}
