import nodemailer from 'nodemailer';
import { describe, expect, test } from 'vitest';
import { type MailTransporter, smtp } from '../../../src/adapters/nodemailer/index.js';
import type { EmailMessage } from '../../../src/ports/transport.js';
import { transportContract } from '../../../src/testing/transport-contract.js';
import { aClub } from '../../builders/club.js';
import { aMessage, smtpTo, withSink } from './sending.js';
import { type Disturbance, smtpSink } from './smtp-sink.js';

describe('the transport contract, against a real server', () => {
  const create = async () => {
    const own = await smtpSink();
    return {
      transport: smtpTo(own),
      received: async () =>
        own.mails.map(({ to, mail }) => ({
          addresses: [
            ...new Set([...to, ...[...(mail.to ?? []), ...(mail.cc ?? []), ...(mail.bcc ?? [])].map((one) => one.address ?? '')]),
          ],
          text: mail.text ?? '',
          subjectLine: mail.subject,
        })),
      answerNext: (answer: 'refused' | 'busy' | 'lost') => {
        if (answer === 'lost') own.disturb({ cut: 'after-message' });
        else own.disturb({ reply: { at: 'rcpt', code: answer === 'refused' ? 550 : 450, text: 'not now' } });
      },
      close: () => own.close(),
    };
  };
  for (const { name, run } of transportContract({ create })) test(name, run);
});

/** What the transport throws when the conversation is disturbed, and how many mails the server has all the same. */
async function failureOf(disturbance: Disturbance, watched = true, given: Partial<EmailMessage> = {}) {
  return withSink(async (sink) => {
    sink.disturb(disturbance);
    const error: unknown = await smtpTo(sink, {}, watched)
      .send(aMessage(given))
      .catch((thrown: unknown) => thrown);
    return { error, mails: sink.mails.length };
  });
}

describe.concurrent('what the server answers', () => {
  const replies = [
    ['rcpt', 550, 'delivery-permanent'],
    ['rcpt', 553, 'delivery-permanent'],
    ['rcpt', 450, 'delivery-retryable'],
    ['rcpt', 421, 'delivery-retryable'],
    ['mail', 550, 'delivery-permanent'],
    ['mail', 552, 'delivery-permanent'],
    ['mail', 451, 'delivery-retryable'],
    ['mail', 530, 'delivery-retryable'],
    ['mail', 503, 'delivery-retryable'],
    ['data', 554, 'delivery-permanent'],
    ['data', 552, 'delivery-permanent'],
    ['data', 451, 'delivery-retryable'],
    ['data', 421, 'delivery-retryable'],
    ['connect', 554, 'delivery-retryable'],
    ['connect', 421, 'delivery-retryable'],
  ] as const;

  for (const watched of [true, false]) {
    test.each(replies)(`at %s with %i becomes %s (transporter ${watched ? '' : 'not '}watched)`, async (at, code, expected) => {
      const { error } = await failureOf({ reply: { at, code, text: 'no, Ann' } }, watched);
      expect(error).toMatchObject({ code: expected, message: expect.stringContaining('no, Ann'), cause: expect.any(Error) });
    });
  }

  test.each([
    ['rcpt', 550, '5.1.1 <ann@example.com>: user unknown', 'no-such-address'],
    ['rcpt', 550, ['5.1.1 The account does not exist.', '5.1.1 Check the spelling.'], 'no-such-address'],
    ['rcpt', 550, '5.1.2 no such domain', 'no-such-address'],
    ['rcpt', 551, '5.1.6 has moved', 'no-such-address'],
    ['rcpt', 550, '5.1.10 RESOLVER.ADR.RecipientNotFound', 'no-such-address'],
    ['rcpt', 556, '5.1.10 null MX', 'no-such-address'],
    ['data', 550, '5.1.1 user unknown', 'no-such-address'],
    ['rcpt', 550, '5.7.1 blocked by policy, not by 5.1.1', undefined],
    ['rcpt', 550, '5.1.7 the sender is malformed', undefined],
    ['rcpt', 550, '5.1.11 nobody knows this one', undefined],
    ['rcpt', 550, '5.2.1 mailbox disabled for now', undefined],
    ['rcpt', 552, '5.2.2 mailbox full', undefined],
    ['rcpt', 550, '5.4.1 access denied', undefined],
    ['rcpt', 550, 'no such user', undefined],
    ['rcpt', 550, '4.1.1 the code and the status disagree', undefined],
    ['mail', 550, '5.1.1 no such sender', undefined],
    ['data', 554, '5.7.1 content refused', undefined],
  ] as const)('at %s with %i %s is for good, with the reason %s', async (at, code, text, reason) => {
    const { error } = await failureOf({ reply: { at, code, text } });
    expect(error).toMatchObject({ code: 'delivery-permanent', reason });
  });

  test.each([
    [450, '4.1.1 greylisted'],
    [451, '4.1.2 the domain cannot be looked up now'],
    [450, '5.1.1 the code says for now, and the code decides'],
  ])('at rcpt with %i %s stays retryable', async (code, text) => {
    const { error } = await failureOf({ reply: { at: 'rcpt', code, text } });
    expect(error).toMatchObject({ code: 'delivery-retryable', reason: undefined });
  });

  test('to a wrong password is a matter of the shop, not of the message', async () => {
    const locked = await smtpSink({ auth: true });
    const transporter = nodemailer.createTransport({ host: '127.0.0.1', port: locked.port, auth: { user: 'u', pass: 'secret' } });
    const sending = smtp({ transporter, from: 'studio@shop.example' }).send(aMessage());
    const error: unknown = await sending.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'delivery-retryable', message: expect.stringContaining('EAUTH') });
    expect(String(error)).not.toContain('secret');
    await locked.close();
  });
});

test.each([
  ['5.1.1 no such user', [{ scope: 'all', reason: 'bounced', note: expect.stringContaining('5.1.1 no such user') }]],
  ['5.7.1 refused by policy', []],
])('an address that the server refuses with 550 %s is suppressed only if it does not exist', async (text, suppressed) => {
  await withSink(async (sink) => {
    const { notifier, join, lines } = aClub({ suppressions: { suppressBounces: true }, carrier: smtpTo(sink) });
    sink.disturb({ reply: { at: 'rcpt', code: 550, text } });
    await join();
    await notifier.tick();
    expect(lines.filter((line) => line.startsWith('failed'))).toEqual([expect.stringMatching(/ email delivery-permanent$/)]);
    expect(await notifier.suppressions.find('email', 'ann@example.com')).toMatchObject(suppressed);
  });
});

describe.concurrent('a connection that is cut', () => {
  test.each([
    ['connect', 'delivery-retryable', 0],
    ['mail', 'delivery-retryable', 0],
    ['rcpt', 'delivery-retryable', 0],
    ['after-message', 'delivery-unknown', 1],
  ] as const)('at %s becomes %s', async (cut, code, mails) => {
    expect(await failureOf({ cut })).toMatchObject({ error: { code, cause: expect.any(Error) }, mails });
  });

  test('within a long message is retryable: the server never got the end of it', async () => {
    const text = `${'x'.repeat(70)}\n`.repeat(100_000);
    const failure = await failureOf({ cut: 'within-message' }, true, { text, html: undefined });
    expect(failure).toMatchObject({ error: { code: 'delivery-retryable' }, mails: 0 });
  });

  test('through a transporter that cannot be watched leaves the outcome unknown', async () => {
    expect(await failureOf({ cut: 'mail' }, false)).toMatchObject({ error: { code: 'delivery-unknown' } });
  });

  test.each([true, false])('before it was made is retryable (transporter watched: %s)', async (watched) => {
    const gone = await smtpSink();
    await gone.close();
    await expect(smtpTo(gone, {}, watched).send(aMessage())).rejects.toMatchObject({ code: 'delivery-retryable' });
  });

  test('is known of each message by itself, when many are on their way', async () => {
    await withSink(async (sink) => {
      sink.disturb({ cut: 'after-message' });
      const transport = smtpTo(sink);
      const sending = Array.from({ length: 10 }, (_, at) => transport.send(aMessage({ key: `message ${at}` })));
      const failures = (await Promise.allSettled(sending)).filter(({ status }) => status === 'rejected');
      expect(failures).toMatchObject([{ reason: { code: 'delivery-unknown' } }]);
      expect(sink.mails.length).toBe(10);
    });
  });
});

test('a message that is aborted on the way is retryable', async () => {
  await withSink(async (sink) => {
    const controller = new AbortController();
    const sending = smtpTo(sink).send(aMessage({ abort: controller.signal }));
    controller.abort();
    await expect(sending).rejects.toMatchObject({ code: 'delivery-retryable' });
  });
});

test('a pool of connections is as good as single ones', async () => {
  await withSink(async (sink) => {
    const transporter = nodemailer.createTransport({ host: '127.0.0.1', port: sink.port, pool: true, maxConnections: 2 });
    const transport = smtp({ transporter, from: 'studio@shop.example' });
    const ids = await Promise.all(Array.from({ length: 8 }, (_, at) => transport.send(aMessage({ key: `${at}` }))));
    expect(new Set(ids.map(({ id }) => id)).size).toBe(8);
    sink.disturb({ cut: 'after-message' });
    await expect(transport.send(aMessage())).rejects.toMatchObject({ code: 'delivery-unknown' });
    transporter.close();
  });
});

test('mails that the host sends by the same transporter are left alone', async () => {
  await withSink(async (sink) => {
    const transporter = nodemailer.createTransport({ host: '127.0.0.1', port: sink.port });
    smtp({ transporter, from: 'studio@shop.example' });
    await transporter.sendMail({ from: 'host@shop.example', to: 'Ann <ann@example.com>', subject: 'Hi', text: 'of the host' });
    expect(sink.mails[0]?.mail.text?.trim()).toBe('of the host');
  });
});

test('a transporter that resolves although the recipient was rejected is not believed', async () => {
  const transporter: MailTransporter = { sendMail: async () => ({ accepted: [], rejected: ['ann@example.com'] }) };
  const sending = smtp({ transporter, from: 'studio@shop.example' }).send(aMessage());
  await expect(sending).rejects.toMatchObject({ code: 'delivery-permanent' });
});

test('a bug in a transporter stays a bug', async () => {
  const bug = new TypeError('x is not a function');
  const transporter: MailTransporter = { sendMail: () => Promise.reject(bug) };
  await expect(smtp({ transporter, from: 'studio@shop.example' }).send(aMessage())).rejects.toBe(bug);
});
