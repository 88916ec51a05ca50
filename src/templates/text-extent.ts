/**
 * What a template writes at most: its syntax tree, measured instead of rendered.
 * @module
 */
import { builtIns } from './built-ins.js';
import { ExpressionCheck } from './expression-check.js';
import { boundless, type Extent, extentOfText, noExtent, sum, times, widest } from './extent.js';
import type { Formats } from './formats.js';
import { type Frame, innerFrame, rootFrame } from './frame.js';
import {
  type Block,
  type Expression,
  isSimpleName,
  type Mustache,
  nameOf,
  type PartialCall,
  type Program,
  type Statement,
  type SubExpression,
} from './syntax.js';
import type { SyntaxCheckOptions } from './syntax-check.js';
import { extentOfCall, extentOfView, mostElements } from './value-extent.js';
import { elementsOf, overlay, type View } from './view.js';

/** The extent of a whole text, and of what is left of it where everything that is marked by `{{#shorten}}` is cut. */
export interface TextExtent {
  readonly whole: Extent;
  readonly kept: Extent;
}

/** Measures a text. What the check would report takes nothing, or has no limit. */
export function extentOfTemplate(source: string, options: SyntaxCheckOptions, formats: Formats): TextExtent {
  return new Measure(options, formats).source(source, rootFrame({ place: '', usedBy: undefined }, options.scope.view));
}

const nothing: TextExtent = { whole: noExtent, kept: noExtent };

class Measure {
  readonly #options: SyntaxCheckOptions;
  readonly #formats: Formats;
  readonly #expressions: ExpressionCheck;

  constructor(options: SyntaxCheckOptions, formats: Formats) {
    this.#options = options;
    this.#formats = formats;
    // The check has told of everything already.
    const findings = { report: () => {}, opaque: () => {} };
    this.#expressions = new ExpressionCheck({ ...options, findings }, undefined);
  }

  source(source: string, frame: Frame): TextExtent {
    const parsed = this.#options.parse(source);
    return parsed.ok ? this.#program(parsed.program, frame) : nothing;
  }

  #program(program: Program | undefined, frame: Frame): TextExtent {
    const all = (program?.body ?? []).map((statement) => this.#statement(statement, frame));
    return { whole: sum(all.map(({ whole }) => whole)), kept: sum(all.map(({ kept }) => kept)) };
  }

  #statement(statement: Statement, frame: Frame): TextExtent {
    switch (statement.type) {
      case 'ContentStatement':
        return same(extentOfText(statement.value ?? ''));
      case 'MustacheStatement':
        return same(this.#mustache(statement, frame));
      case 'BlockStatement':
        return this.#block(statement, frame);
      case 'PartialStatement':
      case 'PartialBlockStatement':
        return this.#partial(statement, frame);
      default:
        return nothing;
    }
  }

  #mustache(mustache: Mustache, frame: Frame): Extent {
    if (this.#expressions.isCall(mustache, frame)) return this.#call(mustache, frame);
    return extentOfView(this.#expressions.mustache(mustache, frame), nameOf(mustache.path));
  }

  #call(call: Mustache | SubExpression, frame: Frame): Extent {
    const name = nameOf(call.path);
    const argument = (expression: Expression) => ({
      expression,
      view: this.#expressions.valueOf(expression, frame),
      extent: this.#value(expression, frame),
    });
    const named = new Map((call.hash?.pairs ?? []).map(({ key, value }) => [key, argument(value)]));
    const own = Object.hasOwn(builtIns, name) && isSimpleName(call.path);
    if (name === 'lookup') return extentOfView(this.#expressions.call(call, frame), '{{lookup}}');
    const extent = own ? extentOfCall({ name, args: call.params.map(argument), named }, this.#formats) : undefined;
    return extent ?? boundless(`{{${name}}}`);
  }

  #value(expression: Expression, frame: Frame): Extent {
    if (expression.type === 'SubExpression') return this.#call(expression, frame);
    if (expression.type !== 'PathExpression') return extentOfText(String(expression.value ?? ''));
    return extentOfView(this.#expressions.valueOf(expression, frame), nameOf(expression));
  }

  #block(block: Block, frame: Frame): TextExtent {
    const name = nameOf(block.path);
    const otherwise = this.#program(block.inverse, frame);
    if (!this.#expressions.isCall(block, frame)) {
      const view = this.#expressions.mustache(block, frame);
      return either(this.#section(view, name, block, frame), otherwise);
    }
    if (name === 'shorten') {
      const { whole } = this.#program(block.program, frame);
      // A space may be put where a section was.
      return { whole, kept: extentOfText(' ') };
    }
    const [param] = block.params;
    const view = param === undefined ? [] : this.#expressions.valueOf(param, frame);
    if (name === 'each') {
      const list = param === undefined || param.type === 'SubExpression' ? '{{#each}}' : nameOf(param);
      return either(this.#each(view, list, block, frame), otherwise);
    }
    if (name === 'with') return either(this.#with(view, block, frame), otherwise);
    return either(this.#program(block.program, frame), otherwise);
  }

  #section(view: View, name: string, block: Block, frame: Frame): TextExtent {
    if (view.some(({ kind }) => kind === 'list')) return this.#each(view, name, block, frame);
    if (view.every(({ kind }) => kind === 'boolean' || kind === 'null')) return this.#program(block.program, frame);
    return this.#with(view, block, frame);
  }

  #with(view: View, { program }: Block, frame: Frame): TextExtent {
    return program === undefined ? nothing : this.#program(program, innerFrame(frame, view, program, [view]));
  }

  #each(view: View, name: string, { program }: Block, frame: Frame): TextExtent {
    if (program === undefined) return nothing;
    const context = elementsOf(view) ?? [];
    const key: View = [{ kind: 'number' }, { kind: 'string' }];
    const once = this.#program(program, innerFrame(frame, context, program, [context, key], frame.loops + 1));
    const most = mostElements(view);
    if (most !== undefined) return { whole: times(most, once.whole), kept: times(most, once.kept) };
    const endless = (extent: Extent): Extent =>
      extent.units === 0
        ? noExtent
        : {
            ...extent,
            units: Number.POSITIVE_INFINITY,
            unbounded: [name, ...extent.unbounded.filter((other) => other !== 'this')],
          };
    return { whole: endless(once.whole), kept: endless(once.kept) };
  }

  #partial(call: PartialCall, frame: Frame): TextExtent {
    const name = call.name.type === 'SubExpression' ? '' : nameOf(call.name);
    const partial = this.#options.partials.get(name);
    if (partial === undefined || call.program !== undefined || frame.partials.includes(name))
      return same(boundless(`{{> ${name}}}`));
    const [given] = call.params;
    const context = given === undefined ? frame.context : this.#expressions.valueOf(given, frame);
    const fields = (call.hash?.pairs ?? []).map(({ key, value }) => [key, this.#argument(value, frame)] as const);
    const view = fields.length === 0 ? context : overlay(context, Object.fromEntries(fields));
    const inner = rootFrame({ place: partial.place, usedBy: undefined }, view);
    return this.source(partial.source, { ...inner, loops: frame.loops, partials: [...frame.partials, name] });
  }

  /** An argument of a partial: a text that is written in the template, or built by a helper, keeps what is known of its length. */
  #argument(value: Expression, frame: Frame): View {
    const view = this.#expressions.valueOf(value, frame);
    return view.map((leaf) =>
      leaf.kind === 'string' && leaf.extent === undefined ? { ...leaf, extent: this.#value(value, frame) } : leaf,
    );
  }
}

function same(extent: Extent): TextExtent {
  return { whole: extent, kept: extent };
}

function either(a: TextExtent, b: TextExtent): TextExtent {
  return { whole: widest([a.whole, b.whole]), kept: widest([a.kept, b.kept]) };
}
