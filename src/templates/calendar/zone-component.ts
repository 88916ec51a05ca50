/**
 * VTIMEZONE: the clocks of a zone around an appointment (RFC 5545, section 3.6.5), by the offsets that the plan is made with.
 * @module
 */
import { remembered } from '../../core/remembered.js';
import { offsetAt } from '../../core/zone.js';
import { type ZoneChange, zoneChanges } from '../../core/zone-changes.js';

/** The wall clock of a zone at an instant, as iCalendar writes it: `20260314T140000`. */
export function wallClock(epochMs: number, zone: string): string {
  return basic(epochMs + offsetAt(zone, epochMs));
}

/** An instant in UTC: `20260314T060000Z`. */
export function utcClock(epochMs: number): string {
  return `${basic(epochMs)}Z`;
}

function basic(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 19).replace(/[-:]/g, '');
}

/** Whether a zone is written as a zone at all: UTC and fixed offsets are written in UTC, which every program reads. */
export function isRegion(zone: string): boolean {
  return /^[A-Za-z][\w+/-]*$/.test(zone) && !/^(?:Etc\/)?(?:UTC|UCT|Zulu|Universal|GMT|Z)$/i.test(zone);
}

/** The lines of the VTIMEZONE of a zone, with every change of its clocks in the years from one instant to another. */
export function zoneLines(zone: string, from: number, to: number): readonly string[] {
  return linesOf(JSON.stringify([zone, yearOf(from), yearOf(to)]));
}

const linesOf = remembered(256, (key: string): readonly string[] => {
  // Written just above.
  const [zone, first, last] = JSON.parse(key) as [string, number, number];
  // A local year begins and ends up to a day beside that of UTC.
  const start = Date.UTC(first - 1, 11, 30);
  const end = Date.UTC(last + 1, 0, 3);
  const offset = offsetAt(zone, start);
  const observances = [
    observance({ at: start, before: offset, after: offset }),
    ...zoneChanges(zone, start, end).map(observance),
  ];
  return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...observances.flat(), 'END:VTIMEZONE'];
});

/** Clocks that are put forward begin what is called daylight time here; which of the two names it has changes no instant. */
function observance({ at, before, after }: ZoneChange): readonly string[] {
  const kind = after > before ? 'DAYLIGHT' : 'STANDARD';
  return [
    `BEGIN:${kind}`,
    `DTSTART:${basic(at + before)}`,
    `TZOFFSETFROM:${offsetText(before)}`,
    `TZOFFSETTO:${offsetText(after)}`,
    `TZNAME:${offsetText(after)}`,
    `END:${kind}`,
  ];
}

/** `+0800`, `-0330`; with seconds for local mean times. */
function offsetText(offset: number): string {
  const time = new Date(Math.abs(offset)).toISOString().slice(11, 19).replace(/:/g, '');
  return `${offset < 0 ? '-' : '+'}${time.endsWith('00') ? time.slice(0, 4) : time}`;
}

function yearOf(epochMs: number): number {
  return new Date(epochMs).getUTCFullYear();
}
