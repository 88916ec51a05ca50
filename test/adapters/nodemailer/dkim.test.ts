import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import nodemailer from 'nodemailer';
import { describe, expect, test } from 'vitest';
import { type Dkim, type MailTransporter, smtp } from '../../../src/adapters/nodemailer/index.js';
import { compiled } from './compiled.js';
import { verifyDkim } from './dkim-verifier.js';
import { aMessage, sentMail, smtpTo, withSink } from './sending.js';

function keyPair(bits = 2_048, type: 'pkcs8' | 'pkcs1' = 'pkcs8') {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey: privateKey.export({ type, format: 'pem' }).toString(),
  };
}

const { publicKey, privateKey } = keyPair();
const dkim: Dkim = { domainName: 'shop.example', keySelector: 'mail2026', privateKey };
const promotional = {
  category: 'promotional',
  unsubscribe: { url: 'https://shop.example/u?t=1', mailto: 'stop@shop.example' },
} as const;

describe('a mail that is signed', () => {
  test('verifies as the server got it, and both unsubscribe headers are covered', async () => {
    const message = {
      ...promotional,
      subjectLine: '您的預約：3月10日',
      text: 'trailing  spaces \t\n.\n..dots\n\n\n',
      html: '<p>ж</p>',
    };
    const { raw } = await sentMail(message, { dkim, replyTo: 'desk@shop.example' });
    const verdict = verifyDkim(raw, publicKey);
    expect(verdict).toMatchObject({ isValid: true, domain: 'shop.example', selector: 'mail2026' });
    const important = [
      'from',
      'to',
      'reply-to',
      'subject',
      'date',
      'message-id',
      'auto-submitted',
      'mime-version',
      'content-type',
    ];
    expect(verdict.covered).toEqual(expect.arrayContaining([...important, 'list-unsubscribe', 'list-unsubscribe-post']));
  });

  test('verifies with an image, an attachment and a key in the older form', async () => {
    const pair = keyPair(1_024, 'pkcs1');
    const attachments = [
      { filename: 'logo.png', contentType: 'image/png', content: new Uint8Array(5_000).fill(7), contentId: 'logo@image' },
      { filename: 'terms.txt', contentType: 'text/plain', content: 'Условия' },
    ];
    const { raw } = await compiled({ attachments }, { dkim: { ...dkim, privateKey: pair.privateKey } });
    expect(verifyDkim(raw, pair.publicKey).isValid).toBe(true);
  });

  test.each([
    ['one-click header', 'List-Unsubscribe=One-Click', 'List-Unsubscribe=One-Clack'],
    ['unsubscribe link', 'https://shop.example/u', 'https://eve.example/u'],
    ['sender', 'studio@shop.example', 'eve@shop.example'],
    ['subject', 'Your visit', 'Your money'],
    ['body', 'See you', 'Pay now'],
  ])('control: no longer verifies when somebody changes its %s', async (_, before, after) => {
    const { raw } = await compiled(promotional, { dkim });
    expect(verifyDkim(raw, publicKey).isValid).toBe(true);
    expect(raw).toContain(before);
    expect(verifyDkim(raw.replaceAll(before, after), publicKey).isValid).toBe(false);
    expect(verifyDkim(raw, keyPair().publicKey).isValid).toBe(false);
  });

  test("control: nodemailer's own list of headers leaves the one-click header out", async () => {
    const transporter = nodemailer.createTransport({ streamTransport: true, buffer: true, dkim });
    const headers = { 'List-Unsubscribe': '<https://shop.example/u>', 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
    const { message } = await transporter.sendMail({ from: 'a@shop.example', to: 'b@c.example', text: 'x', headers });
    const { covered } = verifyDkim(String(message), publicKey);
    expect([covered.includes('list-unsubscribe'), covered.includes('list-unsubscribe-post')]).toEqual([true, false]);
  });

  test("is signed by the key of its sender's domain, or one above it, and otherwise by the first", async () => {
    const other = keyPair(1_024);
    const keys = [dkim, { domainName: 'hill.example', keySelector: 'k1', privateKey: other.privateKey }];
    const domainOf = async (from: string) => {
      const { raw } = await compiled({ sender: { from } }, { dkim: keys });
      const verdict = verifyDkim(raw, from.includes('hill.example') ? other.publicKey : publicKey);
      return verdict.isValid ? verdict.domain : 'invalid';
    };
    expect(await domainOf('a@hill.example')).toBe('hill.example');
    expect(await domainOf('a@mail.HILL.example'.toLowerCase())).toBe('hill.example');
    expect(await domainOf('a@shop.example')).toBe('shop.example');
    expect(await domainOf('a@nothill-example.example')).toBe('shop.example');
  });

  test('without keys is not signed', async () => {
    expect((await compiled()).raw).not.toMatch(/dkim-signature/i);
  });
});

describe('a signed mail whose connection is cut', () => {
  test('within the message is retryable: that it was signed as a whole says nothing of what the server got', async () => {
    await withSink(async (sink) => {
      sink.disturb({ cut: 'within-message' });
      const text = `${'x'.repeat(70)}\n`.repeat(100_000);
      const sending = smtpTo(sink, { dkim }).send(aMessage({ text, html: undefined }));
      await expect(sending).rejects.toMatchObject({ code: 'delivery-retryable' });
    });
  });

  test('after the message leaves the outcome unknown', async () => {
    await withSink(async (sink) => {
      sink.disturb({ cut: 'after-message' });
      await expect(smtpTo(sink, { dkim }).send(aMessage())).rejects.toMatchObject({ code: 'delivery-unknown' });
    });
  });
});

describe('a key is refused at once, and never shown, when it', () => {
  const transporter: MailTransporter = { sendMail: async () => ({}) };
  const broken = privateKey.replace(/[A-Za-z]{8}/g, 'SECRETKE');
  const edKey = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const locked = generateKeyPairSync('rsa', { modulusLength: 1_024 })
    .privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'p' })
    .toString();

  test.each<[string, Partial<Dkim>, string]>([
    ['cannot be read', { privateKey: broken }, 'smtp: dkim.privateKey: expected an RSA key in PEM, without a passphrase.'],
    ['is empty', { privateKey: '' }, 'smtp: dkim.privateKey: expected an RSA key in PEM'],
    ['is of another kind', { privateKey: edKey }, 'smtp: dkim.privateKey: expected an RSA key in PEM'],
    ['has a passphrase', { privateKey: locked }, 'smtp: dkim.privateKey: expected an RSA key in PEM'],
    ['is short', { privateKey: keyPair(768).privateKey }, 'expected a key of 1024 bits or more, better 2048; this has 768.'],
    ['has no domain', { domainName: 'shop.example; s=x' }, "smtp: dkim.domainName: expected a domain such as 'shop.example'."],
    ['has no selector', { keySelector: 'a\r\nX: y' }, "smtp: dkim.keySelector: expected a selector such as 'mail2026'."],
  ])('%s', (_, given, message) => {
    const key = { ...dkim, ...given };
    let error: unknown;
    try {
      smtp({ transporter, from: 'a@shop.example', dkim: key });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: 'invalid-argument', message: expect.stringContaining(message) });
    const lines = key.privateKey.split('\n').filter((line) => line.length > 20);
    for (const line of lines) expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(line);
  });
});

test('no key is printed with a mail, nor in what nodemailer logs and throws', async () => {
  const said: string[] = [];
  const log = (...args: unknown[]) => said.push(inspect(args, { depth: 9 }));
  const logger = { level: () => {}, trace: log, debug: log, info: log, warn: log, error: log, fatal: log };
  const printed: unknown[] = [];
  await withSink(async (sink) => {
    const transporter = nodemailer.createTransport({ host: '127.0.0.1', port: sink.port, logger, debug: true });
    transporter.use('compile', (mail, done) => {
      printed.push(mail.data);
      done();
    });
    const transport = smtp({ transporter, from: 'a@shop.example', dkim });
    await transport.send(aMessage());
    sink.disturb({ reply: { at: 'data', code: 554, text: 'no' } });
    await transport.send(aMessage()).catch((error: unknown) => said.push(inspect(error, { depth: 9 })));
  });
  const everything = [...said, inspect(printed, { depth: 9 }), JSON.stringify(printed)].join('\n');
  expect(everything).toContain('mail2026');
  for (const line of privateKey.split('\n').filter((each) => each.length > 20)) expect(everything).not.toContain(line);
});
