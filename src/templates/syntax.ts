/**
 * Handlebars' syntax tree, as far as it is read here.
 * @module
 */
import Handlebars from 'handlebars';
import { kindOfValue } from './place.js';

interface Node {
  readonly loc: { readonly start: { readonly line: number } };
}

/** A sequence of statements: a template, or the body of a block. */
export interface Program {
  readonly body: readonly Statement[];
  readonly blockParams?: readonly string[];
}

/** Names and arguments: what mustaches, blocks, partials and subexpressions have in common. */
interface Invocation extends Node {
  readonly params: readonly Expression[];
  readonly hash?: { readonly pairs: readonly { readonly key: string; readonly value: Expression }[] } | undefined;
}

/** `{{name}}`, `{{helper argument key=value}}`. */
export interface Mustache extends Invocation {
  readonly type: 'MustacheStatement';
  readonly path: Path | Literal;
  /** False for `{{{name}}}` and `{{&name}}`. */
  readonly escaped: boolean;
}

/** `{{#name}} ... {{else}} ... {{/name}}`. */
export interface Block extends Invocation {
  readonly type: 'BlockStatement';
  readonly path: Path | Literal;
  readonly program?: Program | undefined;
  readonly inverse?: Program | undefined;
}

/** `{{> name context key=value}}`, and the same around a block. */
export interface PartialCall extends Invocation {
  readonly type: 'PartialStatement' | 'PartialBlockStatement';
  readonly name: Path | Literal | SubExpression;
  readonly program?: Program | undefined;
}

/** `(helper argument key=value)`. */
export interface SubExpression extends Invocation {
  readonly type: 'SubExpression';
  readonly path: Path | Literal;
}

/** `a.b`, `../a`, `this`, `@index`. */
export interface Path extends Node {
  readonly type: 'PathExpression';
  readonly data: boolean;
  readonly depth: number;
  readonly parts: readonly string[];
  readonly original: string;
}

/** A value written in the template. */
export interface Literal extends Node {
  readonly type: 'StringLiteral' | 'NumberLiteral' | 'BooleanLiteral' | 'UndefinedLiteral' | 'NullLiteral';
  readonly value?: string | number | boolean;
  readonly original?: string | number | boolean;
}

/** What stands between or around values and needs no look. */
interface Passive extends Node {
  readonly type: 'ContentStatement' | 'CommentStatement';
  readonly value?: string;
}

/** `{{* name}}` and `{{#*inline 'name'}} ... {{/inline}}`. */
export interface Decorator extends Node {
  readonly type: 'Decorator' | 'DecoratorBlock';
}

/** What yields a value. */
export type Expression = Path | Literal | SubExpression;

/** What a program is made of. */
export type Statement = Mustache | Block | PartialCall | Decorator | Passive;

/** A text that was read, or why it cannot be. */
export type Parsed =
  | { readonly ok: true; readonly program: Program }
  | { readonly ok: false; readonly line: number; readonly message: string };

/** Reads the text of a template; anything but a text is refused. */
export function parseTemplate(source: unknown): Parsed {
  if (typeof source !== 'string')
    return { ok: false, line: 1, message: `expected the text of a template, got ${kindOfValue(source)}.` };
  try {
    // The interfaces of this file name what Handlebars documents of its tree; its own types leave out what may be missing.
    return { ok: true, program: Handlebars.parse(source) as unknown as Program };
  } catch (error) {
    const text = error instanceof Error ? error.message : '';
    return { ok: false, line: lineOf(error, text), message: reasonOf(text) };
  }
}

/** The name that `{{name}}` or `{{helper x}}` begins with, as written. */
export function nameOf(path: Path | Literal): string {
  return path.type === 'PathExpression' ? path.original : String(path.value ?? path.original);
}

/** Whether a path may name a helper: one word, no `this.`, `../`, `./` or `@`. */
export function isSimpleName(path: Path | Literal): boolean {
  return path.type !== 'PathExpression' || (path.parts.length === 1 && path.depth === 0 && !path.data && !isScoped(path));
}

/** Whether a path says that it starts at the context: `this.a`, `./a`. Such a path is never a block parameter. */
export function isScoped(path: Path): boolean {
  return /^\.|this\b/.test(path.original);
}

function lineOf(error: unknown, text: string): number {
  if (typeof error === 'object' && error !== null && 'lineNumber' in error && typeof error.lineNumber === 'number')
    return error.lineNumber;
  return Number(/ on line (\d+)/.exec(text)?.[1] ?? 1);
}

/** What the parser says, without its drawing: "Handlebars cannot read it near '{{#if}}': unexpected end of the braces.". */
function reasonOf(text: string): string {
  const lines = text.split('\n');
  const near = lines.length > 1 ? ` near '${lines[1]}'` : '';
  const token = /got '([^']*)'/.exec(text)?.[1] ?? 'INVALID';
  const what = lines.length > 1 ? `unexpected ${tokens[token] ?? token}` : text.replace(/ - \d+:\d+$/, '');
  return `Handlebars cannot read it${near}: ${what}.`;
}

const tokens: Readonly<Record<string, string>> = {
  EOF: 'end of the text, where a block or a {{ is still open',
  OPEN_ENDBLOCK: 'end of a block that was not begun',
  CLOSE: 'end of the braces',
  INVALID: 'character',
};
