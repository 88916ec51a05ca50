/**
 * Watchers: who wants to hear of new work.
 * @module
 */
import type { Listening, PostgresClient } from './client.js';

/** Longest sleep while news is heard: work that is told of at once is due within little more. */
const sleepWhileLive = 60_000;

/** How the store hears of new work. */
export interface WatchParts {
  readonly listen: PostgresClient<never>['listen'];
  readonly channel: string;
  readonly origin: string;
  /** Longest sleep while nothing is heard, in milliseconds. */
  readonly pollEvery: number;
}

/** Tells watchers of new work: of this store's own at once, of that of others as long as the channel can be heard. */
export class Watch {
  readonly #parts: WatchParts;
  readonly #listeners = new Set<() => void>();
  #listening: Listening | undefined;
  #end: Promise<void> = Promise.resolve();

  constructor(parts: WatchParts) {
    this.#parts = parts;
  }

  get pollEvery(): number {
    return this.#listening?.isLive ? sleepWhileLive : this.#parts.pollEvery;
  }

  /** Listens as long as anybody watches. */
  add(listener: () => void): () => void {
    const { listen, channel, origin } = this.#parts;
    // Wrapped, so that a function that watches twice is called twice and each end ends one.
    const call = () => listener();
    this.#listeners.add(call);
    this.#listening ??= listen?.(channel, {
      heard: (payload) => {
        if (payload !== origin) this.tell();
      },
      live: () => this.tell(),
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
