/**
 * `orderbell/twilio`: SMS through Twilio.
 * @module
 */
export type { Fetch } from '../../http/fetch.js';
export type { GatewayTransport } from '../../http/gateway-options.js';
export { type TwilioOptions, twilio } from './twilio.js';
