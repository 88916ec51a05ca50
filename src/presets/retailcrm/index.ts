/**
 * `orderbell/presets/retailcrm`: the notices of a shop that works with retailCRM (domain 4), and an importer of its triggers.
 * @module
 */
export { type Carrier, standardCarriers } from './carriers.js';
export type { OrderShape } from './order.js';
export type { FieldValue, OrderCondition } from './order-condition.js';
export { type Retailcrm, retailcrm } from './preset.js';
export type { RetailcrmOptions } from './settings.js';
export { type OwnStatuses, type StatusCode, type StatusGroup, standardStatuses } from './statuses.js';
export type { Hours, Order, OrderInput } from './subjects.js';
export { retailcrmLocales } from './templates/template-sets.js';
export { type ImportedTriggers, importRetailcrmTriggers } from './triggers/import.js';
