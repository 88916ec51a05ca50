import { describe, expect, test } from 'vitest';
import type { EmailMessage, Unsubscribe } from '../../../src/ports/transport.js';
import { compiled, valuesOf } from './compiled.js';
import { headerOf, sentMail } from './sending.js';

const url = 'https://shop.example/unsubscribe?t=eyJhIjoxfQ.x-_y';
const offer = (unsubscribe: Unsubscribe): Partial<EmailMessage> => ({ category: 'promotional', unsubscribe });

describe('promotional mail', () => {
  test('carries both headers of one-click unsubscribing, the https link first', async () => {
    const mail = await sentMail(offer({ url, mailto: 'stop@shop.example' }));
    expect(headerOf(mail, 'list-unsubscribe')).toBe(`<${url}>, <mailto:stop@shop.example>`);
    expect(headerOf(mail, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  });

  test('needs no address for it', async () => {
    const mail = await compiled(offer({ url }));
    expect(valuesOf(mail, 'list-unsubscribe')).toEqual([`<${url}>`]);
  });

  test('has a link that is long on one line, as a mail program cannot put it together again', async () => {
    const long = `https://shop.example/u?t=${'a'.repeat(800)}`;
    const { raw, mail } = await compiled(offer({ url: long, mailto: 'mailto:stop@shop.example?subject=stop' }));
    expect(raw).toContain(`<${long}>`);
    expect(valuesOf({ mail }, 'list-unsubscribe')).toEqual([`<${long}>, <mailto:stop@shop.example?subject=stop>`]);
    expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
  });

  test("has its own link and not the one of the shop's headers, however that is written", async () => {
    const mail = await compiled(offer({ url }), { headers: { 'list-unsubscribe': '<mailto:old@shop.example>' } });
    expect(valuesOf(mail, 'list-unsubscribe')).toEqual([`<${url}>`]);
  });

  test('without a link has neither header', async () => {
    const { mail } = await compiled({ category: 'promotional' });
    expect(mail.headers.filter(({ key }) => key.startsWith('list-'))).toEqual([]);
  });

  test('has a link that looks like an encoded word in a form that means the same', async () => {
    const mail = await compiled(
      offer({ url: 'https://shop.example/u?t==?utf-8?q?x?=', mailto: 'stop@shop.example?subject==?utf-8?q?x?=' }),
    );
    const [value = ''] = valuesOf(mail, 'list-unsubscribe');
    expect(value).toBe(
      '<https://shop.example/u?t==%3Futf-8%3Fq%3Fx%3F=>, <mailto:stop@shop.example?subject==%3Futf-8%3Fq%3Fx%3F=>',
    );
    expect(new URL(/<([^>]+)>/.exec(value)?.[1] ?? '').searchParams.get('t')).toBe('=?utf-8?q?x?=');
  });

  test('writes a link in other scripts in plain characters', async () => {
    const mail = await compiled(offer({ url: 'https://例子.example/停?t=ж' }));
    expect(valuesOf(mail, 'list-unsubscribe')).toEqual(['<https://xn--fsqu00a.example/%E5%81%9C?t=%D0%B6>']);
  });
});

test('transactional mail never carries them, whatever the message has', async () => {
  const { mail } = await compiled({ category: 'transactional', unsubscribe: { url, mailto: 'stop@shop.example' } });
  expect(mail.headers.filter(({ key }) => key.startsWith('list-'))).toEqual([]);
});

describe('a link is refused for good, without being shown, when it is', () => {
  test.each([
    ['http', 'http://shop.example/u?t=SECRET', 'one-click unsubscribing is for https only (RFC 8058), and this is http.'],
    ['another scheme', 'javascript:SECRET', "expected an https address, got 'javascript:'."],
    ['mail alone', 'mailto:SECRET@shop.example', "expected an https address, got 'mailto:'."],
    ['no whole address', '/u?t=SECRET', 'expected a whole address, such as https://shop.example/stop?t=...'],
    ['empty', '', 'expected a whole address'],
    ['two headers', 'https://shop.example/SECRET\r\nBcc: eve@example.com', 'expected an address without spaces, line breaks'],
    ['two headers by a tab', 'https://shop.example/\tSECRET', 'expected an address without spaces, line breaks'],
    ['two links', 'https://shop.example/>,<https://eve.example/SECRET', 'expected an address without spaces, line breaks'],
    ['broken by a line separator', 'https://shop.example/\u2028SECRET', 'expected an address without spaces, line breaks'],
    ['broken by NUL', 'https://shop.example/\u0000SECRET', 'expected an address without spaces, line breaks'],
    ['with a password', 'https://u:SECRET@shop.example/', 'expected an address without user and password.'],
    ['too long', `https://shop.example/SECRET${'a'.repeat(900)}`, 'expected at most 900 characters'],
  ])('%s', async (_, link, message) => {
    const error: unknown = await compiled(offer({ url: link })).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'delivery-permanent',
      message: expect.stringContaining(`smtp: unsubscribe.url: ${message}`),
    });
    expect(String(error)).not.toContain('SECRET');
  });

  test.each([
    'stop',
    'https://shop.example',
    'a@b.example,c@d.example',
    'mailto:a@b.example%0d%0aBcc:x@y.example',
    'a@b.example\n',
    'mailto:%E0%A4%A',
  ])('no address: %j', async (mailto) => {
    await expect(compiled(offer({ url, mailto }))).rejects.toMatchObject({
      code: 'delivery-permanent',
      message: expect.stringContaining('smtp: unsubscribe.mailto: expected'),
    });
  });
});
