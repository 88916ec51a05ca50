/**
 * `orderbell/presets/tiu`: the notices about the orders of a shop, as tiu.ru sends them (domain 6).
 * @module
 */
export { type Tiu, tiu } from './preset.js';
export type { TiuOptions } from './settings.js';
export type { Order, OrderInput } from './subjects.js';
export { tiuLocales } from './templates/template-sets.js';
