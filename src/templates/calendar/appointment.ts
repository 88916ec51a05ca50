/**
 * Appointments as iCalendar objects: one VEVENT each, with the method that tells a calendar what to do with it.
 * @module
 */
import { addMinutes } from '../../core/calendar.js';
import type { CalendarMethod } from '../../core/calendar-file.js';
import { comesTwice } from '../../core/zone-changes.js';
import { folded, parameterValue, textValue } from './content-line.js';
import { isRegion, utcClock, wallClock, zoneLines } from './zone-component.js';

/** A person of an appointment. */
export interface Person {
  /** `mailto:ann@example.com`. */
  readonly address: string;
  readonly name: string;
}

/** One appointment; texts are plain. Instants are epoch milliseconds. */
export interface Appointment {
  readonly method: CalendarMethod;
  readonly uid: string;
  /** Grows with every change: of two objects with one UID, calendars keep the one with the greater number. */
  readonly sequence: number;
  /** When the object is made. */
  readonly stamp: number;
  readonly start: number;
  readonly minutes: number;
  readonly zone: string;
  readonly language: string;
  readonly summary: string;
  readonly location: string;
  readonly description: string;
  readonly url: string | undefined;
  readonly organizer: Person;
  readonly attendee: Person;
}

/**
 * Writes an appointment as an iCalendar object.
 *
 * Its times are those of the zone's clocks, with the VTIMEZONE to read them by. In an hour that comes twice they are written in UTC:
 * the standard says that the first is meant (RFC 5545, section 3.3.5), and libraries in use read the second. So they are for zones
 * that are a mere offset.
 */
export function calendarObject(appointment: Appointment): string {
  const { method, uid, sequence, stamp, start, minutes, zone, summary, location, description, url } = appointment;
  const end = addMinutes(start, minutes);
  const isLocal = isRegion(zone) && !comesTwice(start, zone) && !comesTwice(end, zone);
  const time = (name: string, at: number) =>
    isLocal ? `${name};TZID=${zone}:${wallClock(at, zone)}` : `${name}:${utcClock(at)}`;
  const text = (name: string, value: string) => (value.trim() === '' ? [] : [`${name}:${textValue(value.trim())}`]);
  const { organizer, attendee } = appointment;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:-//orderbell//orderbell//${appointment.language.replace(/[^A-Za-z-]/g, '').toUpperCase() || 'EN'}`,
    'CALSCALE:GREGORIAN',
    `METHOD:${method}`,
    ...(isLocal ? zoneLines(zone, start, end) : []),
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `SEQUENCE:${sequence}`,
    `DTSTAMP:${utcClock(stamp)}`,
    time('DTSTART', start),
    time('DTEND', end),
    ...text('SUMMARY', summary),
    ...text('LOCATION', location),
    ...text('DESCRIPTION', description),
    ...(url === undefined ? [] : [`URL:${url}`]),
    `STATUS:${method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED'}`,
    'TRANSP:OPAQUE',
    `ORGANIZER${commonName(organizer)}:${organizer.address}`,
    // They have booked already: nobody is to be asked for an answer, nor the shop to get one.
    `ATTENDEE${commonName(attendee)};ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:${attendee.address}`,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ];
  return lines.map(folded).join('\r\n');
}

function commonName({ name }: Person): string {
  const value = parameterValue(name);
  return value === '""' ? '' : `;CN=${value}`;
}
