import { describe, expect, test } from 'vitest';
import { PermanentDeliveryError } from '../../src/core/errors.js';
import type { EmailMessage, Transport } from '../../src/ports/transport.js';
import { type Received, transportContract } from '../../src/testing/transport-contract.js';

/** A transport to a provider that takes a list of addresses, sound or with one flaw. */
function contractOf(flaw: Partial<Transport<EmailMessage>> = {}, deliver?: (message: EmailMessage) => Received) {
  return transportContract({
    create: async () => {
      const inbox: Received[] = [];
      const sound: Transport<EmailMessage> = {
        name: 'sound',
        send: async (message) => {
          if (deliver === undefined && message.abort.aborted) throw new Error('aborted');
          inbox.push(deliver?.(message) ?? { addresses: [message.address], text: message.text });
          return { id: `${inbox.length}` };
        },
      };
      return { transport: { ...sound, ...flaw }, received: async () => inbox };
    },
  });
}

function caseNamed(name: string, ...given: Parameters<typeof contractOf>) {
  const found = contractOf(...given).find((one) => one.name === name);
  if (found === undefined) throw new Error(`no case is named '${name}'`);
  return found;
}

const send = (message: EmailMessage): Received => ({ addresses: [message.address], text: message.text });

describe('control: a transport that', () => {
  const flawed: readonly [what: string, name: string, ...Parameters<typeof contractOf>][] = [
    ['has no name', 'it has a name that fits into a line', { name: ' ' }],
    ['has a name of two lines', 'it has a name that fits into a line', { name: 'a\nb' }],
    ['yields an empty id', 'a message that is accepted resolves, with an id or without', { send: async () => ({ id: '' }) }],
    [
      'changes the message',
      'the message is not changed',
      {
        send: async (message) => {
          Object.assign(message, { text: 'changed' });
          return {};
        },
      },
    ],
    [
      'gives every message one id',
      'many messages can be sent at a time, each with its own id',
      { send: async () => ({ id: 'same' }) },
    ],
    ['loses messages', 'a recipient needs no more than an address', { send: async () => ({}) }],
    [
      'knows but one script',
      'text in any script arrives as it is',
      {},
      (message) => ({ ...send(message), text: Buffer.from(message.text, 'latin1').toString('latin1') }),
    ],
    [
      'puts name and address into one text',
      'no name and no subject line adds a recipient',
      {},
      (message) => ({
        ...send(message),
        addresses: `${message.recipient.name}, ${message.address}`.match(/[\w.]+@[\w.]+/g) ?? [],
      }),
    ],
    [
      'splits addresses',
      'an address that is two is never sent to the second',
      {},
      (message) => ({ ...send(message), addresses: message.address.split(/[,; ]+/) }),
    ],
    ['sends what nobody waits for', 'a message that nobody waits for any more is not sent', {}, send],
    ['throws what is no delivery error', 'a message that nobody waits for any more is not sent'],
    [
      'refuses a key that it has seen',
      'a key that is sent again is accepted again',
      {
        send: async ({ attempt }) => {
          if (attempt > 1) throw new PermanentDeliveryError('duplicate');
          return {};
        },
      },
    ],
  ];

  test.each(flawed)('%s fails «%s»', async (_what, name, ...given) => {
    await expect(caseNamed(name, ...given).run()).rejects.toThrow();
  });
});

test('control: a sound transport passes the same cases', async () => {
  for (const name of [
    'the message is not changed',
    'text in any script arrives as it is',
    'a recipient needs no more than an address',
  ]) {
    await caseNamed(name, {}, send).run();
  }
});

test('a case that needs the provider to misbehave says so', async () => {
  const run = caseNamed('an answer that is lost throws an UnknownOutcomeError', {}, send).run();
  await expect(run).rejects.toThrow('skip the case and say why');
});
