/**
 * `orderbell/presets/b2cpl`: informing a receiver from order to delivery, with a shop and a carrier that never inform twice (domain 5).
 * @module
 */
export { type B2cpl, b2cpl } from './preset.js';
export type { B2cplOptions, DividedStage, Side } from './settings.js';
export type { Order, OrderInput, Return, ReturnInput } from './subjects.js';
export { b2cplLocales } from './templates/template-sets.js';
