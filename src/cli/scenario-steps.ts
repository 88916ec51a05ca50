/**
 * The form of a scenario's steps: columns that exist and go together, one action each, and times that do not go back.
 * @module
 */
import { isoWithOffset } from '../core/calendar.js';
import { type Problem, unknownName } from '../core/errors.js';
import { parseLocalOrInstant } from '../core/instant-text.js';
import { nearest } from '../core/nearest.js';
import { isObject, shown } from './shown.js';

/** A step whose form was looked at. What is undefined is missing, or was a problem. */
export interface RawStep {
  /** `steps[3]` */
  readonly place: string;
  readonly at: number | undefined;
  readonly kind: 'created' | 'change' | 'until' | undefined;
  readonly columns: Readonly<Record<string, unknown>>;
}

const stepColumns = ['at', 'created', 'data', 'subject', 'event', 'fact', 'payload', 'change', 'actor', 'until'];

/** The columns that go with each kind of step, that which makes it one included. */
const together: Readonly<Record<'created' | 'change' | 'until', readonly string[]>> = {
  created: ['at', 'created', 'data'],
  change: ['at', 'subject', 'event', 'fact', 'payload', 'change', 'actor'],
  until: ['until'],
};

/** A step has one of these at most. */
const eitherOr = ['event', 'fact'];

type Report = (code: Problem['code'], column: string, message: string) => void;

/** Reads the steps of a file; a zone that is not known is taken for UTC, which changes no order of local times. */
export function readSteps(value: unknown, timeZone: string | undefined, problems: Problem[]): readonly RawStep[] {
  if (!Array.isArray(value)) {
    const code = value === undefined ? 'missing-value' : 'invalid-value';
    problems.push({ code, place: 'steps', message: `expected a list of steps, got ${shown(value)}.` });
    return [];
  }
  const clock = new StoryClock(timeZone);
  return value.map((step: unknown, index) => readStep(step, `steps[${index}]`, clock, problems));
}

function readStep(value: unknown, place: string, clock: StoryClock, problems: Problem[]): RawStep {
  const report: Report = (code, column, message) =>
    problems.push({ code, place: column === '' ? place : `${place}.${column}`, message });
  if (!isObject(value)) {
    report('invalid-value', '', `expected an object such as { "at": "2026-03-01T11:00", "created": ... }, got ${shown(value)}.`);
    return { place, at: undefined, kind: undefined, columns: {} };
  }
  const columns = knownColumns(value, report);
  const kind = kindOf(columns, report);
  if (kind !== undefined) {
    checkTogether(kind, columns, report);
    checkTexts(columns, report);
    if (kind === 'created' && columns['data'] === undefined) report('missing-value', 'data', 'what is created? Add its "data".');
    if (kind === 'change' && columns['subject'] === undefined)
      report('missing-value', 'subject', 'whose step is it? Add the key of a "subject".');
    if (kind === 'change') checkChange(columns, report);
  }
  const at = clock.read(columns, kind === 'until' ? 'until' : 'at', report);
  return { place, at, kind, columns };
}

/** The columns of a step; a misspelt one is reported once and then read as what was probably meant. */
function knownColumns(step: Readonly<Record<string, unknown>>, report: Report): Readonly<Record<string, unknown>> {
  const columns: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(step)) {
    const meant = stepColumns.includes(name) ? name : nearest(name, stepColumns);
    if (meant !== name) report('unknown-column', name, unknownName('column', name, stepColumns));
    if (meant !== undefined && (meant === name || step[meant] === undefined)) columns[meant] = value;
  }
  return columns;
}

function kindOf(columns: Readonly<Record<string, unknown>>, report: Report): RawStep['kind'] {
  if (columns['until'] !== undefined) return 'until';
  if (columns['created'] !== undefined) return 'created';
  if (['event', 'fact', 'change'].some((column) => columns[column] !== undefined)) return 'change';
  report('missing-value', '', `nothing happens in this step. Add one of "created", "event", "fact", "change" or "until".`);
  return undefined;
}

function checkTogether(kind: 'created' | 'change' | 'until', columns: Readonly<Record<string, unknown>>, report: Report): void {
  const main = kind === 'change' ? (['event', 'fact', 'change'].find((column) => columns[column] !== undefined) ?? kind) : kind;
  const others = together[kind].filter(
    (column) => columns[column] === undefined && !(eitherOr.includes(main) && eitherOr.includes(column)),
  );
  const beside = others.length === 0 ? '' : ` Beside it may stand: ${others.join(', ')}.`;
  for (const column of Object.keys(columns)) {
    if (together[kind].includes(column)) continue;
    report('invalid-value', column, `'${column}' does not go with '${main}'. Make two steps of them, or remove one.${beside}`);
  }
  if (columns['event'] !== undefined && columns['fact'] !== undefined) {
    report('invalid-value', 'fact', "a step has an 'event' or a 'fact', and this one has both. Make two steps of them.");
  }
}

function checkChange(columns: Readonly<Record<string, unknown>>, report: Report): void {
  const { change, event, fact, payload } = columns;
  if (change !== undefined && !isObject(change))
    report('invalid-value', 'change', `expected an object to merge into the data, got ${shown(change)}.`);
  if (payload !== undefined && event === undefined && fact === undefined) {
    report('invalid-value', 'payload', "a payload goes with an 'event' or a 'fact', and this step has neither.");
  }
}

function checkTexts(columns: Readonly<Record<string, unknown>>, report: Report): void {
  for (const column of ['created', 'subject', 'event', 'fact', 'actor']) {
    const value = columns[column];
    if (value !== undefined && (typeof value !== 'string' || value === ''))
      report('invalid-value', column, `expected a text, got ${shown(value)}.`);
  }
}

/** Reads the times of a file one after the other. */
class StoryClock {
  readonly #zone: string;
  readonly #isZoneKnown: boolean;
  #last: { readonly at: number; readonly isLocal: boolean } | undefined;

  constructor(zone: string | undefined) {
    this.#zone = zone ?? 'UTC';
    this.#isZoneKnown = zone !== undefined;
  }

  /** The instant of a step, or undefined where there is none. */
  read(columns: Readonly<Record<string, unknown>>, column: 'at' | 'until', report: Report): number | undefined {
    const value = columns[column];
    const at = typeof value === 'string' ? parseLocalOrInstant(value, this.#zone) : undefined;
    if (at === undefined) {
      const expected = "expected a time such as '2026-03-01T11:00' (local to timeZone) or '2026-03-01T11:00+08:00'";
      if (value === undefined) report('missing-value', column, `when? ${expected.replace('expected', 'Expected')}.`);
      else report('invalid-value', column, `${expected}, got ${shown(value)}.`);
      return undefined;
    }
    const isLocal = typeof value === 'string' && !/(?:Z|[+-]\d\d(?::?\d\d)?)$/.test(value);
    const last = this.#last;
    const comparable = last !== undefined && (this.#isZoneKnown || last.isLocal === isLocal);
    if (comparable && at < last.at) {
      const before = this.#isZoneKnown ? isoWithOffset(last.at, this.#zone) : 'the step before it';
      report(
        'invalid-value',
        column,
        `${shown(value)} is before ${before}, to which the story has come already. Times never go back.`,
      );
      return undefined;
    }
    this.#last = { at, isLocal };
    return at;
  }
}
