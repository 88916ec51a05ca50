/**
 * The time limit of a request.
 * @module
 */

/** What ends a request early. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Settles as the work does, or rejects at the deadline, for a `fetch` that heeds no signal. */
  readonly bound: <Value>(work: Promise<Value>) => Promise<Value>;
  /** Ends the watch. Call it whatever came of the request. */
  readonly end: () => void;
}

/** Runs out after so many milliseconds, or when nobody waits any more. */
export function startDeadline(timeout: number, abort: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Error(`no answer within ${timeout} ms`)), timeout);
  const onAbort = () => controller.abort(new Error('nobody waited any longer'));
  abort?.addEventListener('abort', onAbort, { once: true });
  const over = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason), { once: true });
  });
  over.catch(() => undefined);
  return {
    signal: controller.signal,
    bound: (work) => Promise.race([work, over]),
    end: () => {
      clearTimeout(timer);
      abort?.removeEventListener('abort', onAbort);
    },
  };
}
