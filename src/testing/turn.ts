/**
 * Giving way to what is pending.
 * @module
 */

// Taken when the module is loaded, before a test may put a fake one in its place.
const nextTurn = globalThis.setImmediate;

/** Resolves once every promise that could settle without time or input has done so. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    nextTurn(resolve);
  });
}
