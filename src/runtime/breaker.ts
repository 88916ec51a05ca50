/**
 * The circuit breaker of a transport: an outage of the provider costs no message its attempts.
 * @module
 */
import { isoWithOffset } from '../core/calendar.js';
import type { BreakerEvent } from './events.js';
import { askedFor } from './failure.js';
import { fraction } from './fraction.js';

/** Why a message may not be handed over now: it is to wait for its turn, or to come again. */
export type Refusal =
  | { readonly kind: 'wait'; readonly turn: Promise<void> }
  | { readonly kind: 'closed'; readonly until: number; readonly why: string; readonly error?: unknown };

/** Settings of a {@link Breaker}, in milliseconds. */
export interface BreakerSettings {
  readonly failures: number;
  readonly pause: number;
  readonly longestPause: number;
  /** Messages that wait at most to hear what becomes of the one that probes. */
  readonly mostWaiting: number;
}

/**
 * Closed at first, and after each message that the provider has answered. Opens after several failures in a row; what is a
 * message's own fault is none. While it is open, nothing is attempted. Then it is half open: one message probes, and others wait to hear
 * of it. A probe that fails doubles the pause.
 */
export class Breaker {
  readonly #name: string;
  readonly #settings: BreakerSettings;
  readonly #tell: (event: Pick<BreakerEvent, 'state' | 'until' | 'error'>) => void;
  #failures = 0;
  #pause = 0;
  /** When the next message may probe; undefined while the breaker is closed. */
  #until: number | undefined;
  #error: unknown;
  #probe: string | undefined;
  #waiting: (() => void)[] = [];

  constructor(name: string, settings: BreakerSettings, tell: (event: Pick<BreakerEvent, 'state' | 'until' | 'error'>) => void) {
    this.#name = name;
    this.#settings = settings;
    this.#tell = tell;
  }

  /** Whether there is anything to ask: while it is closed, everything may be handed over. */
  get isClosed(): boolean {
    return this.#until === undefined;
  }

  /** Why a message may not be handed over now; undefined where it may. */
  admit(key: string, now: number): Refusal | undefined {
    const closed = this.closed(key, now);
    if (closed !== undefined || this.#until === undefined || this.#probe === key) return closed;
    if (this.#probe === undefined) {
      this.#probe = key;
      this.#tell({ state: 'half-open', until: undefined, error: this.#error });
      return undefined;
    }
    if (this.#waiting.length >= this.#settings.mostWaiting) return this.#closedUntil(key, now + this.#pause);
    const turn = new Promise<void>((resolve) => this.#waiting.push(resolve));
    return { kind: 'wait', turn };
  }

  /** As {@link admit}, for one who only asks. */
  closed(key: string, now: number): Extract<Refusal, { kind: 'closed' }> | undefined {
    if (this.#until === undefined || now >= this.#until) return undefined;
    // The clock has gone back: no pause is longer than that.
    this.#until = Math.min(this.#until, now + this.#settings.longestPause);
    return this.#closedUntil(key, this.#until);
  }

  /** The provider has answered, were it to refuse a message. */
  succeeded(): void {
    this.#failures = 0;
    this.#pause = 0;
    if (this.#until === undefined) return;
    this.#until = undefined;
    this.#tell({ state: 'closed', until: undefined, error: undefined });
    this.#wake();
  }

  /** Yields until when there will be no other attempt, where the breaker is open now. */
  failed(key: string, error: unknown, now: number): number | undefined {
    this.#failures += 1;
    const opens = this.#until === undefined ? this.#failures >= this.#settings.failures : this.#probe === key;
    if (opens) {
      const { pause, longestPause } = this.#settings;
      this.#error = error;
      this.#pause = Math.min(Math.max(pause, this.#pause * 2), longestPause);
      this.#until = now + Math.min(Math.max(this.#pause, askedFor(error, now) - now || 0), longestPause);
      this.#tell({ state: 'open', until: new Date(this.#until), error });
      this.leave(key);
    }
    return this.#until === undefined ? undefined : Math.max(now, this.#closedUntil(key, this.#until).until);
  }

  /** A message that may have been the probe has ended. */
  leave(key: string): void {
    if (this.#probe !== key) return;
    this.#probe = undefined;
    this.#wake();
  }

  /** Nobody is to wait any longer. */
  stop(): void {
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  #closedUntil(key: string, until: number): Extract<Refusal, { kind: 'closed' }> {
    const why = `transport '${this.#name}' failed ${this.#failures} times in a row; it rests until ${isoWithOffset(until, 'UTC')}`;
    // Not all at once, and for each message always the same.
    const spread = Math.floor(fraction(key) * Math.min(1000, this.#pause / 10));
    return { kind: 'closed', until: until + spread, why, error: this.#error };
  }
}
