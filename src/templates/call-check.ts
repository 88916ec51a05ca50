/**
 * The check of one helper call: number, kinds and names of its arguments.
 * @module
 */
import { type ErrorCode, unknownName } from '../core/errors.js';
import type { Parameter, Signature } from './built-ins.js';
import { argumentsOf } from './helpers.js';
import { type Expression, type Mustache, nameOf, type SubExpression } from './syntax.js';
import { kindInWords, kindsIn } from './unknown-path.js';
import { elementsOf, type View, walkPath } from './view.js';

/** A name and its arguments, in whatever form they stand. */
export type Call = Pick<Mustache | SubExpression, 'path' | 'params' | 'hash' | 'loc'>;

/** A mistake in a call, and the line it stands in. */
export interface CallProblem {
  readonly code: ErrorCode;
  readonly line: number;
  readonly message: string;
}

/** What is wrong with a call of a built-in helper, whose arguments were found to be `values`. */
export function callProblems(
  name: string,
  signature: Signature,
  call: Call,
  values: readonly View[],
  context: View,
): readonly CallProblem[] {
  const { parameters, needs, repeats } = signature;
  const named = namedProblems(name, signature, call);
  if (values.length >= needs && (values.length <= parameters.length || repeats)) {
    const own = values.flatMap((view, index) => {
      const [parameter, value] = [parameters[Math.min(index, parameters.length - 1)], call.params[index]];
      return parameter === undefined || value === undefined ? [] : argumentProblems(name, parameter, value, view);
    });
    return [...own, ...named, ...(name === 'list' ? listProblems(call, values[0]) : [])];
  }
  // With no arguments at all it may be meant as the field, which a helper of the same name hides.
  const isField = values.length === 0 && walkPath(context, [name]).kind === 'known';
  const hint = isField ? ` For the field of this name write {{this.${name}}}.` : '';
  const message = `{{${name}}} takes ${argumentsOf(signature)}; got ${values.length}.${hint}`;
  return [{ code: 'invalid-argument', line: lineOf(call), message }, ...named];
}

/** An expression as its author wrote it, or nearly so. */
export function written(expression: Expression): string {
  return expression.type === 'SubExpression' ? `(${nameOf(expression.path)} ...)` : nameOf(expression);
}

function argumentProblems(
  helper: string,
  { name, kinds, choices = [] }: Parameter,
  value: Expression,
  view: View,
): readonly CallProblem[] {
  // One kind that fits is enough: the others may be another version of the data, or what a transform yields.
  const fits = view.some(({ kind }) => kind === 'opaque' || kind === 'null' || kinds?.some((each) => each === kind));
  if (kinds === undefined || fits) return choiceProblems(helper, name, choices, value);
  const message = `{{${helper}}} takes ${kinds.map(kindInWords).join(' or ')} as '${name}'; '${written(value)}' is ${kindsIn(view)}.`;
  return [{ code: 'invalid-value', line: lineOf(value), message }];
}

function namedProblems(helper: string, { named = {}, needsNamed }: Signature, call: Call): readonly CallProblem[] {
  const pairs = call.hash?.pairs ?? [];
  const own = pairs.flatMap(({ key, value }): readonly CallProblem[] => {
    const choices = Object.hasOwn(named, key) ? named[key] : undefined;
    if (choices !== undefined) return choiceProblems(helper, key, choices, value);
    const message = `{{${helper}}}: ${unknownName('named argument', key, Object.keys(named))}`;
    return [{ code: 'unknown-option', line: lineOf(value), message }];
  });
  if (needsNamed === undefined || pairs.some(({ key }) => key === needsNamed)) return own;
  const message = `{{${helper}}} needs ${needsNamed}='...', the text for all that no other form is given for.`;
  return [...own, { code: 'missing-value', line: lineOf(call), message }];
}

function choiceProblems(helper: string, name: string, choices: readonly string[], value: Expression): readonly CallProblem[] {
  if (value.type !== 'StringLiteral' || choices.length === 0 || choices.includes(String(value.value))) return [];
  const message = `{{${helper}}}: ${unknownName(name, String(value.value), choices)}`;
  return [{ code: 'invalid-value', line: lineOf(value), message }];
}

/** `{{list items 'name'}}`: the elements must have that property, and objects need one. */
function listProblems({ params, loc }: Call, items: View | undefined): readonly CallProblem[] {
  const [list, property] = params;
  const elements = items === undefined ? undefined : elementsOf(items);
  if (elements === undefined || list === undefined || elements.length === 0) return [];
  const { line } = loc.start;
  if (property === undefined) {
    if (!elements.every(({ kind }) => kind === 'object' || kind === 'list')) return [];
    const message = `'${written(list)}' is a list of objects: name the property to write, as in {{list ${written(list)} 'name'}}.`;
    return [{ code: 'missing-value', line, message }];
  }
  if (property.type !== 'StringLiteral') return [];
  const path = String(property.value);
  const walk = walkPath(elements, path.split('.'));
  if (walk.kind !== 'unknown') return [];
  const message = `{{list}}: ${unknownName('property', path, walk.known)}`;
  return [{ code: 'unknown-variable', line: lineOf(property), message }];
}

function lineOf({ loc }: Pick<Call, 'loc'>): number {
  return loc.start.line;
}
