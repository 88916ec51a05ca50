import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { calendarObject } from '../../../src/templates/calendar/appointment.js';
import { mailAddress, webAddress } from '../../../src/templates/calendar/content-line.js';
import { anAppointment, readAppointment } from './reading.js';

const zones = [
  ...['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Taipei', 'Africa/Casablanca', 'Pacific/Apia'],
  ...['America/Sao_Paulo', 'Europe/Dublin', 'Asia/Kathmandu', 'America/St_Johns', 'Europe/Moscow', 'Asia/Tehran', 'Africa/Cairo'],
  ...['Pacific/Chatham', 'Asia/Gaza', 'Antarctica/Troll', 'UTC', 'Etc/GMT+8', '+08:00'],
];
const instants = fc
  .integer({ min: Date.UTC(1990, 0, 1) / 1000, max: Date.UTC(2045, 0, 1) / 1000 })
  .map((seconds) => seconds * 1000);

/** The instants around each change of a zone's clocks in a year. */
function changesOf(zone: string, year: number): readonly number[] {
  const end = Date.UTC(year + 1, 0, 1);
  const found: number[] = [];
  let at = Temporal.Instant.fromEpochMilliseconds(Date.UTC(year, 0, 1)).toZonedDateTimeISO(zone);
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds >= end) return found;
    found.push(next.epochMilliseconds);
    at = next;
  }
}

/** The event alone: a VTIMEZONE has starts of its own. */
function eventOf(content: string): string {
  return content.slice(content.indexOf('BEGIN:VEVENT'));
}

describe('the instants of an appointment', () => {
  test('are those of the plan, read by the VTIMEZONE that comes along', { timeout: 120_000 }, () => {
    const property = fc.property(
      fc.constantFrom(...zones),
      instants,
      fc.integer({ min: 1, max: 3000 }),
      (zone, start, minutes) => {
        const read = readAppointment(calendarObject(anAppointment({ zone, start, minutes })));
        expect([zone, read.start, read.end]).toEqual([zone, start, start + minutes * 60_000]);
      },
    );
    fc.assert(property, { numRuns: 1500 });
  });

  test('are so in the hours around every change of the clocks', { timeout: 120_000 }, () => {
    let tried = 0;
    for (const zone of zones.filter((name) => !name.startsWith('+'))) {
      for (const year of [1995, 2011, 2018, 2024, 2026]) {
        for (const change of changesOf(zone, year)) {
          for (const minutes of [-90, -60, -30, -1, 0, 1, 29, 30, 59, 60, 90]) {
            const start = change + minutes * 60_000;
            const read = readAppointment(calendarObject(anAppointment({ zone, start, minutes: 45 })));
            expect([zone, read.start, read.end]).toEqual([zone, start, start + 45 * 60_000]);
            tried += 1;
          }
        }
      }
    }
    expect(tried).toBeGreaterThan(800);
  });

  test('are the same for a program that knows the zone by its name and looks at nothing else', () => {
    const property = fc.property(fc.constantFrom(...zones), instants, (zone, start) => {
      const [, named, local = ''] =
        /\r\nDTSTART(?:;TZID=([^:]+))?:(\w+)\r\n/.exec(eventOf(calendarObject(anAppointment({ zone, start })))) ?? [];
      const clock = local.replace('Z', '');
      const at = Temporal.PlainDateTime.from(clock).toZonedDateTime(named ?? 'UTC', { disambiguation: 'earlier' });
      expect([zone, at.epochMilliseconds]).toEqual([zone, start]);
    });
    fc.assert(property, { numRuns: 500 });
  });

  test('are written on the clocks of the zone, and in UTC where those cannot tell the instant', () => {
    const start = (zone: string, at: string) =>
      eventOf(calendarObject(anAppointment({ zone, start: Date.parse(at) }))).match(/\r\n(DTSTART.*)\r\n/)?.[1];
    expect(start('Asia/Taipei', '2026-03-14T14:00+08:00')).toBe('DTSTART;TZID=Asia/Taipei:20260314T140000');
    expect(start('Europe/Berlin', '2026-10-25T00:15+02:00')).toBe('DTSTART;TZID=Europe/Berlin:20261025T001500');
    expect(start('Europe/Berlin', '2026-10-25T02:15+02:00')).toBe('DTSTART:20261025T001500Z');
    expect(start('Europe/Berlin', '2026-10-25T02:15+01:00')).toBe('DTSTART:20261025T011500Z');
    expect(start('+08:00', '2026-03-14T14:00+08:00')).toBe('DTSTART:20260314T060000Z');
    expect(start('UTC', '2026-03-14T06:00Z')).toBe('DTSTART:20260314T060000Z');
  });

  test('a zone comes with the changes of its year, and one that is a mere offset with none', () => {
    const berlin = calendarObject(anAppointment({ zone: 'Europe/Berlin' }));
    expect(berlin.match(/BEGIN:(DAYLIGHT|STANDARD)\r\nDTSTART:\w+/g)).toEqual([
      'BEGIN:STANDARD\r\nDTSTART:20251230T010000',
      'BEGIN:DAYLIGHT\r\nDTSTART:20260329T020000',
      'BEGIN:STANDARD\r\nDTSTART:20261025T030000',
    ]);
    expect(readAppointment(calendarObject(anAppointment({ zone: 'UTC' }))).others).toEqual([]);
  });
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc
    .array(
      fc.constantFrom(
        '\r\n',
        '\n',
        '\r',
        '\u2028',
        '\u0085',
        '\v',
        '\f',
        '\0',
        ';',
        ',',
        ':',
        '\\',
        '\\n',
        '"',
        '^n',
        '王小明',
        '👩‍👩‍👧‍👧',
        '\ud83d',
        ' ',
        '\t',
        'ATTENDEE:mailto:eve@evil.example',
        'BEGIN:VALARM',
        'END:VEVENT',
        'X-EVIL:1',
        '=',
        'a'.repeat(80),
      ),
      { maxLength: 14 },
    )
    .map((parts) => parts.join('')),
);

/** A text as it may be kept: one kind of line break, nothing that cannot be written, nothing around it. */
function kept(text: string): string {
  return text
    .trim()
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .replace(/\p{Cs}/gu, '\uFFFD');
}

describe('hostile text', () => {
  const plain = readAppointment(calendarObject(anAppointment()));

  test('comes back as it was and adds no property, line or component', () => {
    const property = fc.property(hostile, hostile, hostile, hostile, (summary, location, description, name) => {
      const person = { address: 'mailto:ann@example.com', name };
      const given = { summary: `x${summary}`, location: `x${location}`, description: `x${description}` };
      const content = calendarObject(anAppointment({ ...given, organizer: person, attendee: person }));
      const read = readAppointment(content);
      expect(read.counts).toEqual(plain.counts);
      expect([read.events, read.others]).toEqual([plain.events, plain.others]);
      for (const [property, text] of Object.entries(given)) expect(read.value(property)).toBe(kept(text));
      expect(read.value('attendee')).toBe('mailto:ann@example.com');
      expect(content.replace(/\r\n/g, '')).not.toMatch(/[\r\n\0]/);
    });
    fc.assert(property, { numRuns: 1500 });
  });

  test('is folded at 75 octets, and no character is split', () => {
    const property = fc.property(hostile, hostile, (summary, name) => {
      const content = calendarObject(anAppointment({ summary, attendee: { address: 'mailto:ann@example.com', name } }));
      for (const line of content.split('\r\n')) {
        const octets = Buffer.from(line);
        expect(octets.byteLength).toBeLessThanOrEqual(75);
        expect(octets.toString()).toBe(line);
      }
    });
    fc.assert(property, { numRuns: 500 });
  });

  test('a line of 75 octets stays one, and one more octet makes two', () => {
    const lines = (length: number) => calendarObject(anAppointment({ summary: 'a'.repeat(length - 'SUMMARY:'.length) }));
    expect(lines(75)).toContain(`\r\nSUMMARY:${'a'.repeat(67)}\r\nLOCATION`);
    expect(lines(76)).toContain(`\r\nSUMMARY:${'a'.repeat(67)}\r\n a\r\nLOCATION`);
  });

  test('a name is quoted, whatever it has in it', () => {
    const attendee = { address: 'mailto:ann@example.com', name: 'Ann "A"; B:C,\r\nX-EVIL:1' };
    const read = readAppointment(calendarObject(anAppointment({ attendee })));
    expect(read.parameter('attendee', 'cn')).toBe("Ann 'A'; B:C, X-EVIL:1");
  });
});

describe('addresses', () => {
  test('are taken where they are plainly one, and are written in plain characters', () => {
    expect(mailAddress(' ann+b@example.com ')).toBe('mailto:ann+b@example.com');
    expect(mailAddress('安@例.example')).toBe('mailto:%E5%AE%89@%E4%BE%8B.example');
    for (const bad of [undefined, '', 'ann', 'a@b\r\nX:1', 'a@b,c@d', '<a@b>', 'a b@c']) expect(mailAddress(bad)).toBeUndefined();
  });

  test('of the web are taken, and no other scheme is', () => {
    expect(webAddress('https://shop.example/預約?a=1')).toBe('https://shop.example/%E9%A0%90%E7%B4%84?a=1');
    for (const bad of ['', 'javascript:alert(1)', 'shop.example', 'ftp://a.example', 'https://'])
      expect(webAddress(bad)).toBeUndefined();
  });
});
