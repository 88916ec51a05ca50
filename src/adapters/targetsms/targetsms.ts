/**
 * SMS through TargetSMS.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
import { createClient } from '../../http/client.js';
import { checkedSecret, type GatewayOptions, type GatewayTransport } from '../../http/gateway-options.js';
import { withCountryCode } from '../../http/phone-number.js';
import { firstOf, type JsonObject, objectOf, type Reply, textOf } from '../../http/reply.js';
import { senderOf } from '../../http/sms-sender.js';
import type { Balance, Message, Receipt, Sent } from '../../ports/transport.js';
import { clientIdOf } from './client-id.js';
import { acceptedId, errorOf, isAlreadySent } from './refusals.js';
import { stateOf } from './states.js';

/** Options of {@link targetsms}: `token`, or `login` and `password`. */
export interface TargetsmsOptions extends GatewayOptions {
  readonly token?: string;
  readonly login?: string;
  readonly password?: string;
  /** The sender that phones show, as it was approved: at most 11 letters or 15 digits. A message may have a sender of its own. */
  readonly sender: string;
  /** Country code of local numbers, those that begin with 0: `'886'`. Without it they are refused. */
  readonly countryCode?: string;
  /** The zone in which the gateway reads times: `'Europe/Moscow'`. With it, a message that `expires` is given up by the gateway then. */
  readonly timeZone?: string;
}

/**
 * Sends SMS through TargetSMS, or another brand on the same gateway by its `baseUrl`.
 *
 * The gateway honours an idempotency key, so a message whose answer was lost is tried again and not sent twice. The key is a number of
 * 53 bits made from that of the job: of a million messages, two share one by accident with a chance of 1 in 18,000.
 *
 * @example
 * targetsms({ token: process.env.TARGETSMS_TOKEN ?? '', sender: 'STUDIO' });
 */
export function targetsms({
  sender: usual,
  countryCode,
  timeZone,
  name = 'targetsms',
  baseUrl,
  limits,
  ...given
}: TargetsmsOptions): GatewayTransport {
  const { token, login, password, ...options } = given;
  const { headers, security, secrets } = credentials(name, { token, login, password });
  const client = createClient({
    ...options,
    name,
    baseUrl: baseUrl ?? 'https://sms.targetsms.ru',
    secrets,
    serverErrors: 'retryable',
  });
  const validity = validityIn(name, timeZone);
  const ask = (content: JsonObject, hidden: readonly string[] = [], abort?: AbortSignal) =>
    client({
      method: 'POST',
      path: '/sendsmsjson.php',
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body: JSON.stringify({ ...security, ...content }),
      hidden,
      isRepeatable: true,
      ...(abort === undefined ? {} : { abort }),
    });
  return {
    name,
    limits,
    send: async (message: Message) => {
      const { key, address, text, abort, expiresAt } = message;
      const sender = senderOf(name, message) ?? usual;
      const phone = withCountryCode(name, address, countryCode);
      const abonent = [{ phone, number_sms: '1', client_id_sms: clientIdOf(key), ...validity(expiresAt) }];
      const reply = await ask({ type: 'sms', message: [{ type: 'sms', sender, text, abonent }] }, [address, phone, text], abort);
      const id = acceptedId(reply);
      if (id === undefined && !isAlreadySent(reply)) throw errorOf(reply);
      return { id };
    },
    balance: async (): Promise<Balance> => {
      const reply = await ask({ type: 'balance' });
      const money = objectOf(reply.json['money']);
      const amount = Number(textOf(money?.['value']) ?? Number.NaN);
      if (money === undefined && reply.json['error'] !== undefined) throw errorOf(reply);
      if (Number.isNaN(amount)) throw reply.unreadable('money with a value');
      return { amount, unit: textOf(money?.['currency']) ?? 'RUR' };
    },
    receipt: async ({ id }: Sent): Promise<Receipt> => {
      const reply = await ask({ type: 'state', get_state: [id] });
      const found = firstOf(reply.json['state']);
      if (found === undefined && reply.json['error'] !== undefined) throw errorOf(reply);
      return receiptFrom(reply, id, found);
    },
    receipts: async (sent: readonly Sent[]): Promise<readonly Receipt[]> => {
      const reply = await ask({ type: 'state', get_state: sent.map(({ id }) => id) });
      const found = reply.json['state'];
      if (!Array.isArray(found)) throw errorOf(reply);
      return found.map(objectOf).flatMap((one) => {
        const id = textOf(one?.['id_sms']);
        return id === undefined ? [] : [receiptFrom(reply, id, one)];
      });
    },
  };
}

function receiptFrom(reply: Reply, id: string, found: JsonObject | undefined): Receipt {
  const word = textOf(found?.['state']);
  const state = stateOf(word);
  if (word === undefined || state === undefined) throw reply.unreadable('a state that is documented');
  return { id, state, word, time: textOf(found?.['time']) };
}

/** Until when the gateway may try, in its own form: `2026-03-08 10:00`. Throws `invalid-argument` for a zone that is none. */
function validityIn(name: string, timeZone: string | undefined): (expiresAt: Date | undefined) => { validity_period?: string } {
  if (timeZone === undefined) return () => ({});
  try {
    // Swedish writes a date and a time of day as the gateway reads them.
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
    return (expiresAt) => (expiresAt === undefined ? {} : { validity_period: format.format(expiresAt) });
  } catch (cause) {
    const message = `${name}: timeZone: '${timeZone}' is no time zone. Expected one such as 'Europe/Moscow'.`;
    throw new OrderbellError('invalid-argument', message, { cause });
  }
}

interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly security: JsonObject;
  readonly secrets: readonly string[];
}

function credentials(name: string, { token, login, password }: Readonly<Record<string, string | undefined>>): Credentials {
  if (token !== undefined) {
    const bearer = checkedSecret(`${name}: token`, token);
    if (!/^[!-~]+$/.test(bearer)) throw new OrderbellError('invalid-argument', `${name}: token: expected plain characters.`);
    return { headers: { authorization: `Bearer ${bearer}` }, security: {}, secrets: [bearer] };
  }
  const security = {
    login: checkedSecret(`${name}: login (or give a token)`, login ?? ''),
    password: checkedSecret(`${name}: password (or give a token)`, password ?? ''),
  };
  return { headers: {}, security: { security }, secrets: [security.login, security.password] };
}
