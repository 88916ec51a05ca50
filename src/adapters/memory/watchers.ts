/**
 * Those who want to hear of new work.
 * @module
 */

/** Functions to call when something can be claimed earlier than before. */
export class Watchers {
  readonly #listeners = new Set<() => void>();

  /** Yields what ends it. */
  add(listener: () => void): () => void {
    // Wrapped, so that a function that watches twice is called twice and each end ends one.
    const call = () => listener();
    this.#listeners.add(call);
    return () => this.#listeners.delete(call);
  }

  tell(): void {
    for (const listener of this.#listeners) {
      try {
        listener();
      } catch (error) {
        // The work is committed: what a listener throws is nobody's answer here, and must not get lost either.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
