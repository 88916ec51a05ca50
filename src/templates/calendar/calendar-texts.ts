/**
 * The form of a calendar template: its texts one by one, and what in it is not as it should be.
 * @module
 */
import { type ErrorCode, unknownName } from '../../core/errors.js';
import { kindOfValue } from '../place.js';

/** One text of a calendar template, to be checked as any text is. */
export interface CalendarText {
  /** `start`, `organizer.email`. */
  readonly name: string;
  readonly source: string;
  /** The list in whose elements it is read; undefined for the root. */
  readonly within: string | undefined;
}

type Report = (code: ErrorCode, place: string, message: string) => void;

type Bag = Readonly<Record<string, unknown>>;

const texts = ['method', 'uid', 'summary'] as const;
const optionalTexts = ['location', 'description', 'url'] as const;
const known = ['method', 'each', 'start', 'minutes', 'uid', 'summary', 'location', 'description', 'url', 'organizer'];

/** A week: an appointment that is longer is a slip of the pen. */
const maxMinutes = 7 * 24 * 60;

/**
 * Reads a calendar template that may come from outside the program: its texts, and a report of everything that is not in order.
 *
 * The two paths are written as the texts that ask for them what the calendar does: `each` must be a list, `start` a date.
 */
export function readCalendar(value: unknown, place: string, report: Report): readonly CalendarText[] {
  const calendar = bagOf(value, place, "{ method: 'REQUEST', start: 'startsAt', minutes: 60, uid, summary, organizer }", report);
  if (calendar === undefined) return [];
  names(calendar, known, place, report);
  const { method, minutes } = calendar;
  if (typeof method === 'string' && !method.includes('{{') && !['REQUEST', 'CANCEL'].includes(method.trim()))
    report(
      'invalid-value',
      `${place}.method`,
      `expected 'REQUEST', 'CANCEL' or a text that yields one of them, got '${method}'.`,
    );
  if (typeof minutes !== 'number' || !Number.isInteger(minutes) || minutes < 1 || minutes > maxMinutes) {
    const given = typeof minutes === 'number' ? String(minutes) : kindOfValue(minutes);
    report('invalid-value', `${place}.minutes`, `expected a whole number from 1 to ${maxMinutes}, such as 60, got ${given}.`);
  }
  const each = calendar['each'] === undefined ? undefined : pathOf(calendar['each'], `${place}.each`, report);
  const start = pathOf(calendar['start'], `${place}.start`, report);
  const organizer =
    bagOf(calendar['organizer'], `${place}.organizer`, "{ name: '{{shop.name}}', email: '{{shop.email}}' }", report) ?? {};
  names(organizer, ['name', 'email'], `${place}.organizer`, report);
  const found: CalendarText[] = [];
  const add = (name: string, source: unknown, isNeeded: boolean) => {
    if (typeof source === 'string') found.push({ name, source, within: each });
    else if (source === undefined && isNeeded)
      report('missing-template', place, `an invitation needs '${name}'. Add ${name}: '...'.`);
    else if (source !== undefined)
      report('invalid-template', `${place}.${name}`, `expected the text of a template, got ${kindOfValue(source)}.`);
  };
  if (each !== undefined) found.push({ name: 'each', source: `{{#each ${each}}}{{/each}}`, within: undefined });
  if (start !== undefined) found.push({ name: 'start', source: `{{dateTime ${start}}}`, within: each });
  for (const name of texts) add(name, calendar[name], true);
  for (const name of optionalTexts) add(name, calendar[name], false);
  add('organizer.name', organizer['name'], false);
  if (calendar['organizer'] !== undefined) add('organizer.email', organizer['email'], true);
  return found;
}

function pathOf(value: unknown, place: string, report: Report): string | undefined {
  if (typeof value === 'string' && /^[\p{L}_$][\p{L}\p{N}_$]*(?:\.[\p{L}\p{N}_$]+)*$/u.test(value)) return value;
  const given = typeof value === 'string' ? `'${value}'` : kindOfValue(value);
  report('invalid-value', place, `expected the path of a field, such as 'sessions' or 'item.startsAt', got ${given}.`);
  return undefined;
}

function bagOf(value: unknown, place: string, expected: string, report: Report): Bag | undefined {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    // An object's own properties are read by name, whatever they hold.
    return value as Bag;
  }
  const code = value === undefined ? 'missing-value' : 'invalid-value';
  report(code, place, `expected ${expected}, got ${kindOfValue(value)}.`);
  return undefined;
}

function names(bag: Bag, allowed: readonly string[], place: string, report: Report): void {
  for (const name of Object.keys(bag)) {
    if (!allowed.includes(name)) report('unknown-option', `${place}.${name}`, unknownName('part', name, allowed));
  }
}
