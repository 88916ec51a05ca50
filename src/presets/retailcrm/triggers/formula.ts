/**
 * What a trigger asks for, as a formula: of the change set, of the order, and of the time of day.
 * @module
 */
import type { FieldValue, OrderCondition } from '../order-condition.js';

/** Something that a formula asks. */
export type Atom =
  /** Whether a field was or is one of these; `now` where it was asked of the order, which has changed already. */
  | {
      readonly of: 'change';
      readonly field: string;
      readonly part: 'was' | 'is';
      readonly in: readonly FieldValue[];
      readonly now?: true;
    }
  | { readonly of: 'changed'; readonly field: string }
  | { readonly of: 'order'; readonly condition: OrderCondition }
  /** Whether it is earlier, or later, than so many minutes after midnight. */
  | { readonly of: 'time'; readonly is: 'before' | 'after'; readonly minute: number };

/** Atoms joined. */
export type Formula =
  | { readonly all: readonly Formula[] }
  | { readonly any: readonly Formula[] }
  | { readonly not: Formula }
  | Atom;

/** Holds always. */
export const always: Formula = { all: [] };

/** Whether a formula is fulfilled, where a test tells which of its atoms are. */
export function evaluated(formula: Formula, test: (atom: Atom) => boolean): boolean {
  if ('all' in formula) return formula.all.every((one) => evaluated(one, test));
  if ('any' in formula) return formula.any.some((one) => evaluated(one, test));
  return 'not' in formula ? !evaluated(formula.not, test) : test(formula);
}

/** The atoms of a formula. */
export function atomsOf(formula: Formula): readonly Atom[] {
  if ('all' in formula) return formula.all.flatMap(atomsOf);
  if ('any' in formula) return formula.any.flatMap(atomsOf);
  return 'not' in formula ? atomsOf(formula.not) : [formula];
}

/** The formulas that have to hold together. */
export function conjunctsOf(formula: Formula): readonly Formula[] {
  if ('all' in formula) return formula.all.flatMap(conjunctsOf);
  if (!('not' in formula)) return [formula];
  if ('not' in formula.not) return conjunctsOf(formula.not.not);
  return 'any' in formula.not ? formula.not.any.flatMap((one) => conjunctsOf({ not: one })) : [formula];
}
