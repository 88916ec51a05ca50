/**
 * The presets by name.
 * @module
 */
import type { AnyTable } from '../runtime/options.js';
import type { Templates } from '../templates/engine.js';
import type { Setup } from './setup.js';

/** Makes a preset's setup; throws an `OrderbellError` whose problems stand under `options` where its options do not fit. */
export type Preset = (options: unknown) => Setup;

/** What the factories of presets have in common. */
interface Made {
  readonly rules: Readonly<Record<string, AnyTable>>;
  readonly templates: Readonly<Record<string, Templates>>;
  readonly enabled?: Setup['enabled'];
}

/** Name to what loads it. Loaded when asked for, so that no preset slows down the others. */
export const presets: Readonly<Record<string, () => Promise<Preset>>> = {
  b2cpl: async () => by((await import('../presets/b2cpl/preset.js')).b2cpl),
  bitrix: async () => by((await import('../presets/bitrix/preset.js')).bitrix),
  retailcrm: async () => by((await import('../presets/retailcrm/preset.js')).retailcrm),
  tiu: async () => by((await import('../presets/tiu/preset.js')).tiu),
  ucoz: async () => by((await import('../presets/ucoz/preset.js')).ucoz),
  'waca-booking': async () => by((await import('../presets/waca-booking/preset.js')).wacaBooking),
};

/** The names of all presets. */
export const presetNames = Object.keys(presets);

function by<Options>(make: (options?: Options) => Made): Preset {
  return (options) => {
    // Every factory checks its options itself, whatever it is given.
    const { rules, templates, enabled } = make(options as Options | undefined);
    return { rules: Object.values(rules), templates: Object.values(templates), ...(enabled && { enabled }) };
  };
}
