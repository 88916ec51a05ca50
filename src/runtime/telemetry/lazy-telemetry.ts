/**
 * Telemetry that costs nothing where OpenTelemetry is not installed, and next to nothing where it is and nobody listens.
 * @module
 */
import type { Parts } from '../setup.js';
import type { LazyTelemetry, Telemetry } from './telemetry.js';

/** Looks for `@opentelemetry/api` and uses it once it is there. Where it cannot be imported, nothing more is done. */
export function lazyTelemetry<Tx>(parts: Parts<Tx>, isWanted: boolean): LazyTelemetry {
  let current: Telemetry | undefined;
  let end: (() => void) | undefined;
  let isStarted = false;
  const observe = () => {
    if (isStarted) end ??= current?.observeHealth();
  };
  if (isWanted) {
    // Literal, so that bundlers see it; handled, so that they pass over it where it is not installed.
    import('@opentelemetry/api')
      .then(async (api) => {
        const { openTelemetry } = await import('./open-telemetry.js');
        current = openTelemetry(api, parts);
        observe();
      })
      .catch(() => undefined);
  }
  return {
    get current() {
      return current?.isHeard() ? current : undefined;
    },
    start() {
      isStarted = true;
      observe();
    },
    stop() {
      isStarted = false;
      end?.();
      end = undefined;
    },
  };
}
