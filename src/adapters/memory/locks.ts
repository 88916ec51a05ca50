/**
 * Locks by name, first come, first served.
 * @module
 */

/** One holder a name; a name that nobody holds takes no memory. */
export class Locks {
  readonly #waiting = new Map<string, (() => void)[]>();

  /** Yields undefined where the lock is taken at once, else a promise for the moment it is. */
  take(name: string): Promise<void> | undefined {
    const waiting = this.#waiting.get(name);
    if (waiting === undefined) {
      this.#waiting.set(name, []);
      return undefined;
    }
    return new Promise((resolve) => {
      waiting.push(resolve);
    });
  }

  /** Hands the lock to whoever has waited longest. */
  release(name: string): void {
    const next = this.#waiting.get(name)?.shift();
    if (next === undefined) this.#waiting.delete(name);
    else next();
  }

  isHeld(name: string): boolean {
    return this.#waiting.has(name);
  }

  /** Names that somebody holds. */
  get size(): number {
    return this.#waiting.size;
  }
}
