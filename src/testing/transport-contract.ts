/**
 * The contract of the Transport port.
 * @module
 */
import { PermanentDeliveryError, RetryableDeliveryError, UnknownOutcomeError } from '../core/errors.js';
import type { EmailMessage, Transport } from '../ports/transport.js';
import { check, equal, rejectionOf } from './check.js';
import { type ContractCase, casesOf, type Skip } from './contract.js';

/** What a provider got, as far as a test can see it. */
export interface Received {
  /** Addresses it was sent to: all of them, however they came in. */
  readonly addresses: readonly string[];
  readonly text: string;
  /** For e-mail. */
  readonly subjectLine?: string | undefined;
}

/** An adapter under test. */
export interface TransportParts {
  readonly transport: Transport<EmailMessage>;
  /** What the provider, or what plays it, has got so far, in order. Wait in it for a provider that is slow. */
  readonly received?: (() => Promise<readonly Received[]>) | undefined;
  /** Makes the provider refuse the next message for good, refuse it for now, or lose the answer after taking it. */
  readonly answerNext?: ((answer: 'refused' | 'busy' | 'lost') => void) | undefined;
  readonly close?: (() => Promise<void> | void) | undefined;
}

/** What {@link transportContract} is tried on. */
export interface TransportContractOptions {
  /** Makes a transport with a provider that has got nothing, for each case anew. */
  readonly create: () => Promise<TransportParts>;
  /** The channel that messages say they are for: `email` unless given. */
  readonly channel?: string;
  /** An address that the provider takes. */
  readonly address?: string;
  /** Cases that the transport cannot hold to. */
  readonly skip?: readonly Skip[];
}

/** Makes one message after the other, each with a key of its own. */
type Compose = (given?: Partial<EmailMessage>) => EmailMessage;
type TransportCase = (parts: TransportParts, message: Compose) => Promise<void>;

/**
 * Everything that the words of the `Transport` port promise, as cases for any test runner.
 *
 * Messages carry a subject line and HTML, so that a transport of any channel can be tried.
 */
export function transportContract(options: TransportContractOptions): readonly ContractCase[] {
  const { create, channel = 'email', address = 'ann@example.com', skip = [] } = options;
  const bound = Object.entries(cases).map(([name, test]) => {
    const run = (parts: TransportParts) => {
      let made = 0;
      return test(parts, (given = {}) => {
        made += 1;
        return aMessage({ key: `${name}/${made}`, channel, address, ...given });
      });
    };
    return [name, run] as const;
  });
  return casesOf('transportContract', Object.fromEntries(bound), create, skip);
}

const cases: Readonly<Record<string, TransportCase>> = {
  'it has a name that fits into a line': async ({ transport }) => {
    check(/^[^\p{Cc}]*\S[^\p{Cc}]*$/u.test(transport.name), `expected a name of one line, found '${transport.name}'`);
  },

  'a message that is accepted resolves, with an id or without': async ({ transport }, message) => {
    const accepted = await transport.send(message());
    const { id } = accepted;
    check(
      id === undefined || (typeof id === 'string' && id !== ''),
      `expected no id or a text, found ${JSON.stringify(accepted)}`,
    );
  },

  'the message is not changed': async ({ transport }, message) => {
    const sent = message();
    const { abort, ...rest } = sent;
    const before = structuredClone(rest);
    await transport.send(deeplyFrozen(sent));
    const { abort: after, ...now } = sent;
    equal(now, before, 'the message after it was sent');
    check(abort === after, 'expected the signal of the message to be the same');
  },

  'many messages can be sent at a time, each with its own id': async ({ transport, received }, message) => {
    const accepted = await Promise.all(Array.from({ length: 20 }, (_, at) => transport.send(message({ text: `number ${at}.` }))));
    const ids = accepted.flatMap(({ id }) => (id === undefined ? [] : [id]));
    equal(new Set(ids).size, ids.length, 'different ids among those of 20 messages');
    if (received !== undefined) equal((await received()).length, 20, 'messages that were received');
  },

  'a key that is sent again is accepted again': async ({ transport }, message) => {
    const again = message();
    await transport.send(again);
    await transport.send({ ...again, attempt: 2 });
  },

  'a recipient needs no more than an address': async ({ transport, received }, message) => {
    await transport.send(message({ recipient: {}, role: undefined, html: undefined }));
    if (received !== undefined) equal((await received()).length, 1, 'messages that were received');
  },

  'text in any script arrives as it is': async ({ transport, received }, message) => {
    const text = 'Grüße, 您的預約已確認 🎂 «1 < 2 & 3»';
    await transport.send(message({ text, subjectLine: text, html: undefined }));
    if (received === undefined) return;
    const [got] = await received();
    equal(got?.text.trim(), text, 'text');
    if (got?.subjectLine !== undefined) equal(got.subjectLine, text, 'subject line');
  },

  'no name and no subject line adds a recipient': async ({ transport, received }, message) => {
    const attack = 'Ann <eve@example.com>, "Eve" <eve@example.com>;\r\nBcc: eve@example.com\r\n\r\nhello';
    const sent = message({ recipient: { name: attack, email: 'eve@example.com' }, subjectLine: attack });
    await transport.send(sent).catch(isDeliveryError);
    if (received === undefined) return;
    for (const { addresses } of await received()) equal(addresses, [sent.address], 'addresses that the message went to');
  },

  'an address that is two is never sent to the second': async ({ transport, received }, message) => {
    for (const between of [', ', ';', ' ', '\r\nBcc: ', '>,<', '\0']) {
      const { address } = message();
      await transport.send(message({ address: `${address}${between}eve@example.com` })).catch(isDeliveryError);
    }
    for (const { addresses } of (await received?.()) ?? []) {
      check(!addresses.includes('eve@example.com'), `a message went to ${addresses.join(' and ')}`);
    }
  },

  'a message that nobody waits for any more is not sent': async ({ transport, received }, message) => {
    const aborted = transport.send(message({ abort: AbortSignal.abort() }));
    const error = await rejectionOf(aborted, 'sending with a signal that is aborted');
    check(error instanceof RetryableDeliveryError, `expected a RetryableDeliveryError, found ${String(error)}`);
    equal(await received?.(), received && [], 'messages that were received');
  },

  'a message that is refused for good throws a PermanentDeliveryError': async ({ transport, answerNext }, message) => {
    answerOf(answerNext)('refused');
    const error = await rejectionOf(transport.send(message()), 'a message that is refused');
    check(error instanceof PermanentDeliveryError, `expected a PermanentDeliveryError, found ${String(error)}`);
  },

  'a message that is refused for now throws a RetryableDeliveryError, and is accepted later': async (parts, message) => {
    answerOf(parts.answerNext)('busy');
    const error = await rejectionOf(parts.transport.send(message()), 'a message to a busy provider');
    check(error instanceof RetryableDeliveryError, `expected a RetryableDeliveryError, found ${String(error)}`);
    await parts.transport.send(message());
  },

  'an answer that is lost throws an UnknownOutcomeError': async ({ transport, answerNext }, message) => {
    answerOf(answerNext)('lost');
    const error = await rejectionOf(transport.send(message()), 'a message whose answer is lost');
    check(error instanceof UnknownOutcomeError, `expected an UnknownOutcomeError, found ${String(error)}`);
  },
};

function aMessage(given: Pick<EmailMessage, 'key' | 'channel' | 'address'> & Partial<EmailMessage>): EmailMessage {
  return {
    lifecycle: 'booking',
    subject: 'B-1',
    rule: 'pre-visit',
    role: 'booker',
    recipient: { name: 'Ann', email: 'ann@example.com', phone: '+886912345678' },
    locale: 'en',
    category: 'transactional',
    site: undefined,
    text: 'See you tomorrow.',
    subjectLine: 'Your visit',
    html: '<p>See you tomorrow.</p>',
    attempt: 1,
    abort: new AbortController().signal,
    ...given,
  };
}

/** What may come of a message that no provider should take. */
function isDeliveryError(error: unknown): void {
  const isOne = error instanceof PermanentDeliveryError || error instanceof RetryableDeliveryError;
  check(isOne, `expected a delivery error, found ${String(error)}`);
}

function answerOf(answerNext: TransportParts['answerNext']): NonNullable<TransportParts['answerNext']> {
  check(answerNext !== undefined, 'this case needs `answerNext`: let `create` yield it, or skip the case and say why.');
  return answerNext;
}

function deeplyFrozen(message: EmailMessage): EmailMessage {
  Object.freeze(message.recipient);
  return Object.freeze(message);
}
