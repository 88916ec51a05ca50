/**
 * Expressions whose values would be written without being escaped.
 * @module
 */
import { nameOf, type Program } from '../syntax.js';

/** An expression with three braces, or `&`. */
export interface RawOutput {
  readonly line: number;
  readonly written: string;
}

/** Every `{{{name}}}` and `{{&name}}` of a template. */
export function rawOutputs(program: Program | undefined): readonly RawOutput[] {
  return (program?.body ?? []).flatMap((statement) => {
    if (statement.type === 'MustacheStatement')
      return statement.escaped ? [] : [{ line: statement.loc.start.line, written: `{{{${nameOf(statement.path)}}}}` }];
    if (statement.type === 'BlockStatement') return [...rawOutputs(statement.program), ...rawOutputs(statement.inverse)];
    return statement.type === 'PartialBlockStatement' ? rawOutputs(statement.program) : [];
  });
}
