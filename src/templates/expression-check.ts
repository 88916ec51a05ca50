/**
 * The check of expressions: what a path leads to, and what a helper yields.
 * @module
 */
import { type ErrorCode, unknownName } from '../core/errors.js';
import { builtIns, type Mode } from './built-ins.js';
import { type Call, callProblems, written } from './call-check.js';
import { type Frame, reported, type Site } from './frame.js';
import { ownBlocks, stockHelpers } from './helpers.js';
import type { RootScope } from './scope.js';
import { type Expression, isScoped, isSimpleName, type Literal, nameOf, type Path } from './syntax.js';
import { type UnknownPath, unknownPathMessage } from './unknown-path.js';
import { elementsOf, opaque, plainView, type View, walkPath } from './view.js';

/** Where findings go. */
export interface Findings {
  report(code: ErrorCode, site: Site, line: number, message: string): void;
  /** A path into something that the schema does not describe. */
  opaque(site: Site, line: number, path: string): void;
}

const blockHelpers = [...ownBlocks, ...stockHelpers.filter((name) => name !== 'lookup')];
const loopVariables = ['index', 'key', 'first', 'last'];

/** What expressions are checked against. */
export interface Surroundings {
  readonly scope: RootScope;
  /** Names of the host's helpers. */
  readonly helpers: readonly string[];
  /** Names of the images that can be shown. */
  readonly images: readonly string[];
  readonly findings: Findings;
}

/** Checks expressions against a root scope, and the helpers and images of a set. */
export class ExpressionCheck {
  readonly #scope: RootScope;
  readonly #hostHelpers: readonly string[];
  readonly #images: readonly string[];
  readonly #findings: Findings;
  readonly #mode: Mode | undefined;

  /** `mode` is that of the text; undefined for a partial by itself, which may be included in either. */
  constructor({ scope, helpers, images, findings }: Surroundings, mode: Mode | undefined) {
    this.#scope = scope;
    this.#hostHelpers = helpers;
    this.#images = images;
    this.#findings = findings;
    this.#mode = mode;
  }

  /** What an expression yields. */
  valueOf(expression: Expression, frame: Frame): View {
    if (expression.type === 'PathExpression') return this.#path(expression, frame);
    return expression.type === 'SubExpression' ? this.call(expression, frame) : literalView(expression);
  }

  /** Whether `{{name ...}}` calls a helper: it has arguments, or its name is that of a helper. */
  isCall({ path, params, hash }: Call, frame: Frame): boolean {
    if (params.length > 0 || hash !== undefined) return true;
    const name = nameOf(path);
    return isSimpleName(path) && !frame.blockParams.has(name) && this.#helperNames().includes(name);
  }

  /** What `{{name}}` or `{{helper x}}` yields. */
  mustache(call: Call, frame: Frame): View {
    if (this.isCall(call, frame)) return this.call(call, frame);
    const { path, loc } = call;
    if (path.type === 'PathExpression') return this.#path(path, frame);
    // Handlebars reads a literal in this place as the name of a field.
    const name = nameOf(path);
    return this.#path({ type: 'PathExpression', data: false, depth: 0, parts: [name], original: name, loc }, frame);
  }

  /** What a helper that is not a block yields, having checked how it is called. */
  call(call: Call, frame: Frame): View {
    const name = nameOf(call.path);
    const { line } = call.loc.start;
    const values = call.params.map((param) => this.valueOf(param, frame));
    for (const { value } of call.hash?.pairs ?? []) this.valueOf(value, frame);
    if (!isSimpleName(call.path) || !this.#helperNames().includes(name)) {
      return this.#report('unknown-helper', frame, line, unknownName('helper', name, this.#helperNames()));
    }
    if (blockHelpers.includes(name)) {
      return this.#report(
        'invalid-template',
        frame,
        line,
        `'${name}' is a block: write {{#${name}${name === 'shorten' ? '' : ' ...'}}} ... {{/${name}}}.`,
      );
    }
    if (name === 'lookup') return this.#lookup(call, values, frame);
    const signature = Object.hasOwn(builtIns, name) ? builtIns[name] : undefined;
    if (signature === undefined) return opaque;
    for (const problem of callProblems(name, signature, call, values, frame.context)) {
      this.#report(problem.code, frame, problem.line, problem.message);
    }
    if (name === 'image') this.#image(call, frame);
    return signature.yields === 'argument' ? values.flat() : plainView(signature.yields);
  }

  #image({ params, loc }: Call, frame: Frame): void {
    const [name] = params;
    const { line } = loc.start;
    if (this.#mode === 'text')
      this.#report('invalid-template', frame, line, 'images are shown in HTML only; plain text has none.');
    if (name === undefined) return;
    if (name.type !== 'StringLiteral') {
      const message = "an image must be called by its name, so that it can be checked: {{image 'logo'}}.";
      this.#report('invalid-template', frame, line, message);
    } else if (!this.#images.includes(String(name.value))) {
      this.#report('unknown-image', frame, line, unknownName('image', String(name.value), this.#images));
    }
  }

  #helperNames(): readonly string[] {
    return [...Object.keys(builtIns), ...ownBlocks, ...stockHelpers, ...this.#hostHelpers];
  }

  #path(path: Path, frame: Frame): View {
    if (path.data) return this.#dataVariable(path, frame);
    const [first, ...rest] = path.parts;
    const parameter = first !== undefined && path.depth === 0 && !isScoped(path) ? frame.blockParams.get(first) : undefined;
    if (parameter !== undefined) return this.#walk(path, parameter, rest, frame, [String(first)]);
    let from: Frame | undefined = frame;
    for (let depth = path.depth; depth > 0 && from !== undefined; depth--) from = from.parent;
    if (from !== undefined) return this.#walk(path, from.context, path.parts, frame, []);
    const why =
      frame.partials.length > 0 ? 'a partial sees only the context it is given, and the root as @root' : 'nothing is outside';
    return this.#report(
      'unknown-variable',
      frame,
      path.loc.start.line,
      `'${path.original}': '../' leads nowhere from here: ${why}.`,
    );
  }

  #dataVariable(path: Path, frame: Frame): View {
    const [name = '', ...rest] = path.parts;
    if (name === 'root') return this.#walk(path, this.#scope.view, rest, frame, ['@root']);
    if (name === 'partial-block') return plainView('boolean');
    if (rest.length === 0 && path.depth === 0 && (name === 'locale' || name === 'timeZone')) return plainView('string');
    if (rest.length === 0 && path.depth < frame.loops && loopVariables.includes(name)) return loopView(name);
    const known = ['root', 'locale', 'timeZone', ...(frame.loops > 0 ? loopVariables : [])].map((each) => `@${each}`);
    const isOutside = loopVariables.includes(name) && frame.loops <= path.depth;
    const outside = isOutside ? ` '@${name}' is only there inside {{#each}}.` : '';
    return this.#report(
      'unknown-variable',
      frame,
      path.loc.start.line,
      `${unknownName('variable', path.original, known)}${outside}`,
    );
  }

  #lookup(call: Call, [from]: readonly View[], frame: Frame): View {
    const [object, key] = call.params;
    if (from === undefined || object === undefined || key === undefined || call.params.length > 2) {
      const message = `{{lookup}} takes 2 arguments (object, key); got ${call.params.length}.`;
      return this.#report('invalid-argument', frame, call.loc.start.line, message);
    }
    if (from === reported) return reported;
    if (key.type !== 'StringLiteral' && key.type !== 'NumberLiteral') return elementsOf(from) ?? opaque;
    const name = String(key.value);
    const walk = walkPath(from, [name]);
    if (walk.kind === 'known') return walk.view;
    if (walk.kind === 'opaque') return opaque;
    return this.#unknown({ original: name, parts: [name], before: [written(object)], walk }, key.loc.start.line, frame);
  }

  #walk(path: Path, start: View, parts: readonly string[], frame: Frame, before: readonly string[]): View {
    if (start === reported) return reported;
    const { original, loc } = path;
    const walk = walkPath(start, parts);
    switch (walk.kind) {
      case 'known':
        return walk.view;
      case 'opaque':
        this.#findings.opaque(frame.site, loc.start.line, original);
        return opaque;
      case 'unknown':
        return this.#unknown({ original, parts, before, walk }, loc.start.line, frame);
      default:
        return walk satisfies never;
    }
  }

  #unknown(path: UnknownPath, line: number, frame: Frame): View {
    return this.#report('unknown-variable', frame, line, unknownPathMessage(path, this.#scope));
  }

  /** Reports, and yields the value of which nothing more is said. */
  #report(code: ErrorCode, frame: Frame, line: number, message: string): View {
    this.#findings.report(code, frame.site, line, message);
    return reported;
  }
}

function literalView({ type }: Literal): View {
  if (type === 'StringLiteral') return plainView('string');
  if (type === 'NumberLiteral') return plainView('number');
  return plainView(type === 'BooleanLiteral' ? 'boolean' : 'null');
}

function loopView(name: string): View {
  if (name === 'index') return plainView('number');
  return name === 'key' ? [...plainView('string'), ...plainView('number')] : plainView('boolean');
}
