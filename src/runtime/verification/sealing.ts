/**
 * Codes on their way: encrypted in the store, readable in the message, and hidden again in everything that is told of it.
 * @module
 */
import {
  messageOf,
  OrderbellError,
  PermanentDeliveryError,
  RetryableDeliveryError,
  UnknownOutcomeError,
} from '../../core/errors.js';
import { bag } from '../../core/untyped.js';
import type { SubjectRef } from '../../ports/store.js';
import type { Outcome, SentText, Waiting } from '../outcome.js';
import { isSealed, Secrets } from './secrets.js';
import type { VerificationSettings } from './settings.js';

const known = new WeakMap<VerificationSettings, Secrets>();

/** The secrets of a notifier; its keys are derived once. */
export function secretsOf(settings: VerificationSettings): Secrets {
  const { keys, randomInt } = settings;
  const secrets = known.get(settings) ?? new Secrets({ keys, ...(randomInt && { randomInt }) });
  known.set(settings, secrets);
  return secrets;
}

/** A message's payload, with the code that may be in it. */
export interface Opened {
  readonly payload: unknown;
  /** Undefined where there is none. */
  readonly code: string | undefined;
}

/** The owner of a sealed code: nobody can put it into the message of another. */
export function ownerOf({ lifecycle, subject }: SubjectRef): string {
  return `${lifecycle} '${subject}'`;
}

/** The payload of a job as its text is to read it. */
export function opened(settings: VerificationSettings | undefined, job: SubjectRef & { readonly payload?: unknown }): Opened {
  const { payload } = job;
  const sealed = settings?.lifecycle === job.lifecycle ? bag(payload)['code'] : undefined;
  if (settings === undefined || !isSealed(sealed)) return { payload, code: undefined };
  const code = secretsOf(settings).open(sealed, ownerOf(job));
  return { payload: { ...bag(payload), code }, code };
}

/** What became of an attempt, as it may be stored and told: without the code. */
export function concealed(code: string | undefined, outcome: Outcome | Waiting): Outcome | Waiting {
  if (code === undefined) return outcome;
  const hidden = (text: string) => text.replaceAll(code, '*'.repeat(code.length));
  if (outcome.kind === 'sent') {
    const { locale, text, subjectLine, html } = outcome.message;
    const message: SentText = {
      locale,
      text: hidden(text),
      ...(subjectLine !== undefined && { subjectLine: hidden(subjectLine) }),
      ...(html !== undefined && { html: hidden(html) }),
    };
    return { ...outcome, message };
  }
  if (outcome.kind === 'error' && saysCode(outcome.error, code)) return { ...outcome, error: withoutCode(outcome.error, hidden) };
  if (outcome.kind === 'postponed' && outcome.error !== undefined && saysCode(outcome.error, code))
    return { ...outcome, why: outcome.why && hidden(outcome.why), error: withoutCode(outcome.error, hidden) };
  return outcome;
}

/** Whether an error, or what caused it, quotes the code. */
function saysCode(error: unknown, code: string): boolean {
  for (let at = error, depth = 0; at !== undefined && at !== null && depth < 8; at = bag(at)['cause'], depth++) {
    const parts = [messageOf(at), ...Object.values(bag(at)), bag(at)['stack']];
    if (parts.some((part) => typeof part === 'string' && part.includes(code))) return true;
  }
  return false;
}

/** The same kind of error, with nothing of the first but its message. */
function withoutCode(error: unknown, hidden: (text: string) => string): Error {
  const message = hidden(messageOf(error));
  if (error instanceof PermanentDeliveryError) return new PermanentDeliveryError(message);
  if (error instanceof UnknownOutcomeError) return new UnknownOutcomeError(message);
  if (error instanceof RetryableDeliveryError) {
    const { retryAfter, reason } = error;
    return new RetryableDeliveryError(message, { ...(retryAfter !== undefined && { retryAfter }), ...(reason && { reason }) });
  }
  return error instanceof OrderbellError ? new OrderbellError(error.code, message) : new Error(message);
}
