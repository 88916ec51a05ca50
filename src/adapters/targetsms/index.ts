/**
 * `orderbell/targetsms`: SMS through TargetSMS.
 * @module
 */
export type { Fetch } from '../../http/fetch.js';
export type { GatewayTransport } from '../../http/gateway-options.js';
export { type TargetsmsOptions, targetsms } from './targetsms.js';
