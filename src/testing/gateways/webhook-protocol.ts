/**
 * A receiver of signed webhooks, in the manner of Standard Webhooks.
 * @module
 */
import { createHmac } from 'node:crypto';
import type { GatewayBook } from './book.js';
import { type GatewayProtocol, type GatewayReply, ok } from './protocol.js';

const key = 'a-webhook-secret-of-32-bytes-0001';
const secret = `whsec_${Buffer.from(key).toString('base64')}`;

/** Checks the signature, and takes every id once. */
export const webhookProtocol: GatewayProtocol<{ readonly url: string; readonly secret: string }> = {
  options: (baseUrl) => ({ url: `${baseUrl}/messages?shop=1`, secret }),
  refusal: (status) => ({ status: Number(status), body: 'refused' }),
  answer: ({ path, headers, body }, book) => {
    const { 'webhook-id': id = '', 'webhook-timestamp': timestamp, 'webhook-signature': signatures = '' } = headers;
    const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
    if (path !== '/messages?shop=1') return { status: 404, body: 'Not Found' };
    return signatures.split(' ').includes(`v1,${expected}`) ? taken(id, body, book) : { status: 401, body: 'wrong signature' };
  },
};

function taken(key: string, body: string, book: GatewayBook): GatewayReply {
  const { data } = JSON.parse(body);
  if (!book.messages.some((message) => message.key === key)) book.accept({ to: data.address, text: data.text, key }, 0);
  return ok({});
}
