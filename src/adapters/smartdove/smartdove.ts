/**
 * SMS through SMARTDOVE.
 * @module
 */
import type { OrderbellError } from '../../core/errors.js';
import { createClient } from '../../http/client.js';
import { checkedSecret, checkedUrl, type GatewayOptions } from '../../http/gateway-options.js';
import { localForm } from '../../http/phone-number.js';
import type { Reply } from '../../http/reply.js';
import type { Message, Transport } from '../../ports/transport.js';

/** Options of {@link smartdove}. */
export interface SmartdoveOptions extends GatewayOptions {
  readonly token: string;
  /** The campaign that messages are counted under. */
  readonly campaignId?: string;
  /** Where the gateway reports what became of a message: `smartdoveReceipt` reads its calls. */
  readonly responseUrl?: string;
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
  const { token, campaignId, responseUrl, name = 'smartdove', baseUrl, limits, ...options } = given;
  const account = {
    token: checkedSecret(`${name}: token`, token),
    ...(campaignId === undefined ? {} : { campaign_id: campaignId }),
    ...(responseUrl === undefined ? {} : { response_url: checkedUrl(`${name}: responseUrl`, responseUrl) }),
  };
  const client = createClient({ ...options, name, baseUrl: baseUrl ?? 'https://api.smartdove.net', secrets: [token] });
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
  };
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
