/**
 * Listeners of a notifier's events.
 * @module
 */
import { EventEmitter } from 'eventemitter3';
import { expectKnown, refuse } from '../core/problems.js';
import type { Emit, NotifierEvents } from './events.js';

/** What is called with an event. */
export type Listener<E extends keyof NotifierEvents> = (...values: NotifierEvents[E]) => void;

/** Tells listeners, one after the other; what one of them throws is no concern of the others. */
export class Listeners {
  readonly #emitter = new EventEmitter();
  readonly #guards = new WeakMap<object, unknown>();

  readonly emit: Emit = (event, ...values) => {
    this.#emitter.emit(event, ...values);
  };

  /** Whether anybody listens. */
  readonly hears = (event: keyof NotifierEvents): boolean => this.#emitter.listenerCount(event) > 0;

  /** Throws `invalid-argument` for an event that does not exist. */
  on<E extends keyof NotifierEvents>(event: E, listener: Listener<E>): void {
    checkEvent(event);
    this.#emitter.on(event, this.#guarded(listener));
  }

  once<E extends keyof NotifierEvents>(event: E, listener: Listener<E>): void {
    checkEvent(event);
    this.#emitter.once(event, this.#guarded(listener));
  }

  off<E extends keyof NotifierEvents>(event: E, listener: Listener<E>): void {
    this.#emitter.off(event, this.#guarded(listener));
  }

  /** A listener that throws keeps nobody else from being told: its error surfaces on its own, as an uncaught exception of the process. */
  #guarded<Values extends readonly unknown[]>(listener: (...values: Values) => void): (...values: Values) => void {
    // Kept under the very listener, so that its type is the same.
    const known = this.#guards.get(listener) as ((...values: Values) => void) | undefined;
    const guarded =
      known ??
      ((...values: Values) => {
        try {
          listener(...values);
        } catch (error) {
          queueMicrotask(() => {
            throw error;
          });
        }
      });
    this.#guards.set(listener, guarded);
    return guarded;
  }
}

const eventNames: readonly (keyof NotifierEvents)[] = [
  'sent',
  'skipped',
  'withdrawn',
  'retry',
  'failed',
  'unknown',
  'signal',
  'receipt',
  'breaker',
  'refused',
  'error',
];

function checkEvent(event: string): void {
  expectKnown(refuse, 'invalid-argument', 'on()', 'event', event, eventNames);
}
