/**
 * The calls by which SMARTDOVE reports what became of a message.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
import { isSameSecret } from '../../http/posted.js';
import type { DeliveryState, Receipt } from '../../ports/transport.js';

/** A report, in the gateway's own words. */
export interface SmartdoveReceipt {
  /** The id that `send` resolved with. */
  readonly id: string;
  /** The gateway's code for the state. It publishes no list of them. */
  readonly code: string;
  /** When the state was reached, as the gateway writes it; undefined where it does not say. */
  readonly time: string | undefined;
}

/**
 * Reads a call to `responseUrl` from its query; undefined for a call that is none. The calls are not signed: let `responseUrl` hold
 * a part that nobody can guess.
 *
 * @example
 * smartdoveReceipt(new URL(request.url, 'https://shop.example.com').searchParams);
 */
export function smartdoveReceipt(query: { get(name: string): string | null }): SmartdoveReceipt | undefined {
  const id = query.get('sms_id');
  const code = query.get('sms_code');
  return id && code ? { id, code, time: query.get('update_time') ?? undefined } : undefined;
}

/** Reads calls that hold a key: from a `Request`, its address as a text or `URL`, or its query. */
export function readerOf(
  name: string,
  key: string,
  states: Readonly<Record<string, DeliveryState>> = {},
): (payload: unknown) => Receipt {
  const known = new Map(Object.entries(states));
  return (payload) => {
    const query = queryOf(payload);
    if (query === undefined)
      throw new OrderbellError('receipt-invalid', `${name}: expected the Request of the receipt, its address, or its query.`);
    if (!isSameSecret(key, query.get('key') ?? ''))
      throw new OrderbellError('receipt-forged', `${name}: the receipt does not hold the key of the transport's responseUrl.`);
    const receipt = smartdoveReceipt(query);
    if (receipt === undefined)
      throw new OrderbellError('receipt-invalid', `${name}: the receipt names no sms_id, or no sms_code.`);
    const { id, code, time } = receipt;
    return { id, state: known.get(code) ?? 'underway', word: code, time };
  };
}

function queryOf(payload: unknown): URLSearchParams | undefined {
  if (payload instanceof URLSearchParams) return payload;
  if (payload instanceof URL) return payload.searchParams;
  const address = payload instanceof Request ? payload.url : payload;
  if (typeof address !== 'string') return undefined;
  const at = address.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : address.slice(at + 1));
}
