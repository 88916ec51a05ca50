/**
 * Waiting for the host's own functions, but not for ever.
 * @module
 */
import { UnknownOutcomeError } from '../core/errors.js';
import type { Clock } from '../ports/clock.js';

/** What {@link withTimeout} needs of a notifier. */
export interface Patience {
  readonly clock: Required<Clock>;
  readonly sendTimeout: number;
}

/** Runs `work`; when it has not ended in time, calls `onTimeout` and throws `UnknownOutcomeError`, because it may have done its part. */
export function withTimeout<R>(
  patience: Patience,
  name: string,
  work: () => Promise<R> | R,
  onTimeout: () => void = () => {},
): Promise<R> {
  const { clock, sendTimeout } = patience;
  return new Promise<R>((resolve, reject) => {
    const giveUp = () => {
      onTimeout();
      reject(new UnknownOutcomeError(`${name} did not answer within ${sendTimeout} ms.`));
    };
    const at = new Date(clock.now().getTime() + sendTimeout);
    const timer = clock.timer(at, giveUp);
    const fail = (error: unknown) => {
      timer.cancel();
      reject(error);
    };
    try {
      // As it comes: an async function around it would cost each message a promise, and three turns of the microtask queue.
      Promise.resolve(work()).then((value) => {
        timer.cancel();
        resolve(value);
      }, fail);
    } catch (error) {
      fail(error);
    }
  });
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

  readonly abort = (): void => {
    this.#isAborted = true;
    this.#controller?.abort();
  };
}
