/**
 * SMS through Twilio's Messages API.
 * @module
 */
import { createHash } from 'node:crypto';
import { OrderbellError } from '../../core/errors.js';
import { type Call, createClient } from '../../http/client.js';
import {
  checkedSecret,
  checkedUrl,
  type GatewayOptions,
  type GatewayTransport,
  secondsUntil,
} from '../../http/gateway-options.js';
import { withCountryCode } from '../../http/phone-number.js';
import type { Reply } from '../../http/reply.js';
import { senderOf } from '../../http/sms-sender.js';
import type { Clock } from '../../ports/clock.js';
import type { Balance, Message, Receipt, Sent } from '../../ports/transport.js';
import { stateOf } from './states.js';
import { readStatusCallback } from './status-callback.js';

/** Options of {@link twilio}: who sends is either `from` or `messagingServiceSid`. */
export interface TwilioOptions extends GatewayOptions {
  readonly accountSid: string;
  readonly authToken: string;
  /** A number of the account in E.164 form, or a sender's name. A message may have a sender of its own. */
  readonly from?: string;
  readonly messagingServiceSid?: string;
  /** Country code of local numbers, those that begin with 0: `'886'`. Without it they are refused. */
  readonly countryCode?: string;
  /** Where Twilio reports what became of a message: a route of yours that calls `notifier.receipt('twilio', ...)`. */
  readonly statusCallback?: string;
  /** Tells how long a message is still worth something: the real clock unless given. */
  readonly clock?: Pick<Clock, 'now'>;
}

/**
 * Sends SMS through Twilio.
 *
 * The job's key goes along as `I-Twilio-Idempotency-Token`, hashed. Twilio does not document that it drops a second message with the
 * same token, so an answer that is lost, and HTTP 5xx but for 503, leave the outcome unknown. HTTP 4xx is final, but for 408, 425 and 429.
 *
 * @example
 * twilio({ accountSid: 'AC...', authToken: process.env.TWILIO_AUTH_TOKEN ?? '', from: '+15005550006' });
 */
export function twilio({ countryCode, name = 'twilio', baseUrl, limits, ...given }: TwilioOptions): GatewayTransport {
  const { accountSid, authToken, from, messagingServiceSid, statusCallback, clock, ...options } = given;
  const callback = statusCallback === undefined ? undefined : checkedUrl(`${name}: statusCallback`, statusCallback);
  const extra = callback === undefined ? {} : { StatusCallback: callback };
  const usual = usualSender(name, from, messagingServiceSid);
  const account = `/2010-04-01/Accounts/${pathPart(`${name}: accountSid`, accountSid)}`;
  const credentials = `${accountSid}:${checkedSecret(`${name}: authToken`, authToken)}`;
  const basic = Buffer.from(credentials).toString('base64');
  const client = createClient({ ...options, name, baseUrl: baseUrl ?? 'https://api.twilio.com', secrets: [authToken, basic] });
  const authorization = `Basic ${basic}`;
  const ask = (path: string, hidden: readonly string[] = []) =>
    client({ method: 'GET', path: `${account}/${path}.json`, headers: { authorization }, hidden, isRepeatable: true });
  const create = ({ headers, ...call }: Pick<Call, 'headers' | 'body' | 'hidden' | 'abort'>) =>
    client({
      ...call,
      method: 'POST',
      path: `${account}/Messages.json`,
      headers: { ...headers, authorization, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      isRepeatable: false,
    });
  return {
    name,
    limits,
    send: async (message: Message) => {
      const { key, address, text, abort, expiresAt } = message;
      const own = senderOf(name, message);
      const to = `+${withCountryCode(name, address, countryCode)}`;
      const reply = await create({
        headers: { 'i-twilio-idempotency-token': createHash('sha256').update(key).digest('hex') },
        body: new URLSearchParams({
          To: to,
          ...(own === undefined ? usual : { From: own }),
          Body: text,
          ...extra,
          ...validity(expiresAt, clock),
        }).toString(),
        hidden: [address, to, text],
        abort,
      });
      const id = checked(reply).text('sid');
      if (id === undefined) throw reply.unreadable('a JSON object with a sid');
      return { id };
    },
    balance: async (): Promise<Balance> => {
      const reply = checked(await ask('Balance'));
      const amount = Number(reply.text('balance') ?? Number.NaN);
      const unit = reply.text('currency');
      if (Number.isNaN(amount) || unit === undefined) throw reply.unreadable('a balance with a currency');
      return { amount, unit };
    },
    receipt: async ({ id, address }: Sent): Promise<Receipt> => {
      const reply = checked(await ask(`Messages/${pathPart(`${name}: id`, id)}`, [address]));
      const word = reply.text('status');
      const state = stateOf(word);
      if (word === undefined || state === undefined) throw reply.unreadable('a status that is documented');
      return { id, state, word, time: reply.text('date_updated') };
    },
    readReceipt: (payload: unknown) => readStatusCallback(name, authToken, callback, payload),
  };
}

/** For how many seconds Twilio may try: 36,000 at most, and without being told. */
function validity(expiresAt: Date | undefined, clock: Pick<Clock, 'now'> | undefined): Readonly<Record<string, string>> {
  if (expiresAt === undefined) return {};
  const seconds = secondsUntil(expiresAt, clock);
  return seconds < 36_000 ? { ValidityPeriod: String(seconds) } : {};
}

/** The reply, where it is no refusal. The code of a refusal can be looked up at twilio.com/docs/api/errors. */
function checked(reply: Reply): Reply {
  if (reply.status < 400) return reply;
  const code = reply.text('code');
  const isCode = code !== undefined && /^\d{3,6}$/.test(code);
  throw reply.refused(`refused the request, HTTP ${reply.status}${isCode ? `, code ${code}` : ''}`, reply.text('message'));
}

function usualSender(name: string, from: string | undefined, service: string | undefined): Readonly<Record<string, string>> {
  if (from !== undefined && service === undefined) return { From: checkedSecret(`${name}: from`, from) };
  if (from === undefined && service !== undefined)
    return { MessagingServiceSid: pathPart(`${name}: messagingServiceSid`, service) };
  throw new OrderbellError('invalid-argument', `${name}: expected either from or messagingServiceSid.`);
}

/** An identifier of Twilio's, which goes into paths: letters and digits only. */
function pathPart(place: string, id: string): string {
  if (/^[A-Za-z0-9]{2,64}$/.test(id)) return id;
  throw new OrderbellError('invalid-argument', `${place}: not an identifier. Expected letters and digits, such as 'AC0123'.`);
}
