/**
 * SMS through TargetSMS.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
import { createClient } from '../../http/client.js';
import { checkedSecret, type GatewayOptions, type GatewayTransport } from '../../http/gateway-options.js';
import { withCountryCode } from '../../http/phone-number.js';
import { firstOf, type JsonObject, objectOf, textOf } from '../../http/reply.js';
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
      const { key, address, text, abort } = message;
      const sender = senderOf(name, message) ?? usual;
      const phone = withCountryCode(name, address, countryCode);
      const abonent = [{ phone, number_sms: '1', client_id_sms: clientIdOf(key) }];
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
      const word = textOf(found?.['state']);
      const state = stateOf(word);
      if (word === undefined || state === undefined) throw reply.unreadable('a state that is documented');
      return { id, state, word, time: textOf(found?.['time']) };
    },
  };
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
