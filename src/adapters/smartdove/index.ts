/**
 * `orderbell/smartdove`: SMS through SMARTDOVE.
 * @module
 */
export type { Fetch } from '../../http/fetch.js';
export { type SmartdoveReceipt, smartdoveReceipt } from './receipt.js';
export { type SmartdoveOptions, smartdove } from './smartdove.js';
