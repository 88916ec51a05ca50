/**
 * Expressions as retailCRM's triggers and templates have them (Symfony ExpressionLanguage, Twig), as trees. Nothing is evaluated.
 *
 * jsep reads them: their grammar is its own, but for operators that are words. What a tree may hold is named here one by one.
 * @module
 */
import jsep from 'jsep';
import { OrderbellError } from '../../../core/errors.js';
import type { FieldValue } from '../order-condition.js';

/** An operator that compares. */
export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in' | 'matches';

/** A property, or a method with what it is called with: `code`, `getNewValue('status')`. */
export interface Step {
  readonly name: string;
  readonly args: readonly Expression[];
}

/** An expression. */
export type Expression =
  | { readonly kind: 'value'; readonly value: FieldValue }
  | { readonly kind: 'list'; readonly elements: readonly Expression[] }
  /** `order.getSite().code`; without steps a bare name. */
  | { readonly kind: 'chain'; readonly root: string; readonly steps: readonly Step[] }
  /** `date('now')`. */
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  /** `order.deliveryDate|date('d.m.Y')`. */
  | { readonly kind: 'filtered'; readonly of: Expression; readonly filter: string; readonly args: readonly Expression[] }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Expression; readonly right: Expression };

/** What came of reading an expression; `isMistake` where it is none in retailCRM either. */
export type Reading =
  | { readonly ok: true; readonly expression: Expression }
  | { readonly ok: false; readonly isMistake: boolean; readonly message: string };

/** Reads an expression. */
export function readExpression(text: string): Reading {
  try {
    return { ok: true, expression: treeOf(parsed(text)) };
  } catch (error) {
    if (!(error instanceof OrderbellError)) throw error;
    return { ok: false, isMistake: error.code !== 'untranslatable', message: error.message };
  }
}

/** An expression as text, for messages. */
export function shown(expression: Expression): string {
  switch (expression.kind) {
    case 'value':
      return typeof expression.value === 'string' ? `'${expression.value}'` : String(expression.value);
    case 'list':
      return `[${expression.elements.map(shown).join(', ')}]`;
    case 'chain':
      return [expression.root, ...expression.steps.map(({ name, args }) => `${name}${shownArguments(name, args)}`)].join('.');
    case 'call':
      return `${expression.name}(${expression.args.map(shown).join(', ')})`;
    case 'filtered':
      return `${shown(expression.of)}|${expression.filter}${shownArguments('', expression.args)}`;
    case 'not':
      return `not (${shown(expression.of)})`;
    case 'and':
    case 'or':
      return `${shown(expression.left)} ${expression.kind} ${shown(expression.right)}`;
    case 'compare':
      return `${shown(expression.left)} ${expression.operator} ${shown(expression.right)}`;
    default:
      return expression satisfies never;
  }
}

function shownArguments(name: string, args: readonly Expression[]): string {
  return args.length > 0 || /^(?:get|has)[A-Z]/.test(name) ? `(${args.map(shown).join(', ')})` : '';
}

/** Characters of an expression at most: trees stay shallow enough to walk. */
const longest = 4000;

/** Words that are operators, with the strength that jsep gives to their kin. */
const words: Readonly<Record<string, number>> = { or: 1, and: 2, in: 7, 'not in': 7, matches: 7 };

/** jsep knows operators for all who use it: the words are added for one call, and taken away unless they were there before. */
function parsed(text: string): jsep.Expression {
  if (text.length > longest) mistaken(`it is longer than ${longest} characters.`);
  const strange = typographicQuote(text);
  if (strange !== undefined) mistaken(`${strange} is a quotation mark of print. Expected ' or ", as they are typed.`);
  const added = Object.entries(words).filter(([word]) => !Object.hasOwn(jsep.binary_ops, word));
  const knewNot = Object.hasOwn(jsep.unary_ops, 'not');
  for (const [word, precedence] of added) jsep.addBinaryOp(word, precedence);
  if (!knewNot) jsep.addUnaryOp('not');
  try {
    return jsep(outsideQuotes(text, (part) => part.replace(/\bnot\s+in\b/g, 'not in')));
  } catch (error) {
    return mistaken(refusal(error, text));
  } finally {
    for (const [word] of added) jsep.removeBinaryOp(word);
    if (!knewNot) jsep.removeUnaryOp('not');
  }
}

function refusal(error: unknown, text: string): string {
  // jsep tells the index of what it did not expect; a stack that overflows does not.
  const { index, description } = error as { readonly index?: number; readonly description?: string };
  if (index === undefined || description === undefined) return 'it is nested too deeply.';
  const near = text.slice(Math.max(0, index - 12), index + 12).trim();
  const hint = /[^=!<>]=(?!=)/.test(text) ? " Values are compared with '=='." : '';
  return `it cannot be read near '${near}': ${description.charAt(0).toLowerCase()}${description.slice(1)}.${hint}`;
}

function treeOf(node: jsep.Expression): Expression {
  // The members of this union are all that jsep makes without plugins; what else comes is refused below.
  const core = node as jsep.CoreExpression;
  switch (core.type) {
    case 'Literal':
      return literal(core);
    case 'ArrayExpression':
      return { kind: 'list', elements: core.elements.map((element) => treeOf(present(element))) };
    case 'Identifier':
      return constants.has(core.name.toLowerCase())
        ? { kind: 'value', value: constants.get(core.name.toLowerCase()) ?? null }
        : { kind: 'chain', root: core.name, steps: [] };
    case 'MemberExpression':
      return member(core);
    case 'CallExpression':
      return call(core);
    case 'UnaryExpression':
      return unary(core);
    case 'BinaryExpression':
      return binary(core);
    case 'Compound':
      return grownTogether(core);
    default:
      refused(`it holds what is not known here (${core.type}).`);
  }
}

/** Expressions one after the other. */
function grownTogether({ body }: jsep.Compound): never {
  const [first, second] = body.map((part) => shown(treeOf(part)));
  if (first === undefined || second === undefined) return mistaken('it is empty.');
  if (Object.hasOwn(words, second)) return mistaken(`after '${second}' something is missing.`);
  return mistaken(`between '${first}' and '${second}' an operator is missing, such as 'and'.`);
}

const constants: ReadonlyMap<string, FieldValue> = new Map<string, FieldValue>([
  ['null', null],
  ['true', true],
  ['false', false],
]);

function literal({ value, raw }: jsep.Literal): Expression {
  if (value instanceof RegExp) refused(`'${raw}' has to stand in quotation marks.`);
  return { kind: 'value', value };
}

function member(node: jsep.MemberExpression): Expression {
  const object = treeOf(node.object);
  if (node.computed || node.optional === true || node.property.type !== 'Identifier' || object.kind !== 'chain')
    refused(`properties are read by name here, such as order.site.code.`);
  // An identifier's name is a text.
  const name = String(node.property['name']);
  return { ...object, steps: [...object.steps, { name, args: [] }] };
}

function call(node: jsep.CallExpression): Expression {
  const callee = treeOf(node.callee);
  const args = node.arguments.map(treeOf);
  if (callee.kind !== 'chain') refused(`'${shown(callee)}' cannot be called.`);
  const last = callee.steps.at(-1);
  if (last === undefined) return { kind: 'call', name: callee.root, args };
  return { ...callee, steps: [...callee.steps.slice(0, -1), { ...last, args }] };
}

function unary({ operator, argument }: jsep.UnaryExpression): Expression {
  const of = treeOf(argument);
  if (operator === 'not' || operator === '!') return { kind: 'not', of };
  if (operator === '-' && of.kind === 'value' && typeof of.value === 'number') return { kind: 'value', value: -of.value };
  refused(`the operator '${operator}' is not known here.`);
}

const comparisons: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ...(['==', '!=', '<', '<=', '>', '>=', 'in', 'not in', 'matches'] as const).map((operator) => [operator, operator] as const),
  ['===', '=='],
  ['!==', '!='],
]);

function binary({ operator, left, right }: jsep.BinaryExpression): Expression {
  const sides = { left: treeOf(left), right: treeOf(right) };
  if (operator === 'and' || operator === '&&') return { kind: 'and', ...sides };
  if (operator === 'or' || operator === '||') return { kind: 'or', ...sides };
  if (operator === '|') return filtered(sides.left, sides.right);
  const comparison = comparisons.get(operator);
  if (comparison === undefined) refused(`the operator '${operator}' is not known here.`);
  return { kind: 'compare', operator: comparison, ...sides };
}

function filtered(of: Expression, filter: Expression): Expression {
  if (filter.kind === 'call') return { kind: 'filtered', of, filter: filter.name, args: filter.args };
  if (filter.kind === 'chain' && filter.steps.length === 0) return { kind: 'filtered', of, filter: filter.root, args: [] };
  refused(`'${shown(filter)}' is not a filter.`);
}

function present(element: jsep.Expression | null): jsep.Expression {
  if (element === null) refused('a list has a gap.');
  return element;
}

const quoted = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/gs;

/** The text with what stands outside quotation marks replaced. */
function outsideQuotes(text: string, replace: (part: string) => string): string {
  const strings = text.match(quoted) ?? [];
  return text
    .split(quoted)
    .map((part, index) => replace(part) + (strings[index] ?? ''))
    .join('');
}

function mistaken(message: string): never {
  throw new OrderbellError('invalid-value', message);
}

function refused(message: string): never {
  throw new OrderbellError('untranslatable', message);
}

function typographicQuote(text: string): string | undefined {
  return /[“”„«»‘’]/.exec(text.replace(quoted, ''))?.[0];
}
