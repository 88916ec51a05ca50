/**
 * `orderbell/presets/bitrix`: the notices of a 1C-Bitrix shop, as the module of TargetSMS sends them (domain 2).
 * @module
 */
export type { ImportOptions, ImportProblem } from '../shared/importing.js';
export { type ImportedBitrix, importBitrix } from './importing/import-bitrix.js';
export type { EventInput, Order, OrderInput } from './order.js';
export { type Bitrix, bitrix } from './preset.js';
export type { Administrator, BitrixOptions, StatusTitle } from './settings.js';
export { bitrixLocales } from './templates/template-sets.js';
