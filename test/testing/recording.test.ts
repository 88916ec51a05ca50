import { describe, expect, test } from 'vitest';
import { PermanentDeliveryError, RetryableDeliveryError } from '../../src/core/errors.js';
import { recording } from '../../src/testing/recording.js';
import { transportContract } from '../../src/testing/transport-contract.js';
import { turn } from '../../src/testing/turn.js';
import { aText } from '../adapters/messages.js';

describe('the transport contract', () => {
  const create = async () => {
    const transport = recording('recording');
    const received = async () => transport.messages.map(({ address, text }) => ({ addresses: [address], text }));
    return {
      transport,
      received,
      answerNext: (answer: 'refused' | 'busy' | 'lost') =>
        transport.failNext(answer === 'refused' ? new PermanentDeliveryError('no') : new RetryableDeliveryError('busy')),
    };
  };
  const skip = [
    {
      case: 'an answer that is lost throws an UnknownOutcomeError',
      reason: 'it throws what the test tells it to, and has no answers to lose',
    },
  ];
  for (const { name, run } of transportContract({ create, skip })) test(name, run);
});

test('messages are remembered in order, until they are cleared', async () => {
  const sms = recording('sms');
  expect(await sms.send(aText({ text: 'one' }))).toEqual({ id: 'sms-1' });
  expect(await sms.send(aText({ text: 'two' }))).toEqual({ id: 'sms-2' });
  expect(sms.messages.map(({ text }) => text)).toEqual(['one', 'two']);
  expect(sms.last?.text).toBe('two');
  sms.clear();
  expect([sms.messages, sms.attempts, sms.last]).toEqual([[], [], undefined]);
});

test('the next failures come one after the other, then messages are accepted again', async () => {
  const sms = recording();
  sms.failNext(new Error('one'), 2);
  sms.failNext(new Error('two'));
  for (const message of ['one', 'one', 'two']) await expect(sms.send(aText())).rejects.toThrow(message);
  await sms.send(aText());
  expect([sms.messages.length, sms.attempts.length]).toEqual([1, 4]);
});

test('a failure for some messages leaves the others alone', async () => {
  const sms = recording();
  sms.failFor(({ address }) => address === '+1', new PermanentDeliveryError('no such number'));
  await expect(sms.send(aText({ address: '+1' }))).rejects.toThrow('no such number');
  await expect(sms.send(aText({ address: '+1' }))).rejects.toThrow('no such number');
  await sms.send(aText({ address: '+2' }));
  expect(sms.messages.map(({ address }) => address)).toEqual(['+2']);
});

test('a transport that hangs answers when it is released, and not before', async () => {
  const sms = recording();
  const release = sms.hang();
  const answers: unknown[] = [];
  const sending = sms.send(aText()).then((accepted) => answers.push(accepted));
  await turn();
  expect([sms.attempts.length, sms.messages.length, answers.length]).toEqual([1, 0, 0]);
  release();
  await sending;
  expect([sms.messages.length, answers.length]).toEqual([1, 1]);
  await sms.send(aText());
  expect(sms.messages.length).toBe(2);
});

test('closing is remembered', () => {
  const sms = recording();
  expect(sms.isClosed).toBe(false);
  sms.close();
  expect(sms.isClosed).toBe(true);
});
