/**
 * Due instants: from a named date to the instant at which a deadline's message is due.
 * @module
 */
import { addDays, addHours, addMinutes, type Day, dayOf, instantOf, isDay, startOfDay, wallTimeOf } from './calendar.js';
import type { CompiledDue } from './compile-rule.js';
import { OrderbellError } from './errors.js';
import type { Situation } from './judge.js';
import type { DateValue } from './model.js';
import type { Late, Span } from './rule.js';

/** When a deadline is due. */
export interface DueInstant {
  /** Epoch milliseconds. */
  readonly at: number;
  /** The local day it falls on: the occurrence in the job's key. */
  readonly day: Day;
  /** `2026-03-03T10:00`, where the rule names a local time. */
  readonly wallTime: string | undefined;
}

/** A job that is claimed this long after its instant at most is not late: 5 minutes. */
const lateGrace = 5 * 60 * 1000;

/**
 * The due instant, or undefined where the date is 'never'.
 *
 * Days are counted on the calendar of the zone and the local time is looked up on the day arrived at; hours and minutes are
 * exact, counted from the instant, or from the first instant of a date that is a day. Throws `invalid-date`.
 */
export function dueInstant(
  due: CompiledDue,
  value: DateValue,
  { zone, model, key }: Pick<Situation, 'zone' | 'model' | 'key'>,
): DueInstant | undefined {
  if (value === null || value === undefined) return undefined;
  if (!isDate(value) && !isDay(value)) {
    const got = typeof value === 'string' ? `'${value}'` : `${typeof value} ${String(value)}`;
    throw new OrderbellError(
      'invalid-date',
      `${model.name} '${key}', date '${due.dateName}' is ${got}. Expected a valid Date (an instant), a real calendar day 'YYYY-MM-DD', or null for 'never'.`,
    );
  }
  if (due.at !== undefined) {
    const base = typeof value === 'string' ? value : dayOf(value.getTime(), zone);
    const day = due.days === undefined ? base : addDays(base, due.sign * due.days);
    return { at: instantOf(day, due.at, zone), day, wallTime: `${day}T${due.at}` };
  }
  const base = typeof value === 'string' ? startOfDay(value, zone) : value.getTime();
  const at = due.hours === undefined ? addMinutes(base, due.sign * (due.minutes ?? 0)) : addHours(base, due.sign * due.hours);
  return { at, day: dayOf(at, zone), wallTime: undefined };
}

function isDate(value: unknown): value is Date {
  return value instanceof Date && !Number.isNaN(value.getTime());
}

/** Whether a due instant has passed for a rule: never within the grace, then as its `late` column says. */
export function isLate(late: Late, dueAt: number, now: number, zone: string): boolean {
  if (now - dueAt <= lateGrace || late === 'send') return false;
  return late === 'skip' || dayOf(dueAt, zone) !== dayOf(now, zone);
}

/** The instant a span after another (`sign` 1) or before it (-1): exact hours and minutes, or whole calendar days at the same local time. */
export function shifted(epochMs: number, sign: 1 | -1, { days, hours, minutes }: Span, zone: string): number {
  if (hours !== undefined) return addHours(epochMs, sign * hours);
  if (minutes !== undefined) return addMinutes(epochMs, sign * minutes);
  return instantOf(addDays(dayOf(epochMs, zone), sign * days), wallTimeOf(epochMs, zone), zone);
}
