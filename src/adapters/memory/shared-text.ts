/**
 * One copy of each text that many jobs have in common: rules, roles, zones, days.
 * @module
 */

const maxTexts = 4096;

/**
 * Remembers texts and short lists of texts it has seen, so that equal ones take memory once.
 *
 * A full memory starts anew: it holds 4096 of each at most, and what was handed out stays as it is.
 */
export class SharedText {
  readonly #texts = new Map<string, string>();
  readonly #lists = new Map<string, readonly string[]>();

  text<T extends string | undefined>(text: T): T {
    if (text === undefined) return text;
    const known = remembered(this.#texts, text, () => text);
    // What is remembered under a text is that very text.
    return known as T;
  }

  /** Frozen, so that it can be handed out as it is. */
  list(list: readonly string[]): readonly string[] {
    const copy = () => Object.freeze(list.map((text) => this.text(text)));
    const known = remembered(this.#lists, list.join(), copy);
    // A text with a comma in it can join to the same key as another list.
    return known.length === list.length && known.every((text, at) => text === list[at]) ? known : copy();
  }
}

function remembered<V>(memory: Map<string, V>, key: string, make: () => V): V {
  let value = memory.get(key);
  if (value === undefined) {
    value = make();
    if (memory.size >= maxTexts) memory.clear();
    memory.set(key, value);
  }
  return value;
}
