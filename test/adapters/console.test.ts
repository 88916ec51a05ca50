import { describe, expect, test } from 'vitest';
import { consoleTransport } from '../../src/adapters/console/index.js';
import { transportContract } from '../../src/testing/transport-contract.js';
import { anEmail, aText } from './messages.js';

describe('the transport contract', () => {
  const reason = 'nobody is there to answer: whatever is printed has been accepted';
  const skip = [
    { case: 'a message that is refused for good throws a PermanentDeliveryError', reason },
    { case: 'a message that is refused for now throws a RetryableDeliveryError, and is accepted later', reason },
    { case: 'an answer that is lost throws an UnknownOutcomeError', reason },
  ];
  const create = async () => ({ transport: consoleTransport({ write: () => {} }) });
  for (const { name, run } of transportContract({ create, skip })) test(name, run);
});

async function printed(message: Parameters<ReturnType<typeof consoleTransport>['send']>[0]): Promise<string> {
  let all = '';
  await consoleTransport({
    write: (text) => {
      all += text;
    },
  }).send(message);
  return all;
}

test('an e-mail is printed with its subject line and its plain text', async () => {
  expect(await printed(anEmail({ text: 'Hello Ann,\n\nsee you at 10:00.\n', subjectLine: 'Your visit' }))).toBe(
    [
      '-- email to Ann <ann@example.com> | booking B-1, pre-visit',
      '   Your visit',
      '',
      '   Hello Ann,',
      '',
      '   see you at 10:00.',
      '',
      '',
    ].join('\n'),
  );
});

test('a text message is printed with its text alone', async () => {
  expect(await printed(aText({ text: '您的預約在明天' }))).toBe(
    '-- sms to Ann <+886912345678> | booking B-1, pre-visit\n   您的預約在明天\n\n',
  );
});

test('a recipient without a name is its address', async () => {
  expect(await printed(aText({ recipient: {} }))).toMatch(/^-- sms to \+886912345678 \|/);
});

test('no message takes hold of the terminal, nor of a line that is not its own', async () => {
  const text = '\u001b[2J\u001b]0;owned\u0007ok\r\n\ttabbed\u0000';
  const block = await printed(anEmail({ text, subjectLine: 'a\r\nb', recipient: { name: '\u001b[31mAnn\n-- fake' } }));
  expect(block).toBe(
    '-- email to [31mAnn -- fake <ann@example.com> | booking B-1, pre-visit\n   a b\n\n   [2J]0;ownedok\n   \ttabbed\n\n',
  );
});

test('an e-mail is printed with the names of its invitations', async () => {
  const calendar = [{ method: 'REQUEST' as const, content: 'BEGIN:VCALENDAR', filename: 'invite.ics' }];
  const text = await printed(anEmail({ text: 'Hello', calendar }));
  expect(text).toMatch(/\n {3}Hello\n\n {3}\+ invite\.ics\n\n$/);
  expect(text).not.toContain('VCALENDAR');
});
