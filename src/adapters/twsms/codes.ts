/**
 * The codes of TwSMS and what they mean for a message.
 * @module
 */
import type { OrderbellError } from '../../core/errors.js';
import type { Reply } from '../../http/reply.js';

/** What each code says, in the words of the provider's documents. */
const meanings: Readonly<Record<string, string>> = {
  '00001': 'the state is not known yet',
  '00010': 'account or password is wrong',
  '00011': 'account or password is wrong',
  '00012': 'account or password is wrong',
  '00020': 'not enough credit',
  '00030': 'this IP address is not allowed; enter it with the provider',
  '00031': 'international numbers are barred for this account',
  '00040': 'the account is disabled',
  '00041': 'the API is not enabled for this account',
  '00050': 'the format of sendtime is wrong',
  '00060': 'the format of expirytime is wrong',
  '00100': 'the format of the mobile number is wrong',
  '00110': 'the message is empty',
  '00120': 'a long message cannot be sent to an international number',
  '00130': 'the message is too long',
  '00140': 'the callback URL is wrong',
  '00150': 'sendtime is in the past',
  '00170': 'the callback URL is wrong',
  '00180': 'the message contains emoji',
  '00300': 'the message is not found',
  '00310': 'the message is scheduled and not sent yet',
  '99998': 'processing error; it asks to send again',
  '99999': 'system error',
};

/** Codes after which the same request may succeed. */
const passing = new Set(['99998', '99999']);

/**
 * The error of an answer that is no success. 99998 and 99999 are tried again, 00020 waits for credit, every other code is final: also a
 * wrong password, since it stays wrong until somebody mends it; the messages are then among the dead letters, to be retried.
 */
export function errorOf(reply: Reply): OrderbellError {
  const code = codeOf(reply);
  if (code === undefined && reply.status >= 400) return reply.refused(`refused the request, HTTP ${reply.status}`);
  if (code === undefined) return reply.unreadable('a JSON object with a code');
  const said = reply.text('text');
  if (code === '00020') return reply.withoutCredit(said);
  const sentence = `${code}, ${meanings[code] ?? 'a code that is not documented'}`;
  return passing.has(code) ? reply.deferred(sentence, said) : reply.refused(sentence, said);
}

/** The code of an answer; undefined where it has none. */
export function codeOf(reply: Reply): string | undefined {
  const code = reply.text('code');
  return code !== undefined && /^\d{1,5}$/.test(code) ? code.padStart(5, '0') : undefined;
}
