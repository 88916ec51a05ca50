/**
 * Expressions of retailCRM's templates as Handlebars.
 * @module
 */
import { type ErrorCode, unknownName } from '../../../core/errors.js';
import type { FieldValue } from '../order-condition.js';
import type { StatusGroups } from '../statuses.js';
import { type Expression, shown } from './expression.js';
import { type OrderField, orderFields, pathOf, productFields } from './order-fields.js';

/** What a translation needs: the loop it is in, the statuses there are, and where to note what is wrong or cannot be said here. */
export interface TextContext {
  /** The variable of the loop over the products around it. */
  readonly product: string | undefined;
  readonly statuses: StatusGroups;
  readonly mistake: (code: ErrorCode, message: string) => void;
  readonly untranslatable: (message: string) => void;
}

/** An expression as what an `{{#if}}` asks. */
export function conditionText(expression: Expression, context: TextContext): string {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return `(${expression.kind} ${conditionText(expression.left, context)} ${conditionText(expression.right, context)})`;
    case 'not':
      return `(not ${conditionText(expression.of, context)})`;
    case 'chain':
      return fieldOf(expression, context)?.written ?? '';
    case 'value':
      return literalText(expression.value, context);
    case 'compare':
      return comparisonText(expression, context);
    case 'list':
    case 'call':
    case 'filtered':
      return refused(expression, context);
    default:
      return expression satisfies never;
  }
}

/** An expression that is written into the text, without its braces. */
export function outputText(expression: Expression, context: TextContext): string {
  if (expression.kind === 'filtered') return filteredText(expression, context);
  if (expression.kind !== 'chain') return refused(expression, context);
  const field = fieldOf(expression, context);
  if (field === undefined) return '';
  const { kind, written } = field;
  if (kind === 'text' || kind === 'number' || kind === 'status') return written;
  const fix: Partial<Record<OrderField['kind'], string>> = {
    object: `Write its name or code: {{ ${shown(expression)}.name }}.`,
    instant: `Write its form: {{ ${shown(expression)}|date('d.m.Y') }}.`,
    day: `Write its form: {{ ${shown(expression)}|date('d.m.Y') }}.`,
  };
  context.mistake('invalid-value', `'${shown(expression)}' is no text. ${fix[kind] ?? ''}`.trim());
  return '';
}

/** `order.availableOrderProducts` of a loop, in Handlebars; undefined for what cannot be looped over. */
export function listText(expression: Expression, context: TextContext): string | undefined {
  const field = expression.kind === 'chain' ? fieldOf(expression, context) : undefined;
  if (field?.kind === 'list') return field.written;
  if (expression.kind !== 'chain' || field !== undefined)
    context.mistake('invalid-value', `'${shown(expression)}' is no list. Expected order.availableOrderProducts.`);
  return undefined;
}

type Filtered = Extract<Expression, { readonly kind: 'filtered' }>;

/** How dates are written by the forms that are known; each stands for the reader's own way to write it. */
const dateForms: ReadonlyMap<string, { readonly helper: string; readonly style: string }> = new Map([
  ['d.m.Y', { helper: 'date', style: " 'short'" }],
  ['d.m.Y H:i', { helper: 'dateTime', style: " 'short'" }],
  ['d.m.Y H:i:s', { helper: 'dateTime', style: " 'short'" }],
  ['H:i', { helper: 'time', style: '' }],
]);

function filteredText(filtered: Filtered, context: TextContext): string {
  const { of, filter, args } = filtered;
  const [first] = args;
  const given = first?.kind === 'value' ? first.value : undefined;
  const field = of.kind === 'chain' ? fieldOf(of, context) : undefined;
  if (of.kind === 'chain' && field === undefined) return '';
  if (field === undefined) return refused(filtered, context);
  const { kind, written } = field;
  switch (filter) {
    case 'date': {
      const form = dateForms.get(String(given));
      if (form === undefined || (kind !== 'day' && kind !== 'instant')) break;
      // A day has no time.
      if (kind === 'day') return form.helper === 'time' ? refused(filtered, context) : `date ${written} 'short'`;
      return `${form.helper} ${written}${form.style}`;
    }
    case 'number_format':
      if (kind === 'number') return `number ${written}`;
      break;
    case 'default':
      if ((kind === 'text' || kind === 'number') && given !== undefined) return `or ${written} ${literalText(given, context)}`;
      break;
    case 'e':
    case 'escape':
      if (kind === 'text' && args.length === 0) return written;
      break;
  }
  return refused(filtered, context);
}

type Compared = Extract<Expression, { readonly kind: 'compare' }>;

function comparisonText(compared: Compared, context: TextContext): string {
  const { operator, left, right } = compared;
  if (left.kind === 'value' && right.kind === 'chain') return comparisonText({ ...compared, left: right, right: left }, context);
  const isList = operator === 'in' || operator === 'not in';
  const values = right.kind === 'list' ? right.elements : [right];
  const literals = values.flatMap((one) => (one.kind === 'value' ? [one.value] : []));
  const known = ['==', '!=', 'in', 'not in'].includes(operator) && isList === (right.kind === 'list');
  if (left.kind !== 'chain' || !known || literals.length !== values.length || literals.length === 0)
    return refused(compared, context);
  const field = fieldOf(left, context);
  if (field === undefined) return '';
  const all = field.kind === 'group' ? literals.flatMap((one) => codesIn(one, context)) : literals;
  const tests = all.map((one) =>
    one === null ? `(not ${field.written})` : `(eq ${field.written} ${literalText(one, context)})`,
  );
  const [only] = tests;
  const either = tests.length === 1 && only !== undefined ? only : `(or ${tests.join(' ')})`;
  if (operator === '==' || operator === 'in') return either;
  // What is there needs no helper.
  return all.length === 1 && all[0] === null ? field.written : `(not ${either})`;
}

function codesIn(group: FieldValue, { statuses, mistake }: TextContext): readonly FieldValue[] {
  const groups: ReadonlyMap<FieldValue, readonly string[]> = new Map(Object.entries(statuses));
  const codes = groups.get(group);
  if (codes === undefined) mistake('unknown-state', unknownName('status group', String(group), Object.keys(statuses)));
  return codes ?? [];
}

interface WrittenField extends OrderField {
  /** Its path in Handlebars. */
  readonly written: string;
}

const loopVariables: ReadonlyMap<string, string> = new Map([
  ['first', '@first'],
  ['last', '@last'],
  ['index0', '@index'],
]);

/** A field of the order or, in a loop, of a product; noted where there is none. */
function fieldOf(chain: Extract<Expression, { readonly kind: 'chain' }>, context: TextContext): WrittenField | undefined {
  const { product } = context;
  const path = pathOf(chain.steps) ?? '';
  if (product !== undefined && chain.root === 'loop') {
    const written = loopVariables.get(path);
    if (written === undefined)
      context.untranslatable(`'${shown(chain)}' cannot be translated. Known: loop.first, loop.last, loop.index0.`);
    return written === undefined ? undefined : { path, written, kind: 'number' };
  }
  const isProduct = product !== undefined && chain.root === product;
  if (chain.root !== 'order' && !isProduct) {
    context.mistake(
      'unknown-variable',
      unknownName('name', chain.root, ['order', ...(product === undefined ? [] : [product, 'loop'])]),
    );
    return undefined;
  }
  const fields = isProduct ? productFields : orderFields;
  const field = fields.get(path);
  if (field === undefined) {
    const kind = isProduct ? 'property of a product' : 'property of an order';
    context.mistake('unknown-variable', unknownName(kind, path, [...fields.keys()]));
    return undefined;
  }
  // Within a loop bare names are those of the product, and some are those of helpers.
  const needsRoot = !isProduct && (product !== undefined || field.path === 'number');
  return { ...field, written: needsRoot ? `@root.${field.path}` : field.path };
}

function literalText(value: FieldValue, { untranslatable }: TextContext): string {
  if (typeof value !== 'string') return String(value);
  if (!value.includes("'")) return `'${value}'`;
  if (!value.includes('"')) return `"${value}"`;
  untranslatable(`a text cannot hold both ' and ": ${value}.`);
  return "''";
}

function refused(expression: Expression, { untranslatable }: TextContext): string {
  untranslatable(`'${shown(expression)}' cannot be translated.`);
  return '';
}
