/**
 * Reading expressions of triggers as formulas.
 * @module
 */
import { type ErrorCode, unknownName } from '../../../core/errors.js';
import type { FieldValue } from '../order-condition.js';
import type { StatusGroups } from '../statuses.js';
import { type Expression, shown } from './expression.js';
import { always, type Formula } from './formula.js';
import { changeFields, type OrderField, orderFields, pathOf, propertyOf } from './order-fields.js';
import { searchOf } from './search-pattern.js';
import { mirrored, timeOfDay } from './time-of-day.js';

/** What reading a formula needs: the statuses there are, and where to note what is wrong or cannot be said here. */
export interface FormulaContext {
  readonly statuses: StatusGroups;
  readonly mistake: (code: ErrorCode, message: string) => void;
  readonly untranslatable: (message: string) => void;
}

/** The formula of an expression that is true or false. What cannot be read is noted, and holds always in what is yielded. */
export function formulaOf(expression: Expression, context: FormulaContext): Formula {
  switch (expression.kind) {
    case 'and':
      return { all: [formulaOf(expression.left, context), formulaOf(expression.right, context)] };
    case 'or':
      return { any: [formulaOf(expression.left, context), formulaOf(expression.right, context)] };
    case 'not':
      return { not: formulaOf(expression.of, context) };
    case 'compare':
      return comparison(expression, context);
    case 'chain':
      return asked(expression, context);
    case 'value':
      return expression.value ? always : { any: [] };
    case 'list':
    case 'call':
    case 'filtered':
      context.untranslatable(`'${shown(expression)}' is not known here.`);
      return always;
    default:
      return expression satisfies never;
  }
}

type Chain = Extract<Expression, { readonly kind: 'chain' }>;
type Compared = Extract<Expression, { readonly kind: 'compare' }>;

/** A value that is asked for as such: whether it is there, or whether a field has changed. */
function asked(chain: Chain, context: FormulaContext): Formula {
  const [first] = chain.steps;
  if (chain.root === 'changeSet' && first?.name === 'hasChangedField') {
    const known = changeField(first.args, context);
    return known === undefined ? always : { of: 'changed', field: known.field };
  }
  return { not: tested(chain, { in: [null] }, context) };
}

function comparison(compared: Compared, context: FormulaContext): Formula {
  const { operator, left, right } = compared;
  if (left.kind === 'value' && right.kind === 'chain' && operator !== 'in' && operator !== 'not in' && operator !== 'matches')
    return comparison({ ...compared, operator: mirrored[operator] ?? operator, left: right, right: left }, context);
  if (left.kind === 'call' && right.kind === 'call') return timeOfDay(compared) ?? notTime(compared, context);
  if (left.kind !== 'chain') return notKnown(compared, context);
  switch (operator) {
    case '==':
    case '!=':
    case 'in':
    case 'not in': {
      const values = valuesOf(right);
      if (values === undefined || (right.kind === 'list') !== operator.endsWith('in')) return notKnown(compared, context);
      const formula = tested(left, { in: values }, context);
      return operator === '==' || operator === 'in' ? formula : { not: formula };
    }
    case 'matches': {
      const search = right.kind === 'value' && typeof right.value === 'string' ? searchOf(right.value) : undefined;
      if (search !== undefined) return tested(left, search, context);
      context.untranslatable(
        `${shown(right)} cannot be translated: only a search for texts can, such as '/(test)|(drop)/', without other signs of regular expressions.`,
      );
      return always;
    }
    case '<':
    case '<=':
    case '>':
    case '>=':
      if (right.kind === 'value' && typeof right.value === 'number')
        return tested(left, { is: operator, than: right.value }, context);
      return notKnown(compared, context);
    default:
      return operator satisfies never;
  }
}

function notKnown(expression: Expression, { untranslatable }: FormulaContext): Formula {
  untranslatable(`'${shown(expression)}' cannot be translated: fields are compared with values that are written out.`);
  return always;
}

function notTime(compared: Compared, { untranslatable }: FormulaContext): Formula {
  untranslatable(
    `'${shown(compared)}' cannot be translated: the time of day is asked for as in date('now') < date('today 18:00').`,
  );
  return always;
}

type Test =
  | { readonly in: readonly FieldValue[] }
  | { readonly contains: readonly string[]; readonly ignoreCase?: true }
  | { readonly is: '<' | '<=' | '>' | '>='; readonly than: number };

/** The test of what a chain leads to. */
function tested(chain: Chain, test: Test, context: FormulaContext): Formula {
  if (chain.root === 'changeSet') return changeTested(chain, test, context);
  if (chain.root !== 'order') {
    context.mistake('unknown-variable', unknownName('name', chain.root, ['changeSet', 'order']));
    return always;
  }
  const path = pathOf(chain.steps);
  if (path === undefined) return notKnown(chain, context);
  const field = orderFields.get(path);
  if (field === undefined) {
    context.mistake('unknown-variable', unknownName('property of an order', path, [...orderFields.keys()]));
    return always;
  }
  return orderTested(chain, field, test, context);
}

function orderTested(chain: Chain, field: OrderField, test: Test, context: FormulaContext): Formula {
  const { kind, path } = field;
  if (kind === 'status' || kind === 'group') {
    if (!('in' in test)) return notKnown(chain, context);
    return { of: 'change', field: 'status', part: 'is', in: statusesOf(kind, test.in, context), now: true };
  }
  const isPresence = 'in' in test && test.in.every((one) => one === null);
  const fits =
    isPresence ||
    (kind === 'text' && !('is' in test)) ||
    (kind === 'number' && !('contains' in test)) ||
    (kind === 'day' && 'in' in test);
  if (!fits) {
    const fix = kind === 'object' ? `Compare its code: ${shown(chain)}.code.` : '';
    context.mistake('invalid-value', `'${shown(chain)}' cannot be compared so. ${fix}`.trim());
    return always;
  }
  return { of: 'order', condition: { path, ...test } };
}

function changeTested(chain: Chain, test: Test, context: FormulaContext): Formula {
  const [first, ...suffix] = chain.steps;
  const part = first?.name === 'getOldValue' ? 'was' : first?.name === 'getNewValue' ? 'is' : undefined;
  if (first === undefined || part === undefined) {
    const known = ['hasChangedField', 'getOldValue', 'getNewValue'];
    context.mistake('unknown-variable', unknownName('method of a change set', first?.name ?? '', known));
    return always;
  }
  const known = changeField(first.args, context);
  if (known === undefined) return always;
  const { field, byCode } = known;
  const read = suffix.map(propertyOf).join('.');
  const isGroup = field === 'status' && (read === 'groupCode' || read === 'group.code');
  if (!('in' in test) || (read !== '' && !isGroup && !(byCode && read === 'code'))) return notKnown(chain, context);
  if (read === '' && byCode && test.in.some((one) => one !== null)) {
    context.mistake('invalid-value', `'${shown(chain)}' is no text. Compare its code: ${shown(chain)}.getCode().`);
    return always;
  }
  const values = field === 'status' ? statusesOf(isGroup ? 'group' : 'status', test.in, context) : test.in;
  return { of: 'change', field, part, in: values };
}

/** The field that a method of the change set is called with, in camel case or with underscores. */
function changeField(args: readonly Expression[], { mistake, untranslatable }: FormulaContext) {
  const [name] = args;
  if (name?.kind !== 'value' || typeof name.value !== 'string' || args.length > 1) {
    untranslatable("expected the name of a field, such as changeSet.hasChangedField('status').");
    return undefined;
  }
  const camel = name.value
    .replace(/^integration_?delivery_?data\./i, '')
    .replace(/_([a-z])/g, (_sign, letter: string) => letter.toUpperCase());
  const known = changeFields.get(camel);
  if (known === undefined) mistake('unknown-fact', unknownName('field', name.value, [...changeFields.keys()]));
  return known;
}

/** The codes of statuses that are named by their own code or by that of their group; null stays null. */
function statusesOf(
  by: 'status' | 'group',
  values: readonly FieldValue[],
  { statuses, mistake }: FormulaContext,
): readonly FieldValue[] {
  const groups: ReadonlyMap<FieldValue, readonly FieldValue[]> = new Map(Object.entries(statuses));
  const codes: ReadonlySet<FieldValue> = new Set([...groups.values()].flat());
  return values.flatMap((value): readonly FieldValue[] => {
    if (value === null) return [null];
    const found = by === 'group' ? groups.get(value) : codes.has(value) ? [value] : undefined;
    if (found !== undefined) return found;
    const known = [...(by === 'group' ? groups.keys() : codes)].map(String);
    const fix = by === 'group' ? '' : " A status of the shop's own stands under 'statuses' of the file, by its group.";
    mistake('unknown-state', `${unknownName(by === 'group' ? 'status group' : 'status', String(value), known)}${fix}`);
    return [];
  });
}

function valuesOf(expression: Expression): readonly FieldValue[] | undefined {
  if (expression.kind === 'value') return [expression.value];
  if (expression.kind !== 'list') return undefined;
  const values = expression.elements.flatMap((element) => (element.kind === 'value' ? [element.value] : []));
  return values.length === expression.elements.length ? values : undefined;
}
