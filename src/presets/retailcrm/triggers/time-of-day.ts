/**
 * Questions after the time of day: `date('now') < date('today 18:00')`.
 * @module
 */
import type { Comparison, Expression } from './expression.js';
import type { Atom } from './formula.js';

type Compared = Extract<Expression, { readonly kind: 'compare' }>;

/** Operators as they are read from the other side. */
export const mirrored: Partial<Record<Comparison, Comparison>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };

/**
 * Whether it is earlier or later than a time of day; undefined where something else is compared. Whether the very instant is in it makes
 * no difference here: working hours begin with their first instant and end before their last.
 */
export function timeOfDay(compared: Compared): Atom | undefined {
  const [left, right] = [textOfDate(compared.left), textOfDate(compared.right)];
  if (left === undefined || right === undefined) return undefined;
  if (right === 'now' && left !== 'now') {
    const operator = mirrored[compared.operator] ?? compared.operator;
    return timeOfDay({ ...compared, operator, left: compared.right, right: compared.left });
  }
  const minute = minuteOf(right);
  if (left !== 'now' || minute === undefined || !/^[<>]=?$/.test(compared.operator)) return undefined;
  return { of: 'time', is: compared.operator.startsWith('<') ? 'before' : 'after', minute };
}

/** `today 18:00` in minutes after midnight. */
function minuteOf(text: string): number | undefined {
  const [, hour, minute] = /^today ([01]?\d|2[0-4]):([0-5]\d)(?::00)?$/.exec(text === 'today' ? 'today 00:00' : text) ?? [];
  const minutes = Number(hour) * 60 + Number(minute);
  return minutes <= 24 * 60 ? minutes : undefined;
}

function textOfDate(expression: Expression): string | undefined {
  if (expression.kind !== 'call' || expression.name !== 'date' || expression.args.length !== 1) return undefined;
  const [text] = expression.args;
  return text?.kind === 'value' && typeof text.value === 'string' ? text.value.trim() : undefined;
}
