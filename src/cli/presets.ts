/**
 * The presets by name.
 * @module
 */
import { bag } from '../core/untyped.js';
import type { ImportedTriggers } from '../presets/retailcrm/imported-triggers.js';
import type { RetailcrmOptions } from '../presets/retailcrm/settings.js';
import type { WacaBookingOptions } from '../presets/waca-booking/settings.js';
import type { AnyTable } from '../runtime/options.js';
import type { Setup } from './setup.js';

/** Makes a preset's setup; throws an `OrderbellError` whose problems stand under `options` where its options do not fit. */
export type Preset = (options: unknown) => Setup;

/** Name to what loads it. Loaded when asked for, so that no preset slows down the others. */
export const presets: Readonly<Record<string, () => Promise<Preset>>> = {
  retailcrm: async () => {
    const { retailcrm, retailcrmFromTriggers } = await import('../presets/retailcrm/preset.js');
    return (options) => {
      // Both check every option themselves, whatever they are given.
      const { imported, ...rest } = bag(options) as RetailcrmOptions & { readonly imported?: ImportedTriggers };
      const preset = imported === undefined ? retailcrm(options as RetailcrmOptions) : retailcrmFromTriggers(imported, rest);
      return {
        rules: Object.values<AnyTable>(preset.rules),
        templates: Object.values(preset.templates),
        enabled: preset.enabled,
      };
    };
  },
  'waca-booking': async () => {
    const { wacaBooking } = await import('../presets/waca-booking/preset.js');
    return (options) => {
      // wacaBooking checks every option itself, whatever it is given.
      const { rules, templates, enabled } = wacaBooking(options as WacaBookingOptions);
      return { rules: Object.values(rules), templates: Object.values(templates), enabled };
    };
  },
};

/** The names of all presets. */
export const presetNames = Object.keys(presets);
