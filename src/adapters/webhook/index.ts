/**
 * `orderbell/webhook`: messages as signed HTTP requests.
 * @module
 */
export type { Fetch } from '../../http/fetch.js';
export type { WebhookFile, WebhookMessage, WebhookPayload } from './payload.js';
export { signWebhook, type WebhookReceipt, type WebhookReceipts } from './receipt.js';
export type { WebhookSecret } from './signature.js';
export { type Verified, verifyWebhook, type WebhookHeaders, type WebhookRequest } from './verify-webhook.js';
export { type WebhookOptions, webhook } from './webhook.js';
