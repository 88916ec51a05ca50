import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMinutes } from '../../src/core/calendar.js';
import { isOpen, nextWithin, type OpeningHours, type TimeSpan } from '../../src/core/opening-hours.js';

/** Of a window that opens every day. */
function opening(...window: Parameters<typeof nextWithin>): number {
  return nextWithin(...window) ?? Number.NaN;
}

const at = (iso: string) => Date.parse(iso);
const iso = (epochMs: number) => new Date(epochMs).toISOString().replace('.000', '');
const refused = (code: string) => expect.objectContaining({ name: 'OrderbellError', code });

const taipei = 'Asia/Taipei';
const newYork = 'America/New_York';

/** The same spans on every day of the week. */
function everyDay(...spans: TimeSpan[]): OpeningHours {
  return { mon: spans, tue: spans, wed: spans, thu: spans, fri: spans, sat: spans, sun: spans };
}

describe('isOpen', () => {
  // 2026-03-02 is a Monday.
  const salon: OpeningHours = {
    mon: [
      { from: '10:00', to: '14:00' },
      { from: '16:00', to: '20:00:30' },
    ],
    sat: [{ from: '18:00', to: '02:00' }],
  };

  it('holds from the first instant of a span to just before its end', () => {
    expect(isOpen(salon, at('2026-03-02T09:59:59.999+08:00'), taipei)).toBe(false);
    expect(isOpen(salon, at('2026-03-02T10:00:00+08:00'), taipei)).toBe(true);
    expect(isOpen(salon, at('2026-03-02T13:59:59.999+08:00'), taipei)).toBe(true);
    expect(isOpen(salon, at('2026-03-02T14:00:00+08:00'), taipei)).toBe(false);
    expect(isOpen(salon, at('2026-03-02T20:00:29+08:00'), taipei)).toBe(true);
    expect(isOpen(salon, at('2026-03-02T20:00:30+08:00'), taipei)).toBe(false);
  });

  it('is judged by the day of the week in the zone', () => {
    expect(isOpen(salon, at('2026-03-02T11:00:00Z'), taipei)).toBe(true);
    expect(isOpen(salon, at('2026-03-02T11:00:00Z'), newYork)).toBe(false);
    expect(isOpen(everyDay(), at('2026-03-02T11:00:00Z'), taipei)).toBe(false);
    expect(isOpen({}, at('2026-03-02T11:00:00Z'), taipei)).toBe(false);
  });

  it('runs past midnight where a span ends before it begins', () => {
    expect(isOpen(salon, at('2026-03-08T01:59:59+08:00'), taipei)).toBe(true);
    expect(isOpen(salon, at('2026-03-08T02:00:00+08:00'), taipei)).toBe(false);
    expect(isOpen(salon, at('2026-03-07T01:00:00+08:00'), taipei)).toBe(false);
  });

  it('runs to the end of the day with 24:00, and around the clock where both ends are the same', () => {
    const late: OpeningHours = { mon: [{ from: '22:00', to: '24:00' }], fri: [{ from: '09:00', to: '09:00:00' }] };
    expect(isOpen(late, at('2026-03-02T23:59:59+08:00'), taipei)).toBe(true);
    expect(isOpen(late, at('2026-03-03T00:00:00+08:00'), taipei)).toBe(false);
    expect(isOpen(late, at('2026-03-06T08:59:59+08:00'), taipei)).toBe(false);
    expect(isOpen(late, at('2026-03-06T09:00:00+08:00'), taipei)).toBe(true);
    expect(isOpen(late, at('2026-03-07T08:59:59+08:00'), taipei)).toBe(true);
    expect(isOpen(late, at('2026-03-07T09:00:00+08:00'), taipei)).toBe(false);
  });

  it('opens later where the opening time falls into a gap', () => {
    const early = everyDay({ from: '02:30', to: '06:00' });
    expect(isOpen(early, at('2026-03-08T03:29:59-04:00'), newYork)).toBe(false);
    expect(isOpen(early, at('2026-03-08T03:30:00-04:00'), newYork)).toBe(true);
  });

  it('opens and closes once where the clocks go back', () => {
    const night = everyDay({ from: '00:00', to: '01:30' });
    expect(isOpen(night, at('2026-11-01T01:29:59-04:00'), newYork)).toBe(true);
    expect(isOpen(night, at('2026-11-01T01:30:00-04:00'), newYork)).toBe(false);
    expect(isOpen(night, at('2026-11-01T01:15:00-05:00'), newYork)).toBe(false);
  });

  it('goes on when clocks go back over midnight into an evening of rest', () => {
    // St John's, 2010: at 00:01 on Sunday the clocks went back to 23:01 on Saturday; Sunday had already begun.
    const sundays: OpeningHours = { sun: [{ from: '00:00', to: '06:00' }] };
    expect(isOpen(sundays, at('2010-11-07T02:29:59Z'), 'America/St_Johns')).toBe(false);
    expect(isOpen(sundays, at('2010-11-07T03:00:00Z'), 'America/St_Johns')).toBe(true);
  });

  it('goes on through a day that a zone left out', () => {
    // Samoa had no Friday 2011-12-30, so the small hours after Thursday night were those of Saturday.
    const thursdays: OpeningHours = { thu: [{ from: '22:00', to: '06:00' }] };
    expect(isOpen(thursdays, at('2011-12-31T05:59:59+14:00'), 'Pacific/Apia')).toBe(true);
    expect(isOpen(thursdays, at('2011-12-31T06:00:00+14:00'), 'Pacific/Apia')).toBe(false);
  });

  it('refuses times that do not exist, 24:00 as an opening time among them', () => {
    const noon = at('2026-03-02T12:00:00Z');
    expect(() => isOpen(everyDay({ from: '24:00', to: '06:00' }), noon, taipei)).toThrow(refused('invalid-argument'));
    expect(() => isOpen(everyDay({ from: '9:00', to: '18:00' }), noon, taipei)).toThrow(refused('invalid-argument'));
    expect(() => isOpen(everyDay({ from: '09:00', to: '24:30' }), noon, taipei)).toThrow(refused('invalid-argument'));
  });
});

describe('nextWithin', () => {
  const day: TimeSpan = { from: '09:00', to: '21:00' };
  const night: TimeSpan = { from: '21:00', to: '09:00' };

  it('leaves an instant inside the window as it is, to the millisecond', () => {
    expect(opening(day, at('2026-03-01T09:00:00+08:00'), taipei)).toBe(at('2026-03-01T09:00:00+08:00'));
    expect(opening(day, at('2026-03-01T20:59:59.999+08:00'), taipei)).toBe(at('2026-03-01T20:59:59.999+08:00'));
    expect(opening(night, at('2026-03-01T03:00:00+08:00'), taipei)).toBe(at('2026-03-01T03:00:00+08:00'));
    expect(opening({ from: '00:00', to: '24:00' }, at('2026-03-01T23:59:59.999+08:00'), taipei)).toBe(
      at('2026-03-01T23:59:59.999+08:00'),
    );
  });

  it('waits for the opening of the same or the next day', () => {
    expect(opening(day, at('2026-03-01T08:59:59.999+08:00'), taipei)).toBe(at('2026-03-01T09:00:00+08:00'));
    expect(opening(day, at('2026-03-01T21:00:00+08:00'), taipei)).toBe(at('2026-03-02T09:00:00+08:00'));
    expect(opening(day, at('2026-12-31T22:00:00+08:00'), taipei)).toBe(at('2027-01-01T09:00:00+08:00'));
    expect(opening(night, at('2026-03-01T09:00:00+08:00'), taipei)).toBe(at('2026-03-01T21:00:00+08:00'));
  });

  it('opens at the same wall clock before and after a change of the clocks', () => {
    expect(iso(opening(day, at('2026-03-07T22:00:00-05:00'), newYork))).toBe('2026-03-08T13:00:00Z');
    expect(iso(opening(day, at('2026-10-31T22:00:00-04:00'), newYork))).toBe('2026-11-01T14:00:00Z');
  });

  it('opens later where the opening falls into a gap, and at its first coming in an overlap', () => {
    expect(iso(opening({ from: '02:30', to: '06:00' }, at('2026-03-08T00:00:00-05:00'), newYork))).toBe('2026-03-08T07:30:00Z');
    expect(iso(opening({ from: '01:30', to: '06:00' }, at('2026-11-01T00:00:00-04:00'), newYork))).toBe('2026-11-01T05:30:00Z');
  });

  it('leaves out the day on which a window would end before it begins', () => {
    // 02:30 becomes 03:30 that day.
    const short: TimeSpan = { from: '02:30', to: '03:15' };
    expect(iso(opening(short, at('2026-03-08T00:00:00-05:00'), newYork))).toBe('2026-03-09T06:30:00Z');
  });

  it('goes on through a day that a zone left out', () => {
    const small = at('2011-12-31T03:00:00+14:00');
    expect(opening({ from: '22:00', to: '06:00' }, small, 'Pacific/Apia')).toBe(small);
  });

  it('refuses a window that does not exist', () => {
    expect(() => opening({ from: '09:00', to: '25:00' }, 0, taipei)).toThrow(refused('invalid-argument'));
  });
});

describe('nextWithin and isOpen', () => {
  const zones = [
    'America/New_York',
    'Australia/Lord_Howe',
    'Africa/Cairo',
    'Asia/Beirut',
    'America/St_Johns',
    'Pacific/Apia',
    'Asia/Taipei',
  ];
  const minutes = fc.integer({ min: 0, max: 1439 }).map((minute) => new Date(minute * 60_000).toISOString().slice(11, 16));
  const windows = fc.record({ from: minutes, to: fc.oneof(minutes, fc.constant('24:00')) });
  const instants = fc.integer({ min: at('2008-01-01T00:00Z'), max: at('2030-01-01T00:00Z') });

  it('agree: the answer is the first open instant', () => {
    fc.assert(
      fc.property(
        windows,
        instants,
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 999 }),
        (window, instant, zone, share) => {
          const hours = everyDay(window);
          const next = opening(window, instant, zone);
          expect(next).toBeGreaterThanOrEqual(instant);
          expect(isOpen(hours, next, zone)).toBe(true);
          expect(next === instant).toBe(isOpen(hours, instant, zone));
          const between = instant + Math.floor(((next - instant) * share) / 1000);
          if (between < next) expect(isOpen(hours, between, zone)).toBe(false);
          expect(opening(window, next, zone)).toBe(next);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('agree in every quarter of an hour around changes of the clocks', () => {
    const changes = ['2026-03-08T07:00Z', '2026-11-01T06:00Z'].map(at);
    const spans: TimeSpan[] = [
      { from: '01:30', to: '02:30' },
      { from: '02:15', to: '02:45' },
      { from: '00:00', to: '00:00' },
      { from: '23:00', to: '01:30' },
    ];
    for (const span of spans) {
      for (const change of changes) {
        for (let instant = addMinutes(change, -3000); instant < addMinutes(change, 3000); instant = addMinutes(instant, 15)) {
          expect(opening(span, instant, newYork) === instant).toBe(isOpen(everyDay(span), instant, newYork));
        }
      }
    }
  });
});
