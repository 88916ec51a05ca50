import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fileTransport } from '../../src/adapters/file/index.js';
import { eml } from '../../src/adapters/nodemailer/index.js';
import { transportContract } from '../../src/testing/transport-contract.js';
import { anEmail, aText } from './messages.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'orderbell-'));
});

afterEach(() => rm(directory, { recursive: true, force: true }));

const read = (name: string) => readFile(join(directory, name), 'utf8');
const names = async () => (await readdir(directory)).sort();

describe('the transport contract', () => {
  const reason = 'a disk gives no answers: what is written has been accepted';
  const skip = [
    { case: 'a message that is refused for good throws a PermanentDeliveryError', reason },
    { case: 'a message that is refused for now throws a RetryableDeliveryError, and is accepted later', reason },
    { case: 'an answer that is lost throws an UnknownOutcomeError', reason },
  ];
  const create = async () => ({
    transport: fileTransport({ directory }),
    received: async () => {
      const files = (await names()).filter((name) => name.endsWith('.json'));
      const all = await Promise.all(files.map(async (name): Promise<unknown> => JSON.parse(await read(name))));
      return all.map((one) => {
        // Written by the transport from an EmailMessage.
        const { address, text, subjectLine } = one as { address: string; text: string; subjectLine: string };
        return { addresses: [address], text, subjectLine };
      });
    },
  });
  for (const { name, run } of transportContract({ create, skip })) test(name, run);
});

test('an e-mail becomes a text, a page and everything that is known of it', async () => {
  const { id } = await fileTransport({ directory }).send(anEmail({ text: '您好', html: '<p>您好</p>' }));
  expect(id).toMatch(/^000001-booking-B_1-pre_visit-email-[0-9a-f]{16}$/);
  expect(await names()).toEqual([`${id}.html`, `${id}.json`, `${id}.txt`]);
  expect([await read(`${id}.txt`), await read(`${id}.html`)]).toEqual(['您好', '<p>您好</p>']);
  const { abort: _, ...known } = anEmail({ text: '您好', html: '<p>您好</p>' });
  expect(JSON.parse(await read(`${id}.json`))).toEqual(known);
});

test('images stand in the page, so that a browser shows them, and the rest is told by name and length', async () => {
  const attachments = [
    { filename: 'logo.png', contentType: 'image/png', content: Uint8Array.from([1, 2, 3]), contentId: 'logo@image' },
    { filename: 'terms.txt', contentType: 'text/plain', content: 'Terms' },
  ];
  const html = '<img src="cid:logo@image"><img src="cid:other@image">';
  const { id } = await fileTransport({ directory }).send(anEmail({ html, attachments }));
  expect(await read(`${id}.html`)).toBe('<img src="data:image/png;base64,AQID"><img src="cid:other@image">');
  expect(JSON.parse(await read(`${id}.json`))).toMatchObject({
    html,
    attachments: [
      { filename: 'logo.png', content: '3 bytes' },
      { filename: 'terms.txt', content: 'Terms' },
    ],
  });
});

test('an invitation becomes a file of its own', async () => {
  const content = 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n';
  const calendar = [{ method: 'REQUEST' as const, content, filename: 'invite.ics' }];
  const { id } = await fileTransport({ directory }).send(anEmail({ calendar }));
  expect(await names()).toContain(`${id}.invite.ics`);
  expect(await read(`${id}.invite.ics`)).toBe(content);
});

test('a text message becomes a text', async () => {
  const { id } = await fileTransport({ directory }).send(aText());
  expect(await names()).toEqual([`${id}.json`, `${id}.txt`]);
});

test('an e-mail becomes an .eml that mail programs open, where nodemailer compiles it', async () => {
  const transporter = nodemailer.createTransport({ streamTransport: true, buffer: true });
  const compile = eml({ transporter, from: { name: 'Studio 安', address: 'studio@shop.example' } });
  const { id } = await fileTransport({ directory, eml: compile }).send(anEmail({ subjectLine: '您的預約', text: '您好' }));
  const file = await readFile(join(directory, `${id}.eml`));
  const mail = await PostalMime.parse(file);
  expect(mail).toMatchObject({
    subject: '您的預約',
    from: { name: 'Studio 安' },
    to: [{ name: 'Ann', address: 'ann@example.com' }],
  });
  expect([mail.text?.trim(), mail.html?.trim()]).toEqual(['您好', '<p>See you tomorrow.</p>']);
});

test('names sort in the order of sending, also where an earlier process has stopped', async () => {
  for (const key of ['c', 'a']) await fileTransport({ directory }).send(aText({ key, subject: key }));
  await fileTransport({ directory }).send(aText({ key: 'b', subject: 'b' }));
  const texts = (await names()).filter((name) => name.endsWith('.txt'));
  expect(texts.map((name) => name.split('-').slice(0, 3).join('-'))).toEqual([
    '000001-booking-c',
    '000002-booking-a',
    '000003-booking-b',
  ]);
});

test('a message that is sent again replaces its files, by the same process and by another', async () => {
  const transport = fileTransport({ directory });
  const first = await transport.send(aText({ text: 'first' }));
  await transport.send(aText({ text: 'again', attempt: 2 }));
  const last = await fileTransport({ directory }).send(aText({ text: 'last', attempt: 3 }));
  expect(last.id).toBe(first.id);
  expect(await names()).toEqual([`${first.id}.json`, `${first.id}.txt`]);
  expect(await read(`${first.id}.txt`)).toBe('last');
});

test('names are safe on every file system, and different for different keys', async () => {
  const transport = fileTransport({ directory });
  const subjects = ['../../etc/passwd', 'CON', 'a:b*c?"<>|', '預約', '', '.', 'x'.repeat(500), 'B-1', 'b-1', 'a\u0000b'];
  for (const subject of subjects) await transport.send(aText({ key: `key of ${subject}`, subject }));
  const files = await names();
  expect(files.length).toBe(2 * subjects.length);
  for (const file of files) expect(file).toMatch(/^[0-9]{6}-[A-Za-z0-9_-]{1,160}\.(txt|json)$/);
  expect(new Set(files.map((file) => file.toLowerCase())).size).toBe(files.length);
});

test('many messages at a time get a name each', async () => {
  const transport = fileTransport({ directory });
  await Promise.all(Array.from({ length: 30 }, (_, at) => transport.send(aText({ key: `${at}` }))));
  const files = await names();
  expect(files.length).toBe(60);
  expect(files.filter((file) => file.startsWith('.'))).toEqual([]);
});

test('other files of the directory are left alone', async () => {
  await writeFile(join(directory, 'notes.txt'), 'mine');
  await fileTransport({ directory }).send(aText());
  expect(await read('notes.txt')).toBe('mine');
});

test('a directory that cannot be made fails the message, and the next one tries again', async () => {
  const blocked = join(directory, 'blocked');
  await writeFile(blocked, 'a file, not a directory');
  const transport = fileTransport({ directory: join(blocked, 'outbox') });
  await expect(transport.send(aText())).rejects.toThrow('ENOTDIR');
  await rm(blocked);
  await transport.send(aText());
  expect((await readdir(join(blocked, 'outbox'))).length).toBe(2);
});

test('a message that cannot be compiled leaves nothing behind', async () => {
  const failing = () => Promise.reject(new Error('not compiled'));
  await expect(fileTransport({ directory, eml: failing }).send(anEmail())).rejects.toThrow('not compiled');
  expect(await names()).toEqual([]);
});
