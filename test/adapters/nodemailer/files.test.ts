import { describe, expect, test } from 'vitest';
import type { Attachment } from '../../../src/ports/transport.js';
import { compiled } from './compiled.js';
import { sentMail } from './sending.js';

const bytes = Uint8Array.from({ length: 256 }, (_, at) => at);
const logo: Attachment = { filename: 'logo.png', contentType: 'image/png', content: bytes, contentId: 'logo.1@image' };
const terms: Attachment = { filename: '服務條款.txt', contentType: 'text/plain; charset=utf-8', content: 'Условия «1»\n' };

test('files arrive byte by byte: an image beside the HTML that shows it, everything else attached', async () => {
  const { mail, raw } = await sentMail({ html: '<img src="cid:logo.1@image">', attachments: [logo, terms] });
  expect(mail.html).toContain('cid:logo.1@image');
  expect(mail.attachments).toMatchObject([
    { filename: 'logo.png', mimeType: 'image/png', disposition: 'inline', contentId: '<logo.1@image>', related: true },
    { filename: '服務條款.txt', mimeType: 'text/plain', disposition: 'attachment' },
  ]);
  const contents = mail.attachments.map(({ content }) => Buffer.from(content as ArrayBuffer));
  expect(contents[0]).toEqual(Buffer.from(bytes));
  expect(contents[1]?.toString('utf8')).toBe(terms.content);
  expect(raw).toMatch(/multipart\/mixed[\s\S]*multipart\/alternative[\s\S]*multipart\/related/);
});

test('a part of a larger buffer is sent as that part', async () => {
  const { mail } = await compiled({ attachments: [{ ...logo, content: bytes.subarray(10, 20) }] });
  expect(Buffer.from(mail.attachments[0]?.content as ArrayBuffer)).toEqual(Buffer.from(bytes.subarray(10, 20)));
});

test('a name keeps no path and no line break', async () => {
  const { mail } = await compiled({ attachments: [{ ...terms, filename: '../etc/a\r\nX-Evil: 1".txt' }] });
  expect(mail.attachments[0]?.filename).toBe('.._etc_a X-Evil: 1".txt');
  expect(mail.headers.map(({ key }) => key)).not.toContain('x-evil');
});

describe('a file is refused for good when', () => {
  test.each<[string, Partial<Attachment>, string]>([
    ['its type is none', { contentType: 'png' }, '"png" is no content type'],
    ['its type has another header in it', { contentType: 'image/png\r\nX-Evil: 1' }, 'is no content type'],
    ['its type has another parameter', { contentType: 'image/png; name=evil.exe' }, 'is no content type'],
    ['its content id has brackets', { contentId: 'a>\r\nX-Evil: <b' }, 'is no content id'],
    ['its content id is empty', { contentId: '' }, 'is no content id'],
  ])('%s', async (_, given, message) => {
    await expect(compiled({ attachments: [{ ...logo, ...given }] })).rejects.toMatchObject({
      code: 'delivery-permanent',
      message: expect.stringContaining(message),
    });
  });
});
