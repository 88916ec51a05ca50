/**
 * What a webhook carries.
 * @module
 */
import type { EmailMessage, Message } from '../../ports/transport.js';

/** A message as it is sent: everything but the signal, and subject line and HTML where the channel has them. */
export type WebhookMessage = Omit<Message, 'abort'> & Partial<Pick<EmailMessage, 'subjectLine' | 'html'>>;

/** The JSON body. */
export interface WebhookPayload {
  readonly type: 'message';
  /** When it was sent, in ISO 8601. */
  readonly timestamp: string;
  readonly data: WebhookMessage;
}

/** The payload of a message. */
export function payloadOf({ abort: _, ...data }: Message | EmailMessage, now: Date): WebhookPayload {
  return { type: 'message', timestamp: now.toISOString(), data };
}
