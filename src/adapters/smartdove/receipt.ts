/**
 * The calls by which SMARTDOVE reports what became of a message.
 * @module
 */

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
