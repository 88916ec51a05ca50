/** Whatever stands in names, addresses, subject lines, links and files: a mail has the headers and recipients that it should, and no more. */
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import { PermanentDeliveryError } from '../../../src/core/errors.js';
import type { EmailMessage } from '../../../src/ports/transport.js';
import { type Compiled, compiled } from './compiled.js';

const breaks = [
  '\r\n',
  '\n',
  '\r',
  '\r\n\r\n',
  '\r\n ',
  '\u0000',
  '\u0085',
  '\u2028',
  '\u2029',
  '\u000b',
  '\u000c',
  '\u001b',
  '\u{feff}',
];
const bait = [
  ...[
    'Bcc: eve@evil.example',
    'X-Evil: 1',
    'Subject: owned',
    'Content-Type: text/html',
    'To: eve@evil.example',
    '<eve@evil.example>',
  ],
  ...['=?utf-8?q?=0D=0ABcc:_eve=40evil.example?=', '=?utf-8?b?DQpCY2M6IGV2ZUBldmlsLmV4YW1wbGU=?=', '%0d%0aBcc: eve@evil.example'],
  ...[', eve@evil.example', '; eve@evil.example', '"', '\\', '>', '<', '()', ':', '預約', '🎂', '\ud83d', '\u202e', 'Ann', ' '],
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...breaks), fc.constantFrom(...bait), fc.string({ unit: 'binary', maxLength: 6 })), {
    maxLength: 8,
  })
  .map((parts) => parts.join(''));
const orPlain = (plain: string) =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant(plain) },
    { weight: 1, arbitrary: hostile },
    { weight: 1, arbitrary: hostile.map((text) => `${plain}${text}`) },
  );

const messages: fc.Arbitrary<Partial<EmailMessage>> = fc.record({
  recipient: fc.record({ name: hostile }),
  address: orPlain('ann@example.com'),
  subjectLine: hostile,
  category: fc.constant('promotional'),
  key: hostile,
  sender: fc.option(
    fc.record(
      { name: orPlain('Shop'), from: orPlain('own@own.example'), replyTo: orPlain('desk@own.example') },
      { requiredKeys: [] },
    ),
    { nil: undefined },
  ),
  unsubscribe: fc.option(
    fc.record({ url: orPlain('https://shop.example/u?t=1'), mailto: orPlain('stop@shop.example') }, { requiredKeys: ['url'] }),
    { nil: undefined },
  ),
  attachments: fc.option(
    fc.array(
      fc.record(
        { filename: hostile, contentType: orPlain('image/png'), content: hostile, contentId: orPlain('logo@image') },
        { requiredKeys: ['filename', 'contentType', 'content'] },
      ),
      { maxLength: 2 },
    ),
    { nil: undefined },
  ),
});

const always = ['auto-submitted', 'content-type', 'date', 'from', 'message-id', 'mime-version', 'subject', 'to'];
const sometimes = ['content-transfer-encoding', 'list-unsubscribe', 'list-unsubscribe-post', 'reply-to'];

/** What in a mail is not as it should be, by the headers that an independent reader finds and by the bytes themselves. */
function faultsIn({ raw, mail }: Compiled, message: Partial<EmailMessage>): readonly string[] {
  const faults: string[] = [];
  const names = mail.headers.map(({ key }) => key);
  faults.push(...names.filter((name) => ![...always, ...sometimes].includes(name)).map((name) => `header ${name}`));
  faults.push(...names.filter((name, at) => names.indexOf(name) !== at).map((name) => `${name} twice`));
  const recipients = [mail.to, mail.cc, mail.bcc].flatMap((each) => each ?? []).map(({ address }) => address);
  if (recipients.length !== 1 || !isSame(recipients[0], message.address)) faults.push(`to ${recipients.join()}`);
  if (!isSame(mail.from?.address, message.sender?.from ?? 'studio@shop.example')) faults.push(`from ${mail.from?.address}`);
  const link = mail.headers.find(({ key }) => key === 'list-unsubscribe')?.value;
  if (link !== undefined && !/^<https:[^<>\s]+>(?:, <mailto:[^<>\s]+>)?$/.test(link)) faults.push(`link ${link}`);
  if (mail.text?.trim() !== 'See you tomorrow.') faults.push('another text');
  if (mail.attachments.length !== (message.attachments?.length ?? 0)) faults.push('other files');
  const head = raw.slice(0, raw.indexOf('\r\n\r\n'));
  if (/[^\x20-\x7e\r\n\t]|\r(?!\n)|(?<!\r)\n/.test(head)) faults.push('bytes that no header has');
  return faults;
}

/** Whether an address arrived as it was written; a domain in another script arrives in Punycode, and its local part is compared. */
function isSame(arrived = '', written = ''): boolean {
  const isPlain = /^[\x21-\x7e]*$/.test(written);
  const compared = (address: string) => (isPlain ? address.toLowerCase() : address.slice(0, address.lastIndexOf('@')));
  return compared(arrived) === compared(written);
}

test('no text of a message adds a header, a recipient, a part or a link', async () => {
  let sent = 0;
  await fc.assert(
    fc.asyncProperty(messages, async (message) => {
      const result = await compiled(message).catch((error: unknown) => {
        if (!(error instanceof PermanentDeliveryError)) throw error;
        return undefined;
      });
      if (result === undefined) return;
      sent += 1;
      expect(faultsIn(result, message)).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
  // Most hostile addresses are refused; what is looked at must be more than a few.
  expect(sent).toBeGreaterThan(200);
});

test('control: mails put together from texts are seen through', async () => {
  const address = 'ann@example.com';
  const fold = (name: string, subject: string) =>
    [
      `From: Studio <studio@shop.example>\r\nTo: ${name} <${address}>\r\nSubject: ${subject}\r\nMessage-ID: <1@shop.example>`,
      'Date: Tue, 10 Mar 2026 10:00:00 +0800\r\nMIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\nContent-Type: text/plain\r\n\r\nSee you tomorrow.\r\n',
    ].join('\r\n');
  const faultsOf = async (name: string, subject: string) => {
    const raw = fold(name, subject);
    return faultsIn({ raw, mail: await PostalMime.parse(raw) }, { address });
  };
  expect(await faultsOf('Ann', 'Hello')).toEqual([]);
  expect(await faultsOf('Ann', 'Hello\r\nX-Evil: 1')).toEqual(['header x-evil']);
  expect(await faultsOf('Ann', 'Hello\r\nBcc: eve@evil.example')).toEqual(expect.arrayContaining(['header bcc']));
  expect(await faultsOf('Eve <eve@evil.example>, Ann', 'Hello')).toEqual(['to eve@evil.example,ann@example.com']);
  expect(await faultsOf('Ann', 'Hello\r\n\r\nInjected')).toEqual(expect.arrayContaining(['another text']));
  expect(await faultsOf('Ann', 'Hello\u0000')).toEqual(['bytes that no header has']);
});
