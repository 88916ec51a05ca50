/**
 * Links to the tracking page that nobody can guess: the number of an order is known to many, its page is for one.
 * @module
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** What can be tracked. */
export type Kind = 'order' | 'return';

/** What a link leads to. */
export interface Tracked {
  readonly kind: Kind;
  readonly no: string;
}

/** The path of a page: `/order/A-1042/` and a signature of both. */
export function trackingPath({ kind, no }: Tracked, secret: string): string {
  return `/${kind}/${encodeURIComponent(no)}/${signatureOf({ kind, no }, secret).toString('base64url')}`;
}

/** What the path of a request leads to; undefined where it is none of ours, or its signature is not. */
export function trackedBy(path: string, secret: string): Tracked | undefined {
  const [, kind, part = '', signature = ''] = /^\/(order|return)\/([^/]{1,200})\/([\w-]{43})$/.exec(path) ?? [];
  const no = decoded(part);
  if ((kind !== 'order' && kind !== 'return') || no === undefined) return undefined;
  const given = Buffer.from(signature, 'base64url');
  const expected = signatureOf({ kind, no }, secret);
  return given.length === expected.length && timingSafeEqual(given, expected) ? { kind, no } : undefined;
}

function signatureOf({ kind, no }: Tracked, secret: string): Buffer {
  return createHmac('sha256', secret).update(`${kind}\n${no}`).digest();
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
