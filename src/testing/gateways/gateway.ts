/**
 * Local gateways, as tests see them.
 * @module
 */
import type { GatewayMessage } from './book.js';
import type { GatewayReply, GatewayRequest } from './protocol.js';

/** The providers that can be played, with the options that reach them: `twsms(gateway.options)`. */
export interface GatewayAccounts {
  readonly twsms: { readonly baseUrl: string; readonly username: string; readonly password: string };
  readonly smartdove: { readonly baseUrl: string; readonly token: string };
  readonly targetsms: { readonly baseUrl: string; readonly token: string; readonly sender: string };
  readonly twilio: { readonly baseUrl: string; readonly accountSid: string; readonly authToken: string; readonly from: string };
  readonly webhook: { readonly url: string; readonly secret: string };
}

/** A provider that can be played. */
export type GatewayName = keyof GatewayAccounts;

/**
 * What a gateway does instead of answering as it should. Nothing is accepted by `html` and `echo` (a page, with or without the
 * request in it), `empty`, `broken` (half of a JSON text), `redirect` (307 to another host), `drop-before` (the connection is cut),
 * `{ code }` (refused in the provider's own form) and `{ status }`. The message is accepted, and the answer lost, by `drop-after`,
 * `hang` (no answer), `drip` (an answer that comes byte by byte without end) and `endless` (as fast as it is read).
 */
export type Misbehaviour =
  | 'html'
  | 'echo'
  | 'empty'
  | 'broken'
  | 'redirect'
  | 'drop-before'
  | 'drop-after'
  | 'hang'
  | 'drip'
  | 'endless'
  | { readonly code: string }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: GatewayReply['body'] };

/** Options of `startGateway`. */
export interface GatewaySettings {
  /** Messages, or money, in the account: 1,000 unless given. */
  readonly balance?: number;
}

/** A running gateway. */
export interface Gateway<Name extends GatewayName = GatewayName> {
  /** What the adapter needs to reach it. */
  readonly options: GatewayAccounts[Name];
  /** What it has accepted, in order. */
  readonly messages: readonly GatewayMessage[];
  /** Every request that came, accepted or not. */
  readonly requests: readonly GatewayRequest[];
  /** What is left of the account. */
  readonly balance: number;
  /** Misbehaves for the next `times` requests, 1 unless given; calls add up, in order. */
  readonly misbehave: (how: Misbehaviour, times?: number) => void;
  /** Sets how far a message came, in the provider's own word: `DELIVRD`. */
  readonly setState: (id: string, word: string) => void;
  readonly setBalance: (balance: number) => void;
  /** Cuts all connections and ends the server. */
  readonly close: () => Promise<void>;
}
