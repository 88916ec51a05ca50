/**
 * The receiver's half of a webhook.
 * @module
 */
import { headerOf, isSameSecret, type PostedHeaders } from '../../http/posted.js';
import type { WebhookPayload } from './payload.js';
import { keysOf, signatureOf, type WebhookSecret } from './signature.js';

/** Headers as Node gives them, or those of a `Request`. */
export type WebhookHeaders = PostedHeaders;

/** What a receiver has got. */
export interface WebhookRequest {
  readonly secret: WebhookSecret;
  readonly headers: WebhookHeaders;
  /** The body as it came, before anything has parsed it: JSON that was written anew has another signature. */
  readonly body: string | Uint8Array;
  /** What time it is: the real one unless given. */
  readonly now?: Date;
  /** Seconds by which the request may be older or newer than `now`: 300 unless given. */
  readonly tolerance?: number;
}

/** A request that can be trusted, with its id, or why it cannot. */
export type Verified =
  | { readonly ok: true; readonly id: string; readonly payload: WebhookPayload }
  | { readonly ok: false; readonly code: 'missing-header' | 'too-old' | 'wrong-signature' | 'no-message' };

/**
 * Whether a request was signed with the secret, a short while ago. Answer 401 where it was not, and 2xx to an id that was seen before:
 * the same message may come twice. Throws `invalid-argument` for a secret that is too short.
 *
 * @example
 * const verified = verifyWebhook({ secret, headers: request.headers, body });
 * if (!verified.ok) return response.writeHead(401).end();
 * await push(verified.payload.data.address, verified.payload.data.text);
 */
export function verifyWebhook(request: WebhookRequest): Verified {
  const signed = authenticated('verifyWebhook: secret', request);
  if (!signed.ok) return signed;
  const payload = payloadFrom(signed.text);
  return payload === undefined ? { ok: false, code: 'no-message' } : { ok: true, id: signed.id, payload };
}

/** A request whose signature is right, or why it is not. */
export function authenticated(
  place: string,
  { secret, headers, body, now = new Date(), tolerance = 300 }: WebhookRequest,
):
  | { readonly ok: true; readonly id: string; readonly text: string }
  | { readonly ok: false; readonly code: 'missing-header' | 'too-old' | 'wrong-signature' } {
  const keys = keysOf(place, secret);
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    headerOf(headers, name),
  );
  if (!id || !signatures || timestamp === undefined || !/^\d{1,12}$/.test(timestamp))
    return { ok: false, code: 'missing-header' };
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  const expected = keys.map((key) => signatureOf(key, id, timestamp, text));
  if (!signatures.split(' ').some((given) => expected.some((one) => isSameSecret(one, given))))
    return { ok: false, code: 'wrong-signature' };
  if (!(Math.abs(now.getTime() / 1_000 - Number(timestamp)) <= tolerance)) return { ok: false, code: 'too-old' };
  return { ok: true, id, text };
}

function payloadFrom(text: string): WebhookPayload | undefined {
  try {
    const payload: unknown = JSON.parse(text);
    const isMessage = typeof payload === 'object' && payload !== null && 'type' in payload && payload.type === 'message';
    // Signed by `webhook`, which writes payloads of this shape only.
    return isMessage && 'data' in payload ? (payload as WebhookPayload) : undefined;
  } catch {
    return undefined;
  }
}
