/**
 * SMS through TwSMS (台灣簡訊).
 * @module
 */

import { type Call, createClient } from '../../http/client.js';
import { checkedSecret, type GatewayOptions, type GatewayTransport, secondsUntil } from '../../http/gateway-options.js';
import { localForm } from '../../http/phone-number.js';
import type { Reply } from '../../http/reply.js';
import type { Clock } from '../../ports/clock.js';
import type { Balance, Message, Receipt, Sent } from '../../ports/transport.js';
import { codeOf, errorOf } from './codes.js';
import { stateOf } from './states.js';

/** Options of {@link twsms}. */
export interface TwsmsOptions extends GatewayOptions {
  readonly username: string;
  readonly password: string;
  /** Tells how long a message is still worth something: the real clock unless given. */
  readonly clock?: Pick<Clock, 'now'>;
}

/**
 * Sends SMS through TwSMS (台灣簡訊), API 4.x, by POST, so that no log holds the password.
 *
 * TwSMS knows no idempotency keys: an answer that is lost leaves the outcome unknown. Codes 99998 and 99999, HTTP 5xx and refused
 * connections are tried again, 00020 waits for credit, everything else is final. A domestic number costs one message, an
 * international one three. It refuses texts with emoji, so they are taken out (`emoji: 'strip'`).
 *
 * @example
 * twsms({ username: 'studio', password: process.env.TWSMS_PASSWORD ?? '' });
 */
export function twsms({
  username,
  password,
  name = 'twsms',
  baseUrl,
  limits,
  clock,
  ...options
}: TwsmsOptions): GatewayTransport {
  const account = {
    username: checkedSecret(`${name}: username`, username),
    password: checkedSecret(`${name}: password`, password),
  };
  const client = createClient({
    ...options,
    name,
    baseUrl: baseUrl ?? 'https://api.twsms.com',
    secrets: [username, password],
    serverErrors: 'retryable',
  });
  const ask = (script: string, fields: Readonly<Record<string, string>>, rest: Pick<Call, 'hidden' | 'isRepeatable' | 'abort'>) =>
    client({
      ...rest,
      method: 'POST',
      path: `/json/${script}.php`,
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: new URLSearchParams({ ...account, ...fields }).toString(),
    });
  return {
    name,
    limits,
    emoji: 'strip',
    send: async ({ address, text, abort, expiresAt }: Message) => {
      const mobile = localForm(name, address, '886');
      const hidden = [address, mobile, text];
      const reply = await ask(
        'sms_send',
        { mobile, message: text, ...expiry(expiresAt, clock) },
        { hidden, isRepeatable: false, abort },
      );
      if (codeOf(reply) !== '00000') throw errorOf(reply);
      const id = reply.text('msgid');
      if (id === undefined) throw reply.unreadable('a msgid');
      return { id };
    },
    balance: async (): Promise<Balance> => {
      const reply = await ask('sms_query', { checkpoint: 'Y' }, { hidden: [], isRepeatable: true });
      if (codeOf(reply) !== '00000') throw errorOf(reply);
      const amount = Number(reply.text('point') ?? Number.NaN);
      if (Number.isNaN(amount)) throw reply.unreadable('points, the messages that are left');
      return { amount, unit: 'messages' };
    },
    receipt: async ({ id, address }: Sent): Promise<Receipt> => {
      const mobile = localForm(name, address, '886');
      const reply = await ask('sms_query', { mobile, msgid: id }, { hidden: [address, mobile], isRepeatable: true });
      return receiptFrom(reply, id);
    },
  };
}

/** For how many seconds TwSMS may try. A day or more is left to its own limit. */
function expiry(expiresAt: Date | undefined, clock: Pick<Clock, 'now'> | undefined): Readonly<Record<string, string>> {
  if (expiresAt === undefined) return {};
  const seconds = secondsUntil(expiresAt, clock);
  return seconds < 86_400 ? { expirytime: String(seconds) } : {};
}

/** 00001 (not known yet) and 00310 (scheduled) are answers, no errors. */
function receiptFrom(reply: Reply, id: string): Receipt {
  const code = codeOf(reply);
  if (code === '00001' || code === '00310') return { id, state: 'underway', word: code };
  if (code !== '00000') throw errorOf(reply);
  const word = reply.text('statuscode');
  const state = stateOf(word);
  if (word === undefined || state === undefined) throw reply.unreadable('a statuscode that is documented');
  return { id, state, word, time: reply.text('donetime') };
}
