/**
 * The check of one text: every statement of its syntax tree, and of the partials that it calls.
 * @module
 */
import { type ErrorCode, unknownName } from '../core/errors.js';
import { written } from './call-check.js';
import { ExpressionCheck, type Findings } from './expression-check.js';
import { type Frame, innerFrame, reported, rootFrame } from './frame.js';
import type { RootScope } from './scope.js';
import type { SetText } from './set-texts.js';
import {
  type Block,
  isSimpleName,
  type Mustache,
  nameOf,
  type Parsed,
  type PartialCall,
  type Program,
  type Statement,
} from './syntax.js';
import { kindsIn } from './unknown-path.js';
import { elementsOf, overlay, plainView, type View, walkPath } from './view.js';

/** What the check of a text needs to know. */
export interface SyntaxCheckOptions {
  readonly scope: RootScope;
  /** Names of the host's helpers. */
  readonly helpers: readonly string[];
  /** The partials that the text's language can use. */
  readonly partials: ReadonlyMap<string, SetText>;
  /** Names of the images that the text's language can show. */
  readonly images: readonly string[];
  readonly findings: Findings;
  /** Reads a text; a partial is asked for again wherever it is included. */
  readonly parse: (source: string) => Parsed;
}

/** How often a partial may be open inside itself: a tree of data is followed this far, which shows every mistake in it. */
const maxRecursion = 2;

/** Checks a text and everything it includes; yields the names of the partials that were reached. */
export function checkText(text: SetText, options: SyntaxCheckOptions): ReadonlySet<string> {
  return new SyntaxCheck(text, options).run(contextOf(text, options.scope.view));
}

/** What a text sees: the root, or the elements of the list that it is read in; what is wrong with that list is told where it is named. */
function contextOf({ within }: SetText, root: View): View {
  if (within === undefined) return root;
  const list = walkPath(root, within.split('.'));
  if (list.kind === 'unknown') return reported;
  return (list.kind === 'known' ? elementsOf(list.view) : undefined) ?? reported;
}

/** Checks a partial that nothing includes: its syntax and what it calls, as its context is not known. */
export function checkUnusedPartial(text: SetText, options: SyntaxCheckOptions): void {
  new SyntaxCheck(text, options).run(reported);
}

class SyntaxCheck {
  readonly #text: SetText;
  readonly #options: SyntaxCheckOptions;
  readonly #expressions: ExpressionCheck;
  readonly #reached = new Set<string>();
  #hasBody = false;

  constructor(text: SetText, options: SyntaxCheckOptions) {
    this.#text = text;
    this.#options = options;
    this.#expressions = new ExpressionCheck(options, text.kind === 'partial' ? undefined : text.mode);
  }

  run(context: View): ReadonlySet<string> {
    const frame = rootFrame({ place: this.#text.place, usedBy: undefined }, context);
    const isRead = this.#source(this.#text.source, frame);
    if (this.#text.kind === 'layout' && isRead && !this.#hasBody) this.#report('missing-value', frame, 1, says.noBody);
    return this.#reached;
  }

  #source(source: string, frame: Frame): boolean {
    const parsed = this.#options.parse(source);
    if (parsed.ok) this.#program(parsed.program, frame);
    else this.#report('invalid-template', frame, parsed.line, parsed.message);
    return parsed.ok;
  }

  #program(program: Program | undefined, frame: Frame): void {
    for (const statement of program?.body ?? []) this.#statement(statement, frame);
  }

  #statement(statement: Statement, frame: Frame): void {
    switch (statement.type) {
      case 'MustacheStatement':
        this.#mustache(statement, frame);
        break;
      case 'BlockStatement':
        this.#block(statement, frame);
        break;
      case 'PartialStatement':
      case 'PartialBlockStatement':
        this.#partial(statement, frame);
        break;
      case 'Decorator':
      case 'DecoratorBlock':
        this.#report('invalid-template', frame, statement.loc.start.line, says.decorator);
        break;
      case 'ContentStatement':
      case 'CommentStatement':
        break;
      default:
        statement satisfies never;
    }
  }

  #mustache(mustache: Mustache, frame: Frame): void {
    const view = this.#expressions.mustache(mustache, frame);
    const { line } = mustache.loc.start;
    const name = nameOf(mustache.path);
    if (this.#text.kind === 'layout' && /^(?:this\.|\.\/|@root\.)?body$/.test(name)) {
      this.#hasBody = true;
      if (mustache.escaped && this.#text.mode === 'html') this.#report('invalid-template', frame, line, says.escapedBody(name));
    }
    if (view === reported || this.#expressions.isCall(mustache, frame)) return;
    const kinds = view.map(({ kind }) => kind).filter((kind) => kind !== 'null');
    if (kinds.includes('date')) this.#report('invalid-value', frame, line, says.bareDate(name));
    else if (kinds.length > 0 && kinds.every((kind) => kind === 'object' || kind === 'list')) {
      const fix = kinds.includes('list') ? `write {{list ${name}}} or {{#each ${name}}}` : 'name one of its fields';
      this.#report('invalid-value', frame, line, `'${name}' is ${kindsIn(view)} and cannot be written as it is: ${fix}.`);
    }
  }

  #block(block: Block, frame: Frame): void {
    const name = nameOf(block.path);
    if (!this.#expressions.isCall(block, frame)) this.#section(this.#expressions.mustache(block, frame), block, frame);
    else if (isSimpleName(block.path) && name === 'shorten') this.#shorten(block, frame);
    else if (isSimpleName(block.path) && isBlockName(name)) this.#blockHelper(name, block, frame);
    else {
      const view = this.#expressions.call(block, frame);
      if (view !== reported) this.#report('invalid-template', frame, block.loc.start.line, says.noBlock(name));
      this.#program(block.program, frame);
    }
    this.#program(block.inverse, frame);
  }

  #shorten({ params, hash, program, inverse, loc }: Block, frame: Frame): void {
    if (params.length > 0 || hash !== undefined) this.#report('invalid-argument', frame, loc.start.line, says.shortenAlone);
    if (inverse !== undefined) this.#report('invalid-template', frame, loc.start.line, says.shortenElse);
    this.#program(program, frame);
  }

  #blockHelper(name: BlockName, block: Block, frame: Frame): void {
    const { line } = block.loc.start;
    const known = name === 'if' || name === 'unless' ? ['includeZero'] : [];
    for (const { key, value } of block.hash?.pairs ?? []) {
      this.#expressions.valueOf(value, frame);
      if (!known.includes(key))
        this.#report('unknown-option', frame, line, `{{#${name}}}: ${unknownName('named argument', key, known)}`);
    }
    const views = block.params.map((param) => this.#expressions.valueOf(param, frame));
    const [param] = block.params;
    const [view = reported] = views;
    if (views.length !== 1) this.#report('invalid-argument', frame, line, says.oneArgument(name, views.length));
    if (name === 'if' || name === 'unless') this.#program(block.program, frame);
    else if (name === 'with') this.#with(view, block, frame);
    else this.#each(view, param === undefined ? '' : written(param), block, frame);
  }

  #with(view: View, { program }: Block, frame: Frame): void {
    if (program !== undefined) this.#program(program, innerFrame(frame, view, program, [view]));
  }

  #each(view: View, name: string, { program, loc }: Block, frame: Frame): void {
    const elements = view === reported ? reported : elementsOf(view);
    if (elements === undefined) {
      this.#report(
        'invalid-value',
        frame,
        loc.start.line,
        `{{#each}} goes through lists and objects; '${name}' is ${kindsIn(view)}.`,
      );
    }
    const context = elements ?? reported;
    const key: View = [...plainView('number'), ...plainView('string')];
    if (program !== undefined) this.#program(program, innerFrame(frame, context, program, [context, key], frame.loops + 1));
  }

  /** `{{#sessions}}`: goes through a list, tests a boolean, enters anything else. */
  #section(view: View, block: Block, frame: Frame): void {
    if (view === reported) this.#with(view, block, frame);
    else if (view.some(({ kind }) => kind === 'list')) this.#each(view, nameOf(block.path), block, frame);
    else if (view.every(({ kind }) => kind === 'boolean' || kind === 'null')) this.#program(block.program, frame);
    else this.#with(view, block, frame);
  }

  #partial(call: PartialCall, frame: Frame): void {
    const { line } = call.loc.start;
    const context = this.#partialContext(call, frame);
    const name = call.name.type === 'SubExpression' ? undefined : nameOf(call.name);
    const partial = name === undefined ? undefined : this.#options.partials.get(name);
    if (name === '@partial-block') this.#partialBlock(context, line, frame);
    else if (name !== undefined && partial !== undefined) this.#included(name, partial, { call, context, frame });
    else {
      if (name === undefined) this.#report('invalid-template', frame, line, says.dynamicPartial);
      else this.#report('unknown-partial', frame, line, unknownName('partial', name, [...this.#options.partials.keys()]));
      this.#program(call.program, frame);
    }
  }

  #included(name: string, partial: SetText, { call, context, frame }: { call: PartialCall; context: View; frame: Frame }): void {
    this.#reached.add(name);
    if (frame.partials.filter((open) => open === name).length > maxRecursion) return;
    const site = { place: partial.place, usedBy: frame.site.usedBy ?? this.#text.place };
    const block = call.program === undefined ? frame.block : { program: call.program, frame };
    this.#source(partial.source, { ...rootFrame(site, context), loops: frame.loops, block, partials: [...frame.partials, name] });
  }

  /** What stands between `{{#> card}}` and `{{/card}}` is rendered with the context that the partial gives it. */
  #partialBlock(context: View, line: number, frame: Frame): void {
    const { block } = frame;
    if (block === undefined) {
      // A partial may be called with or without a block, and then tests {{#if @partial-block}}.
      if (frame.partials.length === 0) this.#report('unknown-partial', frame, line, says.noPartialBlock);
      return;
    }
    const isSame = context === block.frame.context;
    const inner = isSame ? block.frame : innerFrame(block.frame, context, block.program, []);
    this.#program(block.program, { ...inner, loops: Math.max(inner.loops, frame.loops) });
  }

  #partialContext({ params, hash, loc }: PartialCall, frame: Frame): View {
    const views = params.map((param) => this.#expressions.valueOf(param, frame));
    if (views.length > 1) this.#report('invalid-argument', frame, loc.start.line, says.oneContext(views.length));
    const [context = frame.context] = views;
    if (hash === undefined) return context;
    const fields = hash.pairs.map(({ key, value }) => [key, this.#expressions.valueOf(value, frame)] as const);
    return context === reported ? reported : overlay(context, Object.fromEntries(fields));
  }

  #report(code: ErrorCode, frame: Frame, line: number, message: string): void {
    this.#options.findings.report(code, frame.site, line, message);
  }
}

type BlockName = 'if' | 'unless' | 'each' | 'with';

function isBlockName(name: string): name is BlockName {
  return name === 'if' || name === 'unless' || name === 'each' || name === 'with';
}

const says = {
  noBody: 'the layout has no place for the message: write {{{body}}} where it stands.',
  decorator: "inline partials and other decorators are not supported: write the text under 'partials'.",
  dynamicPartial: 'a partial must be called by its name, so that it can be checked: use {{#if}} to choose between some.',
  noPartialBlock: "'@partial-block' is only there inside a partial that is called as a block: {{#> name}} ... {{/name}}.",
  escapedBody: (name: string) => `the body is HTML already and would be escaped once more: write {{{${name}}}}.`,
  bareDate: (name: string) =>
    `'${name}' is a date, which JavaScript would write in its own way and in the zone of the process: ` +
    `write {{date ${name}}}, {{time ${name}}} or {{dateTime ${name}}}.`,
  noBlock: (name: string) => `'${name}' is not a block: write {{#if (${name} ...)}} to test it, or {{${name} ...}} to write it.`,
  oneArgument: (name: BlockName, count: number) =>
    `{{#${name}}} takes 1 argument; got ${count}.${count > 1 && name !== 'each' ? ` Combine conditions: (and a b), (or a b).` : ''}`,
  shortenAlone: '{{#shorten}} takes no arguments: the limit is that of the rule, in its columns parts and fit.',
  shortenElse: '{{#shorten}} has no {{else}}, which would never be written.',
  oneContext: (count: number) => `a partial takes 1 context; got ${count}. Name the others: {{> card title=name}}.`,
} as const;
