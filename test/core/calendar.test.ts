import { fromZonedTime } from 'date-fns-tz/fromZonedTime';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addHours,
  addMinutes,
  dayOf,
  daysBetween,
  instantOf,
  isDay,
  isoWithOffset,
  isWallTime,
  startOfDay,
  wallTimeOf,
} from '../../src/core/calendar.js';
import { parseLocalOrInstant } from '../../src/core/instant-text.js';

const at = (iso: string) => Date.parse(iso);
const iso = (epochMs: number) => new Date(epochMs).toISOString().replace('.000', '');
const refused = (code: string) => expect.objectContaining({ name: 'OrderbellError', code });

/** Wall clocks on which date libraries disagree, with the instant that the rule of `instantOf` gives. */
const namedCases: ReadonlyArray<readonly [day: string, time: string, zone: string, instant: string, what: string]> = [
  ['2026-03-08', '02:30', 'America/New_York', '2026-03-08T07:30:00Z', 'a gap'],
  ['2026-11-01', '01:30', 'America/New_York', '2026-11-01T05:30:00Z', 'an overlap'],
  ['2026-03-29', '01:30', 'Europe/London', '2026-03-29T01:30:00Z', 'a gap'],
  ['2026-10-25', '01:30', 'Europe/London', '2026-10-25T00:30:00Z', 'an overlap'],
  ['2026-10-04', '02:15', 'Australia/Lord_Howe', '2026-10-03T15:45:00Z', 'a gap of half an hour'],
  ['2026-04-05', '01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00Z', 'an overlap of half an hour'],
  ['2026-04-24', '00:30', 'Africa/Cairo', '2026-04-23T22:30:00Z', 'a gap at midnight'],
  ['2026-10-29', '23:30', 'Africa/Cairo', '2026-10-29T20:30:00Z', 'an overlap before midnight'],
  ['2018-11-04', '00:00', 'America/Sao_Paulo', '2018-11-04T03:00:00Z', 'a gap at midnight'],
  ['2026-03-29', '00:00', 'Asia/Beirut', '2026-03-28T22:00:00Z', 'a gap at midnight'],
  ['2011-12-30', '12:00', 'Pacific/Apia', '2011-12-30T22:00:00Z', 'a day that was left out'],
  ['2026-07-01', '15:00', 'Asia/Taipei', '2026-07-01T07:00:00Z', 'a zone that never changes its clocks'],
];

describe('instantOf', () => {
  it.each(namedCases)('takes %s %s in %s for %s, being %s', (day, time, zone, instant) => {
    expect(iso(instantOf(day, time, zone))).toBe(instant);
  });

  it('is checked by a table that a plain conversion fails (control)', () => {
    const wrong = namedCases.filter(
      ([day, time, zone, right]) => iso(fromZonedTime(`${day}T${time}:00`, zone).getTime()) !== right,
    );
    // Whatever the zone of the process, date-fns-tz moves the times in gaps backward; overlaps depend on that zone.
    const gaps = namedCases.filter(([, , , , what]) => what.startsWith('a gap') || what.includes('left out'));
    expect(gaps.length).toBe(7);
    expect(wrong).toEqual(expect.arrayContaining(gaps));
  });

  it('moves a time in a gap forward, so that nothing leaves before the wanted time', () => {
    const instant = instantOf('2026-03-08', '02:30', 'America/New_York');
    expect(wallTimeOf(instant, 'America/New_York')).toBe('03:30:00');
  });

  it('takes existing times near a change as they are', () => {
    expect(iso(instantOf('2015-03-08', '02:00', 'America/Havana'))).toBe('2015-03-08T06:00:00Z');
    expect(iso(instantOf('2015-03-29', '01:00', 'Africa/Casablanca'))).toBe('2015-03-29T01:00:00Z');
    expect(iso(instantOf('2026-03-08', '03:00', 'America/New_York'))).toBe('2026-03-08T07:00:00Z');
    expect(iso(instantOf('2026-11-01', '02:00', 'America/New_York'))).toBe('2026-11-01T07:00:00Z');
  });

  it('holds hours that the zone of the process may skip', () => {
    expect(iso(instantOf('2026-03-08', '02:30', 'Asia/Taipei'))).toBe('2026-03-07T18:30:00Z');
    expect(iso(instantOf('2026-03-29', '01:30', 'Asia/Taipei'))).toBe('2026-03-28T17:30:00Z');
    expect(iso(instantOf('2026-10-04', '02:15', 'Asia/Taipei'))).toBe('2026-10-03T18:15:00Z');
  });

  it('takes seconds, fixed offsets, and the first and last years', () => {
    expect(iso(instantOf('2026-03-01', '23:59:59', '+08:00'))).toBe('2026-03-01T15:59:59Z');
    expect(iso(instantOf('0001-01-01', '08:06', 'Asia/Taipei'))).toBe('0001-01-01T00:00:00Z');
    expect(iso(instantOf('0099-12-31', '00:00', 'UTC'))).toBe('0099-12-31T00:00:00Z');
    expect(iso(instantOf('9999-12-31', '23:59', 'Asia/Taipei'))).toBe('9999-12-31T15:59:00Z');
  });

  it('refuses days, times and zones that do not exist', () => {
    expect(() => instantOf('2026-02-30', '10:00', 'UTC')).toThrow(refused('invalid-argument'));
    expect(() => instantOf('2026-02-28', '24:00', 'UTC')).toThrow(refused('invalid-argument'));
    expect(() => instantOf('2026-02-28', '10:00', 'Asia/Taipe')).toThrow(refused('unknown-zone'));
    expect(() => instantOf('2026-02-30', '10:00', 'UTC')).toThrow("day '2026-02-30' is not in the calendar. Expected YYYY-MM-DD");
    expect(() => instantOf('2026-02-28', '24:00', 'UTC')).toThrow(
      "time '24:00' is not a time of day. Expected HH:mm or HH:mm:ss",
    );
  });
});

describe('dayOf and wallTimeOf', () => {
  it('show hours that the zone of the process may skip', () => {
    expect(dayOf(at('2026-03-07T18:00:00Z'), 'Asia/Taipei')).toBe('2026-03-08');
    expect(wallTimeOf(at('2026-03-07T18:00:00Z'), 'Asia/Taipei')).toBe('02:00:00');
    expect(dayOf(at('2026-03-28T17:00:00Z'), 'Asia/Taipei')).toBe('2026-03-29');
    expect(wallTimeOf(at('2026-03-28T17:00:00Z'), 'Asia/Taipei')).toBe('01:00:00');
  });

  it('change at midnight of the zone', () => {
    expect(dayOf(at('2026-03-01T15:59:59.999Z'), 'Asia/Taipei')).toBe('2026-03-01');
    expect(wallTimeOf(at('2026-03-01T15:59:59.999Z'), 'Asia/Taipei')).toBe('23:59:59');
    expect(dayOf(at('2026-03-01T16:00:00Z'), 'Asia/Taipei')).toBe('2026-03-02');
    expect(wallTimeOf(at('2026-03-01T16:00:00Z'), 'Asia/Taipei')).toBe('00:00:00');
  });

  it('leave out the day that Samoa left out', () => {
    expect(dayOf(at('2011-12-30T09:59:59Z'), 'Pacific/Apia')).toBe('2011-12-29');
    expect(dayOf(at('2011-12-30T10:00:00Z'), 'Pacific/Apia')).toBe('2011-12-31');
  });

  it('count before 1970', () => {
    expect(dayOf(-1, 'UTC')).toBe('1969-12-31');
    expect(wallTimeOf(-1, 'UTC')).toBe('23:59:59');
    expect(wallTimeOf(0, 'Africa/Monrovia')).toBe('23:15:30');
  });

  it('refuse instants outside the years 0001 to 9999', () => {
    expect(() => dayOf(at('0000-12-31T23:59:59Z'), 'UTC')).toThrow(refused('invalid-argument'));
    expect(() => dayOf(at('9999-12-31T23:59:59Z'), 'Asia/Taipei')).toThrow(refused('invalid-argument'));
    expect(() => dayOf(Number.NaN, 'UTC')).toThrow(refused('invalid-argument'));
  });
});

describe('startOfDay', () => {
  it('is 00:00 where there is a 00:00', () => {
    expect(iso(startOfDay('2026-03-01', 'Asia/Taipei'))).toBe('2026-02-28T16:00:00Z');
    expect(iso(startOfDay('2026-03-08', 'America/New_York'))).toBe('2026-03-08T05:00:00Z');
  });

  it('is the instant at which the clocks jump over 00:00', () => {
    expect(iso(startOfDay('2026-04-24', 'Africa/Cairo'))).toBe('2026-04-23T22:00:00Z');
    expect(iso(startOfDay('2018-11-04', 'America/Sao_Paulo'))).toBe('2018-11-04T03:00:00Z');
    expect(iso(startOfDay('2026-03-29', 'Asia/Beirut'))).toBe('2026-03-28T22:00:00Z');
  });

  it('is 00:30 on a day that begins at 00:30', () => {
    // Toronto, 1919: the clocks went from 23:30 on 30 March to 00:30 on 31 March.
    const start = startOfDay('1919-03-31', 'America/Toronto');
    expect(wallTimeOf(start, 'America/Toronto')).toBe('00:30:00');
    expect(dayOf(start - 1, 'America/Toronto')).toBe('1919-03-30');
    expect(wallTimeOf(instantOf('1919-03-31', '00:00', 'America/Toronto'), 'America/Toronto')).toBe('01:00:00');
  });

  it('is the first 00:00 where there are two', () => {
    // St John's, 2010: at 00:01 the clocks went back to 23:01 of the day before.
    expect(iso(startOfDay('2010-11-07', 'America/St_Johns'))).toBe('2010-11-07T02:30:00Z');
    // Havana, 2026: at 01:00 the clocks go back to 00:00.
    expect(iso(startOfDay('2026-11-01', 'America/Havana'))).toBe('2026-11-01T04:00:00Z');
  });

  it('is the start of the next day for a day that is left out', () => {
    expect(iso(startOfDay('2011-12-30', 'Pacific/Apia'))).toBe('2011-12-30T10:00:00Z');
    expect(startOfDay('2011-12-30', 'Pacific/Apia')).toBe(startOfDay('2011-12-31', 'Pacific/Apia'));
  });
});

describe('addDays and daysBetween', () => {
  it('count calendar days over months, leap days and years', () => {
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2026-03-01', 0)).toBe('2026-03-01');
    expect(addDays('0099-12-31', 1)).toBe('0100-01-01');
    expect(addDays('1900-01-01', 36_524)).toBe('2000-01-01');
    expect(daysBetween('2026-02-28', '2026-03-01')).toBe(1);
    expect(daysBetween('2026-03-01', '2025-03-01')).toBe(-365);
    expect(daysBetween('2026-03-01', '2026-03-01')).toBe(0);
  });

  it('do not leave out days that some zone has left out or lengthened', () => {
    expect(addDays('2011-12-29', 1)).toBe('2011-12-30');
    expect(addDays('2011-12-30', 1)).toBe('2011-12-31');
    expect(addDays('2026-03-07', 1)).toBe('2026-03-08');
    expect(addDays('2018-11-03', 1)).toBe('2018-11-04');
    expect(daysBetween('2011-12-29', '2011-12-31')).toBe(2);
  });

  it('walk through every day of a year, whatever the process does with its clocks', () => {
    const forward = [addDays('2026-01-01', 0)];
    while (forward.length < 366) forward.push(addDays(forward.at(-1) ?? '', 1));
    const expected = Array.from({ length: 366 }, (_, i) => new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10));
    expect(forward).toEqual(expected);
    const back = ['2027-01-01'];
    while (back.length < 366) back.push(addDays(back.at(-1) ?? '', -1));
    expect(back.reverse()).toEqual(expected);
  });

  it('remember sums without mistaking one for another', () => {
    expect(addDays('2026-03-01', 4000)).toBe('2037-02-11');
    expect(addDays('2026-03-02', -96)).toBe('2025-11-26');
    expect(addDays('2026-03-02', -4192)).toBe('2014-09-09');
    expect(addDays('2026-03-01', 4000)).toBe('2037-02-11');
  });

  it('refuse what is not a day, not a whole number or out of range', () => {
    expect(() => addDays('2026-02-30', 1)).toThrow(refused('invalid-argument'));
    expect(() => addDays('2026-02-28', 0.5)).toThrow(refused('invalid-argument'));
    expect(() => addDays('2026-02-28', Number.NaN)).toThrow(refused('invalid-argument'));
    expect(() => addDays('9999-12-31', 1)).toThrow(refused('invalid-argument'));
    expect(() => addDays('0001-01-01', -1)).toThrow(refused('invalid-argument'));
    expect(() => addDays('2026-02-28', 1e12)).toThrow(refused('invalid-argument'));
    expect(() => daysBetween('2026-02-28', '2026-2-3')).toThrow(refused('invalid-argument'));
  });
});

describe('addHours and addMinutes', () => {
  it('are exact over a change of the clocks', () => {
    const evening = instantOf('2026-03-07', '12:00', 'America/New_York');
    expect(wallTimeOf(addHours(evening, 24), 'America/New_York')).toBe('13:00:00');
    expect(wallTimeOf(addHours(evening, -24), 'America/New_York')).toBe('12:00:00');
    expect(addMinutes(0, 90)).toBe(5_400_000);
  });
});

describe('isDay and isWallTime', () => {
  it.each(['2026-02-28', '2028-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('%s is a day', (text) => {
    expect(isDay(text)).toBe(true);
  });

  it.each(['2026-02-29', '1900-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00', '0000-01-01', '2026-2-3'])(
    '%s is not a day',
    (text) => {
      expect(isDay(text)).toBe(false);
    },
  );

  it.each([
    '',
    '20260228',
    '2026-02-28T00:00',
    ' 2026-02-28',
    '2026/02/28',
    '２026-02-28',
    '+026-02-28',
    20260228,
    null,
    undefined,
  ])('%j is not a day either', (value) => {
    expect(isDay(value)).toBe(false);
  });

  it.each(['00:00', '09:30', '23:59', '23:59:59'])('%s is a time', (text) => {
    expect(isWallTime(text)).toBe(true);
  });

  it.each(['24:00', '23:60', '9:00', '09:00:60', '09:00:', '09:00:00.5', '0900', '-1:00', '', '09-00', 900, null, undefined])(
    '%j is not a time',
    (value) => {
      expect(isWallTime(value)).toBe(false);
    },
  );
});

describe('isoWithOffset', () => {
  it('writes the local time with its offset', () => {
    expect(isoWithOffset(at('2026-03-01T03:00:00.999Z'), 'Asia/Taipei')).toBe('2026-03-01T11:00:00+08:00');
    expect(isoWithOffset(at('2026-07-01T12:00:00Z'), 'America/St_Johns')).toBe('2026-07-01T09:30:00-02:30');
    expect(isoWithOffset(at('2026-07-01T12:00:00Z'), 'Australia/Lord_Howe')).toBe('2026-07-01T22:30:00+10:30');
    expect(isoWithOffset(at('2026-07-01T12:00:00Z'), 'UTC')).toBe('2026-07-01T12:00:00+00:00');
  });

  it('tells the two passes of an overlap apart', () => {
    expect(isoWithOffset(at('2026-11-01T05:30:00Z'), 'America/New_York')).toBe('2026-11-01T01:30:00-04:00');
    expect(isoWithOffset(at('2026-11-01T06:30:00Z'), 'America/New_York')).toBe('2026-11-01T01:30:00-05:00');
  });

  it('rounds an offset that has seconds and still names the same instant', () => {
    expect(isoWithOffset(0, 'Africa/Monrovia')).toBe('1969-12-31T23:16:00-00:44');
    expect(at(isoWithOffset(0, 'Africa/Monrovia'))).toBe(0);
  });
});

describe('parseLocalOrInstant', () => {
  const parsed = (text: string, zone = 'Asia/Taipei') => {
    const instant = parseLocalOrInstant(text, zone);
    return instant === undefined ? undefined : new Date(instant).toISOString();
  };

  it('takes text without an offset as local to the zone, never to the process', () => {
    expect(parsed('2026-03-01T11:00')).toBe('2026-03-01T03:00:00.000Z');
    expect(parsed('2026-03-01T11:00:05')).toBe('2026-03-01T03:00:05.000Z');
    expect(parsed('2026-03-01T11:00:05.25')).toBe('2026-03-01T03:00:05.250Z');
    expect(parsed('2026-03-08T02:30:00', 'America/New_York')).toBe('2026-03-08T07:30:00.000Z');
    expect(parsed('2026-11-01T01:30:00', 'America/New_York')).toBe('2026-11-01T05:30:00.000Z');
  });

  it('takes text with an offset as that instant, whatever the zone', () => {
    expect(parsed('2026-03-01T11:00Z')).toBe('2026-03-01T11:00:00.000Z');
    expect(parsed('2026-03-08T02:30:00-05:00', 'America/New_York')).toBe('2026-03-08T07:30:00.000Z');
    expect(parsed('2026-11-01T01:30:00-0500', 'America/New_York')).toBe('2026-11-01T06:30:00.000Z');
    expect(parsed('2026-03-01T11:00:00.123456789+08')).toBe('2026-03-01T03:00:00.123Z');
  });

  it('keeps every millisecond', () => {
    expect(parsed('1970-01-01T00:00:01.001Z')).toBe('1970-01-01T00:00:01.001Z');
    expect(parsed('1970-01-01T08:00:04.035')).toBe('1970-01-01T00:00:04.035Z');
  });

  it.each([
    ...['2026-03-01', '11:00', '', 'tomorrow', '2026-03-01 11:00', '2026-03-01T11', '2026-03-01T11:00.5', '20260301T1100Z'],
    ...[
      '2026-02-30T11:00',
      '2026-02-30T11:00Z',
      '2026-03-01T24:00',
      '2026-03-01T24:00Z',
      '2026-03-01T11:60Z',
      '2026-03-01T11:00:60',
    ],
    ...['2026-03-01T11:00+24:00', '2026-03-01T11:00+08:60', '2026-03-01T11:00+8', '2026-03-01T11:00 +08:00', '2026-03-01T11:00z'],
    ...[
      '2026-03-01T11:00+08:00[Asia/Taipei]',
      '+012026-03-01T11:00Z',
      '2026-W10-1T11:00Z',
      ' 2026-03-01T11:00',
      '2026-03-01T11:00\n',
    ],
  ])('%j is not an instant', (text) => {
    expect(parseLocalOrInstant(text, 'Asia/Taipei')).toBeUndefined();
  });
});
