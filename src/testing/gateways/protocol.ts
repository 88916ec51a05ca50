/**
 * The protocols that local gateways speak.
 * @module
 */
import type { GatewayBook } from './book.js';

/** A request as it came. */
export interface GatewayRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What is answered: a value is written as JSON, a text as it is. */
export interface GatewayReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** One gateway's protocol. */
export interface GatewayProtocol<Options> {
  /** The options of the adapter that reach this gateway and its one account. */
  readonly options: (baseUrl: string) => Options;
  readonly answer: (request: GatewayRequest, book: GatewayBook) => GatewayReply;
  /** How a request is refused with a code, or in words, of the protocol. */
  readonly refusal: (code: string) => GatewayReply;
}

/** An answer of HTTP 200 in JSON. */
export function ok(body: unknown): GatewayReply {
  return { status: 200, body };
}
