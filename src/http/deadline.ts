/**
 * The time limit of a request.
 * @module
 */

/** What ends a request early. */
export interface Deadline {
  /** Why nobody waits any more; undefined while somebody does. */
  readonly reason: Error | undefined;
  /** What to do when nobody waits any more; there is one who is told, and who asks later takes the place of the one before. */
  onOver: (tell: (reason: Error) => void) => void;
  /** Ends the watch. Call it whatever came of the request. */
  readonly end: () => void;
}

/** Runs out after so many milliseconds, or when nobody waits any more. */
export function startDeadline(timeout: number, abort: AbortSignal | undefined): Deadline {
  let reason: Error | undefined;
  let told: ((reason: Error) => void) | undefined;
  const over = (why: string) => {
    reason ??= new Error(why);
    told?.(reason);
  };
  const timer = setTimeout(() => over(`no answer within ${timeout} ms`), timeout);
  const onAbort = () => over('nobody waited any longer');
  abort?.addEventListener('abort', onAbort, { once: true });
  return {
    get reason() {
      return reason;
    },
    onOver: (tell) => {
      told = tell;
      if (reason !== undefined) tell(reason);
    },
    end: () => {
      told = undefined;
      clearTimeout(timer);
      abort?.removeEventListener('abort', onAbort);
    },
  };
}
