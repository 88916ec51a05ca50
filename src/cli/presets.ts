/**
 * The presets by name.
 * @module
 */

import type { B2cplOptions } from '../presets/b2cpl/settings.js';
import type { BitrixOptions } from '../presets/bitrix/settings.js';
import type { TiuOptions } from '../presets/tiu/settings.js';
import type { WacaBookingOptions } from '../presets/waca-booking/settings.js';
import type { Setup } from './setup.js';

/** Makes a preset's setup; throws an `OrderbellError` whose problems stand under `options` where its options do not fit. */
export type Preset = (options: unknown) => Setup;

/** Name to what loads it. Loaded when asked for, so that no preset slows down the others. */
export const presets: Readonly<Record<string, () => Promise<Preset>>> = {
  tiu: async () => {
    const { tiu } = await import('../presets/tiu/preset.js');
    return (options) => {
      // tiu checks every option itself, whatever it is given.
      const { rules, templates, enabled } = tiu(options as TiuOptions);
  b2cpl: async () => {
    const { b2cpl } = await import('../presets/b2cpl/preset.js');
    return (options) => {
      // b2cpl checks every option itself, whatever it is given.
      const { rules, templates, enabled } = b2cpl(options as B2cplOptions);
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
  bitrix: async () => {
    const { bitrix } = await import('../presets/bitrix/preset.js');
    return (options) => {
      // bitrix checks every option itself, whatever it is given.
      const { rules, templates, enabled } = bitrix((options ?? {}) as BitrixOptions);
      return { rules: Object.values(rules), templates: Object.values(templates), enabled };
    };
  },
};

/** The names of all presets. */
export const presetNames = Object.keys(presets);
