/**
 * Changes of subjects, read from disk with the first of them: a process that only delivers, or only lists, may never see one.
 * @module
 */
import type { ChangeHandler } from './change-handler.js';
import type { Emit } from './events.js';
import type { Parts } from './setup.js';
import type { Plan } from './waking.js';

/** The handler of a notifier's changes. Changes that are asked for while it is being loaded keep their order. */
export function lazyChanges<Tx>(parts: Parts<Tx>, emit: Emit, plan: Plan<Tx>): ChangeHandler<Tx> {
  let handler: ChangeHandler<Tx> | undefined;
  let loading: Promise<ChangeHandler<Tx>> | undefined;
  let waiting = 0;
  const load = async () => {
    const { createChangeHandler } = await import('./change-handler.js');
    return createChangeHandler(parts, emit, plan);
  };
  return {
    async change(call) {
      if (handler !== undefined && waiting === 0) return handler.change(call);
      // Whoever asks while others still wait, waits behind them: for the same promise.
      waiting += 1;
      loading ??= load();
      try {
        handler = await loading;
      } finally {
        waiting -= 1;
      }
      return handler.change(call);
    },
  };
}
