/**
 * Turns: changes of one subject go one after another within a process.
 * @module
 */
import type { SubjectRef } from '../ports/store.js';

/** One holder for each subject, first come, first served; a subject that nobody holds takes no memory. */
export class Turns {
  readonly #waiting = new Map<string, (() => void)[]>();

  /** Waits for the subject's turn; yields what ends it. */
  async take(ref: SubjectRef): Promise<() => void> {
    const name = nameOf(ref);
    const waiting = this.#waiting.get(name);
    if (waiting === undefined) this.#waiting.set(name, []);
    else await new Promise<void>((resolve) => waiting.push(resolve));
    return () => {
      const next = this.#waiting.get(name)?.shift();
      if (next === undefined) this.#waiting.delete(name);
      else next();
    };
  }
}

/** Unlike a plain separator, a length cannot be mistaken for a part of the names. */
function nameOf({ lifecycle, subject }: SubjectRef): string {
  return `${lifecycle.length} ${lifecycle} ${subject}`;
}
