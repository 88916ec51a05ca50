/**
 * A verification that is read from disk when it is used for the first time.
 * @module
 */
import type { OperationsContext } from '../operations/context.js';
import type { Verification } from './verification.js';

/** The verification of a notifier; `context` is asked when it is used. */
export function lazyVerification<Tx>(context: () => OperationsContext<Tx>): Verification<Tx> {
  let loaded: Promise<Verification<Tx>> | undefined;
  const load = () => {
    loaded ??= import('./create-verification.js').then(({ createVerification }) => createVerification(context()));
    return loaded;
  };
  return {
    start: async (member, options) => (await load()).start(member, options),
    check: async (id, code) => (await load()).check(id, code),
  };
}
