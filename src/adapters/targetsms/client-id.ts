/**
 * The idempotency key of TargetSMS.
 * @module
 */
import { createHash } from 'node:crypto';

/** A whole number from 1 to 2^53 - 1, the most that JSON keeps exactly, always the same for a job's key. */
export function clientIdOf(key: string): number {
  const digest = createHash('sha256').update(key).digest();
  return Number(digest.readBigUInt64BE() >> 11n) || 1;
}
