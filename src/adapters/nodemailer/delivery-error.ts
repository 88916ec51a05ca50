/**
 * From nodemailer's errors to what they mean for a message.
 * @module
 */
import { type OrderbellError, PermanentDeliveryError, RetryableDeliveryError, UnknownOutcomeError } from '../../core/errors.js';
import { saysUnknownAddress } from './unknown-address.js';

/** The properties that nodemailer puts on its errors. */
interface MailError extends Error {
  readonly code?: unknown;
  readonly command?: unknown;
  readonly responseCode?: unknown;
  readonly response?: unknown;
  readonly syscall?: unknown;
  readonly timeoutType?: unknown;
}

/** How far a mail had come when it failed. */
export type Progress = 'whole' | 'partly' | 'unknown';

/** Errors of code, not of delivery: they pass through as they are. */
const bugs = [TypeError, RangeError, ReferenceError, SyntaxError];

/** Replies that say the session is wrong, not the message: bad sequence of commands, and everything about logging in. */
const sessionReplies = new Set([503, 530, 534, 535, 538]);

/** What nodemailer itself refuses to send: no valid recipient or sender, too large, too many recipients. */
const refusals = new Set(['EENVELOPE', 'EMESSAGE', 'EMAXRECIPIENTS']);

/** What happens before a message can be handed over. */
const beginnings = new Set(['EDNS', 'ETLS', 'EAUTH', 'ENOAUTH', 'EOAUTH2', 'EPROXY', 'ECONFIG', 'EREQUIRETLS']);

/**
 * The policy, in words. A server that has answered has decided: 5xx to the sender, the recipient or the message is for good, 4xx is
 * for now. A refusal of the session (a wrong password, a server that is not ready) is the shop's trouble and not the message's, so
 * it is for now, and nothing is lost while somebody mends it. Where no answer came, the message may have been accepted if it had
 * been handed over as a whole, and was certainly not if it had not.
 */
export function deliveryErrorFrom(error: unknown, progress: Progress): unknown {
  if (!(error instanceof Error) || bugs.some((bug) => error instanceof bug)) return error;
  const failure: MailError = error;
  if (typeof failure.responseCode === 'number') return afterReply(failure, failure.responseCode);
  if (typeof failure.code === 'string' && refusals.has(failure.code))
    return new PermanentDeliveryError(sentence(failure), { cause: error });
  if (progress === 'whole' || (progress === 'unknown' && !isBeforeMessage(failure))) {
    return new UnknownOutcomeError(`${sentence(failure)} The message had been handed over; no answer came.`, { cause: error });
  }
  return new RetryableDeliveryError(sentence(failure), { cause: error });
}

function afterReply(failure: MailError, reply: number): OrderbellError {
  const isAboutMessage = typeof failure.command === 'string' && ['MAIL FROM', 'RCPT TO', 'DATA'].includes(failure.command);
  const isForGood = reply >= 500 && reply < 600 && isAboutMessage && !sessionReplies.has(reply);
  if (!isForGood) return new RetryableDeliveryError(sentence(failure), { cause: failure });
  const reason = saysUnknownAddress(failure.command, failure.response) ? 'no-such-address' : undefined;
  return new PermanentDeliveryError(sentence(failure), { cause: failure, reason });
}

/** For transporters that cannot be watched: what certainly happened before the message. */
function isBeforeMessage({ code, syscall, timeoutType }: MailError): boolean {
  if (typeof code === 'string' && beginnings.has(code)) return true;
  return syscall === 'connect' || (typeof timeoutType === 'string' && timeoutType !== 'SOCKET_TIMEOUT');
}

/** What nodemailer says, on one line and of bounded length, since a server may answer anything. */
function sentence({ message, code }: MailError): string {
  const text = message.replace(/\s+/g, ' ').trim().slice(0, 300);
  return `smtp: ${text}${text.endsWith('.') ? '' : '.'}${typeof code === 'string' ? ` (${code})` : ''}`;
}
