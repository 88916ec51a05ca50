import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrderbellError } from '../../src/core/errors.js';
import { assertZone, offsetAt, offsetChange } from '../../src/core/zone.js';

const hour = 3_600_000;
const day = 24 * hour;
const at = (iso: string) => Date.parse(iso);
const allZones = Intl.supportedValuesOf('timeZone');

/** The offset by the fields of the local time that Intl shows: another way than the one under test. */
function offsetByFields(zone: string, epochMs: number): number {
  const formatter = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  });
  const shown = /(\d+)\/(\d+)\/(\d+), (\d+):(\d+):(\d+)/.exec(formatter.format(epochMs))?.slice(1).map(Number) ?? [];
  const [month = 0, date = 0, year = 0, hours = 0, minutes = 0, seconds = 0] = shown;
  return Date.UTC(year, month - 1, date, hours, minutes, seconds) - Math.floor(epochMs / 1000) * 1000;
}

function refusalOf(action: () => unknown): OrderbellError {
  try {
    action();
  } catch (error) {
    if (error instanceof OrderbellError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('offsetAt', () => {
  it('counts milliseconds east of UTC', () => {
    expect(offsetAt('Asia/Taipei', at('2026-07-01T00:00Z'))).toBe(8 * hour);
    expect(offsetAt('America/New_York', at('2026-01-15T00:00Z'))).toBe(-5 * hour);
    expect(offsetAt('America/New_York', at('2026-07-15T00:00Z'))).toBe(-4 * hour);
    expect(offsetAt('Asia/Kathmandu', at('2026-07-15T00:00Z'))).toBe(5.75 * hour);
    expect(offsetAt('UTC', at('2026-07-15T00:00Z'))).toBe(0);
  });

  it('changes at the very millisecond at which the clocks are changed', () => {
    const forward = at('2026-03-08T07:00:00Z');
    expect(offsetAt('America/New_York', forward - 1)).toBe(-5 * hour);
    expect(offsetAt('America/New_York', forward)).toBe(-4 * hour);
    const back = at('2026-04-04T15:00:00Z');
    expect(offsetAt('Australia/Lord_Howe', back - 1)).toBe(11 * hour);
    expect(offsetAt('Australia/Lord_Howe', back)).toBe(10.5 * hour);
  });

  it('finds a change that falls on midnight UTC, where two remembered days meet', () => {
    const change = at('1943-04-17T00:00:00Z');
    expect(offsetAt('Africa/Tunis', change - 1)).toBe(2 * hour);
    expect(offsetAt('Africa/Tunis', change)).toBe(hour);
  });

  it('keeps the seconds of historical offsets', () => {
    expect(offsetAt('Africa/Monrovia', 0)).toBe(-(44 * 60 + 30) * 1000);
    expect(offsetAt('America/New_York', at('1880-01-01T00:00Z'))).toBe(-(4 * 3600 + 56 * 60 + 2) * 1000);
    expect(offsetAt('America/New_York', at('0001-01-01T00:00Z'))).toBe(-(4 * 3600 + 56 * 60 + 2) * 1000);
  });

  it('takes fixed offsets, and never answers minus zero', () => {
    expect(offsetAt('+08:00', 0)).toBe(8 * hour);
    expect(offsetAt('-0330', 0)).toBe(-3.5 * hour);
    expect(offsetAt('+05', 0)).toBe(5 * hour);
    expect(offsetAt('-00:30', 0)).toBe(-hour / 2);
    expect(Object.is(offsetAt('Z', 0), 0)).toBe(true);
    expect(Object.is(offsetAt('-00:00', 0), 0)).toBe(true);
  });

  it('answers for every instant that a Date can hold and refuses the others', () => {
    expect(offsetAt('Asia/Taipei', 8.64e15)).toBe(8 * hour);
    expect(offsetAt('Asia/Taipei', -8.64e15)).toBe((8 * 60 + 6) * 60_000);
    for (const none of [Number.NaN, Number.POSITIVE_INFINITY, 8.64e15 + 1, -8.64e15 - 1]) {
      expect(refusalOf(() => offsetAt('Asia/Taipei', none))).toMatchObject({ code: 'invalid-argument' });
    }
  });

  it('answers as Intl does at any instant of two centuries in any zone', () => {
    fc.assert(
      fc.property(fc.constantFrom(...allZones), fc.integer({ min: at('1900-01-01'), max: at('2100-01-01') }), (zone, instant) => {
        expect(offsetAt(zone, instant)).toBe(offsetByFields(zone, instant));
      }),
      { numRuns: 400 },
    );
  });

  it('answers the same when zones and days have made room for each other', () => {
    const noon = at('2026-07-01T12:00Z');
    const first = allZones.map((zone) => offsetAt(zone, noon));
    expect(allZones.length).toBeGreaterThan(3 * 128);
    // 512 and 1024 days away lie the days that share the place of the first one.
    const rivals = [noon - 1024 * day, noon - 512 * day, noon, noon + 512 * day, noon + 1024 * day];
    const zones = ['America/New_York', 'Europe/Dublin', 'Australia/Lord_Howe'];
    const expected = zones.map((zone) => rivals.map((instant) => offsetByFields(zone, instant)));
    for (let round = 0; round < 3; round++) {
      expect(zones.map((zone) => rivals.map((instant) => offsetAt(zone, instant)))).toEqual(expected);
      expect(allZones.map((zone) => offsetAt(zone, noon))).toEqual(first);
    }
  });
});

describe('offsetChange', () => {
  it('names the instant of the change between two instants', () => {
    const change = at('2026-03-08T07:00:00Z');
    expect(offsetChange('America/New_York', change - day, change + day)).toBe(change);
    expect(offsetChange('America/New_York', change - 1, change)).toBe(change);
  });
});

describe('assertZone', () => {
  it('accepts every zone of the runtime, old names, any case and fixed offsets', () => {
    for (const zone of allZones) assertZone(zone);
    for (const zone of ['UTC', 'Etc/UTC', 'Asia/Calcutta', 'US/Eastern', 'asia/taipei', 'GMT', '+08:00', 'Z']) assertZone(zone);
  });

  it('names the zone, the nearest known one and what to use instead', () => {
    const refusal = refusalOf(() => assertZone('Asia/Taipe'));
    expect(refusal.code).toBe('unknown-zone');
    expect(refusal.message).toBe(
      "time zone 'Asia/Taipe' is not known to this runtime. Did you mean 'Asia/Taipei'? Use an IANA name such as 'Asia/Taipei' or 'UTC'.",
    );
  });

  it('guesses the zone from the name of a city alone', () => {
    expect(refusalOf(() => assertZone('taipei')).message).toContain("Did you mean 'Asia/Taipei'?");
    expect(refusalOf(() => assertZone('new_york')).message).toContain("Did you mean 'America/New_York'?");
  });

  it('makes no guess where nothing is near', () => {
    expect(refusalOf(() => assertZone('the moon')).message).not.toContain('Did you mean');
  });

  it('refuses what only looks like a zone', () => {
    for (const zone of ['', ' ', 'constructor', '__proto__', '+24:00', '+8', '+08:60', 'z', 'Asia/Taipei ']) {
      expect(
        refusalOf(() => assertZone(zone)),
        zone,
      ).toMatchObject({ code: 'unknown-zone' });
      expect(
        refusalOf(() => offsetAt(zone, 0)),
        zone,
      ).toMatchObject({ code: 'unknown-zone' });
    }
  });

  it('refuses undefined instead of taking the zone of the process for it', () => {
    // @ts-expect-error a zone is a string; a caller without types may still pass undefined
    expect(refusalOf(() => assertZone(undefined))).toMatchObject({ code: 'unknown-zone' });
  });
});
