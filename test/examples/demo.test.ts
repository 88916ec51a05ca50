import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DemoResult, runDemo } from '../../examples/demo/demo.js';
import { orders } from '../../examples/demo/studio.js';

let directory: string;
let result: DemoResult;
let printed = '';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'orderbell-demo-'));
  await writeFile(join(directory, 'of-an-earlier-run.eml'), '');
  result = await runDemo({
    directory,
    write: (text) => {
      printed += text;
    },
  });
});

afterAll(() => rm(directory, { recursive: true, force: true }));

const filesOf = async (ending: string) => (await readdir(directory)).filter((name) => name.endsWith(ending)).sort();

test('every e-mail of the timeline has come over SMTP, and no other', async () => {
  const lines = printed.split('\n').filter((line) => line.includes(' -> ') && / {2}email {2}/.test(line));
  expect(lines.length).toBeGreaterThan(20);
  expect(result.mails).toBe(lines.length);
  expect(await filesOf('.eml')).toHaveLength(lines.length);
});

test('each mail that was written is whole: one recipient, a subject line of the timeline, a text and the HTML beside it', async () => {
  const sent = result.diary.filter(({ kind, channel }) => kind === 'sent' && channel === 'email');
  const files = await filesOf('.eml');
  for (const [index, file] of files.entries()) {
    const mail = await PostalMime.parse(await readFile(join(directory, file)));
    expect(mail.to).toHaveLength(1);
    expect(mail.subject).toBe(sent[index]?.words);
    expect(sent[index]?.who).toContain(mail.to?.[0]?.name);
    expect(mail.text?.trim()).not.toBe('');
    expect(await readFile(join(directory, file.replace(/eml$/, 'html')), 'utf8')).toBe(mail.html);
  }
  expect(await readFile(join(directory, 'index.html'), 'utf8')).toContain(`href="${files[0]?.replace(/eml$/, 'html')}"`);
});

test('what an earlier run has left behind is gone', async () => {
  expect(await readdir(directory)).not.toContain('of-an-earlier-run.eml');
});

test('it shows what a shop lives through, in two languages', () => {
  const has = (subject: string, what: string, kind = 'sent') =>
    result.diary.some((entry) => entry.subject === subject && entry.what === what && entry.kind === kind);
  expect(has('B-1001', 'payment reminder'), 'reminded').toBe(true);
  expect(has('B-1001', 'voucher changed'), 'accepted in part, then the rest').toBe(true);
  expect(has('B-1001', 'partner assigned'), 'partner assigned').toBe(true);
  expect(has('B-1002', 'booking voucher', 'not sent'), 'a participant without an address').toBe(true);
  expect(has('B-1004', 'payment overdue', 'signal') && has('B-1004', 'order failed'), 'overdue').toBe(true);
  expect(has('B-1004', 'refused', 'refused'), 'a change that is not allowed').toBe(true);
  expect(has('B-1005', 'order cancelled'), 'refunded').toBe(true);
  expect(has('B-1005', 'payment reminder', 'not sent'), 'paid before the reminder').toBe(true);
  expect(has('SPRING-21', 'coupon issued') && has('SPRING-21', 'coupon expiring'), 'coupons').toBe(true);
  expect(result.diary.filter(({ subject, what }) => subject === 'B-1001' && what === 'pre-visit')).toHaveLength(6);
  expect(printed).toMatch(/訂單 B-1001 已成立.*Order B-1002 received/s);
});

test('a gateway that calls back twice is told of once', () => {
  const received = result.diary.filter(({ subject, what }) => subject === 'B-1002' && what === 'payment received');
  expect(received.map(({ channel }) => channel)).toEqual(['email', 'sms']);
});

test('it says for every order why something was not sent', () => {
  const explanations = printed.slice(printed.indexOf('notifier.explain()'));
  for (const no of Object.keys(orders)) expect(explanations).toContain(`  ${no}, `);
  expect(explanations).toMatch(/B-1003, .*?Why no 'payment reminder'\? Because: 'pays on site'\./s);
  expect(explanations).toContain(join(directory, 'index.html'));
});
