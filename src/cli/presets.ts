/**
 * The presets by name.
 * @module
 */
import type { UcozOptions } from '../presets/ucoz/settings.js';
import type { WacaBookingOptions } from '../presets/waca-booking/settings.js';
import type { Setup } from './setup.js';

/** Makes a preset's setup; throws an `OrderbellError` whose problems stand under `options` where its options do not fit. */
export type Preset = (options: unknown) => Setup;

/** Name to what loads it. Loaded when asked for, so that no preset slows down the others. */
export const presets: Readonly<Record<string, () => Promise<Preset>>> = {
  ucoz: async () => {
    const { ucoz } = await import('../presets/ucoz/preset.js');
    return (options) => {
      // ucoz checks every option itself, whatever it is given.
      const { rules, templates, enabled } = ucoz(options as UcozOptions);
      return { rules: Object.values(rules), templates: Object.values(templates), enabled };
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
