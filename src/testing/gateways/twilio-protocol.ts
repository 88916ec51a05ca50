/**
 * Twilio's Messages API.
 * @module
 */
import type { GatewayBook } from './book.js';
import { type GatewayProtocol, type GatewayReply, type GatewayRequest, ok } from './protocol.js';

const account = { accountSid: 'AC00000000000000000000000000000001', authToken: 'twilio-auth-token' };
const path = `/2010-04-01/Accounts/${account.accountSid}`;

interface TwilioAccount {
  readonly baseUrl: string;
  readonly accountSid: string;
  readonly authToken: string;
  readonly from: string;
}

/** Answers as documented: a message, or a code with HTTP 4xx. It does not look for doubles: that is not documented. */
export const twilioProtocol: GatewayProtocol<TwilioAccount> = {
  options: (baseUrl) => ({ baseUrl, ...account, from: '+15005550006' }),
  refusal: (code) => refusal(400, code, `refused with ${code}`),
  answer: (request, book) => {
    const credentials = Buffer.from(`${account.accountSid}:${account.authToken}`).toString('base64');
    if (request.headers['authorization'] !== `Basic ${credentials}`) return refusal(401, '20003', 'Authenticate');
    if (request.method === 'POST' && request.path === `${path}/Messages.json`) return sent(request, book);
    if (request.method !== 'GET') return refusal(405, '20004', 'Method not allowed');
    if (request.path === `${path}/Balance.json`)
      return ok({ account_sid: account.accountSid, balance: String(book.balance), currency: 'USD' });
    const message = book.find(request.path.slice(`${path}/Messages/`.length, -'.json'.length));
    return message === undefined ? refusal(404, '20404', 'The requested resource was not found') : ok(shown(message.id, book));
  },
};

function sent({ body, headers }: GatewayRequest, book: GatewayBook): GatewayReply {
  const form = new URLSearchParams(body);
  const to = form.get('To') ?? '';
  const text = form.get('Body') ?? '';
  const from = form.get('From') ?? form.get('MessagingServiceSid') ?? '';
  if (!/^\+[1-9]\d{6,14}$/.test(to)) return refusal(400, '21211', `The 'To' number ${to} is not a valid phone number.`);
  if (from === '') return refusal(400, '21603', "A 'From' phone number is required.");
  if (text === '') return refusal(400, '21602', 'Message body is required.');
  const key = headers['i-twilio-idempotency-token'];
  const { id } = book.accept({ to, text, from, key }, 0.01, (count) => `SM${String(count).padStart(32, '0')}`);
  return { ...ok(shown(id, book)), status: 201 };
}

function shown(sid: string, book: GatewayBook): object {
  return { sid, status: book.states.get(sid) ?? 'queued', date_updated: 'Thu, 08 Mar 2040 02:00:05 +0000', error_code: null };
}

function refusal(status: number, code: string, message: string): GatewayReply {
  return { status, body: { code: Number(code), message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } };
}
