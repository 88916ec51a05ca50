/**
 * Signatures in the manner of Standard Webhooks.
 * @module
 */
import { createHmac } from 'node:crypto';
import { OrderbellError } from '../../core/errors.js';

/** One secret, or several while one is being replaced by another. */
export type WebhookSecret = string | readonly string[];

/**
 * The bytes of each secret: `whsec_` and base64, or any other text as it is. Throws `invalid-argument` where one has fewer than 24
 * bytes or there is none; a secret is never shown.
 */
export function keysOf(place: string, secret: WebhookSecret): readonly Uint8Array[] {
  const keys = [secret].flat().map(bytesOf);
  if (keys.length > 0 && keys.every((key) => key.byteLength >= 24)) return keys;
  const expected = "Expected 24 bytes or more, as text or as 'whsec_' and base64.";
  throw new OrderbellError('invalid-argument', `${place}: a secret is missing or too short. ${expected}`);
}

/** `v1,` and the base64 of the HMAC-SHA256 of id, timestamp (seconds) and body, with dots between them. */
export function signatureOf(key: Uint8Array, id: string, timestamp: string, body: string): string {
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

function bytesOf(secret: string): Uint8Array {
  if (typeof secret !== 'string') return new Uint8Array();
  return secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret, 'utf8');
}
