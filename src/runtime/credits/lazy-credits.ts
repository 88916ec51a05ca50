/**
 * Credits, read from disk when they are asked for: a notifier without them never does.
 * @module
 */
import type { Meter } from './meter.js';
import type { MeterParts } from './meter-parts.js';
import type { Credits } from './options.js';

/** The meter of a notifier, and what the host asks of it. */
export interface LazyCredits<Tx> {
  readonly credits: Credits<Tx>;
  /** Undefined where nothing is paid for. */
  readonly meter: () => Promise<Meter<Tx> | undefined>;
}

/** Makes both; `given` is asked when the first of them is used. */
export function lazyCredits<Tx>(given: () => MeterParts<Tx>): LazyCredits<Tx> {
  let loading: Promise<{ readonly credits: Credits<Tx>; readonly meter: Meter<Tx> }> | undefined;
  const load = () => {
    loading ??= Promise.all([import('./meter.js'), import('./create-credits.js')]).then(([{ Meter }, { createCredits }]) => {
      const parts = given();
      const meter = new Meter(parts);
      return { meter, credits: createCredits(parts.parts, meter) };
    });
    return loading;
  };
  return {
    credits: {
      topUp: async (site, topUp) => (await load()).credits.topUp(site, topUp),
      of: async (site) => (await load()).credits.of(site),
      seen: async (site) => (await load()).credits.seen(site),
    },
    meter: async () => (given().parts.credits === undefined ? undefined : (await load()).meter),
  };
}
