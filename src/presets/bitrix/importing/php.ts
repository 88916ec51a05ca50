/**
 * The little PHP that texts of the SMS module have: `if` and `else` around pieces of text.
 *
 * It is read, never run. Conditions may ask whether a macro has a word in it, is some text, or is empty; anything else cannot be
 * translated.
 * @module
 */

/** A piece of a text: what is sent as it is, or a choice. */
export type Piece = { readonly text: string; readonly index: number } | Choice;

/** Pieces of which one list is sent. */
export interface Choice {
  readonly condition: Condition;
  readonly yes: readonly Piece[];
  readonly no: readonly Piece[];
}

/** A question about macros. */
export type Condition =
  | { readonly ask: 'contains' | 'is'; readonly macro: string; readonly text: string; readonly index: number }
  | { readonly ask: 'present'; readonly macro: string; readonly index: number }
  | { readonly ask: 'not'; readonly of: Condition }
  | { readonly ask: 'and' | 'or'; readonly of: readonly Condition[] };

/** PHP that has no counterpart, with where it stands. */
export class Untranslatable extends Error {
  readonly index: number;

  constructor(message: string, index: number) {
    super(message);
    this.name = 'Untranslatable';
    this.index = index;
  }
}

type Kind = 'text' | 'string' | 'word' | 'sign' | 'end';

interface Token {
  readonly kind: Kind;
  readonly value: string;
  readonly index: number;
}

/** Reads a text. Throws {@link Untranslatable} where it holds PHP of another kind. */
export function readPieces(source: string): readonly Piece[] {
  const reader = new Reader(tokensOf(source));
  const pieces = reader.pieces();
  reader.expectEnd();
  return pieces;
}

const code = /\s+|\/\*[\s\S]*?\*\/|["“”]([^"“”]*)["“”]|'([^']*)'|([A-Za-z_]\w*)|(!==|===|==|!=|&&|\|\||[{}()!,;])|([\s\S])/gu;

function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  // A text may begin in PHP, where it was copied without its first tag.
  const first = source.search(/<\?|\?>/);
  let inCode = first >= 0 && source.startsWith('?>', first);
  for (let index = 0; index <= source.length; inCode = !inCode) {
    const tag = source.indexOf(inCode ? '?>' : '<?', index);
    const end = tag < 0 ? source.length : tag;
    const part = source.slice(index, end);
    if (inCode) tokens.push(...codeTokens(part, index));
    else if (part !== '') tokens.push({ kind: 'text', value: part, index });
    if (tag < 0) break;
    index = end + (inCode || !source.startsWith('<?php', end) ? 2 : 5);
  }
  return [...tokens, { kind: 'end', value: '', index: source.length }];
}

function codeTokens(part: string, start: number): readonly Token[] {
  return [...part.matchAll(code)].flatMap((match): readonly Token[] => {
    const [, double, single, word, sign, other] = match;
    const index = start + match.index;
    const quoted = double ?? single;
    if (quoted !== undefined) return [{ kind: 'string', value: quoted, index }];
    if (word !== undefined) return [{ kind: 'word', value: word, index }];
    if (sign !== undefined) return [{ kind: 'sign', value: sign, index }];
    if (other !== undefined) throw new Untranslatable(`PHP with '${other}' cannot be translated.`, index);
    return [];
  });
}

/** Walks over the tokens. */
class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** Text and choices, up to a bracket that closes or the end. */
  pieces(): readonly Piece[] {
    const pieces: Piece[] = [];
    for (;;) {
      const { kind, value, index } = this.#peek();
      if (kind === 'text') {
        this.#at += 1;
        pieces.push({ text: value, index });
      } else if (kind === 'word' && value === 'if') pieces.push(this.#choice());
      else if (kind === 'sign' && value === ';') this.#at += 1;
      else return pieces;
    }
  }

  expectEnd(): void {
    const { kind, value, index } = this.#peek();
    if (kind !== 'end') throw new Untranslatable(`PHP with '${value}' cannot be translated.`, index);
  }

  #choice(): Choice {
    this.#at += 1;
    this.#sign('(');
    const condition = this.#or();
    this.#sign(')');
    const yes = this.#block();
    if (this.#sees('elseif')) return { condition, yes, no: [this.#choice()] };
    if (!this.#takes('else')) return { condition, yes, no: [] };
    return { condition, yes, no: this.#sees('if') ? [this.#choice()] : this.#block() };
  }

  #block(): readonly Piece[] {
    this.#sign('{');
    const pieces = this.pieces();
    this.#sign('}');
    return pieces;
  }

  #or(): Condition {
    return this.#joined('or', '||', () => this.#joined('and', '&&', () => this.#not()));
  }

  #joined(ask: 'and' | 'or', sign: string, next: () => Condition): Condition {
    const of = [next()];
    while (this.#takes(sign)) of.push(next());
    const [only, ...more] = of;
    return only !== undefined && more.length === 0 ? only : { ask, of };
  }

  #not(): Condition {
    if (this.#takes('!')) return { ask: 'not', of: this.#not() };
    if (!this.#takes('(')) return this.#question();
    const inner = this.#or();
    this.#sign(')');
    return inner;
  }

  /** `strpos(...) !== false`, `empty(...)`, `"#MACRO#" == "text"`, or `"#MACRO#"` alone. */
  #question(): Condition {
    const { kind, value, index } = this.#peek();
    if (kind === 'word' && /^(?:mb_)?stri?pos$/i.test(value)) return this.#contains();
    if (this.#takes('empty')) {
      this.#sign('(');
      const macro = this.#macro();
      this.#sign(')');
      return { ask: 'not', of: { ask: 'present', macro, index } };
    }
    const macro = this.#macro();
    const operator = this.#peek().value;
    if (!['==', '===', '!=', '!=='].includes(operator)) return { ask: 'present', macro, index };
    this.#at += 1;
    const text = this.#string();
    const is: Condition = text === '' ? { ask: 'not', of: { ask: 'present', macro, index } } : { ask: 'is', macro, text, index };
    return operator.startsWith('!') ? { ask: 'not', of: is } : is;
  }

  #contains(): Condition {
    const { index } = this.#peek();
    this.#at += 1;
    this.#sign('(');
    const macro = this.#macro();
    this.#sign(',');
    const text = this.#string();
    this.#sign(')');
    const { value: operator } = this.#peek();
    // Without a comparison with false it asks whether the word is there and not at the beginning, which nobody means.
    if (operator !== '!==' && operator !== '===') throw this.#refusal();
    this.#at += 1;
    if (!this.#takes('false')) throw this.#refusal();
    const contains: Condition = { ask: 'contains', macro, text, index };
    return operator === '!==' ? contains : { ask: 'not', of: contains };
  }

  /** A macro in quotes, or what makes its letters small, which makes no difference here. */
  #macro(): string {
    if (/^(?:to|strto|mb_strto)lower$/i.test(this.#peek().value)) {
      this.#at += 1;
      this.#sign('(');
      const inner = this.#macro();
      this.#sign(')');
      return inner;
    }
    const name = /^#(\w+)#$/.exec(this.#peek().kind === 'string' ? this.#peek().value : '')?.[1];
    if (name === undefined) throw this.#refusal();
    this.#at += 1;
    return name;
  }

  #string(): string {
    const { kind, value } = this.#peek();
    if (kind !== 'string' || value.includes('#')) throw this.#refusal();
    this.#at += 1;
    return value;
  }

  #sign(value: string): void {
    if (!this.#takes(value)) throw this.#refusal();
  }

  #takes(value: string): boolean {
    if (!this.#sees(value)) return false;
    this.#at += 1;
    return true;
  }

  #sees(value: string): boolean {
    const token = this.#peek();
    return (token.kind === 'word' || token.kind === 'sign') && token.value === value;
  }

  #peek(): Token {
    // The last token is the end, which nothing takes.
    return this.#tokens[Math.min(this.#at, this.#tokens.length - 1)] ?? { kind: 'end', value: '', index: 0 };
  }

  #refusal(): Untranslatable {
    const { kind, value, index } = this.#peek();
    const what =
      kind === 'end' ? 'PHP that is not complete' : kind === 'text' ? 'text in the middle of PHP' : `PHP with '${value}'`;
    return new Untranslatable(`${what} cannot be translated.`, index);
  }
}
