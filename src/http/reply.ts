/**
 * Answers of gateways, and the errors that may be made of them.
 * @module
 */
import {
  type OrderbellError,
  PermanentDeliveryError,
  RetryableDeliveryError,
  type RetryableDeliveryErrorOptions,
  UnknownOutcomeError,
} from '../core/errors.js';
import { excerptOf } from './excerpt.js';

/** A JSON object, of which nothing is known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** What is known of a conversation before its answer is read. */
export interface Conversation {
  /** The name of the transport, for errors. */
  readonly name: string;
  /** What must not be shown: credentials, text, phone number. */
  readonly hidden: readonly string[];
  /** Whether asking twice does no harm: the provider honours idempotency keys, or nothing is sent. */
  readonly isRepeatable: boolean;
}

/** An answer that was read. Errors made from it name the provider and show a short, cleaned excerpt. */
export class Reply {
  readonly status: number;
  /** The body, where it is a JSON object; else empty. */
  readonly json: JsonObject;
  /** The body as it came: for the words of an error, which clean it, and for nothing else. */
  readonly body: string;
  readonly #conversation: Conversation;

  constructor(status: number, body: string, conversation: Conversation) {
    this.status = status;
    this.body = body;
    this.#conversation = conversation;
    this.json = objectFrom(body) ?? {};
  }

  /** A field as text, where it is a text or a number; else undefined. */
  text(name: string): string | undefined {
    return textOf(this.json[name]);
  }

  /** For an answer that says yes to nothing and no to nothing: `expected` is what it lacks. */
  unreadable(expected: string): OrderbellError {
    return lost(this.#conversation, `answered ${this.status} with ${this.#shown()}. Expected ${expected}.`);
  }

  /** For what repeating cannot mend. `why` is our own sentence, without a full stop. */
  refused(why: string, said = ''): PermanentDeliveryError {
    return new PermanentDeliveryError(this.#sentence(why, said));
  }

  /** For what certainly was not accepted, but may be later. */
  deferred(why: string, said = '', options: RetryableDeliveryErrorOptions = {}): RetryableDeliveryError {
    return new RetryableDeliveryError(this.#sentence(why, said), options);
  }

  /** For an account that has to be topped up: the message is tried again every quarter of an hour, by the notifier's rules. */
  withoutCredit(said = ''): RetryableDeliveryError {
    return this.deferred('the account is out of credit; top it up', said, { reason: 'no-credit', retryAfter: 15 * 60_000 });
  }

  #sentence(why: string, said: string): string {
    const quoted = excerptOf(said, this.#conversation.hidden);
    return `${this.#conversation.name}: ${why}${quoted === '' ? '' : ` («${quoted}»)`}.`;
  }

  #shown(): string {
    if (this.body.trim() === '') return 'an empty body';
    return `${this.#kind()} («${excerptOf(this.body, this.#conversation.hidden)}»)`;
  }

  #kind(): string {
    if (objectFrom(this.body) !== undefined) return 'other JSON';
    return /^\s*</.test(this.body) ? 'markup' : 'no JSON object';
  }
}

/** For an answer that never came or cannot be read: unknown, or retryable where asking twice does no harm. */
export function lost({ name, isRepeatable }: Conversation, what: string, cause?: unknown): OrderbellError {
  const Kind = isRepeatable ? RetryableDeliveryError : UnknownOutcomeError;
  return new Kind(`${name}: ${what}`, { cause });
}

/** A text, or a number written as one; undefined for anything else and for an empty text. */
export function textOf(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text !== '' ? text : undefined;
}

/** The value where it is an object and no list; else undefined. */
export function objectOf(value: unknown): JsonObject | undefined {
  // True of every object: what its properties hold stays unknown.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** The first object of a list; undefined where there is none. */
export function firstOf(value: unknown): JsonObject | undefined {
  return Array.isArray(value) ? objectOf(value[0]) : undefined;
}

function objectFrom(text: string): JsonObject | undefined {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}
