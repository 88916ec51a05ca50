/**
 * Times of day that triggers ask for, as the working hours that all of them mean, and whether each is sent within or outside of them.
 * @module
 */
import type { Hours } from '../subjects.js';
import { atomsOf, evaluated, type Formula } from './formula.js';

/** Within these hours, or outside of them. */
export interface During {
  readonly during: 'open' | 'closed';
  readonly hours: Hours;
}

/** Minutes of a day: `from` is in it, `to` is not. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

const day = 24 * 60;

/** The stretches of a day at which a formula of times is fulfilled. */
export function stretchesOf(formula: Formula): readonly Stretch[] {
  const times = atomsOf(formula).flatMap((atom) => (atom.of === 'time' ? [atom.minute] : []));
  const bounds = [...new Set([0, ...times, day])].sort((a, b) => a - b);
  const stretches: Stretch[] = [];
  bounds.slice(1).forEach((to, index) => {
    const from = bounds[index] ?? 0;
    const middle = (from + to) / 2;
    const isIn = evaluated(
      formula,
      (atom) => atom.of === 'time' && (atom.is === 'before' ? middle < atom.minute : middle > atom.minute),
    );
    if (!isIn) return;
    const last = stretches.at(-1);
    if (last?.to === from) stretches[stretches.length - 1] = { from: last.from, to };
    else stretches.push({ from, to });
  });
  return stretches;
}

/** Whether some time of day is in both. */
export function isShared(a: readonly Stretch[], b: readonly Stretch[]): boolean {
  return a.some((one) => b.some((two) => Math.max(one.from, two.from) < Math.min(one.to, two.to)));
}

/** Whether it is the whole day. */
export function isWholeDay([first]: readonly Stretch[]): boolean {
  return first !== undefined && first.from === 0 && first.to === day;
}

/** The ways to say these stretches with one set of working hours; none for several stretches with breaks between them. */
export function waysToSay(stretches: readonly Stretch[]): readonly During[] {
  const [first, second] = stretches;
  if (first === undefined) return [];
  if (second !== undefined) {
    const isAround = stretches.length === 2 && first.from === 0 && second.to === day;
    return isAround ? [{ during: 'closed', hours: hoursOf(first.to, second.from) }] : [];
  }
  const within: During = { during: 'open', hours: hoursOf(first.from, first.to) };
  if (first.from !== 0 && first.to !== day) return [within];
  // From midnight, or until midnight: the rest of the day may just as well be the working hours.
  const rest = first.from === 0 ? hoursOf(first.to, day) : hoursOf(0, first.from);
  return [{ during: 'closed', hours: rest }, within];
}

/** The first hours with which each of the triggers can say when it is sent. */
export function commonHours(ways: readonly (readonly During[])[]): Hours | undefined {
  const candidates = ways.flat().map(({ hours }) => hours);
  return candidates.find((hours) => ways.every((one) => one.some((way) => isSame(way.hours, hours))));
}

/** Whether two hours are the same. */
export function isSame(a: Hours, b: Hours): boolean {
  return a.from === b.from && a.to === b.to;
}

function hoursOf(from: number, to: number): Hours {
  return { from: wallTime(from), to: wallTime(to % day) };
}

function wallTime(minutes: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
