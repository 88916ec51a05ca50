/**
 * The limits of a transport: how many messages at a time, and how many a second.
 * @module
 */
import type { Clock, Timer } from '../ports/clock.js';
import type { TransportLimits } from '../ports/transport.js';
import type { Refusal } from './breaker.js';

interface Waiting {
  readonly key: string;
  readonly go: () => void;
}

/**
 * Hands out places, first come, first served. A few messages wait for theirs; for more than that, the transport is so far behind that
 * they go back to the store, to come again about when it is their turn.
 *
 * Messages are spaced evenly: with `perSecond: 10` one starts every 100 ms. Above 20 a second, as many as fit into 50 ms may
 * start together.
 */
export class Limiter {
  readonly #name: string;
  readonly #limits: TransportLimits;
  readonly #clock: Required<Clock>;
  readonly #mostWaiting: number;
  /** Messages that have a place, by key, since when. */
  readonly #inside = new Map<string, number>();
  #waiting: Waiting[] = [];
  #tokens: number;
  #filledAt: number;
  #timer: Timer | undefined;
  /** How long a message takes, on the whole. */
  #duration = 1_000;
  /** Where the line ends of those that were sent back. */
  #lineEnd = 0;

  constructor(name: string, limits: TransportLimits, clock: Required<Clock>, mostWaiting: number) {
    this.#name = name;
    this.#limits = limits;
    this.#clock = clock;
    this.#mostWaiting = mostWaiting;
    this.#tokens = this.#burst;
    this.#filledAt = clock.now().getTime();
  }

  /** Why a message may not be handed over now; undefined where it may, and has a place until it leaves. */
  admit(key: string, now: number): Refusal | undefined {
    if (this.#inside.has(key)) return undefined;
    if (this.#waiting.length === 0 && this.#hasRoom(now)) {
      this.#enter(key, now);
      return undefined;
    }
    if (this.#waiting.length >= this.#mostWaiting) {
      const pace = Math.max(1000 / (this.#limits.perSecond ?? Infinity), this.#duration / (this.#limits.concurrency ?? Infinity));
      this.#lineEnd = Math.max(this.#lineEnd, now + pace * this.#waiting.length) + pace;
      return { kind: 'closed', until: Math.ceil(this.#lineEnd), why: `transport '${this.#name}' is at its limit` };
    }
    const turn = new Promise<void>((go) => this.#waiting.push({ key, go }));
    this.#next(now);
    return { kind: 'wait', turn };
  }

  leave(key: string): void {
    const since = this.#inside.get(key);
    if (since === undefined) return;
    this.#inside.delete(key);
    const now = this.#clock.now().getTime();
    this.#duration += (Math.max(0, now - since) - this.#duration) / 8;
    this.#next(now);
  }

  /** Nobody is to wait any longer. */
  stop(): void {
    this.#timer?.cancel();
    for (const { go } of this.#waiting.splice(0)) go();
  }

  get #burst(): number {
    return Math.max(1, (this.#limits.perSecond ?? 1) / 20);
  }

  #hasRoom(now: number): boolean {
    const { concurrency, perSecond } = this.#limits;
    if (concurrency !== undefined && this.#inside.size >= concurrency) return false;
    if (perSecond === undefined) return true;
    this.#tokens = Math.min(this.#burst, this.#tokens + (Math.max(0, now - this.#filledAt) * perSecond) / 1000);
    this.#filledAt = now;
    // A hair's breadth: what is added up in parts may come to a little less than a whole.
    return this.#tokens >= 1 - 1e-9;
  }

  #enter(key: string, now: number): void {
    this.#inside.set(key, now);
    this.#tokens -= 1;
  }

  #next(now: number): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    while (this.#waiting.length > 0 && this.#hasRoom(now)) {
      const first = this.#waiting.shift();
      if (first === undefined) break;
      this.#enter(first.key, now);
      first.go();
    }
    const { perSecond, concurrency = Infinity } = this.#limits;
    // Where all places are taken, whoever leaves calls the next.
    if (this.#waiting.length === 0 || perSecond === undefined || this.#inside.size >= concurrency) return;
    const at = now + Math.max(1, Math.ceil(((1 - this.#tokens) * 1000) / perSecond));
    this.#timer = this.#clock.timer(new Date(at), () => this.#next(this.#clock.now().getTime()));
  }
}
