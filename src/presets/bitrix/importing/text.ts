/**
 * A text of the SMS module in Handlebars.
 * @module
 */
import { unknownName } from '../../../core/errors.js';
import { type ImportNotes, lineAt } from '../../shared/importing.js';
import type { Macro, Macros } from './macros.js';
import { type Condition, type Piece, readPieces, Untranslatable } from './php.js';

/** A text in Handlebars. */
export interface TranslatedText {
  readonly text: string;
  /** Whether it may render to nothing, which cancels the message. */
  readonly isConditional: boolean;
}

/** Translates a text that stands at `place`. What is wrong with it is noted, and then there is none. */
export function translate(source: string, macros: Macros, place: string, notes: ImportNotes): TranslatedText | undefined {
  const translation = new Translation(source, macros, place, notes);
  try {
    const pieces = readPieces(source);
    return { text: joined(translation.parts(pieces)), isConditional: pieces.some((piece) => 'condition' in piece) };
  } catch (error) {
    if (!(error instanceof Untranslatable)) throw error;
    notes.untranslatable(
      lineAt(place, source, error.index),
      `${error.message} Write the condition in Handlebars, as in {{#if (contains description 'word')}}, or as a condition of the lifecycle.`,
    );
    return undefined;
  }
}

/** A piece of the result. */
type Part = { readonly text: string; readonly index: number } | { readonly tag: string };

class Translation {
  readonly #source: string;
  readonly #macros: Macros;
  readonly #place: string;
  readonly #notes: ImportNotes;

  constructor(source: string, macros: Macros, place: string, notes: ImportNotes) {
    this.#source = source;
    this.#macros = macros;
    this.#place = place;
    this.#notes = notes;
  }

  parts(pieces: readonly Piece[]): readonly Part[] {
    return pieces.flatMap((piece) => ('condition' in piece ? this.#choice(piece) : this.#plain(piece.text, piece.index)));
  }

  #choice({ condition, yes, no }: Extract<Piece, { readonly condition: unknown }>): readonly Part[] {
    // A question that is turned around is the question with its answers changed.
    if (condition.ask === 'not') return this.#choice({ condition: condition.of, yes: no, no: yes });
    return chosen(this.#question(condition), this.parts(yes), this.parts(no));
  }

  /** Text with macros. */
  #plain(text: string, start: number): readonly Part[] {
    const parts: Part[] = [];
    let end = 0;
    for (const { 0: whole, 1: name = '', index } of text.matchAll(/#([A-Za-z_]\w*)#/g)) {
      parts.push({ text: text.slice(end, index), index: start + end });
      parts.push({ tag: this.#macro(name, start + index)?.shown ?? '' });
      end = index + whole.length;
    }
    return [...parts, { text: text.slice(end), index: start + end }];
  }

  #question(condition: Condition): string {
    switch (condition.ask) {
      case 'present':
        return this.#path(condition.macro, condition.index);
      case 'contains':
        return `(contains ${this.#path(condition.macro, condition.index)} ${quoted(condition.text, condition.index)})`;
      case 'is':
        return `(eq ${this.#path(condition.macro, condition.index)} ${quoted(condition.text, condition.index)})`;
      case 'not':
        return `(not ${this.#question(condition.of)})`;
      case 'and':
      case 'or':
        return `(${condition.ask} ${condition.of.map((one) => this.#question(one)).join(' ')})`;
      default:
        return condition satisfies never;
    }
  }

  /** The path of a macro that a condition asks about. */
  #path(name: string, index: number): string {
    const macro = this.#macro(name, index);
    if (macro !== undefined && macro.path === undefined)
      throw new Untranslatable(`'#${name}#' is no text here, so PHP that looks into it cannot be translated.`, index);
    return macro?.path ?? 'no';
  }

  /** A macro by its name; one that there is not is noted. */
  #macro(name: string, index: number): Macro | undefined {
    const macro = this.#macros.get(name);
    if (macro === undefined) {
      const known = [...this.#macros.keys()].map((one) => `#${one}#`);
      this.#notes.mistake('unknown-variable', lineAt(this.#place, this.#source, index), unknownName('macro', `#${name}#`, known));
    }
    return macro;
  }
}

function chosen(question: string, yes: readonly Part[], no: readonly Part[]): readonly Part[] {
  if (yes.every(isEmpty)) return no.every(isEmpty) ? [] : [{ tag: `{{#unless ${question}}}` }, ...no, { tag: '{{/unless}}' }];
  const otherwise = no.every(isEmpty) ? [] : [{ tag: '{{else}}' }, ...no];
  return [{ tag: `{{#if ${question}}}` }, ...yes, ...otherwise, { tag: '{{/if}}' }];
}

function isEmpty(part: Part): boolean {
  return 'text' in part && part.text === '';
}

/** The parts one after the other, so that Handlebars reads as text what is text. */
function joined(parts: readonly Part[]): string {
  return parts
    .filter((part) => !isEmpty(part))
    .map((part, index, all) => {
      if ('tag' in part) return part.tag;
      const next = all[index + 1];
      const isBeforeTag = next !== undefined && 'tag' in next;
      const brace = /\{\{/.exec(part.text)?.index ?? (next !== undefined && part.text.endsWith('{') ? part.text.length - 1 : -1);
      if (brace >= 0) throw new Untranslatable("'{' begins a tag of Handlebars, and cannot stand here.", part.index + brace);
      // Before a tag Handlebars reads a backslash as a sign that the tag is text, and two of them as one.
      const text = isBeforeTag && part.text.endsWith('\\') ? `${part.text}\\` : part.text;
      // Behind a tag it reads a brace as one more of the tag's; an empty comment parts them.
      return index > 0 && text.startsWith('}') ? `{{!}}${text}` : text;
    })
    .join('');
}

function quoted(text: string, index: number): string {
  if (!text.includes("'")) return `'${text}'`;
  if (!text.includes('"')) return `"${text}"`;
  throw new Untranslatable('a text with both kinds of quotes cannot be translated.', index);
}
