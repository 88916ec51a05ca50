/**
 * The real clock.
 * @module
 */
import type { Clock, Timer } from '../ports/clock.js';

/** The longest delay that a timer of the platform can hold, a little under 24.9 days; a longer one would fire at once. */
const longestDelay = 2 ** 31 - 1;

/**
 * The clock of this machine. Its timers may be set for any instant: a long wait is made of several timers.
 *
 * @param options.keepAlive Whether a waiting timer keeps the process running; true unless told otherwise.
 */
export function systemClock(options: { readonly keepAlive?: boolean } = {}): Required<Clock> {
  return {
    now: () => new Date(),
    timer(at: Date, wake: () => void): Timer {
      let handle: NodeJS.Timeout;
      const arm = () => {
        const delay = at.getTime() - Date.now();
        handle = delay > longestDelay ? setTimeout(arm, longestDelay) : setTimeout(wake, Math.max(0, delay));
        if (options.keepAlive === false) handle.unref();
      };
      arm();
      return { cancel: () => clearTimeout(handle) };
    },
  };
}
