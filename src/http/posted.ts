/**
 * What a provider has posted to a route of the host's, in the forms in which hosts hold it.
 * @module
 */
import { OrderbellError } from '../core/errors.js';

/** Headers as Node gives them, or those of a `Request`. */
export type PostedHeaders =
  | Readonly<Record<string, string | readonly string[] | undefined>>
  | { get(name: string): string | null };

/** A request in parts. The body is as it came, before anything has parsed it. */
export interface Posted {
  readonly url?: string | undefined;
  readonly headers?: PostedHeaders | undefined;
  readonly body?: string | Uint8Array | undefined;
}

/** Reads a `Request`, or one in parts. Throws `receipt-invalid` for what is neither. */
export async function postedOf(place: string, payload: unknown): Promise<{ url: string; headers: PostedHeaders; body: string }> {
  if (payload instanceof Request) return { url: payload.url, headers: payload.headers, body: await payload.text() };
  if (typeof payload !== 'object' || payload === null)
    throw new OrderbellError('receipt-invalid', `${place}: expected a Request, or { url, headers, body }.`);
  // Looked at part by part: whoever calls may be written in JavaScript.
  const { url, headers, body } = payload as Readonly<Record<keyof Posted, unknown>>;
  const isText = typeof body === 'string';
  return {
    url: typeof url === 'string' ? url : '',
    headers: typeof headers === 'object' && headers !== null ? (headers as PostedHeaders) : {},
    body: isText ? body : body instanceof Uint8Array ? new TextDecoder().decode(body) : '',
  };
}

/** A header by its name in small letters. */
export function headerOf(headers: PostedHeaders, name: string): string | undefined {
  if (typeof headers['get'] === 'function') return headers['get'](name) ?? undefined;
  // Not a `get`, so it is the record of names and values.
  const value = (headers as Readonly<Record<string, string | readonly string[] | undefined>>)[name];
  return typeof value === 'string' ? value : value?.[0];
}

/** Compares in a time that depends on what was given alone, and not on how much of it is right. */
export function isSameSecret(expected: string, given: string): boolean {
  const [one, other] = [expected, given].map((text) => new TextEncoder().encode(text));
  if (one === undefined || other === undefined) return false;
  let difference = one.length ^ other.length;
  // Every byte is looked at, whatever those before it were.
  for (const [at, byte] of other.entries()) difference |= byte ^ (one[at % Math.max(1, one.length)] ?? 0);
  return difference === 0;
}
