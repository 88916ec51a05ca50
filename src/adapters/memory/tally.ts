/**
 * Jobs by a word that is said of them.
 * @module
 */

/** How many there are of each; what there is none of takes no memory. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(word: string, change: 1 | -1): void {
    const count = this.count(word) + change;
    if (count === 0) this.#counts.delete(word);
    else this.#counts.set(word, count);
  }

  count(word: string): number {
    return this.#counts.get(word) ?? 0;
  }

  toRecord(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }
}
