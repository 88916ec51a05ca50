/**
 * Waiting for the host's own functions, but not for ever.
 * @module
 */
import { UnknownOutcomeError } from '../core/errors.js';
import type { Clock, Timer } from '../ports/clock.js';

/** What {@link withTimeout} needs of a notifier. */
export interface Patience {
  readonly clock: Required<Clock>;
  readonly sendTimeout: number;
}

/** Something that is waited for, but not for ever. */
export interface Wait {
  /** Set when the wait begins. */
  group: Group | undefined;
  /** The time is over. Must not throw. */
  giveUp(): void;
}

/** Runs `work`; when it has not ended in time, throws `UnknownOutcomeError`, because it may have done its part. */
export function withTimeout<R>({ clock, sendTimeout }: Patience, name: string, work: () => Promise<R> | R): Promise<R> {
  const timeouts = timeoutsOf(clock, sendTimeout);
  return new Promise<R>((resolve, reject) => {
    const wait: Wait = { group: undefined, giveUp: () => reject(noAnswer(name, sendTimeout)) };
    timeouts.begin(wait);
    const fail = (error: unknown) => {
      timeouts.end(wait);
      reject(error);
    };
    try {
      // As it comes: an async function around it would cost a promise, and three turns of the microtask queue.
      Promise.resolve(work()).then((value) => {
        timeouts.end(wait);
        resolve(value);
      }, fail);
    } catch (error) {
      fail(error);
    }
  });
}

/** That somebody did not answer in time. */
export function noAnswer(name: string, length: number): UnknownOutcomeError {
  return new UnknownOutcomeError(`${name} did not answer within ${length} ms.`);
}

/** Those whose wait began in the same millisecond. */
export interface Group {
  readonly at: number;
  readonly timer: Timer;
  readonly waits: Set<Wait>;
}

/**
 * Waits of one length. Those that begin in the same millisecond share a timer: one for each of several hundred messages that are
 * handed over together would cost as much as handing them over.
 */
export class Timeouts {
  /** Milliseconds. */
  readonly length: number;
  readonly #clock: Required<Clock>;
  #latest: Group | undefined;

  constructor(clock: Required<Clock>, length: number) {
    this.#clock = clock;
    this.length = length;
  }

  /** From now on it is waited for. It is told when the wait is over, unless it has ended before. */
  begin(wait: Wait): void {
    const at = this.#clock.now().getTime() + this.length;
    if (this.#latest?.at !== at) this.#latest = this.#group(at);
    wait.group = this.#latest;
    wait.group.waits.add(wait);
  }

  end(wait: Wait): void {
    const { group } = wait;
    if (group === undefined) return;
    group.waits.delete(wait);
    if (group.waits.size > 0) return;
    group.timer.cancel();
    if (this.#latest === group) this.#latest = undefined;
  }

  #group(at: number): Group {
    const waits = new Set<Wait>();
    const timer = this.#clock.timer(new Date(at), () => {
      if (this.#latest?.waits === waits) this.#latest = undefined;
      for (const wait of waits) wait.giveUp();
    });
    return { at, timer, waits };
  }
}

/** Of each clock, by their length in milliseconds: there are few different ones. */
const known = new WeakMap<Clock, Map<number, Timeouts>>();

/** The waits of a clock that are so many milliseconds long. */
export function timeoutsOf(clock: Required<Clock>, length: number): Timeouts {
  const lengths = known.get(clock) ?? new Map<number, Timeouts>();
  known.set(clock, lengths);
  const timeouts = lengths.get(length) ?? new Timeouts(clock, length);
  lengths.set(length, timeouts);
  return timeouts;
}

/** A signal to abort, made when somebody asks for it: most transports never do, and one costs as much as storing a job. */
export class LazyAbort {
  #controller: AbortController | undefined;
  #isAborted = false;

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#isAborted) this.#controller.abort();
    return this.#controller.signal;
  }

  abort(): void {
    this.#isAborted = true;
    this.#controller?.abort();
  }
}
