/**
 * Merchants' texts, read from disk when they are used for the first time.
 * @module
 */
import type { OperationsContext } from '../operations/context.js';
import type { Texts } from './texts.js';

/** The texts of a notifier; `context` is asked when they are used. */
export function lazyTexts<Tx>(context: () => OperationsContext<Tx>): Texts<Tx> {
  let loaded: Promise<Texts<Tx>> | undefined;
  const load = () => {
    loaded ??= import('./create-texts.js').then(({ createTexts }) => createTexts(context().parts));
    return loaded;
  };
  return {
    save: async (site, text, change) => (await load()).save(site, text, change),
    preview: async (site, text) => (await load()).preview(site, text),
    reset: async (site, text, change) => (await load()).reset(site, text, change),
    undo: async (site, text, change) => (await load()).undo(site, text, change),
    read: async (site, text) => (await load()).read(site, text),
    list: async (site) => (await load()).list(site),
  };
}
