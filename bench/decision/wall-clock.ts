/**
 * Days and times of a zone by Intl alone, as a careful developer writes them: one formatter for each zone, kept.
 * @module
 */

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    formatters.set(zone, formatter);
  }
  return formatter;
}

/** What a clock in the zone shows, as the instant at which UTC shows the same. `sv-SE` writes `2026-03-02 20:00:00`. */
function shownAt(instant: number, zone: string): number {
  return Date.parse(`${formatterOf(zone).format(instant).replace(' ', 'T')}Z`);
}

/** The day that a calendar in the zone shows, `YYYY-MM-DD`. */
export function dayAt(instant: number, zone: string): string {
  return formatterOf(zone).format(instant).slice(0, 10);
}

/** The day so many days later. */
export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The days from one day to another. */
export function daysFrom(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

/** The instant at which clocks in the zone show a time on a day: a guess, corrected by what the clocks show then. */
export function instantAt(day: string, time: string, zone: string): number {
  const wanted = Date.parse(`${day}T${time}:00Z`);
  const guess = wanted - (shownAt(wanted, zone) - wanted);
  return guess - (shownAt(guess, zone) - wanted);
}
