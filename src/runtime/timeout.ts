/**
 * Waiting for the host's own functions, but not for ever.
 * @module
 */
import { UnknownOutcomeError } from '../core/errors.js';
import type { Clock } from '../ports/clock.js';

/** What {@link withTimeout} needs of a notifier. */
export interface Patience {
  readonly clock: Clock;
  readonly sendTimeout: number;
}

/** Runs `work`; when it has not ended in time, aborts it and throws `UnknownOutcomeError`, because it may have done its part. */
export async function withTimeout<R>(patience: Patience, name: string, work: (abort: AbortSignal) => Promise<R>): Promise<R> {
  const controller = new AbortController();
  const { clock, sendTimeout } = patience;
  return new Promise<R>((resolve, reject) => {
    const giveUp = () => {
      controller.abort();
      reject(new UnknownOutcomeError(`${name} did not answer within ${sendTimeout} ms.`));
    };
    const at = new Date(clock.now().getTime() + sendTimeout);
    const timer = clock.timer?.(at, giveUp) ?? realTimer(sendTimeout, giveUp);
    work(controller.signal)
      .then(resolve, reject)
      .finally(() => timer.cancel());
  });
}

/** For clocks that only tell the time. */
function realTimer(delay: number, wake: () => void): { cancel(): void } {
  const handle = setTimeout(wake, delay);
  return { cancel: () => clearTimeout(handle) };
}
