/**
 * What a pool of connections bears.
 * @module
 */
import type { TransportLimits } from '../../ports/transport.js';
import type { MailTransporter } from './mail-transporter.js';

/** nodemailer's own number of connections, where its options give none. */
const usualConnections = 5;

/**
 * The limits of a pooled transporter: as many messages at a time as it has connections, and as many a second as its `rateLimit` lets
 * through. More would only wait within nodemailer, where nobody sees them. Undefined for any other transporter.
 */
export function poolLimits({ options }: MailTransporter): TransportLimits | undefined {
  if (typeof options !== 'object' || options === null) return undefined;
  // An object's properties are read by name, and each is checked.
  const { pool, maxConnections, rateLimit, rateDelta } = options as Readonly<Record<string, unknown>>;
  if (pool !== true && pool !== 'true') return undefined;
  const concurrency = positive(maxConnections) ?? usualConnections;
  const perDelta = positive(rateLimit);
  if (perDelta === undefined) return { concurrency };
  return { concurrency, perSecond: (perDelta * 1_000) / (positive(rateDelta) ?? 1_000) };
}

function positive(value: unknown): number | undefined {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && number > 0 && Number.isFinite(number) ? number : undefined;
}
