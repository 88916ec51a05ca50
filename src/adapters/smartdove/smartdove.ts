/**
 * SMS through SMARTDOVE.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
import { createClient } from '../../http/client.js';
import { checkedSecret, checkedUrl, type GatewayOptions } from '../../http/gateway-options.js';
import { localForm } from '../../http/phone-number.js';
import type { Reply } from '../../http/reply.js';
import type { DeliveryState, Message, Transport } from '../../ports/transport.js';
import { readerOf } from './receipt.js';

/** Options of {@link smartdove}. */
export interface SmartdoveOptions extends GatewayOptions {
  readonly token: string;
  /** The campaign that messages are counted under. */
  readonly campaignId?: string;
  /** Where the gateway reports what became of a message: `smartdoveReceipt` reads its calls. */
  readonly responseUrl?: string;
  /**
   * What the gateway's calls to `responseUrl` must hold, since they are not signed: it is added to the address as `key`. A text that
   * nobody can guess, of 16 characters or more; with it, `notifier.receipt('smartdove', ...)` takes the calls.
   */
  readonly receiptKey?: string;
  /**
   * What the gateway's codes mean: `{ '2': 'delivered' }`. It publishes no list, so a code that is not in yours is kept as `underway`,
   * with the code as its word.
   */
  readonly receiptStates?: Readonly<Record<string, DeliveryState>>;
}

/**
 * Sends SMS through SMARTDOVE, one by one. It tells neither a balance nor, when asked, a state: receipts come to `responseUrl`.
 *
 * It knows no idempotency keys: an answer that is lost, and HTTP 5xx but for 503, leave the outcome unknown. Its error codes are not
 * published, so a refusal is final, but for one whose words speak of credit, which waits for credit.
 *
 * @example
 * smartdove({ token: process.env.SMARTDOVE_TOKEN ?? '', responseUrl: 'https://shop.example.com/receipts/smartdove' });
 */
export function smartdove(given: SmartdoveOptions): Transport {
  const { token, campaignId, responseUrl, receiptKey, receiptStates, name = 'smartdove', baseUrl, limits, ...options } = given;
  const callback = callbackOf(name, responseUrl, receiptKey);
  const account = {
    token: checkedSecret(`${name}: token`, token),
    ...(campaignId === undefined ? {} : { campaign_id: campaignId }),
    ...(callback === undefined ? {} : { response_url: callback }),
  };
  const client = createClient({
    ...options,
    name,
    baseUrl: baseUrl ?? 'https://api.smartdove.net',
    secrets: receiptKey === undefined ? [token] : [token, receiptKey],
  });
  return {
    name,
    limits,
    send: async ({ address, text, abort }: Message) => {
      const phone = localForm(name, address, '886');
      const reply = await client({
        method: 'POST',
        path: '/index.php?r=smsApi/SendOneSms',
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
        body: new URLSearchParams({ ...account, phone_number: phone, content: text }).toString(),
        hidden: [address, phone, text],
        isRepeatable: false,
        abort,
      });
      const id = reply.text('sms_id');
      if (reply.status >= 400 || reply.json['is_error'] !== false || id === undefined) throw errorOf(reply);
      return { id };
    },
    readReceipt: receiptKey === undefined ? undefined : readerOf(name, receiptKey, receiptStates),
  };
}

/** The address that the gateway is to call, with the key that it must hold. */
function callbackOf(name: string, responseUrl: string | undefined, key: string | undefined): string | undefined {
  if (responseUrl === undefined) {
    if (key === undefined) return undefined;
    throw new OrderbellError('invalid-argument', `${name}: receiptKey goes with responseUrl; add it, or remove receiptKey.`);
  }
  const checked = checkedUrl(`${name}: responseUrl`, responseUrl);
  if (key === undefined) return checked;
  if (!/^[\w-]{16,}$/.test(key))
    throw new OrderbellError('invalid-argument', `${name}: receiptKey: expected 16 or more letters, digits, '-' and '_'.`);
  const url = new URL(checked);
  url.searchParams.set('key', key);
  return url.href;
}

/** Words for an account that is empty, in the languages in which the gateway may answer. */
const creditWords = /credit|balance|insufficient|點數|餘額|額度不足/i;

function errorOf(reply: Reply): OrderbellError {
  const said = reply.text('error_message');
  if (reply.json['is_error'] === true) {
    if (said !== undefined && creditWords.test(said)) return reply.withoutCredit(said);
    return reply.refused(`refused the message, error_code ${errorCode(reply)}`, said);
  }
  if (reply.status >= 400) return reply.refused(`refused the request, HTTP ${reply.status}`);
  return reply.unreadable('a JSON object with is_error and sms_id');
}

function errorCode(reply: Reply): string {
  const code = reply.text('error_code') ?? '';
  return /^-?\w{1,10}$/.test(code) ? code : 'unknown';
}
