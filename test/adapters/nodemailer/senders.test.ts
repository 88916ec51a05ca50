import { describe, expect, test } from 'vitest';
import type { Mailbox, Sender } from '../../../src/adapters/nodemailer/index.js';
import { eml, type MailTransporter, type PerMessage, smtp } from '../../../src/adapters/nodemailer/index.js';
import { compiled, valuesOf } from './compiled.js';
import { aMessage, sentMail } from './sending.js';

const hill = { name: 'Hill', address: 'hill@hill.example' };
const shops = { bySite: { hill, lake: 'lake@lake.example' }, otherwise: { name: 'Platform', address: 'mail@platform.example' } };

describe('the sender of a shop', () => {
  test.each([
    ['hill', { name: 'Hill', address: 'hill@hill.example' }],
    ['lake', { name: '', address: 'lake@lake.example' }],
    ['sea', { name: 'Platform', address: 'mail@platform.example' }],
    [undefined, { name: 'Platform', address: 'mail@platform.example' }],
    ['constructor', { name: 'Platform', address: 'mail@platform.example' }],
  ])('is looked up by site: %s', async (site, sender) => {
    const { mail, from } = await sentMail({ site }, { from: shops });
    expect(mail.from).toMatchObject(sender);
    expect(from).toBe(sender.address);
    expect(mail.messageId?.split('@')[1]).toBe(`${sender.address.split('@')[1]}>`);
  });

  test('may be made of the message', async () => {
    const from: PerMessage<Mailbox> = ({ site, locale }) => ({ name: `${site} ${locale}`, address: `${site}@shop.example` });
    const { mail } = await sentMail({ site: 'hill' }, { from });
    expect(mail.from).toMatchObject({ name: 'hill zh-TW', address: 'hill@shop.example' });
  });

  test('may have its own replies and headers, and need not', async () => {
    const options: Partial<Sender> = {
      replyTo: { bySite: { hill: 'desk@hill.example' } },
      headers: ({ site, rule }) => (site === 'hill' ? { 'X-Rule': rule } : undefined),
    };
    const ofHill = await compiled({ site: 'hill' }, options);
    expect([ofHill.mail.replyTo?.[0]?.address, valuesOf(ofHill, 'x-rule')]).toEqual(['desk@hill.example', ['pre-visit']]);
    const ofLake = await compiled({ site: 'lake' }, options);
    expect([ofLake.mail.replyTo, valuesOf(ofLake, 'x-rule')]).toEqual([undefined, []]);
  });

  test('that nobody has written down fails the message for good, naming the site', async () => {
    const sending = compiled({ site: 'sea' }, { from: { bySite: { hill } } });
    await expect(sending).rejects.toMatchObject({
      code: 'delivery-permanent',
      message: "smtp: from: there is no sender for site 'sea'. Add it to bySite, or give otherwise.",
    });
  });
});

describe("a message's own sender", () => {
  test('wins over the options, part by part', async () => {
    const options = { from: shops, replyTo: 'desk@platform.example' };
    const all = await compiled(
      { site: 'hill', sender: { name: 'Own', from: 'own@own.example', replyTo: 'r@own.example' } },
      options,
    );
    expect(all.mail).toMatchObject({
      from: { name: 'Own', address: 'own@own.example' },
      replyTo: [{ address: 'r@own.example' }],
    });
    const name = await compiled({ site: 'hill', sender: { name: '山丘' } }, options);
    expect(name.mail).toMatchObject({
      from: { name: '山丘', address: 'hill@hill.example' },
      replyTo: [{ address: 'desk@platform.example' }],
    });
    const address = await compiled({ site: 'hill', sender: { from: 'own@own.example' } }, options);
    expect(address.mail.from).toMatchObject({ name: 'Hill', address: 'own@own.example' });
  });

  test('does where the options have none for its site', async () => {
    const { mail } = await compiled({ site: 'sea', sender: { from: 'sea@sea.example' } }, { from: { bySite: { hill } } });
    expect(mail.from?.address).toBe('sea@sea.example');
  });

  test.each([
    { from: 'own' },
    { from: 'own@own.example, eve@example.com' },
    { from: 'Own <own@own.example>' },
    { from: '' },
    { name: 'Own\r\nBcc: eve@example.com' },
    { name: 'Own\u2028Shop' },
    { replyTo: 'a@b.c\nX: y' },
  ])('is checked as the options are: %j', async (sender) => {
    await expect(compiled({ sender })).rejects.toMatchObject({
      code: 'delivery-permanent',
      message: expect.stringContaining('is not one mailbox'),
    });
  });
});

test('a sender whose domain is in another script has it in Punycode in the Message-ID', async () => {
  const { mail, raw } = await compiled({ sender: { from: 'mail@例子.example' } });
  expect(mail.messageId).toMatch(/^<[0-9a-f]{32}@xn--fsqu00a\.example>$/);
  expect(raw.split('\r\n\r\n')[0]).toMatch(/^[\x20-\x7e\r\n\t]*$/);
});

describe('what is written down wrong is refused at once', () => {
  const transporter: MailTransporter = { sendMail: async () => ({}) };
  test.each<[Partial<Sender>, string]>([
    [{ from: { bySite: { hill: 'hill' } } }, 'smtp: from.bySite[\'hill\']: "hill" is not one mailbox'],
    [{ from: { bySite: {}, otherwise: 'a@b@c' } }, 'smtp: from.otherwise: "a@b@c" is not one mailbox'],
    [{ replyTo: { bySite: { hill: 'a..b@c.example' } } }, "smtp: replyTo.bySite['hill']"],
    [{ headers: { bySite: { hill: { 'X Y': 'a' } } } }, 'smtp: headers.bySite[\'hill\']: "X Y" cannot be sent as a header'],
  ])('%j', (options, message) => {
    expect(() => smtp({ transporter, from: 'a@b.example', ...options })).toThrow(message);
    expect(() => eml({ transporter, from: 'a@b.example', ...options })).toThrow(message);
  });

  test('what a function yields fails the one message for good', async () => {
    const transport = smtp({ transporter, from: ({ site }) => site ?? 'mail@shop.example' });
    await expect(transport.send(aMessage({ site: 'hill' }))).rejects.toMatchObject({
      code: 'delivery-permanent',
      message: expect.stringContaining('smtp: from(message): "hill" is not one mailbox'),
    });
    await expect(transport.send(aMessage())).resolves.toMatchObject({ id: expect.stringContaining('@shop.example>') });
  });
});

describe('a malformed address', () => {
  test.each([
    ...[
      'ann',
      'ann@',
      '@example.com',
      'ann@@example.com',
      'ann@example..com',
      '.ann@example.com',
      'ann.@example.com',
      'ann@.example.com',
    ],
    ...[
      'ann@example.com.',
      'ann example@example.com',
      'ann@exam ple.com',
      'ann@example.com\u200b',
      'ann\u202e@example.com',
      'ann\u0000@example.com',
    ],
    ...[
      '<ann@example.com>',
      'ann@[127.0.0.1]',
      'ann@example.com=?utf-8?q?x?=',
      '=?utf-8?q?x?=@example.com',
      'a;b@example.com',
      `${'a'.repeat(250)}@example.com`,
    ],
  ])('«%s» is a permanent failure that names it', async (address) => {
    await expect(compiled({ address })).rejects.toMatchObject({
      code: 'delivery-permanent',
      message: `smtp: ${JSON.stringify(address)} is not one e-mail address. Expected one such as ann@example.com.`,
    });
  });

  test.each(['ann@example.com', 'ann.b+c@mail.example.com', "o'hara@example.com", 'ann@localhost', '王@例子.example', 'a@b'])(
    '«%s» is none',
    async (address) => {
      const { mail } = await compiled({ address });
      expect(mail.to).toHaveLength(1);
    },
  );
});
