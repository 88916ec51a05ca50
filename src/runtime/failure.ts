/**
 * Failures: what an error that a transport or the host threw stands for.
 * @module
 */
import {
  type ErrorCode,
  messageOf,
  OrderbellError,
  PermanentDeliveryError,
  RetryableDeliveryError,
  UnknownOutcomeError,
} from '../core/errors.js';

/** What could not be stored before a message was to be handed over: nothing may be sent without it. */
export class FollowUpMissing extends OrderbellError {
  constructor(cause: unknown) {
    super('store-unavailable', `what follows this message could not be stored: ${messageOf(cause)}`, { cause });
  }
}

/** What is no message's fault, and may pass: the host's functions failed, or the store. */
const passing: ReadonlySet<ErrorCode> = new Set([
  'handler-failed',
  'conflict',
  'store-unavailable',
  'store-not-migrated',
  'store-newer',
  'store-read-only',
  'store-full',
]);

/** Whether trying again cannot help: the message is refused for good, or the error is a bug of the host's or ours. */
export function isFinal(error: unknown): boolean {
  if (error instanceof PermanentDeliveryError) return true;
  if (error instanceof RetryableDeliveryError || error instanceof UnknownOutcomeError) return false;
  if (error instanceof OrderbellError) return !passing.has(error.code);
  // `fetch` throws a TypeError with a cause where the network fails: that is no bug, and may pass.
  if (error instanceof TypeError) return error.cause === undefined;
  return error instanceof RangeError || error instanceof ReferenceError || error instanceof SyntaxError;
}

/** What is kept of an error: one line of bounded length, since a provider may say, and a transport throw, anything. */
export function sentenceOf(error: unknown): string {
  try {
    if (error instanceof Error) return storable(error.message || error.name, 1_000);
    return typeof error === 'string' ? storable(error, 1_000) : `${String(error)} was thrown, which is no error`;
  } catch {
    return 'something was thrown that cannot be read';
  }
}

/** Text that every store can keep: without control characters and halves of characters, of bounded length. */
export function storable(text: string, length: number): string {
  return text
    .replace(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .trim()
    .slice(0, length);
}

/** The code of an error, ours or not. */
export function codeOf(error: unknown): ErrorCode {
  return error instanceof OrderbellError ? error.code : isFinal(error) ? 'handler-failed' : 'delivery-retryable';
}

/** The instant from which a provider wants to be asked again. */
export function askedFor(error: unknown, now: number): number {
  if (!(error instanceof RetryableDeliveryError) || error.retryAfter === undefined) return now;
  return error.retryAfter instanceof Date ? error.retryAfter.getTime() : now + Number(error.retryAfter);
}

/** A number from 0 to 1 that is always the same for a text: it scatters jobs, and a story that is played again stays the same. */
export function fraction(text: string): number {
  let hash = 2166136261;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 16777619);
  return (hash >>> 0) / 2 ** 32;
}
