/**
 * The client that gateways are spoken to with.
 * @module
 */
import { RetryableDeliveryError } from '../core/errors.js';
import { codeOf, isBeforeRequest } from './connection-failure.js';
import { type Deadline, startDeadline } from './deadline.js';
import { fetchSender } from './fetch-sender.js';
import { checkedTimeout, checkedUrl, type GatewayOptions } from './gateway-options.js';
import { nodeSender } from './node-sender.js';
import { type Conversation, lost, Reply } from './reply.js';
import { retryAfterOf } from './retry-after.js';
import { type Answer, longestBody, type Outgoing, type Sender } from './sender.js';

/** What a client is made of. */
export interface ClientSettings extends GatewayOptions {
  readonly name: string;
  readonly baseUrl: string;
  /** Credentials in every form in which they are sent; no error shows them. */
  readonly secrets: readonly string[];
  /** What HTTP 5xx says about a message, but for 503: `unknown` unless given. */
  readonly serverErrors?: 'retryable' | 'unknown';
}

/** One request. */
export interface Call {
  readonly method: 'GET' | 'POST';
  /** Appended to the base URL; holds no secret, no text and no phone number. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** What no error may show besides the secrets: the text of the message, the phone number as given and as sent. */
  readonly hidden: readonly string[];
  /** Whether asking twice does no harm: nothing is sent by it, or the provider honours an idempotency key. */
  readonly isRepeatable: boolean;
  /** Whether a status of 2xx is the whole answer, so that its body is not read. */
  readonly isAnsweredByStatus?: boolean;
  /** Ends the request early. */
  readonly abort?: AbortSignal;
}

/** Answers with every reply of 2xx and 4xx, but for 408, 425 and 429; rejects with a delivery error for all else. */
export type Client = (call: Call) => Promise<Reply>;

/** Statuses that say in so many words that the request was not taken, and may be later. */
const notNow = new Set([408, 425, 429, 503]);

/**
 * Makes a client. The policy, in words: a connection that was never made took nothing, so the message is tried again. A request that
 * may have been written and was not answered in time, or not in a way that can be read, leaves the outcome unknown, unless asking
 * twice does no harm. 408, 425, 429 and 503 mean later, and `Retry-After` is heeded, for a day at most. Redirects are not followed,
 * as credentials would go with them. Time and size of an answer are limited.
 */
export function createClient(settings: ClientSettings): Client {
  const { name, secrets, serverErrors = 'unknown', fetch } = settings;
  const send = fetch === undefined ? nodeSender() : fetchSender(fetch);
  const baseUrl = checkedUrl(`${name}: baseUrl`, settings.baseUrl);
  const timeout = checkedTimeout(`${name}: timeout`, settings.timeout ?? 20_000);
  return async ({ path, hidden, isRepeatable, isAnsweredByStatus = false, abort, ...call }) => {
    if (abort?.aborted) throw new RetryableDeliveryError(`${name}: nobody waits for this message any more.`);
    const conversation = { name, hidden: [...secrets, ...hidden], isRepeatable };
    const deadline = startDeadline(timeout, abort);
    const headers = { accept: 'application/json', 'user-agent': 'orderbell', ...call.headers };
    const request = { url: `${baseUrl}${path}`, method: call.method, headers, body: call.body };
    try {
      const answer = await connect(send, request, deadline, conversation);
      return await judged(answer, deadline, conversation, { serverErrors, isAnsweredByStatus });
    } finally {
      deadline.end();
    }
  };
}

async function connect(send: Sender, request: Outgoing, deadline: Deadline, conversation: Conversation): Promise<Answer> {
  try {
    return await send(request, deadline);
  } catch (cause) {
    const { name } = conversation;
    if (deadline.reason !== undefined) throw lost(conversation, `${deadline.reason.message}; the request may have arrived.`);
    const code = codeOf(cause);
    const sign = code === undefined ? '' : ` (${code})`;
    if (isBeforeRequest(cause)) throw new RetryableDeliveryError(`${name}: no connection${sign}.`, { cause });
    throw lost(conversation, `the connection was lost${sign}; the request may have arrived.`, cause);
  }
}

async function judged(
  answer: Answer,
  deadline: Deadline,
  conversation: Conversation,
  { serverErrors, isAnsweredByStatus }: { readonly serverErrors: 'retryable' | 'unknown'; readonly isAnsweredByStatus: boolean },
): Promise<Reply> {
  const { status } = answer;
  if (isAnsweredByStatus && status >= 200 && status < 300) {
    answer.drop();
    return new Reply(status, '', conversation);
  }
  const body = await bodyOf(answer, deadline);
  const reply = new Reply(status, body.text, conversation);
  if (notNow.has(status)) {
    const retryAfter = retryAfterOf(answer.header('retry-after'), Date.now());
    throw reply.deferred(`busy, HTTP ${status}`, body.text, retryAfter === undefined ? {} : { retryAfter });
  }
  if (status >= 500 && serverErrors === 'retryable') throw reply.deferred(`failed, HTTP ${status}`, body.text);
  if (status >= 500) throw reply.unreadable('an answer that says whether the message was accepted');
  if (status >= 300 && status < 400) throw redirected(reply, conversation);
  if (status < 300 && body.problem !== undefined) throw lost(conversation, body.problem);
  return reply;
}

/** 301, 307 and 308 say that nothing was done here; after 302 and 303 something may have been. */
function redirected(reply: Reply, conversation: Conversation): Error {
  const what = `answered ${reply.status}, a redirect, which is not followed`;
  if ([301, 307, 308].includes(reply.status)) return reply.deferred(`${what}; check baseUrl`);
  return lost(conversation, `${what}. Expected an answer at this address; check baseUrl.`);
}

async function bodyOf(answer: Answer, deadline: Deadline): Promise<{ readonly text: string; readonly problem?: string }> {
  const { status } = answer;
  try {
    const text = await answer.text();
    if (text !== undefined) return { text };
    return { text: '', problem: `answered ${status} with more than ${longestBody} bytes, which were not read on.` };
  } catch {
    const why = deadline.reason?.message ?? 'the connection was lost';
    return { text: '', problem: `answered ${status}, and then: ${why}, before the answer was complete.` };
  }
}
