/**
 * Messages as signed HTTP requests.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
import { createClient } from '../../http/client.js';
import { checkedUrl, type GatewayOptions } from '../../http/gateway-options.js';
import type { Reply } from '../../http/reply.js';
import type { Clock } from '../../ports/clock.js';
import type { EmailMessage, Message, Transport } from '../../ports/transport.js';
import { payloadOf } from './payload.js';
import { readReceipts } from './receipt.js';
import { keysOf, signatureOf, type WebhookSecret } from './signature.js';

/** Options of {@link webhook}. */
export interface WebhookOptions extends Omit<GatewayOptions, 'baseUrl'> {
  /** Where messages are posted to. Use https wherever the request leaves the machine: the text is signed, not encrypted. */
  readonly url: string;
  /** What the receiver verifies with: 24 bytes or more. While it is being replaced, give the new one and the old one. */
  readonly secret: WebhookSecret;
  /** Headers for every request, for a proxy or a receiver that wants credentials of its own; no error shows their values. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Tells the time that requests are signed with: the real one unless given. */
  readonly clock?: Pick<Clock, 'now'>;
}

/**
 * Posts messages of any channel to a receiver of yours, as JSON, signed in the manner of Standard Webhooks: for LINE, Viber, push, or
 * a gateway that no adapter knows. `verifyWebhook` is the other half.
 *
 * The header `webhook-id` is the job's key, the same for every attempt: a receiver drops what it has seen. Any 2xx is a yes, whatever
 * the body says. 400, 410, 413, 415 and 422 refuse the message for good; all other 4xx are the receiver's trouble and tried again. An
 * answer that is lost, and 5xx but for 503, leave the outcome unknown.
 *
 * @example
 * webhook({ url: 'https://push.example.com/messages', secret: process.env.WEBHOOK_SECRET ?? '' });
 */
export function webhook(given: WebhookOptions): Transport<Message | EmailMessage> {
  const { url, secret, headers = {}, clock, name = 'webhook', limits, ...options } = given;
  const { origin, pathname, search } = new URL(checkedUrl(`${name}: url`, url));
  const keys = keysOf(`${name}: secret`, secret);
  const secrets = [...[secret].flat(), ...Object.values(checked(name, headers))];
  const client = createClient({ ...options, name, baseUrl: origin, secrets });
  return {
    name,
    limits,
    send: async (message) => {
      const now = clock?.now() ?? new Date();
      const id = headerText(message.key);
      const timestamp = String(Math.floor(now.getTime() / 1_000));
      const body = JSON.stringify(payloadOf(message, now));
      const reply = await client({
        method: 'POST',
        path: `${pathname}${search}`,
        headers: {
          ...headers,
          'content-type': 'application/json; charset=utf-8',
          'webhook-id': id,
          'webhook-timestamp': timestamp,
          'webhook-signature': keys.map((key) => signatureOf(key, id, timestamp, body)).join(' '),
        },
        body,
        hidden: hiddenIn(message),
        isRepeatable: false,
        isAnsweredByStatus: true,
        abort: message.abort,
      });
      if (reply.status >= 400) throw errorOf(reply);
      return { id };
    },
    readReceipt: (payload: unknown) => readReceipts(name, secret, clock?.now() ?? new Date(), payload),
  };
}

/** Refuses headers that cannot be sent, by their names: values are never shown. */
function checked(name: string, headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const [header, value] of Object.entries(headers)) {
    if (/^[!-9;-~]+$/.test(header) && /^[ -~]*$/.test(value)) continue;
    const expected = 'Expected a name and a value of plain characters.';
    throw new OrderbellError('invalid-argument', `${name}: headers: ${JSON.stringify(header)} cannot be sent. ${expected}`);
  }
  return headers;
}

/** Statuses by which a receiver refuses this message, and not every request. */
const refusals = new Set([400, 410, 413, 415, 422]);

function errorOf(reply: Reply): OrderbellError {
  const sentence = `the receiver refused the message, HTTP ${reply.status}`;
  return refusals.has(reply.status) ? reply.refused(sentence, reply.body) : reply.deferred(sentence, reply.body);
}

/** A key as a header: what is not plain ASCII is encoded as in URLs. */
function headerText(key: string): string {
  return key.replace(/[^!-~]+/gu, (part) => encodeURIComponent(part.replace(/\p{Cs}/gu, '\uFFFD')));
}

function hiddenIn(message: Message | EmailMessage): readonly string[] {
  const { address, text, recipient, unsubscribe } = message;
  const html = 'html' in message ? [message.subjectLine, message.html ?? ''] : [];
  return [address, text, ...html, recipient.email ?? '', recipient.phone ?? '', unsubscribe?.url ?? ''];
}
