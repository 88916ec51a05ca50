import nodemailer, { type Transporter } from 'nodemailer';
import PostalMime from 'postal-mime';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { eml, type MailTransporter, smtp } from '../../../src/adapters/nodemailer/index.js';
import { aMessage, headerOf, sentMail, smtpTo, withSink } from './sending.js';

describe.concurrent('a mail', () => {
  test('carries names, subject and both parts in any script', async () => {
    const subjectLine = '您的預約已確認：3月10日（星期二）上午10:00，🎂 生日快樂蛋糕裝飾課程';
    const text = '王小明您好，\n\n期待您的光臨 «1 < 2»。\n';
    const html = '<p>王小明您好，<b>期待您的光臨</b></p>';
    const { mail, raw, from, to } = await sentMail({ subjectLine, text, html, recipient: { name: '王小明' } });
    expect(mail.subject).toBe(subjectLine);
    expect(mail.text).toBe(text);
    expect(mail.html?.trim()).toBe(html);
    expect(mail.from).toMatchObject({ name: 'Studio 安', address: 'studio@shop.example' });
    expect(mail.to).toMatchObject([{ name: '王小明', address: 'ann@example.com' }]);
    expect([from, to]).toEqual(['studio@shop.example', ['ann@example.com']]);
    const [head = ''] = raw.split('\r\n\r\n');
    expect(head).toMatch(/^[\x20-\x7e\r\n\t]*$/);
    expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
  });

  test('without HTML is plain text', async () => {
    const mail = await sentMail({ html: undefined });
    expect(headerOf(mail, 'content-type')).toMatch(/^text\/plain; charset=utf-8/);
    expect(mail.mail.text?.trim()).toBe('See you tomorrow.');
  });

  test('has the Message-ID of its key in the domain of the shop, the same on every attempt', async () => {
    await withSink(async (sink) => {
      const transport = smtpTo(sink);
      const first = await transport.send(aMessage());
      const again = await transport.send(aMessage({ attempt: 2 }));
      const other = await transport.send(aMessage({ key: 'booking/B-2/pre-visit' }));
      expect(first.id).toMatch(/^<[0-9a-f]{32}@shop\.example>$/);
      expect(again.id).toBe(first.id);
      expect(other.id).not.toBe(first.id);
      expect(sink.mails.map((mail) => mail.mail.messageId)).toEqual([first.id, first.id, other.id]);
    });
  });

  test('says that a machine has written it, and not which', async () => {
    const mail = await sentMail();
    expect(headerOf(mail, 'auto-submitted')).toBe('auto-generated');
    expect(mail.raw).not.toMatch(/nodemailer|x-mailer/i);
    expect(mail.raw).not.toContain('booking/B-1');
  });

  test('carries the headers and the reply address of the shop', async () => {
    const headers = { 'List-Unsubscribe': '<mailto:stop@shop.example>' };
    const mail = await sentMail({}, { headers, replyTo: { name: 'Desk', address: 'desk@shop.example' } });
    expect(headerOf(mail, 'list-unsubscribe')).toBe('<mailto:stop@shop.example>');
    expect(mail.mail.replyTo).toMatchObject([{ name: 'Desk', address: 'desk@shop.example' }]);
  });

  test.each([
    'Ann\r\nBcc: eve@example.com',
    'Ann <eve@example.com>',
    'Ann" <eve@example.com>, "',
    'Ann, Eve',
    'eve@example.com',
    'Ann; Eve: eve@example.com;',
    '=?utf-8?q?Ann_=3Ceve=40example.com=3E?=',
    'Ann\u0000\u2028Bcc: eve@example.com',
  ])('to somebody called «%s» goes to nobody else', async (name) => {
    const { mail, to } = await sentMail({ recipient: { name } });
    expect(to).toEqual(['ann@example.com']);
    expect(mail.to?.map(({ address }) => address)).toEqual(['ann@example.com']);
    expect([mail.cc, mail.bcc].flat().filter(Boolean)).toEqual([]);
  });

  test.each(['Hello\r\nBcc: eve@example.com', 'Hello\nX-Evil: 1', 'Hello\r\n\r\nInjected body'])(
    'with the subject line «%s» gets no header of it',
    async (subjectLine) => {
      const mail = await sentMail({ subjectLine });
      expect(mail.to).toEqual(['ann@example.com']);
      expect(headerOf(mail, 'bcc')).toBeUndefined();
      expect(headerOf(mail, 'x-evil')).toBeUndefined();
      expect(mail.mail.subject).toBe(subjectLine.replace(/[\r\n]+/g, ' '));
      expect(mail.mail.text?.trim()).toBe('See you tomorrow.');
    },
  );

  test.each([
    'ann@example.com, eve@example.com',
    'ann',
    'Ann <ann@example.com>',
    '',
    'ann@example.com\r\nRCPT TO:<eve@example.com>',
    '"a b"@c',
  ])('to the address «%s» is refused for good, and never reaches the server', async (address) => {
    await withSink(async (sink) => {
      await expect(smtpTo(sink).send(aMessage({ address }))).rejects.toMatchObject({ code: 'delivery-permanent' });
      expect(sink.mails).toEqual([]);
    });
  });

  test('reads no file and no URL, whatever the texts say', async () => {
    const text = 'file:///etc/passwd';
    const { mail } = await sentMail({ text, html: '<img src="file:///etc/passwd">' });
    expect(mail.text?.trim()).toBe(text);
    expect(mail.attachments).toEqual([]);
  });
});

describe('smtp is refused', () => {
  const transporter: MailTransporter = { sendMail: async () => ({}) };

  test.each(['Studio <studio@shop.example>', 'studio', { name: 'A\r\nBcc: x@y.z', address: 'studio@shop.example' }])(
    'from: %j',
    (from) => {
      expect(() => smtp({ transporter, from })).toThrow('is not one mailbox');
    },
  );

  test.each([{ 'X-A': 'a\r\nBcc: eve@example.com' }, { 'X A': 'a' }, { 'X:': 'a' }, { '': 'a' }])('headers: %j', (headers) => {
    expect(() => smtp({ transporter, from: 'studio@shop.example', headers })).toThrow('cannot be sent as a header');
  });
});

test('every transporter of nodemailer fits: a failure here means that its types have drifted from ours', () => {
  expectTypeOf<Transporter>().toExtend<MailTransporter>();
  expectTypeOf(nodemailer.createTransport({ pool: true })).toExtend<MailTransporter>();
  expectTypeOf(nodemailer.createTransport({ streamTransport: true, buffer: true })).toExtend<MailTransporter>();
  expectTypeOf(nodemailer.createTransport('smtp://localhost')).toExtend<MailTransporter>();
});

describe('an .eml file', () => {
  const from = { name: 'Studio 安', address: 'studio@shop.example' };

  test('is the mail that would be sent', async () => {
    const transporter = nodemailer.createTransport({ streamTransport: true, buffer: true });
    const file = await eml({ transporter, from })(aMessage({ subjectLine: '您的預約' }));
    const mail = await PostalMime.parse(file);
    expect(mail).toMatchObject({ subject: '您的預約', from, to: [{ name: 'Ann', address: 'ann@example.com' }] });
    expect([mail.text?.trim(), mail.html?.trim()]).toEqual(['See you tomorrow.', '<p>See you tomorrow.</p>']);
  });

  test('needs a transporter that hands messages back', async () => {
    const transporter = nodemailer.createTransport({ streamTransport: true });
    await expect(eml({ transporter, from })(aMessage())).rejects.toThrow('streamTransport: true, buffer: true');
  });
});
