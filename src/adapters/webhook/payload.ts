/**
 * What a webhook carries.
 * @module
 */
import type { Attachment, EmailMessage, Message } from '../../ports/transport.js';

/** A message as it is sent: everything but the signal, and subject line, HTML and files where the channel has them. */
export type WebhookMessage = Omit<Message, 'abort'> &
  Partial<Pick<EmailMessage, 'subjectLine' | 'html'>> & {
    readonly attachments?: readonly WebhookFile[];
  };

/** A file as it is sent. */
export interface WebhookFile extends Omit<Attachment, 'content'> {
  /** Its bytes in base64. */
  readonly content: string;
}

/** The JSON body. */
export interface WebhookPayload {
  readonly type: 'message';
  /** When it was sent, in ISO 8601. */
  readonly timestamp: string;
  readonly data: WebhookMessage;
}

/** The payload of a message. */
export function payloadOf(message: Message | EmailMessage, now: Date): WebhookPayload {
  const timestamp = now.toISOString();
  const { abort: _, attachments, ...data }: Message & Partial<Pick<EmailMessage, 'attachments'>> = message;
  if (attachments === undefined) return { type: 'message', timestamp, data };
  return { type: 'message', timestamp, data: { ...data, attachments: attachments.map(fileOf) } };
}

function fileOf(attachment: Attachment): WebhookFile {
  return { ...attachment, content: Buffer.from(attachment.content).toString('base64') };
}
