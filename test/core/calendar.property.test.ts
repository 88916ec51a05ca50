import { addDays as addDaysLocally } from 'date-fns/addDays';
import { setHours } from 'date-fns/setHours';
import { startOfDay as startOfLocalDay } from 'date-fns/startOfDay';
import { fromZonedTime } from 'date-fns-tz/fromZonedTime';
import { toZonedTime } from 'date-fns-tz/toZonedTime';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMinutes,
  dayOf,
  daysBetween,
  instantOf,
  isDay,
  isoWithOffset,
  startOfDay,
  wallTimeOf,
} from '../../src/core/calendar.js';
import { parseLocalOrInstant } from '../../src/core/instant-text.js';

const at = (iso: string) => Date.parse(iso);
const minute = 60_000;
const halfHour = 30 * minute;

/** Zones with years in which something happens to their clocks. */
const years: ReadonlyArray<readonly [zone: string, year: number, changes: number]> = [
  ['Asia/Taipei', 2026, 0],
  ['America/New_York', 2026, 2],
  ['Europe/Dublin', 2026, 2],
  ['Australia/Lord_Howe', 2026, 2],
  ['America/Sao_Paulo', 2018, 2],
  ['Asia/Beirut', 2026, 2],
  ['Pacific/Apia', 2011, 3],
  ['Africa/Casablanca', 2026, 2],
  ['Africa/Cairo', 2026, 2],
  ['Europe/Moscow', 2014, 1],
  ['America/St_Johns', 2010, 2],
];

/**
 * What clocks show at every half hour of a year and of two days on either side, in time order, by the fields that Intl formats:
 * another way than that of the code under test.
 */
function clocksOf(zone: string, year: number): ReadonlyMap<number, string> {
  const known = clocks.get(`${zone} ${year}`);
  if (known !== undefined) return known;
  const formatter = new Intl.DateTimeFormat('sv-SE', {
    ...{ timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  });
  const shown = new Map<number, string>();
  for (let instant = Date.UTC(year, 0, -1); instant < Date.UTC(year + 1, 0, 3); instant += halfHour) {
    shown.set(instant, formatter.format(instant));
  }
  clocks.set(`${zone} ${year}`, shown);
  return shown;
}

const clocks = new Map<string, ReadonlyMap<number, string>>();

/** A wall clock time as day and time, from the epoch milliseconds that it would be in UTC. */
function wallOf(utc: number): readonly [day: string, time: string] {
  const text = new Date(utc).toISOString();
  return [text.slice(0, 10), text.slice(11, 19)];
}

/** 00:00:00, 00:30:00 and so on to 23:30:00. */
const halfHours = Array.from({ length: 48 }, (_, i) => wallOf(i * halfHour)[1]);

function compatibleInstant(day: string, time: string, zone: string): number {
  return Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
}

/** What clocks would show in UTC at the moments in a year at which those of a zone have just been changed, by Temporal. */
function changesOf(zone: string, year: number): readonly number[] {
  const changes: number[] = [];
  let moment = Temporal.Instant.fromEpochMilliseconds(Date.UTC(year, 0, 1))
    .toZonedDateTimeISO(zone)
    .getTimeZoneTransition('next');
  while (moment !== null && moment.year === year) {
    changes.push(moment.epochMilliseconds + moment.offsetNanoseconds / 1e6);
    moment = moment.getTimeZoneTransition('next');
  }
  return changes;
}

describe('every half hour of a whole year', () => {
  it.each(years)('in %s %i is named as the clocks there show it', (zone, year) => {
    const wrong: string[] = [];
    for (const [instant, shown] of clocksOf(zone, year)) {
      if (`${dayOf(instant, zone)} ${wallTimeOf(instant, zone)}` !== shown) wrong.push(`${shown} at ${instant}`);
    }
    expect(wrong).toEqual([]);
  });

  it.each(years)(
    'by the clocks in %s %i is the first instant that shows it, or as if the clocks of a gap had gone on',
    (zone, year) => {
      // Brute force: the first instant that shows a wall clock time. Half hours are enough, the offsets of these years being
      // multiples of them. A time that is never shown keeps the pace of the last one before it that is.
      const first = new Map<string, number>();
      for (const [instant, shown] of clocksOf(zone, year)) if (!first.has(shown)) first.set(shown, instant);
      let pace = Number.NaN;
      const wrong: string[] = [];
      for (let midnight = Date.UTC(year, 0, 1); midnight < Date.UTC(year + 1, 0, 1); midnight += 48 * halfHour) {
        const [day] = wallOf(midnight);
        for (const [i, time] of halfHours.entries()) {
          const wall = midnight + i * halfHour;
          const instant = first.get(`${day} ${time}`);
          if (instant !== undefined) pace = wall - instant;
          if (instantOf(day, time, zone) !== wall - pace) wrong.push(`${day} ${time}`);
        }
      }
      expect(wrong).toEqual([]);
    },
  );
});

describe('Temporal', () => {
  it.each(years)(
    'agrees in %s %i on every five minutes near a change and on half hours of every third day',
    (zone, year, count) => {
      const changes = changesOf(zone, year);
      expect(changes.length).toBe(count);
      const walls = new Set<number>();
      for (const change of changes) {
        for (let i = -60; i <= 60; i++) walls.add(change + i * halfHour);
        for (let i = -30; i <= 30; i++) walls.add(change + i * 5 * minute);
      }
      for (let day = 0; day < 365; day += 3) walls.add(Date.UTC(year, 0, 1 + day) + (day % 48) * halfHour);
      const wrong: string[] = [];
      for (const wall of walls) {
        const [day, time] = wallOf(wall);
        if (instantOf(day, time, zone) !== compatibleInstant(day, time, zone)) wrong.push(`${day} ${time}`);
      }
      expect(wrong).toEqual([]);
    },
  );

  it.each(years)('agrees in %s %i on where days begin', (zone, year) => {
    const days = new Set(changesOf(zone, year).flatMap((change) => [-1, 0, 1].map((n) => addDays(wallOf(change)[0], n))));
    for (let n = 0; n < 365; n += 10) days.add(addDays(`${year}-01-01`, n));
    for (const day of days) {
      expect(startOfDay(day, zone), day).toBe(Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds);
    }
  });

  const day = fc.integer({ min: -719_162, max: 2_932_896 }).map((n) => wallOf(n * 48 * halfHour)[0]);

  it('agrees on calendar days, and daysBetween undoes addDays', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -10_000, max: 10_000 }), (from, days) => {
        const to = Temporal.PlainDate.from(from).add({ days });
        fc.pre(to.year >= 1 && to.year <= 9999);
        expect(addDays(from, days)).toBe(to.toString());
        expect(addDays(from, days)).toBe(to.toString());
        expect(daysBetween(from, addDays(from, days))).toBe(days);
      }),
      { numRuns: 500 },
    );
  });

  it('agrees on what is a day', () => {
    const number = (max: number, length: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(length, '0'));
    fc.assert(
      fc.property(number(9999, 4), number(14, 2), number(33, 2), (year, month, date) => {
        const text = `${year}-${month}-${date}`;
        let exists = year !== '0000';
        try {
          Temporal.PlainDate.from(text);
        } catch {
          exists = false;
        }
        expect(isDay(text)).toBe(exists);
      }),
      { numRuns: 500 },
    );
  });
});

describe('any instant in any zone', () => {
  const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  const seconds = fc.integer({ min: at('1800-01-01T00:00Z') / 1000, max: at('2100-01-01T00:00Z') / 1000 });

  it('survives being written with its offset and read again', () => {
    fc.assert(
      fc.property(seconds, zones, zones, (second, zone, other) => {
        const text = isoWithOffset(second * 1000, zone);
        expect(parseLocalOrInstant(text, other)).toBe(second * 1000);
        expect(at(text)).toBe(second * 1000);
      }),
      { numRuns: 300 },
    );
  });

  it('is found again by its day and wall clock time, or its first coming is', () => {
    fc.assert(
      fc.property(seconds, zones, (second, zone) => {
        const [day, time] = [dayOf(second * 1000, zone), wallTimeOf(second * 1000, zone)];
        const found = instantOf(day, time, zone);
        expect(found).toBeLessThanOrEqual(second * 1000);
        expect([dayOf(found, zone), wallTimeOf(found, zone)]).toEqual([day, time]);
        expect(parseLocalOrInstant(`${day}T${time}`, zone)).toBe(found);
      }),
      { numRuns: 300 },
    );
  });

  it('comes not before the start of its day, and just before that start it is another day', () => {
    fc.assert(
      fc.property(seconds, zones, (second, zone) => {
        const day = dayOf(second * 1000, zone);
        const start = startOfDay(day, zone);
        expect(start).toBeLessThanOrEqual(second * 1000);
        expect(dayOf(start, zone)).toBe(day);
        expect(dayOf(start - 1, zone) < day).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('bare date-fns-tz', () => {
  const zones = ['Asia/Taipei', 'Europe/Moscow', 'America/New_York', 'Australia/Lord_Howe', 'Europe/Dublin', 'Africa/Cairo'];
  const deadlines = fc.integer({ min: at('2015-01-02T00:00Z') / minute, max: at('2035-01-01T00:00Z') / minute });

  it('agrees on 15:00, 7 days before a deadline, which is never near a change of the clocks', () => {
    fc.assert(
      fc.property(deadlines, fc.constantFrom(...zones), (minutes, zone) => {
        const deadline = addMinutes(0, minutes);
        const day = addDays(dayOf(deadline, zone), -7);
        expect(instantOf(day, '15:00', zone)).toBe(fromZonedTime(`${day}T15:00:00`, zone).getTime());
        const local = setHours(startOfLocalDay(addDaysLocally(toZonedTime(deadline, zone), -7)), 15);
        expect(instantOf(day, '15:00', zone)).toBe(fromZonedTime(local, zone).getTime());
      }),
      { numRuns: 500 },
    );
  });
});
