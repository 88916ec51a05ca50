/**
 * Watchers: who wants to hear of new work.
 * @module
 */
import type { Listening, PostgresClient } from './client.js';

/** Begins what a store tells itself, to see whether it hears anything; it is no news for others. */
const echo = 'echo ';

/** Longest sleep while news is heard: work that is told of at once is due within little more. */
const sleepWhileLive = 60_000;

/** How the store hears of new work. */
export interface WatchParts {
  readonly listen: PostgresClient<never>['listen'];
  readonly channel: string;
  readonly origin: string;
  /** Tells the channel something, as others do: through the client of the store. */
  readonly notify: (payload: string) => Promise<unknown>;
  /** Longest sleep while nothing is heard, in milliseconds. */
  readonly pollEvery: number;
}

/**
 * Tells watchers of new work: of this store's own at once, of that of others as long as the channel can be heard. A channel counts as
 * heard when it has brought what the store told itself: poolers take a LISTEN and never hear, and so does a listener in another database.
 */
export class Watch {
  readonly #parts: WatchParts;
  readonly #listeners = new Set<() => void>();
  #listening: Listening | undefined;
  #hasHeard = false;
  #end: Promise<void> = Promise.resolve();

  constructor(parts: WatchParts) {
    this.#parts = parts;
  }

  get pollEvery(): number {
    return this.#hasHeard && this.#listening?.isLive ? sleepWhileLive : this.#parts.pollEvery;
  }

  /** Listens as long as anybody watches. */
  add(listener: () => void): () => void {
    const { listen, channel, origin, notify } = this.#parts;
    // Wrapped, so that a function that watches twice is called twice and each end ends one.
    const call = () => listener();
    this.#listeners.add(call);
    this.#listening ??= listen?.(channel, {
      heard: (payload) => {
        if (payload === `${echo}${origin}`) this.#hasHeard = true;
        else if (payload !== origin && !payload.startsWith(echo)) this.tell();
      },
      live: () => {
        this.#hasHeard = false;
        // A database that cannot be told now is asked often.
        notify(`${echo}${origin}`).catch(() => {});
        this.tell();
      },
    });
    return () => {
      if (this.#listeners.delete(call) && this.#listeners.size === 0) this.#stop();
    };
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

  async end(): Promise<void> {
    this.#listeners.clear();
    this.#stop();
    await this.#end;
  }

  #stop(): void {
    const listening = this.#listening;
    this.#listening = undefined;
    if (listening !== undefined) this.#end = Promise.all([this.#end, listening.end()]).then(() => {});
  }
}
