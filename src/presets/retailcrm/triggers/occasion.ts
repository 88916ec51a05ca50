/**
 * When a trigger is sent: its filter and condition, taken apart into what a row can say.
 * @module
 */
import type { OrderCondition } from '../order-condition.js';
import type { StatusGroups } from '../statuses.js';
import { type Changes, changesOf } from './change.js';
import { type Atom, atomsOf, conjunctsOf, type Formula } from './formula.js';
import type { FormulaContext } from './formula-reading.js';
import { canHold } from './possible-order.js';
import { isShared, stretchesOf } from './working-hours.js';

/** When a trigger is sent. */
export interface Occasion {
  readonly changes: Changes;
  /** What the change must fulfil, as a formula of changes alone. */
  readonly change: Formula;
  /** What the order must fulfil; undefined for any order. */
  readonly condition: OrderCondition | undefined;
  /** The times of day at which it may happen. */
  readonly stretches: ReturnType<typeof stretchesOf>;
}

/** Takes a formula apart; notes what a row cannot say, and a formula that nothing can fulfil. */
export function occasionOf(formula: Formula, statuses: StatusGroups, context: FormulaContext): Occasion | undefined {
  const field = fieldOf(formula, context);
  if (field === undefined) return undefined;
  const parts = conjunctsOf(field === 'status' ? formula : withStatusOfOrder(formula));
  const about = (kind: Kind) => parts.filter((part) => kindsOf(part).every((one) => one === kind));
  if (parts.some((part) => new Set(kindsOf(part)).size > 1)) {
    context.untranslatable(
      "it joins what has changed, the order or the time of day by 'or'. In a row they can only be joined by 'and': write a trigger for each.",
    );
    return undefined;
  }
  const change: Formula = { all: about('change') };
  const changes = changesOf(field, change, statuses);
  // A part without any question holds always or never, and so belongs to each of the three.
  const conditions = about('order').map(conditionOf);
  const condition = conditions.length === 0 ? undefined : one(conditions);
  const stretches = stretchesOf({ all: about('time') });
  const never =
    changes.pairs.length === 0
      ? `no change of '${field}' fulfils it`
      : stretches.length === 0
        ? 'it is sent at no time of day'
        : condition !== undefined && canHold(condition) === false
          ? 'no order fulfils it'
          : undefined;
  if (never !== undefined) context.mistake('invalid-value', `it can never fire: ${never}.`);
  else if (changes.unchanged)
    context.mistake(
      'invalid-value',
      `it holds when '${field}' has not changed, too, so that every other change would set it off again. Add changeSet.hasChangedField('${field}').`,
    );
  return { changes, change, condition, stretches };
}

/** Whether one change of one order can set off both. */
export function isSharedOccasion(a: Occasion, b: Occasion, statuses: StatusGroups): boolean {
  if (a.changes.field !== b.changes.field) return false;
  const both = { all: [a, b].flatMap(({ condition }) => (condition === undefined ? [] : [condition])) };
  return (
    changesOf(a.changes.field, { all: [a.change, b.change] }, statuses).pairs.length > 0 &&
    isShared(a.stretches, b.stretches) &&
    // Where there are too many orders to try, only the very same condition is known to be shared.
    (canHold(both) ?? JSON.stringify(a.condition) === JSON.stringify(b.condition))
  );
}

/** The one field that a trigger waits for. */
function fieldOf(formula: Formula, { mistake, untranslatable }: FormulaContext): string | undefined {
  const fields = new Set(
    atomsOf(formula).flatMap((atom) =>
      atom.of === 'changed' || (atom.of === 'change' && atom.now === undefined) ? [atom.field] : [],
    ),
  );
  const [field] = fields;
  if (field === undefined)
    mistake(
      'invalid-value',
      "it does not ask what has changed, so that every change of an order would set it off. Add changeSet.hasChangedField('status').",
    );
  if (fields.size <= 1) return field;
  untranslatable(`it asks for changes of several fields at once (${[...fields].join(', ')}); a row waits for one.`);
  return undefined;
}

type Kind = 'change' | 'order' | 'time';

function kindsOf(formula: Formula): readonly Kind[] {
  return atomsOf(formula).map(({ of }) => (of === 'changed' ? 'change' : of));
}

/** The same formula for a trigger that waits for another field than the status: there the status is a field of the order. */
function withStatusOfOrder(formula: Formula): Formula {
  if ('all' in formula) return { all: formula.all.map(withStatusOfOrder) };
  if ('any' in formula) return { any: formula.any.map(withStatusOfOrder) };
  if ('not' in formula) return { not: withStatusOfOrder(formula.not) };
  return formula.of === 'change' && formula.now === true
    ? { of: 'order', condition: { path: formula.field, in: formula.in } }
    : formula;
}

/** A formula of the order alone, as a condition. */
function conditionOf(formula: Formula): OrderCondition {
  if ('all' in formula) return { all: formula.all.map(conditionOf) };
  if ('any' in formula) return { any: formula.any.map(conditionOf) };
  if ('not' in formula) return { not: conditionOf(formula.not) };
  return ofOrder(formula);
}

function ofOrder(atom: Atom): OrderCondition {
  // Only formulas whose every atom is of the order are made conditions.
  return atom.of === 'order' ? atom.condition : { any: [] };
}

function one(conditions: readonly OrderCondition[]): OrderCondition {
  const [first] = conditions;
  return conditions.length === 1 && first !== undefined ? first : { all: conditions };
}
