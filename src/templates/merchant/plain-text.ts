/**
 * What a template says whatever the data: its text without its expressions, each place of which leads back to the source.
 * @module
 */
import type { Expression, Program, Statement } from '../syntax.js';

/** Stands where data will stand. */
export const gap = '\uFFFC';

/** A text, and where in the source each of its code units stands. */
export interface PlainText {
  readonly text: string;
  readonly offsets: readonly number[];
}

/** A text as it is. */
export function wholeText(source: string): PlainText {
  return { text: source, offsets: [...source.split('').keys()] };
}

/**
 * The texts that a template can come to, as far as they do not depend on data: one with all blocks, one with all their alternatives,
 * and one of the texts that are written within expressions. Whatever is hidden between braces shows here.
 */
export function plainTexts(source: string, program: Program): readonly PlainText[] {
  const wanted = ['program', 'inverse', 'literals'] as const;
  return wanted.map((each) => new Reader(source, each).read(program));
}

class Reader {
  readonly #source: string;
  readonly #wanted: 'program' | 'inverse' | 'literals';
  #cursor = 0;
  #text = '';
  readonly #offsets: number[] = [];

  constructor(source: string, wanted: 'program' | 'inverse' | 'literals') {
    this.#source = source;
    this.#wanted = wanted;
  }

  read(program: Program): PlainText {
    this.#program(program);
    return { text: this.#text, offsets: this.#offsets };
  }

  #program(program: Program | undefined): void {
    for (const statement of program?.body ?? []) this.#statement(statement);
  }

  #statement(statement: Statement): void {
    switch (statement.type) {
      case 'ContentStatement':
        this.#content(statement);
        break;
      case 'MustacheStatement':
        this.#expressions([...statement.params, ...valuesOf(statement.hash)]);
        if (this.#wanted !== 'literals') this.#put(gap, this.#cursor);
        break;
      case 'BlockStatement':
        this.#expressions([...statement.params, ...valuesOf(statement.hash)]);
        if (this.#wanted !== 'inverse') this.#program(statement.program);
        if (this.#wanted !== 'program') this.#program(statement.inverse);
        break;
      case 'PartialStatement':
      case 'PartialBlockStatement':
        this.#expressions([...statement.params, ...valuesOf(statement.hash)]);
        if (this.#wanted !== 'literals') this.#put(gap, this.#cursor);
        this.#program(statement.program);
        break;
      default:
        break;
    }
  }

  #content(statement: Statement): void {
    // Handlebars keeps the text as it was written beside what is left of it after `~`.
    const { original = '' } = statement as { readonly original?: string };
    const at = this.#find(original);
    if (this.#wanted !== 'literals') this.#put(original, at);
    this.#cursor = at + original.length;
  }

  #expressions(expressions: readonly Expression[]): void {
    for (const expression of expressions) {
      if (expression.type === 'SubExpression') this.#expressions([...expression.params, ...valuesOf(expression.hash)]);
      if (expression.type !== 'StringLiteral' || this.#wanted !== 'literals') continue;
      const value = String(expression.value);
      this.#put(value, this.#find(value));
      this.#put('\n', this.#cursor);
    }
  }

  #find(text: string): number {
    const at = this.#source.indexOf(text, this.#cursor);
    return at === -1 ? this.#cursor : at;
  }

  #put(text: string, at: number): void {
    this.#text += text;
    for (let index = 0; index < text.length; index++) this.#offsets.push(at + (text === gap ? 0 : index));
  }
}

function valuesOf(hash: { readonly pairs: readonly { readonly value: Expression }[] } | undefined): readonly Expression[] {
  return hash?.pairs.map(({ value }) => value) ?? [];
}

/**
 * The text as readers take it: wide letters narrow, no invisible characters. A word that is spread by them is one word again.
 */
export function folded({ text, offsets }: PlainText): PlainText {
  let folding = '';
  const places: number[] = [];
  let index = 0;
  for (const character of text) {
    const shown = /\p{Cf}|\p{Mn}/u.test(character) ? '' : character.normalize('NFKC');
    folding += shown;
    for (let unit = 0; unit < shown.length; unit++) places.push(offsets[index] ?? 0);
    index += character.length;
  }
  return { text: folding, offsets: places };
}

/** `line 2, column 7` of the source. */
export function placeAt(source: string, offset: number): string {
  const before = source.slice(0, offset).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
