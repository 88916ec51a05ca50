/**
 * What TargetSMS says to a message: an id, or a sentence.
 * @module
 */
import type { OrderbellError } from '../../core/errors.js';
import { firstOf, type Reply, textOf } from '../../http/reply.js';

/** Out of credit, in the gateway's sentences: 'Закончились SMS.', 'Недостаточно средств для отправки SMS. ...'. */
const creditWords = /закончились|недостаточно|баланс|credit|balance|insufficient/i;

/** The same request twice within a minute. The first may have been accepted; a repeat after the minute gets its id. */
const soonWords = /одинакового запроса/i;

/** A repeat under the same idempotency key, of which the gateway does not say the id. */
const doneWords = /уже (?:был[аио]? )?отправлен|already sent/i;

/** Whether the gateway says that it has sent this message before. */
export function isAlreadySent(reply: Reply): boolean {
  const said = textOf(firstOf(reply.json['sms'])?.['action']);
  return reply.status < 400 && said !== undefined && doneWords.test(said);
}

/** The id of a message that was accepted, now or under the same idempotency key before; undefined for any other answer. */
export function acceptedId(reply: Reply): string | undefined {
  return reply.status < 400 ? textOf(firstOf(reply.json['sms'])?.['id_sms']) : undefined;
}

/**
 * The error of an answer without an id. Out of credit waits for credit, the same request within a minute is tried again after it,
 * and every other sentence is final: account blocked, stop list, direction closed, rejected by the moderator, wrong sender or number.
 */
export function errorOf(reply: Reply): OrderbellError {
  const said = textOf(firstOf(reply.json['sms'])?.['action']) ?? reply.text('error');
  if (said === undefined && reply.status >= 400) return reply.refused(`refused the request, HTTP ${reply.status}`);
  if (said === undefined || said === 'send') return reply.unreadable('a JSON object with sms and id_sms');
  if (creditWords.test(said)) return reply.withoutCredit(said);
  if (soonWords.test(said)) return reply.deferred('asked not to repeat a request within a minute', said, { retryAfter: 60_000 });
  return reply.refused('refused the message', said);
}
