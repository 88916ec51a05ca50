/**
 * JSON with places: what is wrong with a text, by line and column, and names that are given twice.
 * @module
 */
import type { Problem } from '../core/errors.js';

/** What a JSON text holds, and its mistakes; the value is undefined where the text cannot be read. */
export interface JsonText {
  readonly value: unknown;
  readonly problems: readonly Problem[];
}

/**
 * Reads strict JSON.
 *
 * Why not `JSON.parse` alone: it names no place in many of its messages, another one in each version of the runtime, and takes the
 * last of two properties of one name without a word.
 */
export function readJson(text: string): JsonText {
  const scanner = new Scanner(text.startsWith('\uFEFF') ? text.slice(1) : text);
  const syntax = scanner.scan();
  if (syntax !== undefined) return { value: undefined, problems: [syntax] };
  return { value: JSON.parse(scanner.text), problems: scanner.duplicates };
}

/** Walks over a text and remembers how far it got. Makes no values: that is left to `JSON.parse`. */
class Scanner {
  readonly text: string;
  readonly duplicates: Problem[] = [];
  #at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The first mistake in the syntax, or undefined. */
  scan(): Problem | undefined {
    const expected = this.#value('') ?? (this.#peek() === '' ? undefined : 'the end of the file');
    if (expected === undefined) return undefined;
    const before = this.text.slice(0, this.#at).split('\n');
    const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
    const got =
      this.#at >= this.text.length ? 'the end of the file' : `'${/^[\w.+-]{1,20}|^./su.exec(this.text.slice(this.#at))?.[0]}'`;
    return { code: 'invalid-value', place, message: `this is not JSON: expected ${expected}, got ${got}.` };
  }

  /** Each of these yields what was expected where the text goes wrong. */
  #value(place: string): string | undefined {
    const next = this.#peek();
    if (next === '{') return this.#object(place);
    if (next === '[') return this.#array(place);
    if (next === '"') return this.#string() === undefined ? 'a text within double quotes, on one line' : undefined;
    return this.#match(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y) ? undefined : 'a value';
  }

  #object(place: string): string | undefined {
    const names = new Set<string>();
    this.#at += 1;
    if (this.#skip('}')) return undefined;
    do {
      const name = this.#peek() === '"' ? this.#string() : undefined;
      if (name === undefined) return names.size === 0 ? `a name in double quotes or '}'` : 'a name in double quotes';
      const inner = place === '' ? name : `${place}.${name}`;
      if (names.has(name)) {
        const message = `'${name}' is given twice, and only the last one would count. Remove one of them.`;
        this.duplicates.push({ code: 'duplicate-name', place: inner, message });
      }
      names.add(name);
      if (!this.#skip(':')) return `':'`;
      const expected = this.#value(inner);
      if (expected !== undefined) return expected;
    } while (this.#skip(','));
    return this.#skip('}') ? undefined : `',' or '}'`;
  }

  #array(place: string): string | undefined {
    this.#at += 1;
    if (this.#skip(']')) return undefined;
    let index = 0;
    do {
      const expected = this.#value(`${place}[${index}]`);
      if (expected !== undefined) return expected;
      index += 1;
    } while (this.#skip(','));
    return this.#skip(']') ? undefined : `',' or ']'`;
  }

  /** The content of a string, undefined where it is none. */
  #string(): string | undefined {
    const start = this.#at;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON strings must not contain them.
    if (!this.#match(/"(?:[^"\\\u0000-\u001F]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/y)) return undefined;
    return String(JSON.parse(this.text.slice(start, this.#at)));
  }

  #match(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.text)) return false;
    this.#at = pattern.lastIndex;
    return true;
  }

  /** The next character that is not white space; empty at the end. */
  #peek(): string {
    this.#match(/[ \t\r\n]+/y);
    return this.text[this.#at] ?? '';
  }

  #skip(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at += 1;
    return true;
  }
}
