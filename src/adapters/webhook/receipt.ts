/**
 * Receipts that a receiver posts back, signed as messages are.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
import { postedOf } from '../../http/posted.js';
import type { DeliveryState, Receipt } from '../../ports/transport.js';
import { keysOf, signatureOf, type WebhookSecret } from './signature.js';
import { authenticated } from './verify-webhook.js';

/** One receipt, or several. `id` is the `webhook-id` of the message. */
export interface WebhookReceipts {
  readonly type: 'receipt';
  readonly data: WebhookReceipt | readonly WebhookReceipt[];
}

/** How far a message came. */
export interface WebhookReceipt {
  readonly id: string;
  readonly state: DeliveryState;
  /** The receiver's own word for it; the state unless given. */
  readonly word?: string;
  readonly time?: string;
}

const states: ReadonlySet<unknown> = new Set([
  'underway',
  'delivered',
  'partly-delivered',
  'undelivered',
  'expired',
  'rejected',
] satisfies DeliveryState[]);

/** Reads receipts from a `Request`, or from `{ headers, body }`. */
export async function readReceipts(
  name: string,
  secret: WebhookSecret,
  now: Date,
  payload: unknown,
): Promise<readonly Receipt[]> {
  const { headers, body } = await postedOf(`${name}: receipt`, payload);
  const signed = authenticated(`${name}: secret`, { secret, headers, body, now });
  if (!signed.ok)
    throw new OrderbellError('receipt-forged', `${name}: the receipt is not signed as it should be: ${signed.code}.`);
  const receipts = receiptsIn(signed.text);
  if (receipts !== undefined) return receipts;
  const expected = "{ type: 'receipt', data: { id, state } }, with a state such as 'delivered'";
  throw new OrderbellError('receipt-invalid', `${name}: the receipt cannot be read. Expected ${expected}.`);
}

/** The headers by which a body is signed, for a receiver that posts receipts back. `id` is a new one for each request. */
export function signWebhook(given: {
  readonly secret: WebhookSecret;
  readonly id: string;
  readonly body: string;
  readonly now?: Date;
}): Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> {
  const { secret, id, body, now = new Date() } = given;
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  const signatures = keysOf('signWebhook: secret', secret).map((key) => signatureOf(key, id, timestamp, body));
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

function receiptsIn(text: string): readonly Receipt[] | undefined {
  try {
    const { type, data }: Readonly<Record<string, unknown>> = JSON.parse(text);
    const receipts = [data].flat();
    if (type !== 'receipt' || receipts.length === 0 || !receipts.every(isReceipt)) return undefined;
    return receipts.map(({ id, state, word, time }) => ({ id, state, word: word ?? state, time }));
  } catch {
    return undefined;
  }
}

function isReceipt(value: unknown): value is WebhookReceipt {
  if (typeof value !== 'object' || value === null) return false;
  const { id, state, word = '', time = '' } = value as Readonly<Record<string, unknown>>;
  return typeof id === 'string' && id !== '' && states.has(state) && typeof word === 'string' && typeof time === 'string';
}
