/**
 * Reads iCalendar objects with an independent library, as a mail program would.
 */
import ICAL from 'ical.js';
import type { Appointment } from '../../../src/templates/calendar/appointment.js';

/** An appointment as it was read back. */
export interface ReadAppointment {
  readonly method: unknown;
  /** Epoch milliseconds, by the VTIMEZONE that came along. */
  readonly start: number;
  readonly end: number;
  /** How many VEVENTs and how many of each property there are. */
  readonly events: number;
  readonly counts: Readonly<Record<string, number>>;
  /** The components beside the event. */
  readonly others: readonly string[];
  readonly value: (property: string) => unknown;
  readonly parameter: (property: string, name: string) => unknown;
}

export function readAppointment(content: string): ReadAppointment {
  const calendar = new ICAL.Component(ICAL.parse(content));
  const [event, ...more] = calendar.getAllSubcomponents('vevent');
  if (event === undefined) throw new Error('there is no VEVENT');
  const { startDate, endDate } = new ICAL.Event(event);
  const counts: Record<string, number> = {};
  for (const { name } of event.getAllProperties()) counts[name] = (counts[name] ?? 0) + 1;
  return {
    method: calendar.getFirstPropertyValue('method'),
    start: startDate.toUnixTime() * 1000,
    end: endDate.toUnixTime() * 1000,
    events: 1 + more.length,
    counts,
    others: calendar.getAllSubcomponents().flatMap(({ name }) => (name === 'vevent' ? [] : [name])),
    value: (property) => event.getFirstPropertyValue(property),
    parameter: (property, name) => event.getFirstProperty(property)?.getFirstParameter(name),
  };
}

/** An hour at a studio in Taipei, 2026-03-14 14:00. */
export function anAppointment(changes: Partial<Appointment> = {}): Appointment {
  return {
    method: 'REQUEST',
    uid: 'booking/B-1/S1@shop-1',
    sequence: 3,
    stamp: Date.UTC(2026, 2, 2, 3),
    start: Date.UTC(2026, 2, 14, 6),
    minutes: 60,
    zone: 'Asia/Taipei',
    language: 'en',
    summary: 'Pottery',
    location: 'Dihua Street 10',
    description: 'Order: B-1',
    url: 'https://studio.example/',
    organizer: { address: 'mailto:studio@shop.example', name: 'Studio' },
    attendee: { address: 'mailto:ann@example.com', name: 'Ann' },
    ...changes,
  };
}
