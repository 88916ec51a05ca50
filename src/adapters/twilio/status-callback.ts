/**
 * The calls by which Twilio reports what became of a message.
 * @module
 */
import { createHmac } from 'node:crypto';
import { OrderbellError } from '../../core/errors.js';
import { headerOf, isSameSecret, postedOf } from '../../http/posted.js';
import type { Receipt } from '../../ports/transport.js';
import { stateOf } from './states.js';

/**
 * Reads a status callback. Its header `X-Twilio-Signature` must be the HMAC-SHA1 of the address that Twilio called and of the fields of
 * the form in the order of their names.
 */
export async function readStatusCallback(
  name: string,
  authToken: string,
  callback: string | undefined,
  payload: unknown,
): Promise<Receipt> {
  const { url, headers, body } = await postedOf(`${name}: receipt`, payload);
  const form = new URLSearchParams(body);
  const fields = [...form].sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
  const signed = (callback ?? url) + fields.map(([field, value]) => field + value).join('');
  const expected = createHmac('sha1', authToken).update(signed, 'utf8').digest('base64');
  if (!isSameSecret(expected, headerOf(headers, 'x-twilio-signature') ?? ''))
    throw new OrderbellError(
      'receipt-forged',
      `${name}: the receipt is not signed with the auth token. Behind a proxy, give the address that Twilio calls as statusCallback.`,
    );
  const id = form.get('MessageSid');
  const word = form.get('MessageStatus') ?? '';
  const state = stateOf(word);
  if (!id || state === undefined)
    throw new OrderbellError(
      'receipt-invalid',
      `${name}: the receipt has no MessageSid, or a MessageStatus that is not documented.`,
    );
  return { id, state, word };
}
