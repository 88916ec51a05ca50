/**
 * `orderbell/twsms`: SMS through TwSMS (台灣簡訊).
 * @module
 */
export type { Fetch } from '../../http/fetch.js';
export type { GatewayTransport } from '../../http/gateway-options.js';
export { type TwsmsOptions, twsms } from './twsms.js';
