/**
 * What all gateways that are spoken to over HTTP can be told.
 * @module
 */
import { OrderbellError } from '../core/errors.js';
import type { Clock } from '../ports/clock.js';
import type { Balance, Receipt, Sent, Transport, TransportLimits } from '../ports/transport.js';
import type { Fetch } from './fetch.js';

/** Options that every gateway takes. */
export interface GatewayOptions {
  /** Name in history and events: that of the provider unless given. Tell two accounts apart by it. */
  readonly name?: string;
  /** Where the gateway is, without a path at the end: `https://sms.example.com`. The provider's own address unless given. */
  readonly baseUrl?: string;
  /** Used instead of Node's own client: for a proxy, or for a log of your own. The global `fetch` will do, at four times the processor time. */
  readonly fetch?: Fetch;
  /** Milliseconds for a request as a whole, from connecting to the end of the answer: 20,000 unless given. */
  readonly timeout?: number;
  /** What the account bears: `{ perSecond: 10 }`. */
  readonly limits?: TransportLimits;
}

/** A transport that can also be asked: by the notifier, or by a program of yours. */
export interface GatewayTransport extends Transport {
  readonly balance: () => Promise<Balance>;
  readonly receipt: (sent: Sent) => Promise<Receipt>;
}

/** Whole seconds until a message is worth nothing any more, 1 at least. */
export function secondsUntil(expiresAt: Date, clock: Pick<Clock, 'now'> | undefined): number {
  return Math.max(1, Math.ceil((expiresAt.getTime() - (clock?.now() ?? new Date()).getTime()) / 1_000));
}

/** The address of a gateway without the slash at its end. Throws `invalid-argument`; an address is not shown, as it may hold a password. */
export function checkedUrl(place: string, url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const isPlain = parsed !== undefined && /^https?:$/.test(parsed.protocol) && parsed.username === '' && parsed.password === '';
  if (isPlain && parsed.hash === '') return url.replace(/\/+$/, '');
  throw new OrderbellError(
    'invalid-argument',
    `${place}: not an address of a gateway. Expected one such as 'https://sms.example.com', without a user or password.`,
  );
}

/** A credential as it is. Throws `invalid-argument` where it is empty or would not fit into a header; it is never shown. */
export function checkedSecret(place: string, secret: string): string {
  if (typeof secret === 'string' && secret !== '' && !/\p{Cc}/u.test(secret)) return secret;
  throw new OrderbellError('invalid-argument', `${place}: expected a text of one line that is not empty.`);
}

/** Milliseconds that timers can count. Throws `invalid-argument`. */
export function checkedTimeout(place: string, timeout: number): number {
  if (timeout > 0 && timeout < 2 ** 31) return timeout;
  throw new OrderbellError('invalid-argument', `${place}: ${timeout} is no time limit. Expected milliseconds, such as 20000.`);
}
