/**
 * `orderbell/presets/ucoz`: the e-mails of a uCoz shop, with the trail of statuses in them (domain 3).
 * @module
 */
export { type Ucoz, type UcozWithSms, ucoz } from './preset.js';
export { type OptionalStage, type UcozLocale, type UcozOptions, ucozLocales } from './settings.js';
export type { UcozStage, UcozStatus } from './statuses.js';
export type { Order, OrderInput } from './subjects.js';
